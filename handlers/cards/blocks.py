"""The few Block Kit pieces our surfaces are made of, cut to Slack's limits.

Text from outside is escaped (`escape`) in mrkdwn, or put where nothing is parsed (`bullets`).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypeAlias

Block: TypeAlias = dict[str, Any]
Span: TypeAlias = dict[str, Any]

# https://docs.slack.dev/reference/block-kit/blocks
HEADER_LIMIT = 150
SECTION_LIMIT = 3000
SPAN_LIMIT = 4000
FALLBACK_LIMIT = 3000
# Ours: a model's name is no place for an essay.
READER_LIMIT = 100
# Undocumented: somewhat above this for all blocks of a message together, Slack says msg_blocks_too_long
# (slackapi/bolt-js#2509).
MESSAGE_BYTES = 12_500


def escape(text: str) -> str:
    """Make text inert in mrkdwn: no mention, no link, no channel-wide alarm."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fits(blocks: Sequence[Block]) -> bool:
    """Whether Slack takes these blocks as one message."""
    written = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    return len(written.encode()) <= MESSAGE_BYTES


def header(text: str) -> Block:
    return {"type": "header", "text": _plain(shorten(text, HEADER_LIMIT))}


def section(mrkdwn: str) -> Block:
    return {"type": "section", "text": _mrkdwn(shorten(mrkdwn, SECTION_LIMIT))}


def context(*mrkdwn: str) -> Block:
    return {
        "type": "context",
        "elements": [_mrkdwn(shorten(one, SECTION_LIMIT)) for one in mrkdwn],
    }


def bullets(items: Sequence[Sequence[Span]]) -> Block:
    """A list of lines made of spans. Nothing in them is parsed."""
    sections = [{"type": "rich_text_section", "elements": list(spans)} for spans in items]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": sections}],
    }


def span(text: str, *styles: Literal["bold", "italic", "code"]) -> Span:
    piece: Span = {"type": "text", "text": shorten(text, SPAN_LIMIT)}
    return {**piece, "style": dict.fromkeys(styles, True)} if styles else piece


def button(label: str, action_id: str, value: str, style: str | None = None) -> Block:
    piece: Block = {
        "type": "button",
        "text": _plain(label),
        "action_id": action_id,
        "value": value,
    }
    return {**piece, "style": style} if style else piece


def actions(block_id: str, *elements: Block) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def moment(when: datetime) -> str:
    """A point in time, shown in each reader's own time zone."""
    fallback = when.strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def link(url: str, label: str) -> str:
    """A link; its label cannot hold what would end it."""
    return f"<{url}|{escape(' '.join(label.replace('|', ' ').split()))}>"


def person(user: str) -> str:
    return f"<@{user}>"


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}
