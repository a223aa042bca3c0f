"""Typed reading of what Slack sends; the only place that takes payload dictionaries apart."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.request import Message

Payload: TypeAlias = Mapping[str, Any]

# A plain reply, an upload, and a reply that is also sent to the channel; all else (edits, joins, bots) is
# not somebody asking for something. https://docs.slack.dev/reference/events/message
SUBTYPES = frozenset({None, "file_share", "thread_broadcast"})


@dataclass(frozen=True)
class Click:
    """A button somebody pressed. `key` names this press, also when Slack or the person repeats it."""

    user: str
    plan_id: str
    channel: str
    thread_ts: str
    trigger_id: str
    key: str


@dataclass(frozen=True)
class Visit:
    """Somebody opened the App Home."""

    user: str
    key: str


def read_message(body: Payload, *, bot_user: str | None) -> Message | None:
    """Return the message of an `app_mention` or `message` event, None when it is not a person's.

    Both twins of a mention read the same, except that the `app_mention` may lack the files.
    """
    event = body.get("event") or {}
    if event.get("bot_id") or event.get("subtype") not in SUBTYPES or not event.get("user"):
        return None
    if event["user"] == bot_user:
        return None
    raw = str(event.get("text") or "")
    mention = re.compile(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>") if bot_user else None
    return Message(
        request_id=f"{event['channel']}-{event['ts']}",
        channel=str(event["channel"]),
        ts=str(event["ts"]),
        thread_ts=str(event.get("thread_ts") or event["ts"]),
        user=str(event["user"]),
        text=plain(raw, without=mention),
        addressed=(
            event.get("type") == "app_mention"
            or event.get("channel_type") == "im"
            or (mention is not None and mention.search(raw) is not None)
        ),
        files=tuple(dict.fromkeys(_files(event))),
    )


def plain(text: str, *, without: re.Pattern[str] | None = None) -> str:
    """Undo Slack's escapes: what the person typed, less the mention of the bot."""
    if without:
        text = without.sub(" ", text)
    text = re.sub(r"<(?:https?://|mailto:)[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<((?:https?://|mailto:)[^>]*)>", r"\1", text)
    text = re.sub(r"<[#!@][^|>]*\|([^>]*)>", r"\1", text)
    return re.sub(r"[ \t]+", " ", html.unescape(text)).strip()


def _files(event: Payload) -> Iterator[str]:
    for file in event.get("files") or ():
        if file.get("id"):
            yield str(file["id"])
    yield from _files_in_blocks(event.get("blocks") or ())


def _files_in_blocks(node: Any) -> Iterator[str]:
    """A mention can name its file only as a rich-text element, deep inside its blocks."""
    if isinstance(node, Mapping):
        if node.get("type") == "file" and node.get("file_id"):
            yield str(node["file_id"])
        for value in node.values():
            yield from _files_in_blocks(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _files_in_blocks(value)


def read_click(body: Payload) -> Click:
    action = body["actions"][0]
    message = body.get("message") or {}
    container = body.get("container") or {}
    ts = str(message.get("ts") or container.get("message_ts") or "")
    return Click(
        user=str(body["user"]["id"]),
        plan_id=str(action.get("value") or ""),
        channel=str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        thread_ts=str(message.get("thread_ts") or container.get("thread_ts") or ts),
        trigger_id=str(body.get("trigger_id") or ""),
        key=f"{body['user']['id']}-{ts}-{action.get('action_ts') or body.get('trigger_id')}",
    )


def read_visit(body: Payload) -> Visit | None:
    """Return who opened the Home tab; the Messages tab of the App Home needs nothing."""
    event = body.get("event") or {}
    if event.get("tab") != "home":
        return None
    return Visit(user=str(event["user"]), key=str(body.get("event_id") or event.get("event_ts")))


@dataclass(frozen=True)
class Submission:
    """A form somebody sent off. `values` are by block id; an empty field is None."""

    user: str
    view_id: str
    plan_id: str
    values: Mapping[str, str | None]


def read_submission(body: Payload) -> Submission:
    view = body["view"]
    blocks: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return Submission(
        user=str(body["user"]["id"]),
        view_id=str(view["id"]),
        plan_id=str(view["private_metadata"]),
        values={block: _entered(next(iter(inputs.values()))) for block, inputs in blocks.items()},
    )


def _entered(element: Payload) -> str | None:
    """What a field holds; of boxes to tick, the first that is ticked."""
    chosen = element.get("selected_option") or next(
        iter(element.get("selected_options") or ()), None
    )
    value = chosen["value"] if chosen else element.get("value")
    return None if value is None else str(value).strip() or None
