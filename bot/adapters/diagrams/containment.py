"""Which shapes hold which: by what the file says, and by what lies around what."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.adapters.diagrams.naming import is_container_word, service_of_icon
from bot.adapters.diagrams.sheet import Shape


@dataclass(frozen=True)
class Containment:
    """`inside` names the container around a shape; those that hold others and say nothing are left out."""

    inside: Mapping[str, str | None]
    containers: frozenset[str]
    """Those that stand in the architecture."""
    silent: frozenset[str]
    """Groups without a border or a title."""


def containment(shapes: tuple[Shape, ...]) -> Containment:
    by_id = {one.id: one for one in shapes}
    around = _lies_in(shapes)
    parents = {one.parent for one in shapes if one.parent in by_id}
    holding = parents | {outer for outers in around.values() for outer in outers}
    holders = {one.id for one in shapes if _holds(one, has_contents=one.id in holding)}
    inside = {one.id: _innermost(one, by_id, holders, around[one.id]) for one in shapes}
    _open_rings(inside)
    silent = {each for each in holders if not (by_id[each].kind or by_id[each].text.strip())}
    return Containment(
        {each: _speaking(inside[each], inside, silent) for each in by_id},
        frozenset(holders - silent),
        frozenset(silent),
    )


def _holds(shape: Shape, *, has_contents: bool) -> bool:
    if shape.kind or shape.frame:
        return True
    if shape.icon:
        return has_contents and service_of_icon(shape.icon) is None
    return has_contents or is_container_word(shape.text)


def _lies_in(shapes: tuple[Shape, ...]) -> dict[str, list[str]]:
    """For each shape those around it, the smallest first."""
    boxed = [(one, one.box) for one in shapes if one.box and one.box.area > 0]
    by_size = sorted(boxed, key=lambda each: each[1].area)
    return {
        one.id: [
            outer.id
            for outer, box in by_size
            if outer is not one and one.box and box.holds(one.box)
        ]
        for one in shapes
    }


def _innermost(
    shape: Shape, by_id: Mapping[str, Shape], holders: set[str], around: list[str]
) -> str | None:
    """The file's own word counts, unless a smaller box inside that parent lies around the shape."""
    geometric = [each for each in around if each in holders]
    parent = shape.parent if shape.parent in holders else None
    if parent is None:
        return geometric[0] if geometric else None
    outer = by_id[parent].box
    for each in geometric:
        box = by_id[each].box
        if each != parent and box and outer and outer.holds(box):
            return each
    return parent


def _open_rings(inside: dict[str, str | None]) -> None:
    """Cut where a container would come to stand in itself."""
    for start, outer in inside.items():
        seen, at = {start}, outer
        while at is not None:
            if at in seen:
                inside[start] = None
                break
            seen.add(at)
            at = inside.get(at)


def _speaking(outer: str | None, inside: Mapping[str, str | None], silent: set[str]) -> str | None:
    while outer in silent:
        outer = inside[outer]
    return outer
