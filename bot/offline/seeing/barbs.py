"""Open arrow heads: two short strokes that go back from where a wire ends."""

import math

from bot.offline.seeing.boxes import Point
from bot.offline.seeing.text import LINE
from bot.offline.seeing.thinning import Points, Stretch
from bot.offline.seeing.wires import Wiring, aim, turn

HEAD_LENGTH = 1.5 * LINE
_NARROWEST_BARB, _WIDEST_BARB = 12, 78
# A wire that goes on into one of its barbs turns back by more degrees than this.
_HOOKED = 100
_SHORTEST_BARB = 5
_BEFORE = 10


def unhooked(wires: Wiring) -> None:
    """Cuts off the barb that a wire was traced on into."""
    for number, stretch in enumerate(wires.stretches):
        for end in (0, 1):
            if stretch.ends[end] < 0 and stretch.length > 2 * HEAD_LENGTH:
                points = stretch.points if end == 0 else stretch.points[::-1]
                corner = _hook(points)
                if corner:
                    kept = points[corner:] if end == 0 else points[corner:][::-1]
                    wires.stretches[number] = Stretch(kept, stretch.ends)
                    wires.barbed_tips.add((number, end))
                    break


def _hook(points: Points) -> int:
    """Where a run of points that begins with a barb turns into the wire; 0 if it has none."""
    reach = min(round(HEAD_LENGTH), len(points) - 2 * _BEFORE)
    sharpest, corner = 180.0 - _HOOKED, 0
    for number in range(_SHORTEST_BARB, reach):
        back = _way(points, number, 0)
        on = _way(points, number, number + _BEFORE)
        if turn(back, on) < sharpest and back != (0.0, 0.0) != on:
            sharpest, corner = turn(back, on), number
    return corner


def _way(points: Points, start: int, end: int) -> Point:
    across, down = (float(one) for one in points[end] - points[start])
    length = math.hypot(across, down)
    return (across / length, down / length) if length else (0.0, 0.0)


def find_barbs(wires: Wiring) -> None:
    """The two short strokes of an open arrow head are no wires; where they meet is a tip."""
    for junction, arms in wires.arms().items():
        _judge_junction(wires, junction, arms)
    _find_loose_barbs(wires)


def _judge_junction(wires: Wiring, junction: int, arms: list[tuple[int, int]]) -> None:
    barbs = [arm for arm in arms if _is_short(wires, arm[0]) and _free(wires, arm)]
    shafts = [arm for arm in arms if arm not in barbs]
    for shaft in shafts:
        into = _into(wires, shaft)
        near = [barb for barb in barbs if turn(into, _into(wires, barb)) < _WIDEST_BARB]
        if near and (len(near) > 1 or len(shafts) == 1):
            wires.barbed.add(junction)
            wires.dropped.update(number for number, _ in near)


def _free(wires: Wiring, arm: tuple[int, int]) -> bool:
    return wires.stretches[arm[0]].ends[1 - arm[1]] < 0


def _is_short(wires: Wiring, number: int) -> bool:
    return wires.stretches[number].length < HEAD_LENGTH


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
            if close and longer and _NARROWEST_BARB < turn(barb.aim, shaft.aim) < _WIDEST_BARB:
                wires.dropped.add(barb.stretch)
                wires.barbed_tips.add((shaft.stretch, shaft.end))
