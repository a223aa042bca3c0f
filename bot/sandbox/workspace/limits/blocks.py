"""What Slack demands of each kind of block, one function per kind."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from bot.sandbox.workspace.limits.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, element, image
from bot.sandbox.workspace.limits.texts import (
    PLAIN,
    Faults,
    Json,
    fault,
    items,
    length,
    optional_text,
    required,
    text,
)

TASK_STATES = {"pending", "in_progress", "complete", "error"}
RICH_PARTS = {
    "rich_text_section",
    "rich_text_list",
    "rich_text_preformatted",
    "rich_text_quote",
}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _section(block: Json, at: str) -> Faults:
    if block.get("text") is None and block.get("fields") is None:
        yield fault(at, "missing required field: text or fields")
    if block.get("text") is not None:
        yield from text(block["text"], f"{at}/text", 3000)
    if block.get("fields") is not None:
        yield from items(block["fields"], f"{at}/fields", 10)
        for n, field in enumerate(listed(block["fields"])):
            yield from text(field, f"{at}/fields/{n}", 2000)
    if block.get("accessory") is not None:
        yield from element(block["accessory"], f"{at}/accessory", IN_SECTION)


def _header(block: Json, at: str) -> Faults:
    yield from text(block.get("text"), f"{at}/text", 150, PLAIN)


def _context(block: Json, at: str) -> Faults:
    yield from items(block.get("elements"), f"{at}/elements", 10)
    for n, part in enumerate(listed(block.get("elements"))):
        here = f"{at}/elements/{n}"
        if isinstance(part, dict) and part.get("type") == "image":
            yield from image(part, here)
        else:
            yield from text(part, here, 3000)


def _actions(block: Json, at: str) -> Faults:
    elements = listed(block.get("elements"))
    yield from items(block.get("elements"), f"{at}/elements", 25)
    for n, part in enumerate(elements):
        yield from element(part, f"{at}/elements/{n}", IN_ACTIONS)
    ids = Counter(part.get("action_id") for part in elements if isinstance(part, dict))
    for action_id, times in ids.items():
        if action_id is not None and times > 1:
            yield fault(f"{at}/elements", f"`action_id` already exists: {action_id}")


def _input(block: Json, at: str) -> Faults:
    yield from text(block.get("label"), f"{at}/label", 2000, PLAIN)
    yield from optional_text(block, "hint", at, 2000)
    yield from required(block, at, "element")
    if block.get("element") is not None:
        yield from element(block["element"], f"{at}/element", IN_INPUT)


def _image(block: Json, at: str) -> Faults:
    yield from image(block, at)
    yield from optional_text(block, "title", at, 2000)


def _markdown(block: Json, at: str) -> Faults:
    yield from length(block.get("text"), f"{at}/text", 12_000)


TABLE_CHARACTERS = 10_000


def _table(block: Json, at: str) -> Faults:
    rows = block.get("rows")
    if _written(rows) > TABLE_CHARACTERS:
        yield fault(f"{at}/rows", f"no more than {TABLE_CHARACTERS} characters allowed in all")
    yield from items(rows, f"{at}/rows", 100)
    for r, row in enumerate(listed(rows)):
        yield from items(row, f"{at}/rows/{r}", 20)
        for c, cell in enumerate(listed(row)):
            yield from _cell(cell, f"{at}/rows/{r}/{c}")
    if block.get("column_settings") is not None:
        yield from items(block["column_settings"], f"{at}/column_settings", 20, least=0)


def _written(value: Any) -> int:
    """How many characters stand in the texts of a structure."""
    if isinstance(value, list):
        return sum(map(_written, value))
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(_written(part) for part in value.values() if isinstance(part, (list, dict)))


def _cell(cell: Any, at: str) -> Faults:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text":
        yield from length(cell.get("text"), f"{at}/text", 10_000)
    elif kind == "raw_number":
        yield from required(cell, at, "value")
    elif kind == "rich_text":
        yield from _rich_text(cell, at)
    else:
        yield fault(f"{at}/type", f"unsupported type: {kind}")


def _rich_text(block: Json, at: str) -> Faults:
    yield from items(block.get("elements"), f"{at}/elements", 3000)
    for n, part in enumerate(listed(block.get("elements"))):
        if not isinstance(part, dict) or part.get("type") not in RICH_PARTS:
            yield fault(f"{at}/elements/{n}/type", "unsupported type")


def _task_card(block: Json, at: str) -> Faults:
    yield from length(block.get("task_id"), f"{at}/task_id", 255)
    yield from length(block.get("title"), f"{at}/title", 256)
    if block.get("status") not in TASK_STATES:
        yield fault(f"{at}/status", f"must be a valid enum value: {', '.join(sorted(TASK_STATES))}")
    for name in ("details", "output"):
        if block.get(name) is not None and block[name].get("type") != "rich_text":
            yield fault(f"{at}/{name}/type", "must be rich_text")


def _plan(block: Json, at: str) -> Faults:
    yield from length(block.get("title"), f"{at}/title", 256)
    for n, task in enumerate(listed(block.get("tasks"))):
        yield from _task_card(task, f"{at}/tasks/{n}")


def _alert(block: Json, at: str) -> Faults:
    yield from text(block.get("text"), f"{at}/text", 3000)


RULES: dict[str, Callable[[Json, str], Faults]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "table": _table,
    "rich_text": _rich_text,
    "task_card": _task_card,
    "plan": _plan,
    "alert": _alert,
}
