"""Icons in a picture: filled tiles, and drawings in lines above their captions."""

import cv2
import numpy as np

from bot.domain.services import SERVICES
from bot.offline.seeing import icons
from bot.offline.seeing.boxes import Box, Plane, around
from bot.offline.seeing.ink import Sheet
from bot.offline.seeing.naming import service_named
from bot.offline.seeing.nodes import Node
from bot.offline.seeing.planes import closed, opened, widened
from bot.offline.seeing.text import LINE, Line

_LEAST = 1.0 * LINE
_MOST_PART = 0.33
_SQUARE = 1.33
_COMPACT = 2.2
# How like a known icon a drawing has to be, to count without a caption that names it.
SURE = 0.72
_LIKELY = 0.55
_LONGEST_NAME = 24
_DRAWN = 0.04
_WIRE_WIDE = 7


def tiles(sheet: Sheet) -> list[Node]:
    """Filled squares with a drawing on them."""
    found = []
    for box in _blocks(sheet):
        match = icons.tile(sheet.pixels[box.cut(sheet.ink)])
        if match.score > _LIKELY:
            found.append(Node(box, box, match=match))
    return _outermost(_of_a_size(found))


def _blocks(sheet: Sheet) -> list[Box]:
    filled = closed(sheet.colourful, 3, 3)
    outlines, _ = cv2.findContours(filled, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        _, _, wide, high = cv2.boundingRect(outline)
        small = _squarish(sheet, wide, high) and cv2.contourArea(outline) > 0.6 * wide * high
        if small:
            cv2.drawContours(filled, [outline], -1, 1, -1)
    filled = opened(filled, 13, 13)
    _, _, stats, _ = cv2.connectedComponentsWithStats(filled)
    return [
        Box(left, top, left + wide, top + high)
        for left, top, wide, high, area in stats[1:].tolist()
        if _squarish(sheet, wide, high) and area > 0.8 * wide * high
    ]


def _squarish(sheet: Sheet, wide: int, high: int) -> bool:
    return (
        min(wide, high) >= _LEAST
        and max(wide, high) < _MOST_PART * max(sheet.size)
        and max(wide, high) < _SQUARE * min(wide, high)
    )


def _of_a_size(found: list[Node]) -> list[Node]:
    """Icons of a picture are much alike in size; badges of containers may be smaller."""
    if not found:
        return []
    usual = float(np.median([one.box.width for one in found]))
    return [one for one in found if one.match.score > SURE or one.box.width > 0.5 * usual]


def _outermost(found: list[Node]) -> list[Node]:
    return [
        one
        for one in found
        if not any(other is not one and other.box.surrounds(one.box, 3) for other in found)
    ]


def above_captions(
    sheet: Sheet, ink: Plane, texts: list[list[Line]], taken: list[Box]
) -> list[Node]:
    """Drawings in lines, each over a text that may be its caption."""
    parts = _parts(ink, taken)
    usual = _usual_size(taken)
    found: list[Node] = []
    for text in sorted(texts, key=lambda lines: lines[0].box.top):
        box = _over(around([line.box for line in text]), parts, usual)
        if box is None or any(box.shared(one.box) > 0.3 * box.area for one in found):
            continue
        match = icons.drawing(sheet.pixels[box.cut(ink)], sheet.page)
        found.append(Node(box, box, match=match).captioned(text))
    return found


def is_icon(sheet: Sheet, box: Box) -> bool:
    """A box that is the outline of an icon, of which something was read as words."""
    if not _squarish(sheet, round(box.width), round(box.height)):
        return False
    return icons.drawing(sheet.pixels[box.grown(3).cut(sheet.ink)], sheet.page).score > SURE


def coloured(sheet: Sheet, borders: Plane, taken: list[Box]) -> list[Node]:
    """Drawings in coloured lines that are known icons, whatever stands near them."""
    lines = sheet.colourful & (1 - widened(borders, 3, 3))
    for box in taken:
        lines[box.grown(2).cut(lines)] = 0
    joined = closed(lines, 7, 7)
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for left, top, wide, high, _ in stats[1:].tolist():
        if _squarish(sheet, wide, high):
            box = Box(left, top, left + wide, top + high)
            match = icons.drawing(sheet.pixels[box.cut(lines)], _ground(sheet, box))
            if match.score > SURE:
                found.append(Node(box, box, match=match))
    return _outermost(found)


def _ground(sheet: Sheet, box: Box) -> np.ndarray:
    wide = box.grown(3)
    rows, columns = wide.cut(sheet.ink)
    crop = sheet.pixels[rows, columns]
    rim = np.concatenate([crop[:2].reshape(-1, 3), crop[-2:].reshape(-1, 3)])
    return np.asarray(np.median(rim, axis=0), np.float64)


def _usual_size(taken: list[Box]) -> float:
    return float(np.median([one.height for one in taken])) if taken else 4 * LINE


def _parts(ink: Plane, taken: list[Box]) -> list[Box]:
    """The strokes that can be part of a drawing: no wire, no frame, no letter."""
    rest = ink.copy()
    for box in taken:
        rest[box.grown(2).cut(rest)] = 0
    outlines, _ = cv2.findContours(rest, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    parts = []
    for outline in outlines:
        left, top, wide, high = cv2.boundingRect(outline)
        _, (one, other), _ = cv2.minAreaRect(outline)
        long, short = max(one, other), min(one, other)
        wire = long > 1.2 * LINE and short < 0.28 * long and short < 0.7 * LINE
        if not wire and long > 0.15 * LINE and max(wide, high) < 9 * LINE:
            parts.append(Box(left, top, left + wide, top + high))
    return parts


def _over(text: Box, parts: list[Box], usual: float) -> Box | None:
    """Parts that stand together right over a text."""
    middle = text.centre[0]
    limit = max(1.3 * usual, 3 * LINE)
    near = [
        part
        for part in parts
        if abs(part.centre[0] - middle) < 0.6 * limit
        and part.bottom < text.top + 0.5 * LINE
        and part.top > text.top - limit - LINE
    ]
    start = [part for part in near if text.top - part.bottom < 0.9 * LINE]
    if not start:
        return None
    box = around(start)
    grown = True
    while grown:
        joined = [part for part in near if part.shared(box.grown(0.35 * LINE))]
        bigger = around([box, *joined])
        grown, box = bigger != box, bigger
    square = max(box.width, box.height) < _COMPACT * max(1, min(box.width, box.height))
    centred = abs(box.centre[0] - middle) < 0.35 * box.width + 0.3 * LINE
    return box if square and centred and LINE < max(box.width, box.height) < limit else None


def named_only(ink: Plane, texts: list[list[Line]], taken: list[Box]) -> list[Node]:
    """Who or what stands outside AWS is named by a text; what is drawn right over it is its picture."""
    found = []
    for text in texts:
        service = service_named(text[0].text)
        if service is None or not SERVICES[service].outside or len(text[0].text) > _LONGEST_NAME:
            continue
        words = around([line.box for line in text])
        side = min(_usual_size(taken), 3.2 * LINE)
        place = Box(
            words.centre[0] - side / 2, words.top - side, words.centre[0] + side / 2, words.top
        )
        drawn = ink[place.cut(ink)]
        if drawn.size and drawn.mean() > _DRAWN:
            box = _drawn_part(drawn, place)
            found.append(Node(box, box).captioned(text))
    return found


def _drawn_part(drawn: Plane, place: Box) -> Box:
    """From the words up to where only a wire is left."""
    rows = np.flatnonzero((drawn > 0).sum(axis=1) > _WIRE_WIDE)
    top = float(rows[0]) if rows.size else 0.0
    return Box(place.left, max(place.top, 0) + top, place.right, place.bottom)
