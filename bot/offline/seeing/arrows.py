"""Which node each wire leaves and which it goes to."""

import heapq
import math
from dataclasses import dataclass
from itertools import count

import cv2
import numpy as np

from bot.offline.seeing.boxes import Box, Point
from bot.offline.seeing.nodes import Node
from bot.offline.seeing.text import LINE
from bot.offline.seeing.thinning import Points
from bot.offline.seeing.wires import Tip, Wiring, aim, headedness, turn

_BESIDE = 0.7 * LINE
_AHEAD = 3.5 * LINE
# What a path may cost in turns: a right angle at a fork is 1.
_MOST_COST = 2.6
_ODD_ENDS = 1.2
_SHORT = 2.5 * LINE
_HALF_TURN = 180
# A turn of more degrees than this goes back where the wire came from.
_BACKWARDS = 130
_TOO_DEAR = 5.0
# An end that is a head beyond doubt, and one that is more of a head than the other.
_CLEARLY = 1.5
_THICKER = 1.25


@dataclass(frozen=True)
class Terminal:
    """A wire's end at a node."""

    tip: Tip
    node: int
    headedness: float

    @property
    def head(self) -> bool:
        return self.headedness >= 1


@dataclass(frozen=True)
class Arrow:
    """A way from one node to another; `cost` grows with every turn and guess on it."""

    source: int
    target: int
    points: Points
    cost: float
    sure: bool


def terminals(wires: Wiring, nodes: list[Node]) -> list[Terminal]:
    found = []
    for tip in wires.tips():
        node = _node_at(tip, nodes)
        if node is not None:
            found.append(Terminal(tip, node, headedness(wires, tip)))
    return found


def _node_at(tip: Tip, nodes: list[Node]) -> int | None:
    """The node a wire's end touches, or points at from nearby."""
    best, least = None, math.inf
    for number, node in enumerate(nodes):
        gap = gap_to(node, tip.at)
        if gap > _AHEAD:
            continue
        off = _off(tip, node.reach)
        if off > (100 if gap < 0.35 * LINE else 60) or (gap > _BESIDE and off > 0):
            continue
        rank = gap * (1 + off / 45)
        if rank < least:
            best, least = number, rank
    return best


def gap_to(node: Node, point: Point) -> float:
    if node.outline is None:
        return min(node.reach.distance(point), node.box.distance(point))
    inside = cv2.pointPolygonTest(node.outline, point, measureDist=True)
    return max(0.0, -inside)


def _off(tip: Tip, box: Box) -> float:
    """By how many degrees a wire's end points past a box; 0 if at it."""
    near = box.grown(0.3 * LINE)
    if near.holds(tip.at) or tip.aim == (0.0, 0.0):
        return 0.0
    corners = [(near.left, near.top), (near.right, near.top), (near.left, near.bottom), (near.right, near.bottom)]  # fmt: skip
    angles = [
        _signed(tip.aim, (corner[0] - tip.at[0], corner[1] - tip.at[1])) for corner in corners
    ]
    low, high = min(angles), max(angles)
    if high - low < _HALF_TURN and low <= 0 <= high:
        return 0.0
    return min(abs(angle) for angle in angles)


def _signed(one: Point, other: Point) -> float:
    return math.degrees(
        math.atan2(one[0] * other[1] - one[1] * other[0], one[0] * other[0] + one[1] * other[1])
    )


def arrows(wires: Wiring, ends: list[Terminal]) -> list[Arrow]:
    """The cheapest way from every wire's end; so all ends are explained, and no more than that."""
    by_end = {(one.tip.stretch, one.tip.end): one for one in ends}
    ways: dict[tuple[int, int], Arrow] = {}
    for start in ends:
        way = _cheapest(wires, start, by_end)
        for arrow in way:
            pair = (arrow.source, arrow.target)
            if pair not in ways or arrow.cost < ways[pair].cost:
                ways[pair] = arrow
    return list(ways.values())


def _cheapest(
    wires: Wiring, start: Terminal, by_end: dict[tuple[int, int], Terminal]
) -> list[Arrow]:
    order = count()
    first = (start.tip.stretch, start.tip.end)
    queue: list[tuple[float, int, list[tuple[int, int]]]] = [(0.0, next(order), [first])]
    best: tuple[float, Terminal, list[tuple[int, int]]] | None = None
    for _ in range(3000):
        if not queue or (best and queue[0][0] >= best[0]):
            break
        cost, _, path = heapq.heappop(queue)
        number, end = path[-1]
        goal = by_end.get((number, 1 - end))
        if goal is not None and goal.node != start.node:
            total = cost + (_ODD_ENDS if goal.head == start.head else 0.0)
            if best is None or total < best[0]:
                best = total, goal, path
        for step, more in _steps(wires, path):
            if cost + more <= _MOST_COST and step[0] not in {one for one, _ in path}:
                heapq.heappush(queue, (cost + more, next(order), [*path, step]))
    return _directed(wires, start, best) if best else []


def _steps(wires: Wiring, path: list[tuple[int, int]]) -> list[tuple[tuple[int, int], float]]:
    """The stretches that go on from the last one of a path, with what each turn costs."""
    number, end = path[-1]
    out = 1 - end
    linked = wires.links.get((number, out))
    if linked is not None:
        return [(linked, 0.05)]
    junction = wires.stretches[number].ends[out]
    if junction < 0 or junction in wires.barbed:
        return []
    return [
        ((other, side), _turn_cost(wires, path, (other, side)))
        for other, stretch in enumerate(wires.stretches)
        for side in (0, 1)
        if stretch.ends[side] == junction and other != number and other not in wires.dropped
    ]


def _turn_cost(wires: Wiring, path: list[tuple[int, int]], step: tuple[int, int]) -> float:
    """A turn at a junction; over a short stretch that two wires share, from before it to after it."""
    number, end = path[-1]
    outward = aim(wires.stretches[step[0]].points, step[1])
    on = (-outward[0], -outward[1])
    here = turn(aim(wires.stretches[number].points, 1 - end), on)
    if len(path) > 1 and wires.stretches[number].length < _SHORT:
        before, began = path[-2]
        over = turn(aim(wires.stretches[before].points, 1 - began), on)
        here = 0.35 * here + 0.65 * over
    return _TOO_DEAR if here > _BACKWARDS else (here / 90) ** 1.3


def _directed(
    wires: Wiring, start: Terminal, best: tuple[float, Terminal, list[tuple[int, int]]]
) -> list[Arrow]:
    cost, goal, path = best
    points = np.concatenate(
        [wires.stretches[number].points[:: 1 if end == 0 else -1] for number, end in path]
    )
    there = Arrow(start.node, goal.node, points, cost, sure=True)
    back = Arrow(goal.node, start.node, points[::-1], cost, sure=True)
    weak, strong = sorted((start.headedness, goal.headedness))
    if weak >= 1 and (weak > _CLEARLY or strong < _THICKER * weak):
        return [there, back]
    if strong >= 1:
        return [there if goal.headedness == strong else back]
    onward = there if _onward(start, goal, points) else back
    return [Arrow(onward.source, onward.target, onward.points, cost, sure=False)]


def _onward(start: Terminal, goal: Terminal, points: Points) -> bool:
    """Of two ends without a clear head the thicker one is it; else people read on and down."""
    if max(start.headedness, goal.headedness) > _THICKER * min(start.headedness, goal.headedness):
        return goal.headedness > start.headedness
    (x, y), (u, v) = points[0], points[-1]
    return bool(u + v >= x + y)
