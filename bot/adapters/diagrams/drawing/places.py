"""What is placed, and its places, by the numbers things have in the architecture."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.diagrams.drawing.cards import Arrow, Card, Frame
from bot.adapters.diagrams.sheet import Box, Point


@dataclass(frozen=True)
class Scene:
    """Cards, frames and arrows that are placed together."""

    cards: Mapping[int, Card]
    frames: Mapping[int, Frame]
    arrows: Mapping[int, Arrow]


@dataclass(frozen=True)
class Curve:
    """A row of cubic Bézier points, the tip of the arrow, and where its label goes."""

    points: tuple[Point, ...]
    tip: Point
    label: Point | None


@dataclass(frozen=True)
class Layout:
    """A field and what stands where on it."""

    width: float
    height: float
    cards: Mapping[int, Box] = field(default_factory=dict)
    frames: Mapping[int, Box] = field(default_factory=dict)
    curves: Mapping[int, Curve] = field(default_factory=dict)
