"""Texts that stand beside or in a shape become its label."""

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.adapters.diagrams.sheet import Box, Shape, Sheet

# A caption stands this far below or above its icon at most, in units of the text's own height.
_NEAR = 1.6
_STEP = re.compile(r"(?:\(?\d{1,2}[a-z]?[.)]?|[\u2460-\u2473])$")


def without_step_marks(sheet: Sheet) -> Sheet:
    """Take out the “1”, “2a”, “③” that say in which order to read a drawing."""
    tied = {end for line in sheet.lines for end in (line.source, line.target) if end}
    return Sheet(
        tuple(
            one
            for one in sheet.shapes
            if one.id in tied or one.icon or one.kind or not _STEP.match(one.text.strip())
        ),
        sheet.lines,
    )


def with_captions(sheet: Sheet) -> tuple[Sheet, tuple[Shape, ...]]:
    """Give loose texts to the shapes they label; return the sheet without them and the texts left over.

    A text that a line is tied to is a thing of its own.
    """
    tied = {end for line in sheet.lines for end in (line.source, line.target) if end}
    shapes = [replace(one, loose=one.loose and one.id not in tied) for one in sheet.shapes]
    texts = [one for one in shapes if one.loose]
    captions: dict[str, str] = {}
    left: list[Shape] = []
    for text in texts:
        owner = _owner(text, [one for one in shapes if not one.loose and one.id not in captions])
        if owner is None:
            left.append(text)
        else:
            captions[owner.id] = text.text
    kept = tuple(
        replace(one, text=captions.get(one.id, one.text)) for one in shapes if not one.loose
    )
    return Sheet(kept, sheet.lines), tuple(left)


def _owner(text: Shape, shapes: list[Shape]) -> Shape | None:
    bare = [one for one in shapes if not one.text.strip()]
    for one in bare:
        if one.id == text.parent and not one.kind:
            return one
    if text.box is None:
        return None
    around = [one for one in bare if one.box and one.box.distance(text.box.middle) == 0]
    if around:
        return min(around, key=_area)
    return _nearest(text.box, bare)


def _nearest(text: Box, shapes: Iterable[Shape]) -> Shape | None:
    near = [(gap, one) for one in shapes if one.box and (gap := _gap(text, one.box)) is not None]
    return min(near, key=lambda each: each[0])[1] if near else None


def _gap(text: Box, shape: Box) -> float | None:
    """The vertical distance of a caption, None when it stands elsewhere."""
    if abs(text.middle[0] - shape.middle[0]) > max(text.width, shape.width) / 2:
        return None
    gap = max(text.y - (shape.y + shape.height), shape.y - (text.y + text.height))
    near = _NEAR * max(text.height, 12)
    return gap if -text.height < gap < near else None


def _area(shape: Shape) -> float:
    return shape.box.area if shape.box else 0
