"""conversations.*: which there are, who is in them, what was said."""

from typing import Any

from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import Message
from bot.sandbox.workspace.team import Channel
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused
from bot.sandbox.workspace.web_api.payloads import channel_in, joined

Json = dict[str, Any]

TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im"}


def _shape(channel: Channel) -> Json:
    if channel.is_im:
        return {"id": channel.id, "is_im": True, "user": channel.user, "is_open": True}
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_private": channel.is_private,
        "is_archived": False,
        "is_member": channel.has_bot,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
    }


def info(slack: Slack, arguments: Arguments) -> Json:
    return {"channel": _shape(channel_in(slack, arguments))}


def list_all(slack: Slack, arguments: Arguments) -> Json:
    kinds = {TYPES.get(kind) for kind in arguments.text("types", "public_channel").split(",")}
    shown = [c for c in slack.team.channels if c.kind in kinds and (c.has_bot or not c.is_private)]
    page, metadata = _page([_shape(channel) for channel in shown], arguments)
    return {"channels": page, **metadata}


def members(slack: Slack, arguments: Arguments) -> Json:
    channel = channel_in(slack, arguments)
    people = [p.id for p in slack.team.people if channel.user in {None, p.id}]
    bot = [slack.team.bot.user_id] if channel.has_bot else []
    page, metadata = _page([*people, *bot], arguments)
    return {"members": page, **metadata}


def open_direct(slack: Slack, arguments: Arguments) -> Json:
    if arguments.optional("channel"):
        return {"channel": _shape(channel_in(slack, arguments))}
    channel = slack.team.direct(arguments.required("users"))
    if channel is None:
        raise Refused("user_not_found")
    return {"channel": _shape(channel) if arguments.flag("return_im") else {"id": channel.id}}


def history(slack: Slack, arguments: Arguments) -> Json:
    channel = joined(channel_in(slack, arguments))
    said = [m for m in slack.state.messages(channel.id) if not m.is_reply or m.reply_broadcast]
    return _messages(slack, list(reversed(said)), arguments)


def replies(slack: Slack, arguments: Arguments) -> Json:
    channel = joined(channel_in(slack, arguments))
    asked = slack.state.message(channel.id, arguments.required("ts"))
    if asked is None:
        raise Refused("thread_not_found")
    thread = slack.state.thread(channel.id, asked.thread_ts or asked.ts)
    return _messages(slack, thread, arguments)


def _messages(slack: Slack, messages: list[Message], arguments: Arguments) -> Json:
    with_metadata = arguments.flag("include_all_metadata")
    shown = [
        slack.shapes.message(message, metadata=with_metadata)
        for message in messages
        if message.ephemeral_to is None and _within(message.ts, arguments)
    ]
    page, metadata = _page(shown, arguments)
    return {"messages": page, "has_more": bool(metadata), **metadata}


def _within(ts: str, arguments: Arguments) -> bool:
    oldest, latest = float(arguments.text("oldest", "0")), arguments.optional("latest")
    newest = float(latest) if latest else float("inf")
    if arguments.flag("inclusive"):
        return oldest <= float(ts) <= newest
    return oldest < float(ts) < newest


def _page(found: list[Any], arguments: Arguments) -> tuple[list[Any], Json]:
    limit = max(1, min(arguments.whole("limit", 100), 1000))
    start = arguments.whole("cursor", 0) if arguments.optional("cursor") else 0
    more = len(found) > start + limit
    metadata = {"response_metadata": {"next_cursor": str(start + limit)}} if more else {}
    return found[start : start + limit], metadata
