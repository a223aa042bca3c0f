"""What a file is, by its first bytes; its name is never asked."""

import re
from collections.abc import Callable
from enum import Enum

from bot.adapters.diagrams.formats.mermaid import is_mermaid
from bot.adapters.diagrams.trouble import damaged, not_a_picture
from bot.domain.errors import UserMistake

_HEAD = 4096


class Kind(Enum):
    """What can be opened."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WebP"
    GIF = "GIF"
    SVG = "SVG"
    DRAWIO = "draw.io file"
    EXCALIDRAW = "Excalidraw file"
    MERMAID = "Mermaid file"


_PICTURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), Kind.PNG),
    (re.compile(rb"\xff\xd8\xff"), Kind.JPEG),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), Kind.WEBP),
    (re.compile(rb"GIF8[79]a"), Kind.GIF),
)
_EXPORT = "Export it as a PNG and drop that here."
_SAVE = "Save it as a PNG or JPEG and drop that here."
# Formats that hold no picture, or one I do not open: what it is, and what to do.
_OTHERS = (
    (rb"%PDF-", "a PDF", "Save the page with the diagram as a PNG and drop that here."),
    (rb"....ftyp(?:heic|heix|hevc|heim|mif1|msf1)", "a HEIC photo", _SAVE),
    (rb"....ftypavi[fs]", "an AVIF picture", _SAVE),
    (rb"....ftyp", "a video", "Take a screenshot of the diagram and drop that here."),
    (rb"BM.{4}\x00\x00\x00\x00", "a BMP picture", _SAVE),
    (rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+", "a TIFF picture", _SAVE),
    (rb"\x00\x00\x01\x00", "an icon file (ICO)", _SAVE),
    (rb"8BPS", "a Photoshop file", _EXPORT),
    (rb"\x00\x00\x00\x0cjP\x20\x20|\xff\x4f\xff\x51|\xff\x0a|\x00\x00\x00\x0cJXL\x20", "a JPEG 2000 or JPEG XL picture", _SAVE),
    (rb"PK\x03\x04", "a packed file (a document or an archive)", "Open it and export the diagram as a PNG."),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|\xfd7zXZ", "an archive", "Unpack it and drop the picture itself here."),
    (rb"\xd0\xcf\x11\xe0", "an Office document", _EXPORT),
    (rb"%!PS", "a PostScript file", _EXPORT),
    (rb"\x7fELF|MZ", "a program", "Drop the picture of the architecture here."),
)  # fmt: skip
_PAGE = re.compile(r"<!doctype html|<html\b|<head\b|<body\b", re.IGNORECASE)
_EXCALIDRAW = re.compile(r'^\{.*"type"\s*:\s*"excalidraw', re.DOTALL)


def kind_of(content: bytes) -> Kind:
    """Raises UserMistake, in words for a person, for anything that is not opened here."""
    if not content:
        raise UserMistake(
            "This file is empty. Upload it again; if it stays empty, export the diagram anew."
        )
    for pattern, kind in _PICTURES:
        if pattern.match(content):
            return kind
    for signature, what, instead in _OTHERS:
        if re.match(signature, content, re.DOTALL):
            raise not_a_picture(what, instead)
    return _kind_of_text(content)


def text_of(content: bytes) -> str | None:
    """Return the file as text, None when it is not text."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _kind_of_text(content: bytes) -> Kind:
    text = text_of(content)
    if text is None:
        raise not_a_picture("no file I know", "Export the diagram as a PNG and drop that here.")
    head = text.lstrip()[:_HEAD]
    for kind, is_it in _TEXTS:
        if is_it(head):
            return kind
    if not head:
        raise damaged("file")
    if _PAGE.search(head):
        raise not_a_picture(
            "a web page",
            "It is probably a sign-in page that was saved under the picture's name: "
            "open the picture itself, save it, and drop that here.",
        )
    raise not_a_picture("a text", "Drop the picture here, or write what to build into the message.")


def _is_svg(head: str) -> bool:
    return re.search(r"<svg\b|<\w+:svg\b", head) is not None and not _PAGE.search(head)


def _is_drawio(head: str) -> bool:
    return (
        re.match(r"(?>(?:<\?xml[^>]*>|<!--.*?-->)\s*)*+<(?:mxfile|mxGraphModel)\b", head, re.DOTALL)
        is not None
    )


def _is_excalidraw(head: str) -> bool:
    return _EXCALIDRAW.match(head) is not None


_TEXTS: tuple[tuple[Kind, Callable[[str], bool]], ...] = (
    (Kind.DRAWIO, _is_drawio),
    (Kind.SVG, _is_svg),
    (Kind.EXCALIDRAW, _is_excalidraw),
    (Kind.MERMAID, is_mermaid),
)
