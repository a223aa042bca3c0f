"""What a person does with a message's or view's elements: press, choose; and what the app hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.workspace import inputs
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import Message, View

Json = dict[str, Any]

CHOSEN = (
    "selected_option",
    "selected_options",
    "selected_date",
    "selected_time",
    "selected_date_time",
    "selected_user",
    "selected_users",
    "selected_channel",
    "selected_channels",
    "selected_conversation",
    "selected_conversations",
)


@dataclass(frozen=True)
class Outcome:
    """What the person sees: nothing more when `ok`; errors beside inputs; or that the app failed."""

    ok: bool
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Click:
    user: str
    action: Json
    values: Json = field(default_factory=dict)


async def on_message(slack: Slack, message: Message, click: Click) -> Outcome:
    payload = _about_message(slack, message, click)
    return await _ask(slack, payload)


async def on_view(slack: Slack, view: View, click: Click) -> Outcome:
    held = inputs.values(view.elements, click.values)
    now = replace(view, values=held)
    slack.state.replace_view(now)
    payload = _about(slack, click, now.elements) | {
        "container": {"type": "view", "view_id": view.id},
        "view": slack.shapes.view(now),
    }
    return await _ask(slack, payload)


async def _ask(slack: Slack, payload: Json) -> Outcome:
    answer = await slack.outbox.ask(payload)
    return Outcome(ok=answer.ok, error=answer.reason)


def _about_message(slack: Slack, message: Message, click: Click) -> Json:
    if message.ephemeral_to not in {None, click.user}:
        raise LookupError(f"{click.user} does not see {message.ts}")
    hidden = message.ephemeral_to is not None
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": hidden,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    channel = slack.channel(message.channel)
    secret = slack.tickets.reply(click.user, message)
    payload = _about(slack, click, message.elements) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "state": {"values": inputs.values(message.elements, click.values)},
        "response_url": f"{slack.shapes.base_url}/actions/{slack.team.id}/{secret}",
    }
    return payload if hidden else payload | {"message": slack.shapes.message(message)}


def _about(slack: Slack, click: Click, elements: list[Json]) -> Json:
    return {
        "type": "block_actions",
        **whose(slack, click.user),
        "trigger_id": slack.tickets.trigger(click.user),
        "actions": [_action(slack, _clicked(elements, click.action), click.action)],
    }


def whose(slack: Slack, user: str) -> Json:
    """The part every interaction has: who, where, for which app."""
    person = slack.team.person(user)
    if person is None:
        raise LookupError(f"there is no person {user}")
    team = slack.team
    return {
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": team.id,
        },
        "api_app_id": team.bot.app_id,
        "token": "verification-token",
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _clicked(elements: list[Json], action: Json) -> Json:
    wanted = action.get("action_id")
    for element in elements:
        if element["action_id"] == wanted and action.get("block_id") in (None, element["block_id"]):
            return element
    there = ", ".join(str(element["action_id"]) for element in elements) or "none"
    raise LookupError(f"there is no {wanted} to press; there are: {there}")


def _action(slack: Slack, element: Json, given: Json) -> Json:
    """What the element says of itself; from the person only what was chosen or typed."""
    kept = ("type", "action_id", "block_id", "text", "value", "style", "placeholder", "confirm")
    action = {key: element[key] for key in kept if key in element}
    chosen = {key: given[key] for key in CHOSEN if key in given}
    if element["type"].endswith("_input") and "value" in given:
        chosen["value"] = given["value"]
    return action | chosen | {"action_ts": slack.state.next_ts()}
