"""SVG of cards, frames and arrows."""

import math
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from bot.adapters.diagrams.drawing import look
from bot.adapters.diagrams.drawing.cards import GAP, INSET, TILE, Arrow, Card, Frame
from bot.adapters.diagrams.drawing.places import Curve
from bot.adapters.diagrams.drawing.signs import SIGNS
from bot.adapters.diagrams.drawing.texts import SEMIBOLD, Words
from bot.adapters.diagrams.sheet import Box, Point

_FALLBACK = "sans-serif"
_BASELINE = 0.97
_DASH = 'stroke-dasharray="5 4"'
_HEAD_WIDTH = 7.5


def texts(words: Words, at: Point, colour: str, anchor: str = "middle") -> Iterator[str]:
    """Lines below one another; `at` is the middle (or the left) of the upper edge."""
    for index, line in enumerate(words.lines):
        y = at[1] + index * words.line_height + words.size * _BASELINE
        yield (
            f'<text x="{at[0]:.1f}" y="{y:.1f}" font-size="{words.size}" fill="{colour}" text-anchor="{anchor}" '
            f"font-family={quoteattr(f'{words.font}, {_FALLBACK}')}>{escape(line)}</text>"
        )


def painted_card(card: Card, box: Box) -> Iterator[str]:
    shown = look.look_of(card.component.service)
    for step in (4, 2) if card.component.count > 1 else ():
        yield _card_field(Box(box.x + step, box.y - step, box.width, box.height), look.CARD_EDGE)
    edge = look.DOUBT if card.uncertain else look.CARD_EDGE
    fill = look.DOUBT_FILL if card.uncertain else look.CARD
    yield _card_field(box, edge, fill=fill, dashed=card.uncertain)
    middle, top = box.middle[0], box.y + INSET
    yield (
        f'<rect x="{middle - TILE / 2:.1f}" y="{top:.1f}" width="{TILE}" height="{TILE}" rx="9" fill="{shown.colour}"/>'
        f'<g transform="translate({middle - 12:.1f} {top + TILE / 2 - 12:.1f})" fill="none" stroke="#FFFFFF" '
        f'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{SIGNS[shown.sign]}</g>'
    )
    below = top + TILE + GAP
    yield from texts(card.label, (middle, below), look.INK)
    yield from texts(card.service, (middle, below + card.label.height + 2), look.MUTED)
    if card.component.count > 1:
        yield from _badge(f"×{card.component.count}", (box.x + box.width - 4, box.y), look.INK)
    if card.uncertain:
        yield from _badge("?", (box.x + 4, box.y), look.DOUBT)


def _card_field(box: Box, edge: str, *, fill: str = look.CARD, dashed: bool = False) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="10" '
        f'fill="{fill}" stroke="{edge}" stroke-width="{1.4 if dashed else 1.2}" {_DASH if dashed else ""}/>'
    )


def _badge(text: str, at: Point, colour: str) -> Iterator[str]:
    words = Words((text,), 10.5, SEMIBOLD)
    width = max(18.0, words.width + 10)
    yield (
        f'<rect x="{at[0] - width / 2:.1f}" y="{at[1] - 9:.1f}" width="{width:.1f}" height="18" rx="9" '
        f'fill="{colour}" stroke="{look.PAGE}" stroke-width="1.5"/>'
    )
    yield from texts(words, (at[0], at[1] - 6.4), look.PAGE)


def painted_frame(frame: Frame, box: Box) -> Iterator[str]:
    border = look.BORDERS[frame.container.kind]
    edge = look.DOUBT if frame.uncertain else border.colour
    dashed = border.dashed or frame.uncertain
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="12" '
        f'fill="{border.fill}" stroke="{edge}" stroke-width="1.4" {_DASH if dashed else ""}/>'
    )
    if frame.uncertain:
        yield from _badge("?", (box.x + 6, box.y), look.DOUBT)


def painted_title(frame: Frame, box: Box) -> Iterator[str]:
    """On a ground of its own, so that arrows pass behind it."""
    border = look.BORDERS[frame.container.kind]
    edge = look.DOUBT if frame.uncertain else border.colour
    top = box.y + 10
    yield (
        f'<rect x="{box.x + 10:.1f}" y="{top - 2:.1f}" width="{frame.width + 6:.1f}" height="19" rx="4" '
        f'fill="{border.fill}" fill-opacity="0.9"/>'
    )
    yield from texts(frame.title, (box.x + 13, top), edge, "start")
    kind_at = box.x + 13 + frame.title.width + 8
    yield from texts(frame.kind, (kind_at, top), look.MUTED, "start")


def painted_arrow(arrow: Arrow, curve: Curve) -> Iterator[str]:
    colour = look.DOUBT if arrow.uncertain else look.LINE
    first, *rest = curve.points
    path = f"M{first[0]:.1f} {first[1]:.1f}C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in rest)
    yield (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5" '
        f"{_DASH if arrow.uncertain else ''}/>"
    )
    yield _head(curve, colour)


def painted_label(arrow: Arrow, curve: Curve) -> Iterator[str]:
    """Over all arrows, so that none crosses it."""
    if curve.label is None or not arrow.label.lines:
        return
    x, y = curve.label
    width, height = arrow.label.width + 4, arrow.label.height + 2
    yield (
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" height="{height:.1f}" rx="4" '
        f'fill="{look.PAGE}" fill-opacity="0.88"/>'
    )
    colour = look.DOUBT if arrow.uncertain else look.MUTED
    yield from texts(arrow.label, (x, y - height / 2 + 1), colour)


def _head(curve: Curve, colour: str) -> str:
    base, tip = curve.points[-1], curve.tip
    length = math.dist(base, tip)
    if not length:
        return ""
    across = -(tip[1] - base[1]) / length, (tip[0] - base[0]) / length
    half = _HEAD_WIDTH / 2
    left = base[0] + across[0] * half, base[1] + across[1] * half
    right = base[0] - across[0] * half, base[1] - across[1] * half
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (left, right, tip))
    return f'<polygon points="{corners}" fill="{colour}" stroke="{colour}" stroke-width="1" stroke-linejoin="round"/>'
