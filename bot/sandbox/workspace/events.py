"""The events Slack sends about what happens in its channels, and the envelope they come in."""

from typing import Any

from bot.sandbox.workspace.shapes import Shapes
from bot.sandbox.workspace.state import File, Message, View
from bot.sandbox.workspace.typed_text import rich_text

Json = dict[str, Any]

SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "file_shared": "files:read",
}
_CHANNEL_TYPES = {"channels": "channel", "groups": "group", "im": "im"}


def channel_type(kind: str) -> str:
    return _CHANNEL_TYPES[kind]


def message(shapes: Shapes, posted: Message, kind: str) -> Json:
    event = shapes.message(posted)
    for key in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "reactions"):
        event.pop(key, None)
    if posted.subtype == "file_share":
        event |= {"upload": False, "display_as_bot": False}
        event.pop("team", None)
    return event | {
        "channel": posted.channel,
        "event_ts": posted.ts,
        "channel_type": channel_type(kind),
    }


def app_mention(shapes: Shapes, posted: Message, *, with_files: bool = True) -> Json:
    event = message(shapes, posted, "channels") | {"type": "app_mention"}
    for key in ("subtype", "channel_type"):
        event.pop(key, None)
    if posted.files and not with_files:
        for key in ("files", "upload", "display_as_bot"):
            event.pop(key, None)
        event["blocks"] = [rich_text(posted.text, tuple(file.id for file in posted.files))]
    return event


def message_changed(shapes: Shapes, now: Message, before: Message, kind: str) -> Json:
    ts = shapes.state.next_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "message": shapes.message(now),
        "previous_message": shapes.message(before),
        "channel": now.channel,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel_type(kind),
    }


def message_deleted(shapes: Shapes, gone: Message, kind: str) -> Json:
    ts = shapes.state.next_ts()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "deleted_ts": gone.ts,
        "previous_message": shapes.message(gone),
        "channel": gone.channel,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": channel_type(kind),
    }


def app_home_opened(shapes: Shapes, user: str, tab: str, view: View | None) -> Json:
    channel = shapes.team.direct(user)
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id if channel else "",
        "event_ts": shapes.state.next_ts(),
        "tab": tab,
    }
    return event | ({"view": shapes.view(view)} if view and tab == "home" else {})


def reaction_added(shapes: Shapes, to: Message, user: str, name: str) -> Json:
    return {
        "type": "reaction_added",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": to.channel, "ts": to.ts},
        "item_user": to.user,
        "event_ts": shapes.state.next_ts(),
    }


def file_shared(shapes: Shapes, file: File, channel: str) -> Json:
    return {
        "type": "file_shared",
        "file_id": file.id,
        "file": {"id": file.id},
        "user_id": file.user,
        "channel_id": channel,
        "event_ts": shapes.state.next_ts(),
    }


def envelope(shapes: Shapes, event: Json) -> Json:
    team, state = shapes.team, shapes.state
    authorization = {
        "enterprise_id": None,
        "team_id": team.id,
        "user_id": team.bot.user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    number = state.number("event")
    return {
        "token": "verification-token",
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": team.bot.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{number:010d}",
        "event_time": int(state.clock()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{number:08d}",
    }
