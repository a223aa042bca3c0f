"""What is drawn on a picture's ground: strokes, and areas of one flat colour."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Box, Pixels, Plane
from bot.offline.seeing.picture import page_colour
from bot.offline.seeing.planes import closed, opened
from bot.offline.seeing.text import LINE

_STROKE_STANDS_OUT = 22
_GROUND_OVER = 31
_FRINGE = 18
_NOISY = 3.0
_COLOURFUL = 80
_BLACK = 40
# How far apart colours are that differ, or are one; and how far from an edge to look.
_DIFFERS = 6
_STEP = 4
_ALIKE = 7
_ASIDE = 8


@dataclass(frozen=True)
class Sheet:
    """A picture at reading size, and what was computed of it once."""

    pixels: Pixels
    page: npt.NDArray[np.float64]
    ink: Plane
    colourful: Plane

    @property
    def size(self) -> tuple[int, int]:
        high, wide = self.ink.shape
        return wide, high

    @property
    def frame(self) -> Box:
        return Box(0, 0, *self.size)


def sheet(pixels: Pixels) -> Sheet:
    calm = _calmed(pixels)
    saturation = cv2.cvtColor(calm, cv2.COLOR_BGR2HSV)[:, :, 1]
    return Sheet(
        pixels=calm,
        page=page_colour(calm),
        ink=_strokes(calm),
        colourful=((saturation > _COLOURFUL) & (calm.max(axis=2) > _BLACK)).astype(np.uint8),
    )


def _strokes(calm: Pixels) -> Plane:
    ground = cv2.medianBlur(calm, _GROUND_OVER)
    apart = cv2.absdiff(calm, ground).max(axis=2)
    return np.asarray(apart > _STROKE_STANDS_OUT, np.uint8)


def cleared(sheet: Sheet, boxes: list[Box]) -> Sheet:
    """The sheet with boxes painted over in the colour around each."""
    pixels = sheet.pixels.copy()
    for box in boxes:
        rows, columns = box.grown(4).cut(sheet.ink)
        rim = np.ones((rows.stop - rows.start, columns.stop - columns.start), bool)
        rim[2:-2, 2:-2] = False
        pixels[box.grown(2).cut(sheet.ink)] = np.median(pixels[rows, columns][rim], axis=0)
    colourful = sheet.colourful.copy()
    for box in boxes:
        colourful[box.grown(2).cut(colourful)] = 0
    return replace(sheet, pixels=pixels, ink=_strokes(pixels), colourful=colourful)


def _calmed(pixels: Pixels) -> Pixels:
    """Without the grain of a photo."""
    grain = cv2.absdiff(pixels, cv2.medianBlur(pixels, 3)).mean()
    if grain < _NOISY:
        return pixels
    soft = cv2.GaussianBlur(pixels, (0, 0), 0.8)
    return np.asarray(cv2.bilateralFilter(soft, 7, 40, 5), np.uint8)


def settled(sheet: Sheet, areas: list[tuple[Box, npt.NDArray[np.float64]]]) -> Sheet:
    """Without the fringes of coloured areas, which look like strokes beside a thick one."""
    ink = sheet.ink.copy()
    for box, colour in areas:
        part = box.grown(8).cut(ink)
        pixels = sheet.pixels[part].astype(np.int32)
        near = [np.abs(pixels - one).max(axis=2) <= _FRINGE for one in (colour, sheet.page)]
        ink[part][near[0] | near[1]] = 0
    return replace(sheet, ink=ink)


def flats(sheet: Sheet) -> list[tuple[Box, npt.NDArray[np.float64]]]:
    """Rectangular areas of one colour that is not the page's, with that colour."""
    small = np.asarray(cv2.medianBlur(sheet.pixels, 5), np.uint8)
    levels = (small.astype(np.int32) + 2) // 5
    keys = (levels[:, :, 0] * 64 + levels[:, :, 1]) * 64 + levels[:, :, 2]
    values, counts = np.unique(keys, return_counts=True)
    order = counts.argsort()[::-1][:12]
    least = max(0.0008 * keys.size, (1.5 * LINE) ** 2)
    found: list[tuple[Box, npt.NDArray[np.float64]]] = []
    for value in (values[one] for one in order if counts[one] > least):
        colour = np.median(small[keys == value], axis=0)
        if np.abs(colour - sheet.page).max() > _DIFFERS:
            found += [(box, colour) for box in _areas(small, colour) if _has_edges(small, box)]
    return _distinct(found)


def _has_edges(small: Pixels, box: Box) -> bool:
    """The colour changes at once on every side; a shadow on the page fades."""
    rows, columns = box.cut(small)
    if min(rows.start, columns.start) < _ASIDE:
        return False
    if rows.stop > small.shape[0] - _ASIDE or columns.stop > small.shape[1] - _ASIDE:
        return False
    pairs = (
        (small[rows.start + 4, columns], small[rows.start - 7, columns]),
        (small[rows.stop - 5, columns], small[rows.stop + 6, columns]),
        (small[rows, columns.start + 4], small[rows, columns.start - 7]),
        (small[rows, columns.stop - 5], small[rows, columns.stop + 6]),
    )
    steps = [np.abs(inner.astype(np.int32) - outer).max(axis=1) for inner, outer in pairs]
    return all(float(np.median(step)) >= _STEP for step in steps)


def _areas(small: Pixels, colour: npt.NDArray[np.float64]) -> list[Box]:
    alike = (np.abs(small.astype(np.int32) - colour).max(axis=2) <= _ALIKE).astype(np.uint8)
    # Text, icons and arrows leave holes; only the outline counts.
    whole = closed(alike, 7, 7)
    whole = opened(whole, 9, 9)
    outlines, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for outline in outlines:
        left, top, wide, high = cv2.boundingRect(outline)
        if min(wide, high) > 1.3 * LINE and cv2.contourArea(outline) > 0.75 * wide * high:
            boxes.append(Box(left, top, left + wide, top + high))
    return boxes


def _distinct(
    found: list[tuple[Box, npt.NDArray[np.float64]]],
) -> list[tuple[Box, npt.NDArray[np.float64]]]:
    kept: list[tuple[Box, npt.NDArray[np.float64]]] = []
    for box, colour in found:
        if not any(same(box, other) for other, _ in kept):
            kept.append((box, colour))
    return kept


def same(one: Box, other: Box, within: float = 0.6 * LINE) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < within
