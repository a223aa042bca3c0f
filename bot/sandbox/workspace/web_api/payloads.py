"""Checking what the bot sends before it is kept: text, blocks, views, threads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.workspace import limits
from bot.sandbox.workspace.block_ids import with_ids
from bot.sandbox.workspace.pictures import size_of
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import Message, State
from bot.sandbox.workspace.team import Channel
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused

Json = dict[str, Any]


@dataclass(frozen=True)
class Body:
    text: str
    blocks: tuple[Json, ...] | None


def blocks_in(arguments: Arguments, state: State) -> tuple[Json, ...] | None:
    """The blocks of a message, checked; None when the call has none."""
    blocks = arguments.parsed("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    if not blocks:
        return ()
    complaints = limits.faults(blocks, "message") or list(_unknown_files(blocks, state, "/blocks"))
    if complaints:
        raise Refused("invalid_blocks", detail=tuple(complaints))
    named = with_ids(state, blocks)
    if limits.too_large(named):
        raise Refused("msg_blocks_too_long")
    return tuple(named)


def _unknown_files(part: Any, state: State, at: str) -> Iterator[str]:
    """A picture out of Slack has to be there, be a picture, and be one the bot can see."""
    if isinstance(part, list):
        for n, inner in enumerate(part):
            yield from _unknown_files(inner, state, f"{at}/{n}")
    if not isinstance(part, dict):
        return
    wanted = part.get("slack_file")
    if isinstance(wanted, dict) and not _shows(wanted, state):
        yield f"[ERROR] invalid slack file [json-pointer:{at}/slack_file]"
    for key, inner in part.items():
        if isinstance(inner, (list, dict)):
            yield from _unknown_files(inner, state, f"{at}/{key}")


def _shows(wanted: Json, state: State) -> bool:
    file = state.files.get(str(wanted.get("id") or _id_in(str(wanted.get("url", "")))))
    return file is not None and state.bot_sees(file) and size_of(file.data) is not None


def _id_in(url: str) -> str:
    """The id of a file in its private address or permalink."""
    found = re.search(r"\bF\d{9}\b", url)
    return found[0] if found else ""


def body_in(arguments: Arguments, state: State) -> Body:
    blocks = blocks_in(arguments, state)
    text = arguments.text("text")
    if not text.strip() and not blocks:
        raise Refused("no_text")
    if len(text) > limits.TEXT_CHARACTERS:
        raise Refused("msg_too_long")
    return Body(text, blocks or None)


def metadata_in(arguments: Arguments) -> Json | None:
    metadata = arguments.parsed("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    named = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str)
    if not named or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    return dict(metadata)


def view_in(arguments: Arguments, state: State) -> Json:
    view = arguments.parsed("view")
    if view is None:
        raise Refused("invalid_arguments", detail=("[ERROR] missing required field: view",))
    complaints = limits.view_faults(view) or list(
        _unknown_files(view.get("blocks"), state, "/view/blocks")
    )
    if complaints:
        raise Refused("invalid_arguments", detail=tuple(complaints))
    if limits.view_too_large(view):
        raise Refused("view_too_large")
    return dict(view)


def channel_in(slack: Slack, arguments: Arguments, name: str = "channel") -> Channel:
    wanted = arguments.required(name)
    channel = slack.team.channel(wanted) or slack.team.direct(wanted)
    if channel is None or (channel.is_private and not channel.has_bot):
        raise Refused("channel_not_found")
    return channel


def joined(channel: Channel) -> Channel:
    if not channel.has_bot:
        raise Refused("not_in_channel")
    return channel


def thread_in(slack: Slack, arguments: Arguments, channel: Channel) -> str | None:
    thread_ts = arguments.optional("thread_ts")
    if thread_ts is None:
        return None
    root = slack.state.message(channel.id, thread_ts)
    if root is None or root.is_reply:
        raise Refused("invalid_thread_ts")
    return thread_ts


def message_in(slack: Slack, channel: Channel, ts: str) -> Message:
    message = slack.state.message(channel.id, ts)
    if message is None or message.ephemeral_to is not None:
        raise Refused("message_not_found")
    return message
