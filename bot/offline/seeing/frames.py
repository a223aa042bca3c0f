"""Rectangles drawn with solid or dashed lines."""

from itertools import product

import cv2
import numpy as np

from bot.offline.seeing.boxes import Box, Plane
from bot.offline.seeing.planes import closed, opened, widened
from bot.offline.seeing.text import LINE

# Gaps that a dash or a crossing leaves in a line.
_GAPS = (3, 9, 17)
_SHORTEST = round(1.6 * LINE)
_COVERED = 0.72
_OUTLINED = 0.55
# Of a line, to be there at all.
DRAWN = 0.8
# A side is moved to its stroke where that is drawn for this part, and is no area.
_FAINT = 0.15
_THICKEST = 5
# Two frames that share this much are one.
ALIKE = 0.82
# How far a side may stray from straight, and how far a round corner reaches.
_BAND = 8
_CORNER = 5


def frames(ink: Plane) -> list[Box]:
    """Found from pairs of level strokes joined by two upright ones; and the other way round."""
    turned = [
        Box(top, left, bottom, right)
        for left, top, right, bottom in _from_level(np.ascontiguousarray(ink.T))
    ]
    fitted = [_fitted(ink, box) for box in {*_from_level(ink), *turned}]
    whole = closed(ink, 9, 9)
    kept: list[Box] = []
    for drawn, box in sorted((-round(_outlined(whole, one), 2), one) for one in fitted):
        if -drawn > _OUTLINED and not any(overlap(box, other) > ALIKE for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda one: one.area)


def overlap(one: Box, other: Box) -> float:
    shared = one.shared(other)
    return shared / max(1.0, one.area + other.area - shared)


def _outlined(ink: Plane, box: Box) -> float:
    """How much of a frame's outline is drawn."""
    across = [
        ink[side.cut(ink)].max(axis=axis, initial=0)
        for side, axis in zip(_strips(box, 2), (0, 0, 1, 1), strict=True)
    ]
    return min(float(strip.mean()) if strip.size else 0.0 for strip in across)


def _fitted(ink: Plane, box: Box) -> Box:
    """Each side moved to where most of its stroke is."""
    rows, columns = box.cut(ink)
    upright = ink[rows].mean(axis=0)
    level = ink[:, columns].mean(axis=1)
    return Box(
        _peak(upright, box.left), _peak(level, box.top), _peak(upright, box.right), _peak(level, box.bottom)
    )  # fmt: skip


def _peak(profile: np.ndarray, near: float, within: int = 9) -> float:
    first = max(0, round(near) - within)
    run = profile[first : round(near) + within + 1]
    if not run.size or run.max() < _FAINT:
        return near
    strong = np.flatnonzero(run > 0.6 * run.max())
    return first + float(strong.mean()) if strong[-1] - strong[0] <= _THICKEST else near


def borders(ink: Plane, boxes: list[Box]) -> Plane:
    """The ink that draws the sides of some frames, without what crosses them."""
    level, upright = _runs(ink), np.ascontiguousarray(_runs(np.ascontiguousarray(ink.T)).T)
    found = np.zeros_like(ink)
    for box in boxes:
        for side, runs in zip(_strips(box, _BAND), (level, level, upright, upright), strict=True):
            found[side.cut(ink)] |= runs[side.cut(ink)]
        for x in (box.left, box.right):
            for y in (box.top, box.bottom):
                corner = Box(x, y, x, y).grown(_CORNER).cut(ink)
                found[corner] = ink[corner]
    return found


def _strips(box: Box, over: float) -> tuple[Box, Box, Box, Box]:
    """Along the upper, lower, left and right side."""
    out = box.grown(over)
    return (
        Box(out.left, out.top, out.right, box.top + over + 1),
        Box(out.left, box.bottom - over, out.right, out.bottom + 1),
        Box(out.left, out.top, box.left + over + 1, out.bottom),
        Box(box.right - over, out.top, out.right + 1, out.bottom),
    )


def _runs(ink: Plane) -> Plane:
    """Level strokes, also dashed and a little slanted, but none as thick as a drawing is high."""
    thick = widened(ink, 1, 3)
    whole = closed(thick, 13, 1)
    runs = opened(whole, round(1.3 * LINE), 1) & ink
    tall = opened(ink, 1, round(0.4 * LINE))
    return runs & (1 - tall)


def _from_level(ink: Plane) -> list[Box]:
    found: list[Box] = []
    for gap in _GAPS:
        strokes = _level_strokes(ink, gap)
        upright = closed(widened(ink, 2, 1), 1, gap)
        upright = widened(upright, 7, 1)
        found += [
            box
            for upper, lower in product(strokes, strokes)
            if (box := _between(upper, lower)) is not None and _closed(upright, box)
        ]
    return found


def _level_strokes(ink: Plane, gap: int) -> list[Box]:
    thick = widened(ink, 1, 3)
    whole = closed(thick, gap, 1)
    long = opened(whole, _SHORTEST, 1)
    _, _, stats, _ = cv2.connectedComponentsWithStats(widened(long, gap, 3))
    return [
        Box(left, top, left + wide, top + high)
        for left, top, wide, high, _ in stats[1:].tolist()
        if wide > 2 * LINE and high < 0.06 * wide + 12
    ]


def _between(upper: Box, lower: Box) -> Box | None:
    high = lower.top - upper.top
    slack = 0.6 * LINE + 0.03 * high
    if high < 1.3 * LINE:
        return None
    if abs(upper.left - lower.left) > slack or abs(upper.right - lower.right) > slack:
        return None
    return Box(
        (upper.left + lower.left) / 2,
        upper.centre[1],
        (upper.right + lower.right) / 2,
        lower.centre[1],
    )


def _closed(upright: Plane, box: Box) -> bool:
    """Both sides are drawn. A side may lean or bulge a little, and corners may be round."""
    rows = np.arange(int(box.top), max(int(box.bottom), int(box.top) + 1))
    return all(_drawn(upright, rows, side) > _COVERED for side in (box.left, box.right))


def _drawn(upright: Plane, rows: np.ndarray, side: float) -> float:
    wide = upright.shape[1]
    columns = [int(np.clip(side + by, 0, wide - 1)) for by in range(-12, 13, 4)]
    return max(float(upright[rows, column].mean()) for column in columns)
