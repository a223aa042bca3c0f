"""What Slack refuses: `faults` for the blocks of a message, modal or Home tab; `view_faults` for a view.

Slack's own SDK models judge each block; the rules here add what they let through, and what holds
across blocks. Complaints have the form of Slack's `response_metadata.messages`.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.sandbox.workspace.limits.blocks import RULES, listed
from bot.sandbox.workspace.limits.texts import (
    PLAIN,
    Faults,
    Json,
    fault,
    items,
    length,
    optional_text,
    text,
)

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MESSAGES_ONLY = {
    "markdown",
    "table",
    "plan",
    "task_card",
    "context_actions",
    "data_table",
    "data_visualization",
}
MODALS_ONLY = {"alert"}
NEVER_SENT = {"file", "call"}
MARKDOWN_IN_ALL = 12_000
# Undocumented; measured on the real service, where the sum of all blocks counts.
BLOCKS_BYTES = 13_200
# Slack splits a longer post and refuses a longer update; refusing both shows the mistake at once.
TEXT_CHARACTERS = 4_000
VIEW_BYTES = 250_000
VIEW_KEYS = {
    "type",
    "title",
    "submit",
    "close",
    "blocks",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
    "submit_disabled",
}


def faults(blocks: Sequence[Any], surface: Surface) -> list[str]:
    found = list(items(list(blocks), "/blocks", MOST_BLOCKS[surface]))
    for n, block in enumerate(blocks):
        found.extend(_block(block, f"/blocks/{n}", surface))
    found.extend(_across([block for block in blocks if isinstance(block, dict)]))
    return found


def too_large(blocks: Sequence[Json]) -> bool:
    return _bytes(blocks) > BLOCKS_BYTES


def view_faults(view: Any) -> list[str]:
    if not isinstance(view, dict):
        return [fault("/view", "must provide an object")]
    if view.get("type") not in {"modal", "home"}:
        return [fault("/view/type", "must be a valid enum value: modal, home")]
    surface: Surface = "modal" if view["type"] == "modal" else "home"
    found = [fault("/view", f"additional property: {key}") for key in sorted(set(view) - VIEW_KEYS)]
    found.extend(_view_texts(view))
    found.extend(_modal(view) if surface == "modal" else _home(view))
    if not isinstance(view.get("blocks"), list):
        return [*found, fault("/view", "missing required field: blocks")]
    return [*found, *faults(view["blocks"], surface)]


def view_too_large(view: Json) -> bool:
    return _bytes(view) > VIEW_BYTES


def _bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _block(block: Any, at: str, surface: Surface) -> list[str]:
    if not isinstance(block, dict):
        return [fault(at, "must provide an object")]
    kind = str(block.get("type"))
    if _misplaced(kind, surface):
        return [fault(f"{at}/type", f"unsupported type: {kind}")]
    found = list(RULES[kind](block, at)) if kind in RULES else []
    if block.get("block_id") is not None:
        found.extend(length(block["block_id"], f"{at}/block_id", 255))
    return found or list(_as_sdk_sees_it(block, at))


def _misplaced(kind: str, surface: Surface) -> bool:
    if kind in NEVER_SENT:
        return True
    if surface == "message":
        return kind in MODALS_ONLY
    return kind in MESSAGES_ONLY or (surface == "home" and kind in MODALS_ONLY)


def _as_sdk_sees_it(block: Json, at: str) -> Faults:
    try:
        parsed = Block.parse(dict(block))
        if parsed is None:
            yield fault(f"{at}/type", f"unsupported type: {block.get('type')}")
            return
        parsed.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as error:
        yield fault(at, str(error))
        return
    for key in sorted(set(block) - set(parsed.attributes)):
        yield fault(at, f"additional property: {key}")


def _across(blocks: list[Json]) -> Faults:
    for block_id, times in Counter(block.get("block_id") for block in blocks).items():
        if block_id is not None and times > 1:
            yield fault("/blocks", f"`block_id` already exists: {block_id}")
    written = sum(len(str(b.get("text", ""))) for b in blocks if b.get("type") == "markdown")
    if written > MARKDOWN_IN_ALL:
        yield fault("/blocks", f"markdown blocks exceed {MARKDOWN_IN_ALL} characters in all")
    if sum(bool(_part(block).get("focus_on_load")) for block in blocks) > 1:
        yield fault("/blocks", "only one element may have `focus_on_load`")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield fault("/blocks", "only_one_table_allowed")


def _part(block: Json) -> Json:
    element = block.get("element")
    return element if isinstance(element, dict) else {}


def _view_texts(view: Json) -> Faults:
    for name, limit in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if view.get(name) is not None:
            yield from length(view[name], f"/view/{name}", limit, least=0)


def _modal(view: Json) -> Faults:
    yield from text(view.get("title"), "/view/title", 24, PLAIN)
    yield from optional_text(view, "submit", "/view", 24)
    yield from optional_text(view, "close", "/view", 24)
    asks = any(isinstance(b, dict) and b.get("type") == "input" for b in listed(view.get("blocks")))
    if asks and view.get("submit") is None:
        yield fault("/view", "missing required field: submit (the view has input blocks)")


def _home(view: Json) -> Faults:
    for name in ("title", "submit", "close"):
        if view.get(name) is not None:
            yield fault(f"/view/{name}", "not allowed in a home view")
