"""Wires: strokes between nodes, their ends, and how much an end looks like an arrow head."""

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Plane, Point
from bot.offline.seeing.text import LINE
from bot.offline.seeing.thinning import Points, Stretch

# How much of a stroke's end says where it points.
_AIM = 14
# How near to its end a wire is thicker where it has a filled head, and how much thicker.
_HEAD_WITHIN = round(0.8 * LINE)
_HEAD_RATIO = 1.5
_DOT, _ENOUGH = 3, 5


@dataclass(frozen=True)
class Tip:
    """A free end of a stretch, and the way it points out of it."""

    stretch: int
    end: int
    at: Point
    aim: Point


@dataclass
class Wiring:
    """The stretches of a picture, and what was found out about their ends."""

    stretches: list[Stretch]
    mask: Plane
    # How wide the strokes are around each pixel.
    widths: npt.NDArray[np.float32]
    stroke: float
    # Junctions at which a head's two barbs meet, and free ends that barbs lie beside.
    barbed: set[int] = field(default_factory=set)
    barbed_tips: set[tuple[int, int]] = field(default_factory=set)
    links: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)

    def tips(self) -> list[Tip]:
        """The ends that are free and not linked to another."""
        arms = self.arms()
        return [
            self.tip(number, end)
            for number, stretch in enumerate(self.stretches)
            if number not in self.dropped
            for end in (0, 1)
            if (stretch.ends[end] in self.barbed or len(arms.get(stretch.ends[end], ())) <= 1)
            and (number, end) not in self.links
        ]

    def arms(self) -> dict[int, list[tuple[int, int]]]:
        """The ends of stretches at each junction."""
        at: dict[int, list[tuple[int, int]]] = {}
        for number, stretch in enumerate(self.stretches):
            for end in (0, 1):
                if stretch.ends[end] >= 0 and number not in self.dropped:
                    at.setdefault(stretch.ends[end], []).append((number, end))
        return at

    def tip(self, number: int, end: int) -> Tip:
        points = self.stretches[number].points
        at = points[0] if end == 0 else points[-1]
        return Tip(number, end, (float(at[0]), float(at[1])), aim(points, end))


def aim(points: Points, end: int, over: int = _AIM) -> Point:
    """The way out of a stretch at one end; (0, 0) for a dot."""
    if len(points) < _DOT:
        return (0.0, 0.0)
    run = points[: over + 1] if end == 0 else points[-over - 1 :][::-1]
    # The last pixels bend to wherever the stroke was cut.
    inner, outer = run[-1], run[min(2, len(run) - 2)]
    across, down = float(outer[0] - inner[0]), float(outer[1] - inner[1])
    length = math.hypot(across, down)
    return (across / length, down / length) if length else (0.0, 0.0)


def turn(one: Point, other: Point) -> float:
    """The angle between two ways, in degrees; 0 where one of them is none."""
    if one == (0.0, 0.0) or other == (0.0, 0.0):
        return 0.0
    return math.degrees(math.acos(max(-1.0, min(1.0, one[0] * other[0] + one[1] * other[1]))))


def has_head(wires: Wiring, tip: Tip) -> bool:
    return headedness(wires, tip) >= 1


def headedness(wires: Wiring, tip: Tip) -> float:
    """How much a wire's end looks like an arrow head: from 1 on it is one."""
    stretch = wires.stretches[tip.stretch]
    if stretch.ends[tip.end] in wires.barbed or (tip.stretch, tip.end) in wires.barbed_tips:
        return 2.0
    along = _widths_from(wires, tip)
    rest = along[_HEAD_WITHIN : 5 * _HEAD_WITHIN]
    usual = float(np.median(rest)) if len(rest) >= _ENOUGH else wires.stroke
    return float(along[:_HEAD_WITHIN].max()) / (_HEAD_RATIO * usual)


def _widths_from(wires: Wiring, tip: Tip) -> npt.NDArray[np.float32]:
    """How wide a wire is from its end on, also over the gaps of a dashed one."""
    number, end = tip.stretch, tip.end
    runs, length, seen = [], 0, {tip.stretch}
    while True:
        run = at(wires.widths, wires.stretches[number].points)
        runs.append(run if end == 0 else run[::-1])
        length += len(run)
        beyond = wires.links.get((number, 1 - end))
        if beyond is None or length > 5 * _HEAD_WITHIN or beyond[0] in seen:
            return np.concatenate(runs)
        number, end = beyond
        seen.add(number)


def at(plane: npt.NDArray[np.float32], points: Points) -> npt.NDArray[np.float32]:
    return np.asarray(plane[points[:, 1].astype(int), points[:, 0].astype(int)], np.float32)
