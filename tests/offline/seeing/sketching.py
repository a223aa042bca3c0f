"""Draws diagrams stroke by stroke, with a steady hand or a shaky one; the same seed draws the same picture."""

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import cv2
import numpy as np
import resvg_py
from PIL import Image, ImageDraw, ImageFont

from tests.offline.seeing.drawing import CONTAINERS, POOL, Drawn, Plot, drawn

Spot = tuple[float, float]
_ICON = 72
_BOX_HIGH = 28


@dataclass(frozen=True)
class Reach:
    """How far a node goes from its middle: to the sides, up, and down."""

    side: float
    up: float
    down: float


@dataclass(frozen=True)
class Board:
    """What is drawn on, and how: `head` is `vee`, `filled` or `small`."""

    image: Image.Image
    dice: Random
    ink: tuple[int, int, int]
    wide: int
    head: str
    shaky: float
    icons: Path | None

    @property
    def pitch(self) -> tuple[int, int]:
        return (250, 220) if self.icons else (270, 170)

    def stroke(self, *spots: Spot, dashed: bool = False) -> None:
        for one, other in pairwise(spots):
            dots = self._way(one, other, 7 if dashed else 14)
            for number, leg in enumerate(pairwise(dots)):
                if not dashed or number % 2 == 0:
                    ImageDraw.Draw(self.image).line(leg, fill=self.ink, width=self.wide)

    def _way(self, one: Spot, other: Spot, step: int) -> list[Spot]:
        count = max(2, int(math.dist(one, other) / step))
        bend = self.dice.uniform(-1, 1) * self.shaky * 2
        dots = []
        for number in range(count + 1):
            part = number / count
            sway = math.sin(part * math.pi) * bend
            across, down = (self.dice.uniform(-0.5, 0.5) * self.shaky + sway for _ in range(2))
            dots.append(
                (
                    one[0] + part * (other[0] - one[0]) + across,
                    one[1] + part * (other[1] - one[1]) + down,
                )
            )
        return dots

    def point(self, at: Spot, angle: float) -> None:
        size = 11 if self.head == "small" else 16
        spread = 0.55 if self.head == "vee" else 0.4
        sides = [
            (at[0] - size * math.cos(angle + way), at[1] - size * math.sin(angle + way))
            for way in (spread, -spread)
        ]
        if self.head == "vee":
            self.stroke(sides[0], at, sides[1])
        else:
            ImageDraw.Draw(self.image).polygon([at, *sides], fill=self.ink)

    def write(self, at: Spot, words: str, anchor: str) -> None:
        draw = ImageDraw.Draw(self.image)
        draw.text(at, words, font=_font(), fill=self.ink, anchor=anchor)


def _font() -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(19)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def grid(
    seed: int, finish: str = "png", *, icons: Path | None = None, sketch: bool = False
) -> Drawn:
    """Nodes in rows and columns; with the icons of the package `aws-icons` where a folder has them."""
    dice = Random(f"grid {seed} {sketch}")  # noqa: S311 - pictures, not secrets
    plan = _plot(dice)
    board = _board(dice, len(plan.services), icons, sketch=sketch)
    places = {
        number: _place(board, number, dice.randint(-14, 14)) for number in range(len(plan.services))
    }
    for label, members in plan.contains.items():
        _container(board, label, [places[one] for one in members])
    reaches = {number: _node(board, plan, number, place) for number, place in places.items()}
    angled = not sketch and dice.random() < 0.4
    for source, target in plan.edges:
        ends = (places[source], reaches[source]), (places[target], reaches[target])
        _arrow(board, *ends, angled=angled)
    pixels = np.asarray(board.image)[:, :, ::-1].copy()
    if sketch:
        noise = np.random.default_rng(seed).normal(0, 4, pixels.shape)
        shade = np.linspace(0, -22, pixels.shape[0])[:, None, None]
        pixels = np.clip(pixels + noise + shade, 0, 255).astype(np.uint8)
    return drawn(plan, pixels, finish)


