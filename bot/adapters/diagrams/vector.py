"""SVG: what its program wrote into it, else the picture it shows."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from bot.adapters.diagrams.content import Kind
from bot.adapters.diagrams.drawing.texts import FONT_FILES, REGULAR
from bot.adapters.diagrams.formats import drawio, excalidraw, graphviz_svg
from bot.adapters.diagrams.pictures import LONGEST_EDGE, picture_of
from bot.adapters.diagrams.sheet import Sheet
from bot.adapters.diagrams.trouble import damaged, too_much_inside
from bot.adapters.diagrams.xml_trees import tree
from bot.domain.request import Picture

_WHAT = "SVG"
_SECONDS = 10
_SCRIPT = Path(__file__).with_name("rasterise.py")
# These can name other files, or make a small file a long piece of work.
_LEFT_OUT = frozenset({"filter", "feImage", "script", "foreignObject"})
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")


def sheet_of(markup: str) -> Sheet | None:
    """Return the structure an SVG carries, None when it is but a picture."""
    if scene := excalidraw.in_svg(markup):
        return excalidraw.drawn(scene)
    root = tree(markup, what=_WHAT)
    if page := drawio.in_svg(root):
        return drawio.drawn(page)
    return graphviz_svg.drawn(root) if graphviz_svg.is_graphviz(root) else None


def picture_in(markup: str) -> Picture:
    """Return what an SVG shows; raises UserMistake when it cannot be drawn."""
    root = tree(markup, what=_WHAT)
    if root.tag != "svg":
        raise damaged(_WHAT)
    _harmless(root)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return picture_of(_rasterised(tostring(root)), Kind.PNG)


def _harmless(root: Element) -> None:
    """Leave out whatever would be fetched from elsewhere: nothing of this machine may show."""
    for element in list(root.iter()):
        for place, child in reversed(list(enumerate(element))):
            if child.tag == "foreignObject" and element.tag != "switch":
                element[place] = _as_text(child)
            elif child.tag in _LEFT_OUT or _reaches_out(child):
                del element[place]


def _as_text(page: Element) -> Element:
    """The words of a web page inside a drawing, which only a browser could set."""
    words = " ".join("".join(page.itertext()).split())
    x, y, width, height = (_number(page.get(name, "")) for name in ("x", "y", "width", "height"))
    text = Element("text", {"x": f"{x + width / 2}", "y": f"{y + height / 2 + 5}"})
    text.attrib |= {"text-anchor": "middle", "font-size": "14", "font-family": "sans-serif"}
    text.text = words
    return text


def _number(text: str) -> float:
    found = re.match(r"-?\d{1,6}(?:\.\d+)?(?!%)", text)
    return float(found[0]) if found else 0.0


def _reaches_out(element: Element) -> bool:
    allowed = ("#", "data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp")
    hrefs = [element.get(name) for name in _HREFS]
    if element.tag == "a":
        return False
    return any(href is not None and not href.strip().startswith(allowed) for href in hrefs)


def _rasterised(svg: bytes) -> bytes:
    """A process of its own, because a few hundred bytes of SVG can ask for hours of work."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script; the SVG is its input
            [sys.executable, "-P", str(_SCRIPT), str(LONGEST_EDGE), REGULAR, *FONT_FILES],
            input=svg,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_much_inside(_WHAT) from error
    if done.returncode != 0:
        raise damaged(_WHAT)
    return done.stdout
