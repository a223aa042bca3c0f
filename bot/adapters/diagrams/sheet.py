"""What a file draws, before anything of it is understood: shapes and lines, whatever the format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.architecture import ContainerKind

Point: TypeAlias = tuple[float, float]

# How much of a shape has to lie in another one to stand in it; icons that straddle a border do not.
_MOSTLY = 0.8


@dataclass(frozen=True)
class Box:
    """A rectangle; `y` grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def distance(self, point: Point) -> float:
        """How far a point is outside, 0 when it is inside."""
        across = max(self.x - point[0], 0, point[0] - self.x - self.width)
        down = max(self.y - point[1], 0, point[1] - self.y - self.height)
        return float((across**2 + down**2) ** 0.5)

    def holds(self, other: "Box") -> bool:
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        if across <= 0 or down <= 0 or other.area >= self.area:
            return False
        return across * down >= _MOSTLY * other.area


def around(boxes: "list[Box]") -> Box:
    """The smallest box around all of them."""
    left, top = min(one.x for one in boxes), min(one.y for one in boxes)
    right = max(one.x + one.width for one in boxes)
    return Box(left, top, right - left, max(one.y + one.height for one in boxes) - top)


@dataclass(frozen=True)
class Shape:
    """Something drawn that has a place.

    `icon` is the name of its picture as the file writes it, `kind` what its group border says, `frame`
    whether it was made to hold others, `loose` whether it is but a text.
    """

    id: str
    text: str = ""
    icon: str = ""
    kind: ContainerKind | None = None
    frame: bool = False
    loose: bool = False
    parent: str | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Line:
    """Something drawn between two places: shapes, or points where an end is tied to none."""

    source: str | None
    target: str | None
    text: str = ""
    head_at_source: bool = False
    head_at_target: bool = True
    start: Point | None = None
    end: Point | None = None


@dataclass(frozen=True)
class Sheet:
    """A drawing in the order of its file."""

    shapes: tuple[Shape, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def by_id(self) -> Mapping[str, Shape]:
        return {one.id: one for one in self.shapes}