def _board(dice: Random, count: int, icons: Path | None, *, sketch: bool) -> Board:
    across, down = (250, 220) if icons else (270, 170)
    size = (math.ceil(count / 2) * across + 160, 2 * down + 220)
    return Board(
        image=Image.new("RGB", size, (246, 245, 240) if sketch else (255, 255, 255)),
        dice=dice,
        ink=(30, 30, 45) if sketch else dice.choice(((0, 0, 0), (80, 80, 90), (35, 47, 62))),
        wide=3 if sketch else 2,
        head="vee" if sketch else dice.choice(("vee", "filled", "small")),
        shaky=2.2 if sketch else 0,
        icons=icons,
    )


def _plot(dice: Random) -> Plot:
    """Arrows between neighbours only, so that none runs through a node."""
    count = dice.randint(4, 8)
    services = tuple(dice.choice(list(POOL)) for _ in range(count))
    edges = set()
    for one in range(1, count):
        over = one % 2 == 1 and dice.random() < 0.5
        edges.add((one - 1, one) if over else (max(0, one - 2), one))
    if count > 3 and dice.random() < 0.6:
        edges.add((1, 2) if dice.random() < 0.5 else (0, 3))
    contains = {}
    if dice.random() < 0.6:
        first = dice.randrange(1, count // 2) * 2
        contains[dice.choice(CONTAINERS)] = tuple(one for one in (first, first + 1) if one < count)
    labels = tuple(POOL[one][0][0] for one in services)
    return Plot(services, labels, tuple(sorted(edges)), ("",) * len(edges), contains)


def _place(board: Board, number: int, off: int) -> Spot:
    return 140 + (number // 2) * board.pitch[0], 170 + (number % 2) * board.pitch[1] + off


def _container(board: Board, label: str, places: list[Spot]) -> None:
    aside = board.pitch[0] * (0.36 if board.icons else 0.46)
    above, below = (100, 100) if board.icons else (85, 60)
    left, right = min(x for x, _ in places) - aside, max(x for x, _ in places) + aside
    top, bottom = min(y for _, y in places) - above, max(y for _, y in places) + below
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    board.stroke(*corners, dashed=board.dice.random() < 0.4)
    board.write((left + 12, top + 6), label, "la")


def _node(board: Board, plan: Plot, number: int, place: Spot) -> Reach:
    label, (x, y) = plan.labels[number], place
    if board.icons is None:
        half = _font().getlength(label) / 2 + 18
        corners = [(x - half, y - _BOX_HIGH), (x + half, y - _BOX_HIGH), (x + half, y + _BOX_HIGH), (x - half, y + _BOX_HIGH)]  # fmt: skip
        board.stroke(*corners, corners[0])
        board.write(place, label, "mm")
        return Reach(half, _BOX_HIGH, _BOX_HIGH)
    path = board.icons / f"architecture-service/{POOL[plan.services[number]][2]}.svg"
    data = resvg_py.svg_to_bytes(svg_path=str(path), width=_ICON, height=_ICON)
    tile = cv2.imdecode(np.frombuffer(bytes(data), np.uint8), cv2.IMREAD_COLOR)
    assert tile is not None
    corner = (round(x) - _ICON // 2, round(y) - _ICON // 2)
    board.image.paste(Image.fromarray(np.asarray(tile[:, :, ::-1], np.uint8)), corner)
    board.write((x, y + 52), label, "mm")
    return Reach(_ICON / 2, _ICON / 2, 64)


def _arrow(board: Board, source: tuple[Spot, Reach], target: tuple[Spot, Reach], *, angled: bool) -> None:  # fmt: skip
    (one, reach), (other, into) = source, target
    start, end = _leaving(one, reach, other), _leaving(other, into, one)
    if angled and one[0] != other[0] and abs(start[1] - end[1]) > 6:
        start, end = (one[0] + reach.side + 4, one[1]), (other[0] - into.side - 4, other[1])
        middle = (start[0] + end[0]) / 2
        board.stroke(start, (middle, start[1]), (middle, end[1]), end)
        board.point(end, 0.0)
    else:
        board.stroke(start, end)
        board.point(end, math.atan2(end[1] - start[1], end[0] - start[0]))


def _leaving(one: Spot, reach: Reach, other: Spot) -> Spot:
    """A little beyond where the line from one middle to another leaves the first's outline."""
    across, down = other[0] - one[0], other[1] - one[1]
    wide, high = reach.side + 4, (reach.down if down > 0 else reach.up) + 4
    scale = min(wide / abs(across) if across else math.inf, high / abs(down) if down else math.inf)
    return one[0] + across * scale, one[1] + down * scale
