"""Turns the SVG on its input into a PNG on its output: a program of its own, which may be ended at any time."""

import re
import sys
from contextlib import suppress

import resvg_py

MOST_MEMORY = 1 << 30
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _limit_memory() -> None:
    with suppress(ImportError):  # Windows has no such limits
        import resource  # noqa: PLC0415 - see above

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _enlarged(svg: str, longest_edge: int) -> tuple[int | None, int | None]:
    """Width or height: drawings are made small, and a model reads their labels better in twice the size."""
    opening = re.search(r"<svg\b[^>]*>", svg)
    box = re.search(r'viewBox="([^"]*)"', opening[0]) if opening else None
    sides = [float(one) for one in _NUMBER.findall(box[1])[2:4]] if box else []
    if len(sides) != 2 or min(sides) <= 0:  # noqa: PLR2004 - width and height
        return None, None
    edge = max(1, int(min(longest_edge, 2 * max(sides))))
    return (edge, None) if sides[0] >= sides[1] else (None, edge)


def _main(longest_edge: str, font: str, *font_files: str) -> None:
    markup = sys.stdin.buffer.read().decode()
    width, height = _enlarged(markup, int(longest_edge))
    png = resvg_py.svg_to_bytes(
        svg_string=markup,
        width=width,
        height=height,
        font_files=list(font_files),
        font_family=font,
        serif_family=font,
        sans_serif_family=font,
    )
    sys.stdout.buffer.write(bytes(png))


if __name__ == "__main__":
    _limit_memory()
    _main(*sys.argv[1:])
