"""Closed outlines with words in them: boxes, ellipses, cylinders, diamonds."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Box, Plane, around
from bot.offline.seeing.naming import kind_named, service_named
from bot.offline.seeing.nodes import Node, Outline
from bot.offline.seeing.planes import closed, widened
from bot.offline.seeing.text import LINE, Line

# Wider gaps in an outline are closed only for what no narrower closing encloses.
_GAPS = (1, 5, 9, 15)
_MOST_AREA = 0.3
# A box this much larger than its words is a container rather than a node.
_ROOMY = 30.0
_EVEN = 0.84
_MOST_STROKE = 8


@dataclass(frozen=True)
class _Region:
    box: Box
    outline: Outline


def boxes(ink: Plane, lines: list[Line], taken: list[Box]) -> list[Node]:
    """Closed outlines, each around words alone; `taken` are drawings that no box may hold."""
    walls = ink
    found: list[tuple[_Region, list[Line]]] = []
    open_lines = list(lines)
    for gap in _GAPS:
        regions = _enclosing(walls, open_lines, gap)
        for region in _largest_first(regions):
            inner = [line for line in open_lines if region.box.grown(2).holds(line.box.centre)]
            if inner and _is_box(region, inner, taken):
                found.append((region, inner))
                open_lines = [line for line in open_lines if line not in inner]
    return [
        Node(region.box, region.box, tuple(inner), outline=region.outline)
        for region, inner in found
    ]


def filled(areas: list[Box], lines: list[Line], taken: list[Box]) -> list[Node]:
    """Coloured areas without an outline, each around words alone."""
    found = []
    for box in areas:
        inner = [line for line in lines if box.grown(2).holds(line.box.centre)]
        corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]  # fmt: skip
        outline = np.array(corners, np.int32).reshape(-1, 1, 2)
        if inner and _is_box(_Region(box, outline), inner, taken):
            found.append(Node(box, box, tuple(inner), outline=outline))
            lines = [line for line in lines if line not in inner]
    return found


def _largest_first(regions: list[_Region]) -> list[_Region]:
    return sorted(regions, key=lambda one: -one.box.area)


def _enclosing(walls: Plane, lines: list[Line], gap: int) -> list[_Region]:
    """The enclosed areas at the middle of each line."""
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap))
    whole = cv2.morphologyEx(walls, cv2.MORPH_CLOSE, element) if gap > 1 else walls
    count, *found_areas = cv2.connectedComponentsWithStats(1 - whole, connectivity=4)
    labels, stats = (np.asarray(one, np.int32) for one in found_areas[:2])
    high, wide = walls.shape
    numbers = {_area_at(labels, line) for line in lines} - {0}
    found = []
    for number in numbers:
        left, top, across, down, _ = (int(one) for one in stats[number])
        inside = left > 1 and top > 1 and left + across < wide - 1 and top + down < high - 1
        if inside and across * down < _MOST_AREA * wide * high and min(across, down) > 0.8 * LINE:
            mask = (labels[top : top + down, left : left + across] == number).astype(np.uint8)
            outline = _outer(mask) + np.array([[left, top]], np.int32)
            if _solid(outline) and _even(mask):
                box = Box(left, top, left + across, top + down)
                inside = _with_lids(labels, stats, number)
                found.append(_Region(box, _with_stroke(walls, inside, box)))
    return found if count > 1 else []


def _area_at(labels: np.ndarray, line: Line) -> int:
    """The area most of a line's middle stands on."""
    middle = line.box.cut(labels)
    seen = labels[middle]
    numbers = seen[seen > 0]
    return int(np.bincount(numbers).argmax()) if numbers.size else 0


def _with_lids(
    labels: npt.NDArray[np.int32], stats: npt.NDArray[np.int32], number: int
) -> npt.NDArray[np.bool_]:
    """An area with the smaller ones that share its outline, such as the lid of a cylinder."""
    left, top, wide, high, size = (int(one) for one in stats[number])
    box = Box(left, top, left + wide, top + high)
    beside = np.unique(labels[box.grown(0.4 * LINE).cut(labels)])
    lids = [number]
    for other in (int(one) for one in beside if one not in {0, number}):
        x, y, across, down, area = (int(one) for one in stats[other])
        aligned = x >= left - 4 and x + across <= left + wide + 4 and across > 0.5 * wide
        if (
            aligned
            and area < 0.8 * size
            and (min(abs(y + down - top), abs(y - top - high)) <= _MOST_STROKE)
        ):
            lids.append(other)
    return np.isin(labels, lids)


def _with_stroke(walls: Plane, inside: npt.NDArray[np.bool_], box: Box) -> Outline:
    """The outline of an area with the stroke around it, also where that runs to a point."""
    rows, columns = box.grown(_MOST_STROKE + LINE).cut(walls)
    ink, grown = walls[rows, columns], inside[rows, columns].astype(np.uint8)
    rim = (widened(grown, 5, 5) & ink) > 0
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 3)
    thick = 2 * float(np.median(depth[rim])) if rim.any() else 1.0
    for _ in range(min(_MOST_STROKE, round(thick))):
        grown |= widened(grown, 3, 3) & ink
    whole = closed(grown, 5, 5)
    return _outer(whole) + np.array([[columns.start, rows.start]], np.int32)


def _outer(mask: Plane) -> Outline:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return np.asarray(max(outlines, key=cv2.contourArea), np.int32)


def _solid(outline: Outline) -> bool:
    area = cv2.contourArea(outline)
    hull = cv2.contourArea(cv2.convexHull(outline))
    _, (one, other), _ = cv2.minAreaRect(outline)
    return area > 0.88 * hull and area > 0.44 * one * other


def _even(mask: Plane) -> bool:
    """The same on both sides; what lies between wires or is cut off from a container is not."""
    whole = np.zeros_like(mask)
    cv2.drawContours(whole, [_outer(mask)], -1, 1, -1)
    return all(
        float((whole & whole[turned]).sum()) > _EVEN * float((whole | whole[turned]).sum())
        for turned in (np.s_[:, ::-1], np.s_[::-1, :])
    )


def _is_box(region: _Region, inner: list[Line], taken: list[Box]) -> bool:
    words = around([line.box for line in inner])
    letters = sum(line.box.area for line in inner)
    if any(kind_named(line.text) and not service_named(line.text) for line in inner):
        return False
    if abs(words.centre[1] - region.box.centre[1]) > 0.3 * region.box.height:
        return False
    if any(region.box.shared(one) > 0.5 * one.area for one in taken):
        return False
    if words.height > sum(line.box.height for line in inner) + 1.5 * LINE:
        return False
    return region.box.area < _ROOMY * max(letters, 2 * LINE * LINE)
