"""What a person does with a modal - submit or close it - and what the app's answer makes of it."""

from dataclasses import replace
from typing import Any

from bot.sandbox.workspace import inputs
from bot.sandbox.workspace.block_ids import with_ids
from bot.sandbox.workspace.clicks import Outcome, whose
from bot.sandbox.workspace.limits import view_faults
from bot.sandbox.workspace.record import Rejection
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import View

Json = dict[str, Any]

MOST_VIEWS = 3


def new_view(slack: Slack, user: str, body: Json, previous: View | None = None) -> View:
    state = slack.state
    view_id = f"V{state.number('view'):09d}"
    kept = body | {"blocks": with_ids(state, body["blocks"])}
    view = View(
        id=view_id,
        user=user,
        body=kept,
        hash=_hash(slack),
        root_id=previous.root_id if previous else view_id,
        previous_id=previous.id if previous else None,
    )
    return replace(view, values=inputs.values(view.elements, {}))


def changed_view(slack: Slack, view: View, body: Json) -> View:
    """The view with new contents; what was entered into inputs that are still there stays."""
    kept = body | {"blocks": with_ids(slack.state, body["blocks"])}
    now = replace(view, body=kept, hash=_hash(slack), errors={})
    return replace(now, values=inputs.values(now.elements, view.values))


def _hash(slack: Slack) -> str:
    return f"{int(slack.state.clock())}.{slack.state.number('hash'):08x}"


async def submit(slack: Slack, view: View, values: Json) -> Outcome:
    held = inputs.values(view.elements, values)
    now = replace(view, values=held, errors={})
    slack.state.replace_view(now)
    errors = inputs.missing(now.body["blocks"], held)
    if errors:
        return _refused(slack, now, errors)
    payload = {
        "type": "view_submission",
        **whose(slack, view.user),
        "trigger_id": slack.tickets.trigger(view.user),
        "view": slack.shapes.view(now),
        "response_urls": [],
    }
    answer = await slack.outbox.ask(payload)
    if not answer.ok:
        return Outcome(ok=False, error=answer.reason)
    return _respond(slack, now.id, answer.body or {})


def _respond(slack: Slack, view_id: str, answer: Json) -> Outcome:
    view = slack.state.view(view_id)
    if view is None:
        return Outcome(ok=True)
    match answer.get("response_action"):
        case None:
            _leave(slack, view)
        case "clear":
            slack.state.set_modals(view.user, ())
        case "errors":
            return _app_refused(slack, view, answer.get("errors") or {})
        case "update" | "push" as how:
            return _show(slack, view, how, answer.get("view"))
        case other:
            return _bad_answer(slack, [f"unknown response_action {other}"])
    return Outcome(ok=True)


def _app_refused(slack: Slack, view: View, errors: Json) -> Outcome:
    inputs_of = {b.get("block_id") for b in view.body["blocks"] if b.get("type") == "input"}
    unknown = sorted(set(errors) - inputs_of)
    if unknown or not errors:
        return _bad_answer(slack, [f"errors for no input block: {', '.join(unknown) or 'none'}"])
    return _refused(slack, view, errors)


def _refused(slack: Slack, view: View, errors: dict[str, str]) -> Outcome:
    slack.state.replace_view(replace(view, errors=errors))
    return Outcome(ok=True, errors=errors)


def _show(slack: Slack, view: View, how: str, body: Any) -> Outcome:
    complaints = view_faults(body)
    stack = slack.state.modals.get(view.user, ())
    if how == "push" and len(stack) >= MOST_VIEWS:
        complaints.append("push_limit_reached")
    if complaints:
        return _bad_answer(slack, complaints)
    if how == "update":
        slack.state.replace_view(changed_view(slack, view, body))
    else:
        pushed = new_view(slack, view.user, body, view)
        slack.state.set_modals(view.user, (*stack, pushed))
    return Outcome(ok=True)


def _bad_answer(slack: Slack, complaints: list[str]) -> Outcome:
    slack.reject(Rejection("view_submission", "invalid_response", tuple(complaints)))
    return Outcome(ok=False, error="the app's answer cannot be shown")


async def close(slack: Slack, view: View) -> Outcome:
    """Close the modal; the app hears of it only if it asked to."""
    if view.body.get("clear_on_close"):
        slack.state.set_modals(view.user, ())
    else:
        _leave(slack, view)
    if not view.body.get("notify_on_close"):
        return Outcome(ok=True)
    payload = {
        "type": "view_closed",
        **whose(slack, view.user),
        "view": slack.shapes.view(view),
        "is_cleared": bool(view.body.get("clear_on_close")),
    }
    answer = await slack.outbox.ask(payload)
    return Outcome(ok=answer.ok, error=answer.reason)


def _leave(slack: Slack, view: View) -> None:
    stack = slack.state.modals.get(view.user, ())
    slack.state.set_modals(view.user, tuple(v for v in stack if v.id != view.id))
