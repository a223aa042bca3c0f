"""views.*: modals and the App Home."""

from typing import Any

from bot.sandbox.workspace.modals import MOST_VIEWS, changed_view, new_view
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import View
from bot.sandbox.workspace.tickets import Spent
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused
from bot.sandbox.workspace.web_api.payloads import view_in

Json = dict[str, Any]


def _modal_in(slack: Slack, arguments: Arguments) -> Json:
    body = view_in(arguments, slack.state)
    if body["type"] != "modal":
        raise Refused("invalid_arguments", detail=("[ERROR] must be a modal [json-pointer:/view]",))
    _unused(slack, body.get("external_id"), None)
    return body


def _unused(slack: Slack, external_id: str | None, but: View | None) -> None:
    shown = [view for stack in slack.state.modals.values() for view in stack]
    taken = {v.body.get("external_id") for v in shown if but is None or v.id != but.id}
    if external_id and external_id in taken:
        raise Refused("duplicate_external_id")


def _exchanged(slack: Slack, arguments: Arguments) -> str:
    try:
        return slack.tickets.exchange(arguments.required("trigger_id"))
    except Spent as spent:
        raise Refused(spent.error) from spent


def open_modal(slack: Slack, arguments: Arguments) -> Json:
    body = _modal_in(slack, arguments)
    user = _exchanged(slack, arguments)
    view = new_view(slack, user, body)
    slack.state.set_modals(user, (view,))
    return {"view": slack.shapes.view(view)}


def push(slack: Slack, arguments: Arguments) -> Json:
    body = _modal_in(slack, arguments)
    user = _exchanged(slack, arguments)
    stack = slack.state.modals.get(user, ())
    if not stack:
        raise Refused("not_found")
    if len(stack) >= MOST_VIEWS:
        raise Refused("push_limit_reached")
    view = new_view(slack, user, body, stack[-1])
    slack.state.set_modals(user, (*stack, view))
    return {"view": slack.shapes.view(view)}


def update(slack: Slack, arguments: Arguments) -> Json:
    body = view_in(arguments, slack.state)
    view = _asked_for(slack, arguments)
    if arguments.optional("hash") not in {None, view.hash}:
        raise Refused("hash_conflict")
    _unused(slack, body.get("external_id"), view)
    now = changed_view(slack, view, body)
    slack.state.replace_view(now)
    return {"view": slack.shapes.view(now)}


def _asked_for(slack: Slack, arguments: Arguments) -> View:
    external_id = arguments.optional("external_id")
    if external_id:
        shown = [view for stack in slack.state.modals.values() for view in stack]
        view = next((v for v in shown if v.body.get("external_id") == external_id), None)
    else:
        view = slack.state.view(arguments.required("view_id"))
    if view is None:
        raise Refused("not_found")
    return view


def publish(slack: Slack, arguments: Arguments) -> Json:
    user = arguments.required("user_id")
    if slack.team.person(user) is None:
        raise Refused("user_not_found")
    body = view_in(arguments, slack.state)
    if body["type"] != "home":
        raise Refused("invalid_arguments", detail=("[ERROR] must be a home [json-pointer:/view]",))
    shown = slack.state.homes.get(user)
    if shown and arguments.optional("hash") not in {None, shown.hash}:
        raise Refused("hash_conflict")
    view = changed_view(slack, shown, body) if shown else new_view(slack, user, body)
    slack.state.set_home(view)
    return {"view": slack.shapes.view(view)}
