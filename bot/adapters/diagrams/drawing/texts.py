"""Texts of a drawing: measured and broken into lines with the very font they are drawn with."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from bot.adapters.diagrams.labels import visible

FONTS = Path(__file__).parent / "fonts"
REGULAR, SEMIBOLD = "Inter", "Inter SemiBold"
_FILES = {REGULAR: FONTS / "Inter-Regular.ttf", SEMIBOLD: FONTS / "Inter-SemiBold.ttf"}
FONT_FILES = tuple(str(one) for one in _FILES.values())
# Measured large, so that rounding to whole pixels does not add up.
_MEASURED_AT = 64
# What the fonts hold: Latin, Greek and Cyrillic, and signs of punctuation.
_HELD = (
    *((0x20, 0x17F), (0x386, 0x3CE), (0x400, 0x45F), (0x2010, 0x2026), (0x20AC, 0x20AC)),
    *((0x2122, 0x2122), (0x2190, 0x2193), (0x2264, 0x2265)),
)
_WIDE = 1.0


@dataclass(frozen=True)
class Words:
    """Lines of text in one size."""

    lines: tuple[str, ...]
    size: float
    font: str = REGULAR

    @property
    def width(self) -> float:
        return max((width_of(one, self.size, self.font) for one in self.lines), default=0)

    @property
    def height(self) -> float:
        return len(self.lines) * self.line_height

    @property
    def line_height(self) -> float:
        return round(self.size * 1.28, 1)


def is_held(text: str) -> bool:
    """Whether the fonts have every letter of a text."""
    return all(any(low <= ord(one) <= high for low, high in _HELD) for one in text)


@cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FILES[name]), _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, size: float, font: str = REGULAR) -> float:
    held = "".join(one for one in text if is_held(one))
    return (_font(font).getlength(held) / _MEASURED_AT + (len(text) - len(held)) * _WIDE) * size


def broken(text: str, *, width: float, most: int, size: float, font: str = REGULAR) -> Words:
    """Break a text into lines of this width; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in _pieces(visible(text), width, size, font):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        lines = [*lines[: most - 1], _shortened(rest, width, size, font)]
    return Words(tuple(lines), size, font)


def _pieces(text: str, width: float, size: float, font: str) -> list[str]:
    """Words, and parts of those that are wider than a line."""
    pieces: list[str] = []
    for word in text.split():
        rest = word
        while width_of(rest, size, font) > width and len(rest) > 1:
            fits = max(_fitting(rest, width, size, font), 1)
            pieces.append(rest[:fits])
            rest = rest[fits:]
        pieces.append(rest)
    return pieces


def _fitting(text: str, width: float, size: float, font: str) -> int:
    """How many letters fit; a break after a hyphen or the like is the better one."""
    fits = next((n for n in range(len(text), 0, -1) if width_of(text[:n], size, font) <= width), 1)
    breaks = [n for n in range(fits // 2, fits + 1) if n and text[n - 1] in "-_./:"]
    return breaks[-1] if breaks else fits


def _shortened(text: str, width: float, size: float, font: str) -> str:
    if width_of(text, size, font) <= width:
        return text
    while text and width_of(f"{text}…", size, font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
