"""draw.io: where its XML stands in a file, and the page of it that has something drawn."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from bot.adapters.diagrams.formats.drawio_cells import sheet_of
from bot.adapters.diagrams.inflating import inflated
from bot.adapters.diagrams.sheet import Sheet
from bot.adapters.diagrams.trouble import damaged, too_much_inside
from bot.adapters.diagrams.xml_trees import tree

PNG_KEYWORDS = frozenset({"mxfile", "mxGraphModel"})
_WHAT = "draw.io file"
_MOST_PAGES = 50
_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)")


def drawn(markup: str) -> Sheet:
    """Return the first page that has something on it; an empty sheet when none has."""
    pages = _models(tree(_plain(markup), what=_WHAT))
    sheets = (sheet_of(page) for page in pages)
    return next((one for one in sheets if one.shapes), Sheet())


def in_svg(root: Element) -> str | None:
    """Return the draw.io XML that an SVG carries."""
    content = root.get("content", "")
    plain = _plain(content)
    return plain if plain.lstrip().startswith(("<mxfile", "<mxGraphModel")) else None


def _plain(markup: str) -> str:
    """Older versions write the XML URL-encoded; files written by hand have ampersands that stand alone."""
    plain = unquote(markup) if markup.lstrip().startswith("%3C") else markup
    return _AMPERSAND.sub("&amp;", plain)


def _models(root: Element) -> Iterator[Element]:
    if root.tag == "mxGraphModel":
        yield root
        return
    pages = list(root.iter("diagram"))
    if len(pages) > _MOST_PAGES:
        raise too_much_inside(_WHAT)
    for page in pages:
        model = page.find("mxGraphModel")
        if model is not None:
            yield model
        elif page.text and page.text.strip():
            yield tree(_unpacked(page.text.strip()), what=_WHAT)


def _unpacked(page: str) -> str:
    try:
        packed = base64.b64decode(page, validate=False)
    except (binascii.Error, ValueError) as error:
        raise damaged(_WHAT) from error
    try:
        return unquote(inflated(packed, what=_WHAT, raw=True).decode())
    except UnicodeDecodeError as error:
        raise damaged(_WHAT) from error
