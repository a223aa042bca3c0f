"""`Diagrams` over the files people drop: pictures, and drawings that carry their own structure."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.adapters.diagrams import png, vector
from bot.adapters.diagrams.content import Kind, kind_of, text_of
from bot.adapters.diagrams.drawing import drawn
from bot.adapters.diagrams.formats import drawio, excalidraw, mermaid
from bot.adapters.diagrams.pictures import picture_of
from bot.adapters.diagrams.sheet import Sheet
from bot.adapters.diagrams.trouble import damaged, nothing_drawn
from bot.adapters.diagrams.understanding import says_aws, understood
from bot.domain.architecture import Architecture
from bot.domain.errors import UserMistake
from bot.domain.request import Picture
from bot.ports import Attachment, Diagram

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class FileDiagrams:
    """Everything happens here and at once; nothing is kept and nothing is fetched."""

    def open(self, attachment: Attachment) -> Diagram:
        if len(attachment.content) > MOST_BYTES:
            raise UserMistake(
                f"This file has {len(attachment.content) / 1024 / 1024:.0f} MB, and I open "
                f"{MOST_BYTES // 1024 // 1024} MB at most. Export the diagram smaller, as a PNG for example."
            )
        kind = kind_of(attachment.content)
        if kind in _RASTERS:
            picture = picture_of(attachment.content, kind)
            return Diagram(picture, _beside(attachment.content) if kind is Kind.PNG else None)
        text = text_of(attachment.content) or ""
        if kind is Kind.SVG:
            sheet = vector.sheet_of(text)
            return _diagram(sheet, kind, or_else=text) if sheet else _shown(text)
        return _diagram(_READERS[kind](text), kind)

    def in_text(self, text: str) -> Architecture | None:
        sheet = mermaid.found(text)
        architecture = understood(sheet) if sheet else None
        return architecture if architecture and says_aws(architecture) else None

    def draw(self, architecture: Architecture) -> bytes:
        return drawn(architecture)


def _beside(content: bytes) -> Architecture | None:
    """Return the structure a PNG carries; one that cannot be read leaves the picture to be read."""
    for architecture in _in_png(content):
        if says_aws(architecture):
            return architecture
    return None


def _in_png(content: bytes) -> Iterator[Architecture]:
    for reader, keywords in (
        (drawio.drawn, drawio.PNG_KEYWORDS),
        (excalidraw.drawn, excalidraw.PNG_KEYWORDS),
    ):
        try:
            for _, text in png.texts(content, keywords):
                yield understood(reader(text))
        except UserMistake:
            continue


def _diagram(sheet: Sheet, kind: Kind, *, or_else: str | None = None) -> Diagram:
    """A drawing in which nothing is named after AWS goes to the model as a picture."""
    architecture = understood(sheet)
    if says_aws(architecture):
        return Diagram(architecture=architecture)
    if or_else is not None:
        return _shown(or_else)
    if not architecture.components:
        raise nothing_drawn(kind.value)
    return Diagram(Picture(drawn(architecture), "image/png"))


def _shown(markup: str) -> Diagram:
    return Diagram(vector.picture_in(markup))


def _mermaid(text: str) -> Sheet:
    sheet = mermaid.found(text) if "```" in text else mermaid.drawn(text)
    if sheet is None:
        raise damaged(Kind.MERMAID.value)
    return sheet


_RASTERS = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF})
_READERS = {Kind.DRAWIO: drawio.drawn, Kind.EXCALIDRAW: excalidraw.drawn, Kind.MERMAID: _mermaid}
