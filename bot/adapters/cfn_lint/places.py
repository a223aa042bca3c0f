"""Where a path leads to in the text that cfn-lint decoded: its nodes carry marks."""

from collections.abc import Mapping
from typing import Any

from bot.adapters.cfn_lint.plain import as_text
from bot.ports import Place


def place_of(path: tuple[str, ...], decoded: Any) -> Place:
    """The place of the last step that there is: what is missing stands, as it were, in what it is missing from."""
    place = _marked(decoded) or Place()
    for step in path:
        key, inner = _entered(decoded, step)
        if inner is None:
            break
        place = _marked(key) or _marked(inner) or place
        decoded = inner
    return place


def _entered(node: Any, step: str) -> tuple[Any, Any]:
    """The key, which has a mark of its own, and what stands under it."""
    if isinstance(node, Mapping):
        return next(((key, one) for key, one in node.items() if as_text(key) == step), (None, None))
    if isinstance(node, list) and step.isdecimal() and int(step) < len(node):
        return None, node[int(step)]
    return None, None


def _marked(node: Any) -> Place | None:
    mark = getattr(node, "start_mark", None)
    return None if mark is None else Place(mark.line + 1, mark.column + 1)
