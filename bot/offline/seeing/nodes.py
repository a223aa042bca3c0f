"""What stands in a picture: icons, boxes with words in them, and the words themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Box, Plane, around
from bot.offline.seeing.icons import NO_MATCH, Match
from bot.offline.seeing.planes import opened
from bot.offline.seeing.text import LINE, Line

# Less ink than this in the place of some words is none of theirs.
_TOUCHED = 0.06

Outline = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Node:
    """Something arrows can go to. `reach` is where they stop: its drawing with its caption."""

    box: Box
    reach: Box
    lines: tuple[Line, ...] = ()
    match: Match = NO_MATCH
    outline: Outline | None = None
    drawn: bool = True

    @property
    def label(self) -> str:
        return " ".join(line.text for line in self.lines)

    def captioned(self, lines: list[Line]) -> "Node":
        reach = around([self.reach, *(line.box for line in lines)])
        return replace(self, lines=(*self.lines, *lines), reach=reach)


def without_text(ink: Plane, lines: list[Line]) -> Plane:
    """The ink less the words. Strokes that pass by stay, and level and upright ones through them."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    left, top = stats[:, 0], stats[:, 1]
    right, bottom = left + stats[:, 2], top + stats[:, 3]
    rest = ink.copy()
    for line in lines:
        box = line.box.grown(3)
        within = (
            (left >= box.left) & (right <= box.right) & (top >= box.top) & (bottom <= box.bottom)
        )
        within[0] = False
        area = box.cut(ink)
        rest[area][within[labels[area]]] = 0
        _erase_words(rest, ink, line.box)
    return rest if count > 1 else ink


def _erase_words(rest: Plane, ink: Plane, box: Box) -> None:
    """Words that touch a stroke are part of it; what is longer than they are is kept."""
    area = Box(box.left, box.top + 0.15 * box.height, box.right, box.bottom - 0.1 * box.height).cut(
        ink
    )
    if rest[area].mean() < _TOUCHED:
        return
    reach = Box(box.left, box.top - box.height, box.right, box.bottom + box.height).cut(ink)
    upright = np.zeros_like(ink[area])
    runs = opened(ink[reach], 1, max(3, round(1.5 * box.height)))
    above = area[0].start - reach[0].start
    upright |= runs[above : above + upright.shape[0]]
    level = opened(ink[area], max(3, round(box.width)), 1)
    rest[area] &= upright | level


def paragraphs(lines: list[Line], rectangles: Sequence[Box] = ()) -> list[list[Line]]:
    """Lines that stand one under the other, close together and in the same frames, as one text."""
    texts: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.box.top, one.box.left)):
        above = next(
            (
                text
                for text in texts
                if _continues(text[-1], line) and not _parted(text[-1], line, rectangles)
            ),
            None,
        )
        if above is None:
            texts.append([line])
        else:
            above.append(line)
    return texts


def _parted(upper: Line, lower: Line, rectangles: Sequence[Box]) -> bool:
    return any(box.holds(upper.box.centre) != box.holds(lower.box.centre) for box in rectangles)


def _continues(upper: Line, lower: Line) -> bool:
    gap = lower.box.top - upper.box.bottom
    tall = max(upper.box.height, lower.box.height)
    short = min(upper.box.height, lower.box.height)
    if not -0.5 * tall < gap < 0.45 * tall or short < 0.6 * tall:
        return False
    aligned = min(
        abs(upper.box.centre[0] - lower.box.centre[0]), abs(upper.box.left - lower.box.left)
    )
    overlap = min(upper.box.right, lower.box.right) - max(upper.box.left, lower.box.left)
    return aligned < 1.2 * LINE and overlap > 0


def caption(node: Node, free: list[Line]) -> list[Line]:
    """The free lines that name a drawing: under it, else beside it, else above it."""
    for near in (_under, _beside, _above):
        first = [line for line in free if near(node.box, line.box)]
        if first:
            start = min(first, key=lambda line: node.box.distance(line.box.centre))
            text = next(text for text in paragraphs(free) if start in text)
            return _from(text, start)[:3]
    return []


def _from(text: list[Line], start: Line) -> list[Line]:
    return text[text.index(start) :]


def _under(box: Box, line: Box) -> bool:
    gap = line.top - box.bottom
    off = abs(line.centre[0] - box.centre[0])
    return -0.45 * LINE <= gap < 0.25 * box.height + 0.8 * LINE and off < max(
        0.35 * box.width, 0.8 * LINE
    )


def _beside(box: Box, line: Box) -> bool:
    gap = line.left - box.right
    return -0.2 * LINE <= gap < LINE and abs(line.centre[1] - box.centre[1]) < 0.4 * box.height


def _above(box: Box, line: Box) -> bool:
    gap = box.top - line.bottom
    return (
        -0.2 * LINE <= gap < 0.6 * LINE
        and abs(line.centre[0] - box.centre[0]) < 0.25 * box.width
        and line.width < 2.5 * box.width
    )
