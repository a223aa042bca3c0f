"""The strokes between nodes: their ends, where they fork, and which belong together across gaps."""

import math
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.boxes import Box, Plane, Point
from bot.offline.seeing.text import LINE
from bot.offline.seeing.thinning import Points, Stretch, stretches, thinned

# How much of a stroke's end says where it points.
_AIM = 14
_SPUR = 4.0
_DASH_GAP = 0.8 * LINE
_SHORTEST_WIRE = 0.8 * LINE
_TEXT_GAP = 6 * LINE
_HEAD_LENGTH = 1.5 * LINE
# How near to its end a wire is thicker where it has a filled head.
_HEAD_WITHIN = round(0.8 * LINE)
_HEAD_RATIO = 1.5
_WINDOW = 7


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
            if (stretch.ends[end] in self.barbed or len(arms.get(stretch.ends[end], ())) < 2)
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
    if len(points) < 3:
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


def wiring(mask: Plane, hidden: Plane, nearby: Plane) -> Wiring:
    """The wires in a mask of strokes.

    `hidden` marks where text or borders may hide a stroke, `nearby` where nodes are, so that wires may end.
    """
    whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)).astype(np.uint8)
    thin = thinned(whole)
    widths = _widths(whole)
    found = _merged(stretches(thin))
    along = [_at(widths, one.points) for one in found if one.length > _SPUR]
    stroke = float(np.median(np.concatenate(along))) if along else 1.0
    wires = Wiring(found, whole, widths, stroke)
    _drop_spurs(wires)
    _find_barbs(wires)
    _link(wires, hidden, nearby)
    _drop_dust(wires)
    return wires


