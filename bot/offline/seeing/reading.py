"""From a picture to the architecture it shows."""

from dataclasses import dataclass

import cv2
import numpy as np

from bot.domain.architecture import Architecture
from bot.offline.seeing import drawings, frames, nodes, picture, shapes, text
from bot.offline.seeing.arrows import arrows, terminals
from bot.offline.seeing.assembling import Scene, architecture
from bot.offline.seeing.boxes import Box, Pixels, Plane
from bot.offline.seeing.containers import Area, areas
from bot.offline.seeing.ink import Sheet, cleared, flats, settled, sheet
from bot.offline.seeing.naming import kind_named, service_named
from bot.offline.seeing.nodes import Node
from bot.offline.seeing.planes import widened
from bot.offline.seeing.text import LINE, Line
from bot.offline.seeing.tracing import filled, wiring
from bot.offline.seeing.wires import Wiring

_SCALES = (0.3, 2.5)
# A drawing has some hundred pieces of ink, most of them letters; a photograph or noise has thousands, and
# following each of them takes minutes.
_MOST_PIECES, _MOST_WITHOUT_WORDS, _MOST_FRAMES = 4000, 400, 300
# A picture whose words lean more than this is turned straight by them.
_LEANING = 0.8


@dataclass(frozen=True)
class _Found:
    """What was made out so far; `lines` belong to nothing yet, `bare` is the ink without words."""

    page: Sheet
    bare: Plane
    lines: list[Line]
    nodes: list[Node]
    badges: list[Node]
    rectangles: list[Box]


def read(data: bytes) -> Architecture:
    pixels = picture.opened(data)
    found = None if picture.too_small(pixels) else scene(pixels)
    return Architecture() if found is None else architecture(found)


def scene(pixels: Pixels) -> Scene | None:
    """Everything that was made out in the picture; None when it is no drawing."""
    pixels = picture.upright(pixels)
    lines = text.lines(pixels)
    lean = text.lean(lines)
    if abs(lean) > _LEANING:
        pixels = picture.turned(pixels, lean)
        lines = text.lines(pixels)
    scale = picture.worth(float(np.clip(LINE / text.usual_height(lines), *_SCALES)))
    lines = [line.scaled(scale) for line in lines]
    page = sheet(picture.resized(pixels, scale))
    if not _is_drawing(page, lines):
        return None
    seen = _standing(page, lines)
    return None if len(seen.rectangles) > _MOST_FRAMES else _connected(seen)


def _is_drawing(page: Sheet, lines: list[Line]) -> bool:
    pieces, _ = cv2.connectedComponents(page.ink)
    return bool(pieces < (_MOST_PIECES if lines else _MOST_WITHOUT_WORDS))


def _standing(page: Sheet, lines: list[Line]) -> _Found:
    """The nodes with outlines of their own, and the rectangles that may be containers."""
    tiles = drawings.tiles(page)
    lines = _outside(lines, tiles)
    page = cleared(page, [one.box for one in tiles])
    flat = flats(page)
    page = settled(page, flat)
    bare = nodes.without_text(page.ink, lines)
    tiles, free = _captioned(tiles, lines)
    boxes = shapes.boxes(bare, free, [one.box for one in tiles])
    boxes = [one for one in boxes if not drawings.is_icon(page, one.box)]
    free = _outside(free, boxes)
    boxes += shapes.filled([box for box, _ in flat], free, [one.box for one in [*tiles, *boxes]])
    framed = frames.frames(_framing(page.ink, lines, boxes, tiles))
    badges = [one for one in tiles if _is_badge(one, framed)]
    free = [*_outside(free, boxes), *(line for one in badges for line in one.lines)]
    found = [*(one for one in tiles if one not in badges), *boxes]
    borders = frames.borders(page.ink, framed)
    coloured = drawings.coloured(page, borders, [one.box for one in [*found, *badges]])
    coloured, free = _captioned(coloured, _outside(free, coloured))
    rectangles = _distinct([box for box, _ in flat], framed)
    return _Found(page, bare, free, [*found, *coloured], badges, rectangles)


