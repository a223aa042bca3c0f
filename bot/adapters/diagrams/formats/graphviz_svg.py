"""SVG made by Graphviz: nodes, edges and clusters are marked as such."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from bot.adapters.diagrams.sheet import Box, Line, Point, Shape, Sheet, around

_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_LONGEST_NAME = 300
_EDGE_TITLE = re.compile(r"-[->]")
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")


def is_graphviz(root: Element) -> bool:
    return any(one.get("class") == "graph" for one in root.iter("g")) and any(
        one.get("class") == "node" for one in root.iter("g")
    )


def drawn(root: Element) -> Sheet:
    clusters, nodes = list(_marked(root, "cluster")), list(_marked(root, "node"))
    shapes = [*_shapes(clusters, frame=True), *_shapes(nodes, frame=False)]
    known = {one.id for one in shapes}
    lines = (_line(one, known) for one in _marked(root, "edge"))
    return Sheet(tuple(shapes), tuple(one for one in lines if one is not None))


def _marked(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter("g") if one.get("class", "").split()[:1] == [name])


def _shapes(groups: list[Element], *, frame: bool) -> Iterator[Shape]:
    for one in groups:
        name = _title(one)
        text = "\n".join(_texts(one))
        icon = next((href for image in one.iter("image") if (href := _href(image))), "")
        yield Shape(name, text=text, icon=icon, frame=frame, box=_box(one))


def _title(group: Element) -> str:
    title = group.find("title")
    return (title.text or "").strip()[:_LONGEST_NAME] if title is not None else ""


def _texts(group: Element) -> Iterator[str]:
    for one in group.iter("text"):
        yield "".join(one.itertext()).strip()


def _href(image: Element) -> str:
    href = next((image.get(name, "") for name in _HREFS if image.get(name)), "")
    return "image" if href.startswith("data:") else href


def _box(group: Element) -> Box | None:
    boxes = [box for one in group.iter() if (box := _outline(one)) is not None]
    return around(boxes) if boxes else None


def _outline(element: Element) -> Box | None:
    if element.tag == "ellipse":
        cx, cy, rx, ry = (_first(element.get(name, "")) for name in ("cx", "cy", "rx", "ry"))
        return Box(cx - rx, cy - ry, 2 * rx, 2 * ry)
    if element.tag == "image":
        x, y, width, height = (
            _first(element.get(name, "")) for name in ("x", "y", "width", "height")
        )
        return Box(x, y, width, height)
    points = _points(
        element.get("points", "") if element.tag == "polygon" else element.get("d", "")
    )
    if len(points) < 2:  # noqa: PLR2004 - two make a box
        return None
    return around([Box(x, y, 0, 0) for x, y in points])


def _points(text: str) -> list[Point]:
    numbers = [float(one) for one in _NUMBERS.findall(text)]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _first(text: str) -> float:
    found = _NUMBERS.search(text)
    return float(found[0]) if found else 0.0


def _line(group: Element, known: set[str]) -> Line | None:
    ends = _ends(_title(group), known)
    if ends is None:
        return None
    at_source, at_target = _heads(group)
    return Line(
        *ends,
        text=" ".join(_texts(group)),
        head_at_source=at_source,
        head_at_target=at_target,
    )


def _ends(title: str, known: set[str]) -> tuple[str, str] | None:
    """`a->b`, where a name may have such an arrow in itself and a port behind a colon."""
    for cut in _EDGE_TITLE.finditer(title):
        ends = [_node(part, known) for part in (title[: cut.start()], title[cut.end() :])]
        if ends[0] is not None and ends[1] is not None:
            return ends[0], ends[1]
    return None


def _node(name: str, known: set[str]) -> str | None:
    while name not in known:
        name, port, _ = name.rpartition(":")
        if not port:
            return None
    return name


def _heads(group: Element) -> tuple[bool, bool]:
    """An arrow head is a filled shape at that end of the line."""
    path = next((_points(one.get("d", "")) for one in group.iter("path")), [])
    heads = [one for tag in ("polygon", "ellipse") for one in group.iter(tag)]
    boxes = [box for one in heads if (box := _outline(one)) is not None]
    if not path or not boxes:
        return False, bool(boxes)
    at_source = [one.distance(path[0]) < one.distance(path[-1]) for one in boxes]
    return any(at_source), not all(at_source)
