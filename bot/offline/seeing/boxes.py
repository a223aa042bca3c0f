"""Upright rectangles, in pixels."""

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.uint8]
Point = tuple[float, float]


class Box(NamedTuple):
    """From left/top up to, not including, right/bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(self.width, 0) * max(self.height, 0)

    @property
    def centre(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def scaled(self, by: float) -> "Box":
        return Box(self.left * by, self.top * by, self.right * by, self.bottom * by)

    def joined(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def surrounds(self, other: "Box", slack: float = 0) -> bool:
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def shared(self, other: "Box") -> float:
        """The area both cover."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)

    def distance(self, point: Point) -> float:
        aside = max(self.left - point[0], 0, point[0] - self.right)
        above = max(self.top - point[1], 0, point[1] - self.bottom)
        return math.hypot(aside, above)

    def cut(self, plane: npt.NDArray[Any]) -> tuple[slice, slice]:
        """The slices of a plane that lie in the box."""
        high, wide = plane.shape[:2]
        return (
            slice(max(0, math.floor(self.top)), max(0, min(high, math.ceil(self.bottom)))),
            slice(max(0, math.floor(self.left)), max(0, min(wide, math.ceil(self.right)))),
        )


def around(boxes: list[Box]) -> Box:
    """The smallest box around some."""
    return Box(
        min(one.left for one in boxes),
        min(one.top for one in boxes),
        max(one.right for one in boxes),
        max(one.bottom for one in boxes),
    )