def _widths(mask: Plane) -> npt.NDArray[np.float32]:
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_WINDOW, _WINDOW)).astype(np.float32)
    inked = cv2.filter2D(mask.astype(np.float32), -1, disk, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(inked / _WINDOW, np.float32)


def _at(plane: npt.NDArray[np.float32], points: Points) -> npt.NDArray[np.float32]:
    return plane[points[:, 1].astype(int), points[:, 0].astype(int)]


def filled(mask: Plane) -> Plane:
    """With small holes filled, such as an empty arrow head."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - closed, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < (0.7 * LINE) ** 2
    small[0] = False
    return np.where(small[labels], 1, closed).astype(np.uint8)


def _merged(found: list[Stretch]) -> list[Stretch]:
    """Junctions joined by next to nothing are one."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while one in parent:
            one = parent[one]
        return one

    kept = []
    for stretch in found:
        first, last = root(stretch.ends[0]), root(stretch.ends[1])
        if first >= 0 and last >= 0 and stretch.length < 0.35 * LINE:
            if first != last:
                parent[first] = last
        else:
            kept.append(stretch)
    return [Stretch(one.points, (root(one.ends[0]), root(one.ends[1]))) for one in kept]


def _drop_spurs(wires: Wiring) -> None:
    for number, stretch in enumerate(wires.stretches):
        free = sum(end < 0 for end in stretch.ends)
        if free == 1 and stretch.length < max(_SPUR, 1.2 * wires.stroke):
            wires.dropped.add(number)


def _find_barbs(wires: Wiring) -> None:
    """The two short strokes of an open arrow head are no wires; where they meet is a tip."""
    for junction, arms in wires.arms().items():
        _judge_junction(wires, junction, arms)
    _find_loose_barbs(wires)


def _judge_junction(wires: Wiring, junction: int, arms: list[tuple[int, int]]) -> None:
    barbs = [arm for arm in arms if _is_short(wires, arm[0]) and _free(wires, arm)]
    shafts = [arm for arm in arms if arm not in barbs]
    for shaft in shafts:
        into = _into(wires, shaft)
        near = [barb for barb in barbs if turn(into, _into(wires, barb)) < 75]
        if near and (len(near) >= 2 or len(shafts) == 1):
            wires.barbed.add(junction)
            wires.dropped.update(number for number, _ in near)


def _free(wires: Wiring, arm: tuple[int, int]) -> bool:
    return wires.stretches[arm[0]].ends[1 - arm[1]] < 0


def _is_short(wires: Wiring, number: int) -> bool:
    return wires.stretches[number].length < _HEAD_LENGTH


def _into(wires: Wiring, arm: tuple[int, int]) -> Point:
    out = aim(wires.stretches[arm[0]].points, arm[1])
    return -out[0], -out[1]


def _find_loose_barbs(wires: Wiring) -> None:
    """Barbs cut off from their shaft with the edge of the box they touch."""
    tips = wires.tips()
    for barb in tips:
        if wires.stretches[barb.stretch].ends != (-1, -1) or not _is_short(wires, barb.stretch):
            continue
        for shaft in tips:
            close = math.dist(barb.at, shaft.at) < 0.5 * LINE
            longer = (
                wires.stretches[shaft.stretch].length > 1.4 * wires.stretches[barb.stretch].length
            )
            if close and longer and 12 < turn(barb.aim, shaft.aim) < 80:
                wires.dropped.add(barb.stretch)
                wires.barbed_tips.add((shaft.stretch, shaft.end))


def has_head(wires: Wiring, tip: Tip) -> bool:
    return headedness(wires, tip) >= 1


def headedness(wires: Wiring, tip: Tip) -> float:
    """How much a wire's end looks like an arrow head: from 1 on it is one."""
    stretch = wires.stretches[tip.stretch]
    if stretch.ends[tip.end] in wires.barbed or (tip.stretch, tip.end) in wires.barbed_tips:
        return 2.0
    along = _widths_from(wires, tip)
    rest = along[_HEAD_WITHIN : 5 * _HEAD_WITHIN]
    usual = float(np.median(rest)) if len(rest) > 4 else wires.stroke
    return float(along[:_HEAD_WITHIN].max()) / (_HEAD_RATIO * usual)


def _widths_from(wires: Wiring, tip: Tip) -> npt.NDArray[np.float32]:
    """How wide a wire is from its end on, also over the gaps of a dashed one."""
    number, end = tip.stretch, tip.end
    runs, length, seen = [], 0, {tip.stretch}
    while True:
        run = _at(wires.widths, wires.stretches[number].points)
        runs.append(run if end == 0 else run[::-1])
        length += len(run)
        beyond = wires.links.get((number, 1 - end))
        if beyond is None or length > 5 * _HEAD_WITHIN or beyond[0] in seen:
            return np.concatenate(runs)
        number, end = beyond
        seen.add(number)


def _link(wires: Wiring, hidden: Plane, nearby: Plane) -> None:
    """Joins ends that face each other: across the gaps of a dashed line, text and borders."""
    tips = [
        tip
        for tip in wires.tips()
        if not (nearby[round(tip.at[1]), round(tip.at[0])] and has_head(wires, tip))
    ]
    pairs = []
    for index, one in enumerate(tips):
        for other in tips[:index]:
            cost = _gap_cost(one, other, hidden, wires)
            if cost is not None:
                pairs.append((cost, one, other))
    for _, one, other in sorted(pairs, key=lambda pair: pair[0]):
        ends = (one.stretch, one.end), (other.stretch, other.end)
        if not any(end in wires.links for end in ends):
            wires.links[ends[0]] = ends[1]
            wires.links[ends[1]] = ends[0]


def _drop_dust(wires: Wiring) -> None:
    """What is too short for a wire, with all it is joined to."""
    groups = _groups(wires)
    length: dict[int, float] = {}
    for number, stretch in enumerate(wires.stretches):
        if number not in wires.dropped:
            length[groups[number]] = length.get(groups[number], 0) + stretch.length
    wires.dropped.update(
        number for number in range(len(groups)) if length.get(groups[number], 0) < _SHORTEST_WIRE
    )


def _groups(wires: Wiring) -> list[int]:
    """For each stretch, a number that all it is joined to have too."""
    count = len(wires.stretches)
    pairs = [(one[0], other[0]) for one, other in wires.links.items()]
    for arms in wires.arms().values():
        pairs += [(arms[0][0], other) for other, _ in arms[1:]]
    group = list(range(count))
    for one, other in pairs:
        merged, gone = group[one], group[other]
        if merged != gone:
            group = [merged if number == gone else number for number in group]
    return group


def _gap_cost(one: Tip, other: Tip, hidden: Plane, wires: Wiring) -> float | None:
    if one.stretch == other.stretch:
        return None
    across, down = other.at[0] - one.at[0], other.at[1] - one.at[1]
    gap = math.hypot(across, down)
    if gap > _TEXT_GAP:
        return None
    way = (across / gap, down / gap) if gap else (0.0, 0.0)
    bend = turn(one.aim, way) + turn(other.aim, (-way[0], -way[1]))
    short = min(wires.stretches[tip.stretch].length for tip in (one, other)) < 0.5 * LINE
    if gap <= _DASH_GAP:
        most = 70.0 if short or gap < 6 else 45.0
    elif _covered(hidden, one.at, other.at) > 0.6:
        most = 24.0
    else:
        return None
    return gap * (1 + bend / 30) if bend <= most else None


def _covered(hidden: Plane, one: Point, other: Point) -> float:
    steps = np.linspace(0, 1, 24)
    columns = (one[0] + steps * (other[0] - one[0])).round().astype(int)
    rows = (one[1] + steps * (other[1] - one[1])).round().astype(int)
    return float((hidden[rows, columns] > 0).mean())
