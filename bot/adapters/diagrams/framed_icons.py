"""Icons and boxes that are one thing: an icon alone in a box with words, and the small sign in a box."""

from dataclasses import replace

from bot.adapters.diagrams.naming import (
    icon_words,
    is_container_word,
    kind_of_label,
    service_of_icon,
    service_of_label,
)
from bot.adapters.diagrams.sheet import Shape, Sheet
from bot.domain.architecture import ContainerKind

# A box much larger than the icon in it is a group that happens to hold one thing.
_SO_MUCH_LARGER, _SO_MUCH_HIGHER = 20.0, 3.0


def with_framed_icons(sheet: Sheet) -> Sheet:
    """Put such a box and its icon together: the box's place and words, the icon's picture."""
    held: dict[str, list[Shape]] = {}
    for one in sheet.shapes:
        for outer in sheet.shapes:
            if outer is not one and (one.parent == outer.id or _lies_in(one, outer)):
                held.setdefault(outer.id, []).append(one)
    joined: dict[str, Shape] = {}
    for outer in sheet.shapes:
        inner = held.get(outer.id, [])
        if len(inner) == 1 and inner[0].id not in held and _is_frame_of(outer, inner[0]):
            joined[inner[0].id] = outer
    icons = {joined[one.id].id: one.icon for one in sheet.shapes if one.id in joined}
    new_ids = {inner: outer.id for inner, outer in joined.items()}
    return Sheet(
        tuple(
            replace(one, icon=icons.get(one.id, one.icon))
            for one in sheet.shapes
            if one.id not in joined
        ),
        tuple(
            replace(
                line,
                source=new_ids.get(line.source or "", line.source),
                target=new_ids.get(line.target or "", line.target),
            )
            for line in sheet.lines
        ),
    )


def with_signs(sheet: Sheet) -> Sheet:
    """Small signs as of a VPC or a cloud, put into a box, say what the box is."""
    tied = {end for line in sheet.lines for end in (line.source, line.target)}
    kinds: dict[str, ContainerKind] = {}
    signs: set[str] = set()
    for one in sheet.shapes:
        kind = _kind_of_sign(one)
        box = _box_with_sign(one, sheet.shapes) if kind and one.id not in tied else None
        if kind and box:
            kinds[box.id] = kind
            signs.add(one.id)
    return Sheet(
        tuple(
            replace(one, kind=one.kind or kinds.get(one.id))
            for one in sheet.shapes
            if one.id not in signs
        ),
        sheet.lines,
    )


def _kind_of_sign(shape: Shape) -> ContainerKind | None:
    if not shape.icon or shape.text.strip():
        return None
    words = icon_words(shape.icon)
    return kind_of_label(words) if is_container_word(words) else None


def _box_with_sign(sign: Shape, shapes: tuple[Shape, ...]) -> Shape | None:
    """The smallest box with the sign in it, or across its upper left corner."""
    if sign.box is None:
        return None
    x, y = sign.box.middle
    reach = max(sign.box.width, sign.box.height)
    near = [
        (one.box.area, one)
        for one in shapes
        if one.box and one.box.area > sign.box.area and not one.icon
        if one.box.holds(sign.box) or max(abs(one.box.x - x), abs(one.box.y - y)) <= reach
    ]
    return min(near, key=lambda each: each[0])[1] if near else None


def _lies_in(inner: Shape, outer: Shape) -> bool:
    return bool(inner.box and outer.box and outer.box.holds(inner.box))


def _is_frame_of(outer: Shape, inner: Shape) -> bool:
    plain = not (outer.kind or outer.frame or outer.icon or kind_of_label(outer.text))
    wordless = not inner.text.strip() and not (inner.kind or inner.frame)
    if not (plain and wordless and outer.text.strip() and outer.box and inner.box):
        return False
    said, shown = service_of_label(outer.text), service_of_icon(inner.icon)
    if said and shown and said.service == shown.service:
        return True
    higher = outer.box.height / inner.box.height
    return outer.box.area <= _SO_MUCH_LARGER * inner.box.area and higher <= _SO_MUCH_HIGHER
