"""What was understood of a diagram, drawn anew as a PNG."""

from collections.abc import Iterator

import resvg_py

from bot.adapters.diagrams.drawing import look
from bot.adapters.diagrams.drawing.cards import Arrow, Card, Frame, arrow, card, frame
from bot.adapters.diagrams.drawing.layout import laid_out
from bot.adapters.diagrams.drawing.painting import (
    painted_arrow,
    painted_card,
    painted_frame,
    painted_label,
    painted_title,
    texts,
)
from bot.adapters.diagrams.drawing.places import Layout
from bot.adapters.diagrams.drawing.texts import (
    FONT_FILES,
    REGULAR,
    SEMIBOLD,
    Words,
    broken,
    is_held,
)
from bot.domain.architecture import Architecture

_MARGIN, _NOTE, _NARROWEST = 22.0, 12.0, 320.0
_ZOOM, _LONGEST, _LIMIT = 2.0, 3200.0, 8000.0
_MOST_NOTES = 12


def drawn(architecture: Architecture) -> bytes:
    """Return a PNG on white, in twice the size it is shown in."""
    cards = [card(one) for one in architecture.components]
    frames = [frame(one) for one in architecture.containers]
    arrows = [arrow(one) for one in architecture.connections]
    layout = laid_out(cards, frames, arrows)
    width = max(layout.width, _NARROWEST) + 2 * _MARGIN
    notes = list(_notes(architecture, [*cards, *frames, *arrows], width - 2 * _MARGIN))
    below = sum(one.height + 5 for one in notes) + (14 if notes else 0)
    height = layout.height + 2 * _MARGIN + below
    shift = (width - layout.width) / 2
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.0f} {height:.0f}">'
        ),
        f'<rect width="100%" height="100%" fill="{look.PAGE}"/>',
        f'<g transform="translate({shift:.1f} {_MARGIN})">',
        *_painted(cards, frames, arrows, layout),
        "</g>",
        *_below(notes, layout.height + _MARGIN + 14),
        "</svg>",
    ]
    longest = max(width, height)
    return _rendered("\n".join(parts), min(_ZOOM, max(1.0, _LONGEST / longest), _LIMIT / longest))


def _painted(
    cards: list[Card], frames: list[Frame], arrows: list[Arrow], layout: Layout
) -> Iterator[str]:
    """Boxes from the outside in, arrows, cards, and over all of them the words on boxes and arrows."""
    for number, box in sorted(layout.frames.items(), key=lambda each: -each[1].area):
        yield from painted_frame(frames[number], box)
    for number, curve in layout.curves.items():
        yield from painted_arrow(arrows[number], curve)
    for number, box in layout.frames.items():
        yield from painted_title(frames[number], box)
    for number, box in layout.cards.items():
        yield from painted_card(cards[number], box)
    for number, curve in layout.curves.items():
        yield from painted_label(arrows[number], curve)


def _notes(
    architecture: Architecture, shown: list[Card | Frame | Arrow], width: float
) -> Iterator[Words]:
    if any(one.uncertain for one in shown):
        yield broken("Dashed and marked “?”: I am not sure of it.", width=width, most=2, size=_NOTE)
    if architecture.unplaced:
        yield broken("Not understood", width=width, most=1, size=_NOTE, font=SEMIBOLD)
    for one in architecture.unplaced[:_MOST_NOTES]:
        yield broken(f"– {one.text}: {one.why}", width=width, most=2, size=_NOTE)
    if len(architecture.unplaced) > _MOST_NOTES:
        more = len(architecture.unplaced) - _MOST_NOTES
        yield broken(f"– and {more} more", width=width, most=1, size=_NOTE)


def _below(notes: list[Words], top: float) -> Iterator[str]:
    for one in notes:
        yield from texts(
            one, (_MARGIN, top), look.MUTED if one.font == REGULAR else look.INK, "start"
        )
        top += one.height + 5


def _rendered(svg: str, zoom: float) -> bytes:
    """Letters that our fonts lack come from those of the machine, if it has any."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            background=look.PAGE,
            skip_system_fonts=is_held(svg.replace("\n", "")),
            font_files=list(FONT_FILES),
            font_family=REGULAR,
            sans_serif_family=REGULAR,
        )
    )
