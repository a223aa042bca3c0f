"""Strokes one pixel wide, and the stretches between their ends and junctions."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Plane

Points = npt.NDArray[np.float64]

_RING = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))
# A pixel on a way has itself and two neighbours around it; at a junction there are more.
_THROUGH = 3
_CODES = np.zeros((3, 3), np.float32)
for _bit, (_down, _right) in enumerate(_RING):
    _CODES[1 + _down, 1 + _right] = 1 << _bit


def _removable() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Zhang and Suen's two conditions, for every way the eight neighbours can be set."""
    tables = np.zeros((2, 256), bool)
    for code in range(256):
        ring = [code >> bit & 1 for bit in range(8)]
        north, _, east, _, south, _, west, _ = ring
        rises = sum(not ring[bit] and ring[(bit + 1) % 8] for bit in range(8))
        if sum(ring) in range(2, 7) and rises == 1:
            tables[0, code] = not (north and east and south) and not (east and south and west)
            tables[1, code] = not (north and east and west) and not (north and south and west)
    return tables[0], tables[1]


_FIRST, _SECOND = _removable()
# A pixel in the corner of a step joins two neighbours that touch each other already.
_STEPS = tuple(
    np.array(
        [
            all(code >> (bit + turn) % 8 & 1 for bit in (0, 2))
            and not any(code >> (bit + turn) % 8 & 1 for bit in (4, 5, 6))
            for code in range(256)
        ]
    )
    for turn in (0, 2, 4, 6)
)


def _ring(plane: Plane) -> Plane:
    return np.asarray(
        cv2.filter2D(plane, cv2.CV_8U, _CODES, borderType=cv2.BORDER_CONSTANT), np.uint8
    )


def thinned(mask: Plane) -> Plane:
    thin = mask.copy()
    thin[[0, -1], :] = 0
    thin[:, [0, -1]] = 0
    changed = True
    while changed:
        changed = False
        for table in (_FIRST, _SECOND):
            gone = (thin > 0) & table[_ring(thin)]
            if gone.any():
                thin[gone] = 0
                changed = True
    for table in _STEPS:
        thin[(thin > 0) & table[_ring(thin)]] = 0
    return thin


@dataclass(frozen=True)
class Stretch:
    """A run of pixels in order; each end is at a junction's number, or free (-1)."""

    points: Points
    ends: tuple[int, int]

    @property
    def length(self) -> float:
        return float(np.hypot(*np.diff(self.points, axis=0).T).sum()) if len(self.points) > 1 else 0


def stretches(thin: Plane) -> list[Stretch]:
    neighbours = cv2.filter2D(
        thin, cv2.CV_8U, np.ones((3, 3), np.float32), borderType=cv2.BORDER_CONSTANT
    )
    crossing = ((thin > 0) & (neighbours > _THROUGH)).astype(np.uint8)
    junctions = np.asarray(cv2.connectedComponents(crossing)[1], np.int32)
    count, runs = cv2.connectedComponents(np.where(crossing > 0, 0, thin).astype(np.uint8))
    rows, columns = np.nonzero(runs)
    order = np.argsort(runs[rows, columns], kind="stable")
    rows, columns = rows[order], columns[order]
    starts = np.searchsorted(runs[rows, columns], np.arange(1, count + 1))
    found = []
    for begin, end in pairwise(starts.tolist()):
        pixels = list(zip(rows[begin:end].tolist(), columns[begin:end].tolist(), strict=True))
        found.append(_stretch(pixels, junctions))
    return found


def _stretch(pixels: list[tuple[int, int]], junctions: npt.NDArray[np.int32]) -> Stretch:
    path = _walked(pixels)
    first, last = _junctions_at(path[0], junctions), _junctions_at(path[-1], junctions)
    if len(path) == 1:
        touched = [*first, -1, -1]
        ends = (touched[0], touched[1])
    else:
        ends = (first[0] if first else -1, last[0] if last else -1)
    return Stretch(np.array([(x, y) for y, x in path], np.float64), ends)


def _walked(pixels: list[tuple[int, int]]) -> list[tuple[int, int]]:
    left = set(pixels)

    def next_to(pixel: tuple[int, int]) -> list[tuple[int, int]]:
        y, x = pixel
        return [(y + down, x + right) for down, right in _RING if (y + down, x + right) in left]

    path = [next((one for one in pixels if len(next_to(one)) == 1), pixels[0])]
    left.discard(path[0])
    while beyond := next_to(path[-1]):
        # A straight neighbour comes before a slanted one that it touches.
        path.append(
            min(beyond, key=lambda one: abs(one[0] - path[-1][0]) + abs(one[1] - path[-1][1]))
        )
        left.discard(path[-1])
    return path


def _junctions_at(pixel: tuple[int, int], junctions: npt.NDArray[np.int32]) -> list[int]:
    y, x = pixel
    around = {int(junctions[y + down, x + right]) for down, right in _RING}
    return sorted(around - {0})
