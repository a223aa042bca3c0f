"""Block Kit as text, and what any payload of ours has to satisfy."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.sandbox.workspace import limits

Json = dict[str, Any]

# Slack's own grammar, as far as we write it; everything else with "<" is somebody's text come alive.
OURS = re.compile(
    r"<@U0[A-Z0-9]+>"
    r"|<!date\^\d+\^[^|<>]+\|[^|<>]+>"
    r"|<https://1a2b\.execute-api\.us-east-1\.amazonaws\.com/[^|<>]+\|[^|<>]+>"
    r"|<https://[a-z0-9-]+\.console\.aws\.amazon\.com/[^|<>]+\|[^|<>]+>"
    r"|<https://example\.slack\.com/[^|<>]+\|[^|<>]*>"
)
# What the workspace adds to each block: "block_id".
ID_BYTES = 40


def drawn(blocks: Sequence[Json]) -> str:
    """Blocks as somebody would draw them in a terminal."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Json) -> Iterator[str]:
    match block:
        case {"type": "header", "text": {"text": text}}:
            yield f"# {text}"
        case {"type": "section", "text": {"text": text}}:
            yield str(text)
        case {"type": "context", "elements": elements}:
            yield from (f"({element['text']})" for element in elements)
        case {"type": "actions", "elements": elements}:
            yield " ".join(f"[{element['text']['text']}]" for element in elements)
        case {"type": "rich_text" | "table"}:
            yield from _parts(block)
        case {"type": "divider"}:
            yield "---"
        case {"type": "input"}:
            yield f"{block['label']['text']}: {_entered(block['element'])}"
        case _:
            yield f"? {block}"


def _parts(block: Json) -> Iterator[str]:
    for row in block.get("rows", ()):
        yield f"| {' | '.join(cell['text'] for cell in row)} |"
    for part in block.get("elements", ()):
        yield from _part(part)


def _part(part: Json) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        yield from (f"* {_spans(item)}" for item in part["elements"])
    else:
        yield _spans(part)


def _spans(section: Json) -> str:
    return "".join(_styled(element) for element in section["elements"])


def _styled(element: Json) -> str:
    if element["type"] == "link":
        return f"<{element['url']}>"
    quote = "`" if "code" in element.get("style", {}) else ""
    return f"{quote}{element['text']}{quote}"


def _entered(element: Json) -> str:
    if element["type"] == "checkboxes":
        return " ".join(f"[ ] {one['text']['text']}" for one in element["options"])
    chosen = element.get("initial_option")
    return str(chosen["text"]["text"] if chosen else element.get("initial_value", ""))


def pieces(node: Any) -> Iterator[Json]:
    """Every object anywhere in a payload."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from pieces(value)
    elif isinstance(node, list):
        for value in node:
            yield from pieces(value)


def assert_slack_takes_it(text: str, blocks: list[Json]) -> None:
    assert limits.faults(blocks, "message") == []
    assert not limits.too_large([block | {"block_id": "x" * ID_BYTES} for block in blocks])
    assert 0 < len(text) <= limits.TEXT_CHARACTERS
    assert not [one for one in pieces(blocks) if one.get("type") == "text" and not one["text"]]


def assert_nothing_comes_alive(text: str, payload: Any) -> None:
    """No text from outside becomes a mention, a link or an alarm."""
    parsed = [text, *(one["text"] for one in pieces(payload) if one.get("type") == "mrkdwn")]
    for mrkdwn in parsed:
        left = OURS.sub("", mrkdwn)
        assert "<" not in left, left
