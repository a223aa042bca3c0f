"""The few Block Kit pieces our surfaces are made of, cut to Slack's limits.

Text from outside is escaped (`escape`) in mrkdwn, or put where nothing is parsed (`rich`, `table`).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
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
# Slack gives each block an id, which counts.
BLOCK_ID_BYTES = 54


def escape(text: str) -> str:
    """Make text inert in mrkdwn: no mention, no link, no channel-wide alarm."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def tidy(text: str) -> str:
    """Put text on one line, without what cannot be seen."""
    if not text.isprintable():
        text = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(text.split())


def fits(blocks: Sequence[Block]) -> bool:
    """Whether Slack takes these blocks as one message."""
    written = json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))
    return len(written.encode()) + BLOCK_ID_BYTES * len(blocks) <= MESSAGE_BYTES


def first_that_fits(attempts: Iterable[list[Block]]) -> list[Block]:
    """The first of several ways to say the same, from the longest to the shortest; else the shortest."""
    blocks: list[Block] = []
    for blocks in attempts:
        if fits(blocks):
            break
    return blocks


def first_few(items: Sequence[str], most: int, rest: str = "") -> list[str]:
    """As many as there is room for, and how many more there are; `rest` says where those are."""
    if len(items) <= most:
        return list(items)
    return [*items[:most], f"… and {len(items) - most} more{rest}"]


def header(text: str) -> Block:
    return {"type": "header", "text": plain(shorten(tidy(text) or "–", HEADER_LIMIT))}


def section(mrkdwn: str) -> Block:
    return {"type": "section", "text": _mrkdwn(shorten(mrkdwn, SECTION_LIMIT))}


def context(*mrkdwn: str) -> Block:
    return {
        "type": "context",
        "elements": [_mrkdwn(shorten(one, SECTION_LIMIT)) for one in mrkdwn],
    }


def sections(lines: Iterable[str]) -> Iterator[Block]:
    """Lines of mrkdwn, in as few blocks as they fit into."""
    held: list[str] = []
    for line in lines:
        if held and len("\n".join([*held, line])) > SECTION_LIMIT:
            yield section("\n".join(held))
            held = []
        held.append(line)
    if held:
        yield section("\n".join(held))


def rich(*parts: Block) -> Block:
    """Paragraphs and lists made of spans. Nothing in them is parsed."""
    return {"type": "rich_text", "elements": list(parts)}


def paragraph(*spans: Span) -> Block:
    return {"type": "rich_text_section", "elements": list(spans)}


def listing(items: Sequence[Sequence[Span]]) -> Block:
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [paragraph(*spans) for spans in items],
    }


def bullets(items: Sequence[Sequence[Span]]) -> Block:
    return rich(listing(items))


def table(rows: Sequence[Sequence[str]]) -> Block:
    """Rows of cells, the first row the heads of the columns. Messages only, and one in each."""
    return {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in rows],
        "column_settings": [{"is_wrapped": True} for _ in rows[0]],
    }


def span(text: str, *styles: Literal["bold", "italic", "code"]) -> Span:
    piece: Span = {"type": "text", "text": shorten(text, SPAN_LIMIT)}
    return {**piece, "style": dict.fromkeys(styles, True)} if styles else piece


def web_link(url: str) -> Span:
    """A web address to follow, where nothing is parsed."""
    return {"type": "link", "url": url}


def button(
    label: str, action_id: str, value: str, style: str | None = None, confirm: Block | None = None
) -> Block:
    piece: Block = {
        "type": "button",
        "text": plain(label),
        "action_id": action_id,
        "value": value,
    }
    more = {"style": style, "confirm": confirm}
    return piece | {name: held for name, held in more.items() if held}


def confirmation(title: str, text: str, *, yes: str, no: str) -> Block:
    """What Slack asks before a dangerous button counts."""
    return {
        "title": plain(title),
        "text": plain(text),
        "confirm": plain(yes),
        "deny": plain(no),
        "style": "danger",
    }


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


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def _mrkdwn(text: str) -> Block:
    """Text that Slack formats, without making links of what only looks like one."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
