"""From a mask of strokes to wires: thinned, freed of dust, and joined across gaps."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from bot.offline.seeing.barbs import find_barbs, unhooked
from bot.offline.seeing.boxes import Plane, Point
from bot.offline.seeing.planes import closed
from bot.offline.seeing.text import LINE
from bot.offline.seeing.thinning import Stretch, stretches, thinned
from bot.offline.seeing.wires import Tip, Wiring, at, has_head, turn

_SPUR = 4.0
_DASH_GAP = 0.8 * LINE
_SHORTEST_WIRE = 0.8 * LINE
_TEXT_GAP = 6 * LINE
_WINDOW = 7
# How many degrees in all two ends may point past each other, to be one stroke.
_BEND_OF_DASH, _BEND_NEARBY, _BEND_FAR = 70.0, 45.0, 24.0
_TOUCHING = 6
_MOSTLY = 0.6


def wiring(mask: Plane, hidden: Plane, nearby: Plane) -> Wiring:
    """The wires in a mask of strokes.

    `hidden` marks where text or borders may hide a stroke, `nearby` where nodes are, so that wires may end.
    """
    whole = closed(mask, 3, 3)
    thin = thinned(whole)
    widths = _widths(whole)
    found = _merged(stretches(thin))
    along = [at(widths, one.points) for one in found if one.length > _SPUR]
    stroke = float(np.median(np.concatenate(along))) if along else 1.0
    wires = Wiring(found, whole, widths, stroke)
    _drop_spurs(wires)
    find_barbs(wires)
    unhooked(wires)
    _drop_crumbs(wires, nearby)
    _link(wires, hidden, nearby)
    _drop_dust(wires)
    return wires


def _widths(mask: Plane) -> npt.NDArray[np.float32]:
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_WINDOW, _WINDOW)).astype(np.float32)
    inked = cv2.filter2D(mask.astype(np.float32), -1, disk, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(inked / _WINDOW, np.float32)


def filled(mask: Plane) -> Plane:
    """With small holes filled, such as an empty arrow head."""
    whole = closed(mask, 3, 3)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - whole, connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < (0.7 * LINE) ** 2
    small[0] = False
    return np.where(small[labels], 1, whole).astype(np.uint8)


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


def _drop_crumbs(wires: Wiring, nearby: Plane) -> None:
    """What is left of a head or an outline beside a node."""
    for number, stretch in enumerate(wires.stretches):
        x, y = stretch.points[0]
        if stretch.ends == (-1, -1) and stretch.length < _SPUR and nearby[int(y), int(x)]:
            wires.dropped.add(number)


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
        most = _BEND_OF_DASH if short or gap < _TOUCHING else _BEND_NEARBY
    elif _covered(hidden, one.at, other.at) > _MOSTLY:
        most = _BEND_FAR
    else:
        return None
    return gap * (1 + bend / 30) if bend <= most else None


def _covered(hidden: Plane, one: Point, other: Point) -> float:
    steps = np.linspace(0, 1, 24)
    columns = (one[0] + steps * (other[0] - one[0])).round().astype(int)
    rows = (one[1] + steps * (other[1] - one[1])).round().astype(int)
    return float((hidden[rows, columns] > 0).mean())