def _connected(seen: _Found) -> Scene:
    """With containers, drawings known by their captions, and arrows."""
    around = areas(
        seen.rectangles, seen.nodes, seen.badges, nodes.paragraphs(seen.lines, seen.rectangles)
    )
    border = frames.borders(seen.page.ink, [area.box for area in around])
    bare = seen.bare & (1 - border)
    lines = _less(seen.lines, around)
    taken = [one.box for one in [*seen.nodes, *seen.badges]]
    texts = nodes.paragraphs(lines, seen.rectangles)
    drawn = _plausible(drawings.above_captions(seen.page, bare, texts, taken))
    lines = _less(lines, drawn)
    drawn += drawings.named_only(bare, nodes.paragraphs(lines), taken)
    lines = _less(lines, drawn)
    found = [*seen.nodes, *drawn]
    words = [*lines, *(line for area in around for line in area.lines)]
    wires = _wires(bare, [*found, *seen.badges], _hidden(border, around, words))
    ways = arrows(wires, terminals(wires, found))
    return Scene(seen.page, tuple(found), tuple(around), tuple(ways), tuple(lines), wires)


def _framing(ink: Plane, lines: list[Line], boxes: list[Node], tiles: list[Node]) -> Plane:
    """The ink that may draw frames: no words, no nodes, but lines led through a corner's tile."""
    rest = ink.copy()
    for line in lines:
        left, top, right, bottom = line.box
        margin = 0.18 * line.box.height
        rest[Box(left, top + margin, right, bottom - margin).cut(rest)] = 0
    for node in boxes:
        _cut(rest, node)
    for tile in tiles:
        _lead_through(rest, tile.box)
    return rest


def _lead_through(ink: Plane, box: Box) -> None:
    beside = Box(box.right + 3, box.top - 4, box.right + 1.5 * LINE, box.top + 5).cut(ink)
    under = Box(box.left - 4, box.bottom + 3, box.left + 5, box.bottom + 1.5 * LINE).cut(ink)
    drawn = ink[beside].max(axis=0, initial=0).mean(), ink[under].max(axis=1, initial=0).mean()
    if min(drawn) > frames.DRAWN:
        left, top = round(box.left), round(box.top)
        cv2.line(ink, (left, top), (round(box.right) + 4, top), 1, 2)
        cv2.line(ink, (left, top), (left, round(box.bottom) + 4), 1, 2)


def _distinct(flat: list[Box], framed: list[Box]) -> list[Box]:
    """The coloured areas, and the frames that are not theirs."""
    alike = frames.ALIKE
    return [
        *flat,
        *(one for one in framed if not any(frames.overlap(one, box) > alike for box in flat)),
    ]


def _outside(lines: list[Line], found: list[Node]) -> list[Line]:
    """The lines that do not stand on a node."""
    return [
        line
        for line in lines
        if not any(node.box.grown(2).holds(line.box.centre) for node in found)
    ]


def _less(lines: list[Line], users: list[Area] | list[Node]) -> list[Line]:
    return [line for line in lines if not any(line in user.lines for user in users)]


def _is_badge(tile: Node, framed: list[Box]) -> bool:
    """A container's mark: known as one, or in the corner of a frame much larger than it."""
    if tile.match.badge is not None:
        return True
    return any(
        abs(tile.box.left - box.left) < 0.3 * LINE
        and abs(tile.box.top - box.top) < 0.3 * LINE
        and box.area > 6 * tile.box.area
        for box in framed
    )


def _captioned(found: list[Node], lines: list[Line]) -> tuple[list[Node], list[Line]]:
    """The nodes with the lines that name them, and the other lines."""
    free = list(lines)
    named = []
    for node in found:
        words = nodes.caption(node, free) if node.match.badge is None else []
        free = [line for line in free if line not in words]
        named.append(node.captioned(words) if words else node)
    return named, free


def _plausible(found: list[Node]) -> list[Node]:
    return [
        one
        for one in found
        if one.match.score > drawings.SURE
        or (service_named(one.label) and not kind_named(one.label))
    ]


def _wires(bare: Plane, found: list[Node], hidden: Plane) -> Wiring:
    mask = filled(bare)
    nearby = np.zeros_like(mask)
    for node in found:
        _cut(mask, node)
        nearby[node.reach.grown(LINE).cut(nearby)] = 1
    return wiring(mask, hidden, nearby)


def _cut(ink: Plane, node: Node) -> None:
    if node.outline is None:
        ink[node.box.grown(3).cut(ink)] = 0
    else:
        cv2.drawContours(ink, [node.outline], -1, 0, -1)
        cv2.drawContours(ink, [node.outline], -1, 0, 5)


def _hidden(border: Plane, around: list[Area], lines: list[Line]) -> Plane:
    """Where a wire may have been cut: by a border, or by words over it."""
    hidden = widened(border, 9, 9)
    for left, top, right, bottom in (area.box for area in around):
        for x, y in ((left, top), (left, bottom), (right, top), (right, bottom)):
            hidden[Box(x, y, x, y).grown(14).cut(hidden)] = 1
    for line in lines:
        hidden[line.box.grown(6).cut(hidden)] = 1
    return hidden
