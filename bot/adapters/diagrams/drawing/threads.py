"""Threads nobody sees: they make a square of what would stand in one long row, having no arrows."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from bot.adapters.diagrams.drawing.places import Scene

# Up to this many boxes stand below one another; more make a square.
_BELOW_EACH_OTHER = 3


@dataclass(frozen=True)
class _Item:
    """A card, or a box with the cards in it."""

    cards: tuple[int, ...]
    is_box: bool
    is_plain: bool
    """It is a box that holds cards only."""


def threads(scene: Scene) -> Iterator[tuple[int, int]]:
    """Pairs of cards to tie."""
    tied = {
        end
        for one in scene.arrows.values()
        for end in _ends(scene, one.connection.source, one.connection.target)
    }
    for inside in (None, *(one.container.id for one in scene.frames.values())):
        quiet = [one for one in _items(scene, inside) if one.cards and not tied & {*one.cards}]
        row = _row(quiet)
        for before, after in zip(quiet, quiet[row:], strict=False):
            yield before.cards[-1], after.cards[0]


def _row(items: list[_Item]) -> int:
    if (
        items
        and all(one.is_box and one.is_plain for one in items)
        and len(items) <= _BELOW_EACH_OTHER
    ):
        return 1
    if items and all(one.is_box for one in items) and len(items) <= _BELOW_EACH_OTHER:
        return len(items)
    return max(1, math.ceil(math.sqrt(len(items))))


def _items(scene: Scene, inside: str | None) -> Iterator[_Item]:
    for number, card in scene.cards.items():
        if card.component.inside == inside:
            yield _Item((number,), is_box=False, is_plain=False)
    for frame in scene.frames.values():
        if frame.container.inside == inside:
            inner = list(_items(scene, frame.container.id))
            cards = tuple(number for one in inner for number in one.cards)
            yield _Item(cards, is_box=True, is_plain=not any(one.is_box for one in inner))


def _ends(scene: Scene, *ids: str) -> Iterator[int]:
    return (number for number, card in scene.cards.items() if card.component.id in ids)
