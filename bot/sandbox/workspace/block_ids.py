"""Slack gives a block an id, and an element an action id, where the app gave none."""

from typing import Any

from bot.sandbox.workspace.limits.elements import MENUS, PICKERS
from bot.sandbox.workspace.state import State

Json = dict[str, Any]

_CLICKABLE = MENUS | PICKERS | {"button", "overflow", "workflow_button"}


def with_ids(state: State, blocks: list[Json]) -> list[Json]:
    return [_with_ids(state, block) for block in blocks]


def _with_ids(state: State, block: Json) -> Json:
    named = {"block_id": f"b{state.number('block')}", **block}
    if block.get("type") == "actions":
        named["elements"] = [_with_action_id(state, part) for part in block["elements"]]
    for place in ("accessory", "element"):
        if isinstance(block.get(place), dict):
            named[place] = _with_action_id(state, block[place])
    return named


def _with_action_id(state: State, part: Json) -> Json:
    kind = str(part.get("type"))
    if part.get("action_id") or not (kind in _CLICKABLE or kind.endswith("_input")):
        return part
    return {**part, "action_id": f"a{state.number('action')}"}
