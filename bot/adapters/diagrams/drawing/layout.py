"""Where everything goes: what hangs together is placed by `dot`, then the islands are set side by side."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from bot.adapters.diagrams.drawing.cards import Arrow, Card, Frame
from bot.adapters.diagrams.drawing.dot import placed
from bot.adapters.diagrams.drawing.places import Curve, Layout, Scene
from bot.adapters.diagrams.sheet import Box

# What a channel of Slack shows without opening the picture.
_SHOWN_WIDE, _SHOWN_HIGH = 656.0, 640.0
_BETWEEN = 26.0
# Beyond so many cards, boxes and arrows, another look costs more time than it gains.
_WORTH_FOUR, _WORTH_TWO, _MANY_ISLANDS = 70, 130, 8

Way: TypeAlias = tuple[str, bool]
"""A direction, and whether ranks are loose."""
_SURE_WAYS: tuple[Way, ...] = (("LR", True), ("TB", True))
_ALL_WAYS: tuple[Way, ...] = (("LR", False), ("TB", False), *_SURE_WAYS)


def laid_out(cards: Sequence[Card], frames: Sequence[Frame], arrows: Sequence[Arrow]) -> Layout:
    """Return the places of all of them, in the order they were given."""
    scene = Scene(dict(enumerate(cards)), dict(enumerate(frames)), dict(enumerate(arrows)))
    islands = list(_islands(scene))
    ways = _ways(len(cards) + len(frames) + len(arrows), len(islands))
    return _side_by_side([_placed(island, ways=ways) for island in islands])


def _ways(things: int, islands: int) -> tuple[Way, ...]:
    if things > _WORTH_TWO:
        return _SURE_WAYS[:1]
    return _ALL_WAYS if things <= _WORTH_FOUR and islands <= _MANY_ISLANDS else _SURE_WAYS


def _islands(scene: Scene) -> Iterator[Scene]:
    """Parts that no arrow and no box ties together, in the order of their first cards."""
    root = {one.component.id: one.component.id for one in scene.cards.values()}
    root |= {one.container.id: one.container.id for one in scene.frames.values()}

    def find(one: str) -> str:
        while root[one] != one:
            one = root[one]
        return one

    ties = [(one.component.id, one.component.inside) for one in scene.cards.values()]
    ties += [(one.container.id, one.container.inside) for one in scene.frames.values()]
    ties += [(one.connection.source, one.connection.target) for one in scene.arrows.values()]
    for one, other in ties:
        if other is not None:
            root[find(other)] = find(one)
    for name in dict.fromkeys(map(find, root)):
        yield Scene(
            {n: one for n, one in scene.cards.items() if find(one.component.id) == name},
            {n: one for n, one in scene.frames.items() if find(one.container.id) == name},
            {n: one for n, one in scene.arrows.items() if find(one.connection.source) == name},
        )


def _placed(island: Scene, *, ways: tuple[Way, ...]) -> Layout:
    """The one of several ways that is read best."""
    if len(island.cards) == 1 and not (island.frames or island.arrows):
        number, card = next(iter(island.cards.items()))
        return Layout(card.width, card.height, {number: Box(0, 0, card.width, card.height)})
    found = [placed(island, direction, loose_ranks=loose) for direction, loose in ways]
    return max(filter(None, found), key=_readable)


def _readable(layout: Layout) -> tuple[float, bool, float]:
    """How large it is where it is shown; then wide before high, as a channel is; then how compact."""
    scale = min(1.0, _SHOWN_WIDE / max(layout.width, 1), _SHOWN_HIGH / max(layout.height, 1))
    return round(scale, 1), layout.width >= layout.height, -layout.width * layout.height


def _side_by_side(islands: Sequence[Layout]) -> Layout:
    """In rows, as a text is set; very many make a square."""
    square = math.sqrt(sum((one.width + _BETWEEN) * (one.height + _BETWEEN) for one in islands))
    widest = max((_SHOWN_WIDE, square, *(one.width for one in islands)))
    whole, x, y, row = Layout(0, 0), 0.0, 0.0, 0.0
    for one in islands:
        if x and x + one.width > widest:
            x, y, row = 0.0, y + row + _BETWEEN, 0.0
        whole = _with(whole, one, x, y)
        x, row = x + one.width + _BETWEEN, max(row, one.height)
    return whole


def _with(whole: Layout, one: Layout, x: float, y: float) -> Layout:
    return replace(
        whole,
        width=max(whole.width, x + one.width),
        height=max(whole.height, y + one.height),
        cards={**whole.cards, **{n: _moved(box, x, y) for n, box in one.cards.items()}},
        frames={**whole.frames, **{n: _moved(box, x, y) for n, box in one.frames.items()}},
        curves={**whole.curves, **{n: _bent(curve, x, y) for n, curve in one.curves.items()}},
    )


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.x + x, box.y + y, box.width, box.height)


def _bent(curve: Curve, x: float, y: float) -> Curve:
    return Curve(
        tuple((at[0] + x, at[1] + y) for at in curve.points),
        (curve.tip[0] + x, curve.tip[1] + y),
        (curve.label[0] + x, curve.label[1] + y) if curve.label else None,
    )
