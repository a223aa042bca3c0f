"""Excalidraw: its scene in a file, in a PNG or in an SVG, as shapes and lines."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from bot.adapters.diagrams.formats.excalidraw_groups import grouped
from bot.adapters.diagrams.inflating import LARGEST, inflated
from bot.adapters.diagrams.sheet import Box, Line, Point, Shape, Sheet, around
from bot.adapters.diagrams.trouble import damaged, too_much_inside

Element: TypeAlias = Mapping[str, Any]

PNG_KEYWORDS = frozenset({"application/vnd.excalidraw+json"})
_PAYLOAD, _START, _END = "payload-type:application/vnd.excalidraw+json", "payload-start", "<!--"
_WHAT = "Excalidraw file"
_LINES = frozenset({"arrow", "line"})
_FRAMES = frozenset({"frame", "magicframe"})
_SHAPES = frozenset({"rectangle", "ellipse", "diamond", "image", "embeddable", "iframe", "text"})


def in_svg(markup: str) -> str | None:
    """Return the scene that an SVG carries in its comments."""
    _, _, after = markup.partition(_PAYLOAD)
    _, _, content = after.partition(_START)
    if not content:
        return None
    try:
        return base64.b64decode(content.partition("-->")[2].partition(_END)[0]).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise damaged(_WHAT) from error


def drawn(text: str) -> Sheet:
    """Return what a scene draws; raises UserMistake when it is damaged."""
    elements = [one for one in _scene(text) if not one.get("isDeleted")]
    by_id = {_id(one): one for one in elements}
    texts = dict(_bound_texts(elements, by_id))
    shapes = [_shape(one, texts) for one in elements if _stands(one, by_id)]
    known = {one.id for one in shapes}
    lines = tuple(_line(one, texts, known) for one in elements if _is_arrow(one))
    icons = _icons(elements, by_id, lines)
    merged = grouped(shapes, icons)
    new_ids = {old: new.id for new, olds in icons for old in olds}
    return Sheet(
        tuple(merged),
        tuple(
            replace(
                one,
                source=new_ids.get(one.source or "", one.source),
                target=new_ids.get(one.target or "", one.target),
            )
            for one in lines
        ),
    )


def _scene(text: str) -> list[Element]:
    scene = _parsed(text)
    if "encoded" in scene:
        scene = _parsed(_decoded(scene))
    elements = scene.get("elements")
    if not isinstance(elements, list):
        raise damaged(_WHAT)
    return [one for one in elements if isinstance(one, dict)]


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        raise too_much_inside(_WHAT)
    try:
        scene = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise damaged(_WHAT) from error
    if not isinstance(scene, dict):
        raise damaged(_WHAT)
    return scene


def _decoded(scene: Mapping[str, Any]) -> str:
    """A string of which each character is one byte, compressed as a rule."""
    try:
        content = str(scene["encoded"]).encode("latin-1")
        if scene.get("compressed"):
            content = inflated(content, what=_WHAT)
        return content.decode()
    except UnicodeError as error:
        raise damaged(_WHAT) from error


def _word(element: Element, name: str) -> str:
    """A string of an element, empty when it is none."""
    value = element.get(name)
    return value if isinstance(value, str) else ""


def _id(element: Element) -> str:
    return _word(element, "id")


def _is_arrow(element: Element) -> bool:
    """A line counts when it is tied to something; else it is part of a drawing."""
    if element.get("type") == "arrow":
        return True
    return element.get("type") == "line" and bool(_tied(element))


def _tied(element: Element) -> list[str]:
    bindings = (element.get("startBinding"), element.get("endBinding"))
    return [
        bound for one in bindings if isinstance(one, dict) and (bound := _word(one, "elementId"))
    ]


def _stands(element: Element, by_id: Mapping[str, Element]) -> bool:
    kind = element.get("type")
    if kind == "text":
        return _word(element, "containerId") not in by_id
    return kind in _SHAPES or kind in _FRAMES


def _bound_texts(
    elements: list[Element], by_id: Mapping[str, Element]
) -> Iterator[tuple[str, str]]:
    for one in elements:
        if one.get("type") == "text" and _word(one, "containerId") in by_id:
            yield _word(one, "containerId"), _word(one, "text")


def _shape(element: Element, texts: Mapping[str, str]) -> Shape:
    kind, shape_id = element.get("type"), _id(element)
    own = _word(element, "text" if kind == "text" else "name")
    return Shape(
        shape_id,
        text=texts.get(shape_id, "") or own,
        icon="image" if kind == "image" else "",
        frame=kind in _FRAMES,
        loose=kind == "text",
        parent=_word(element, "frameId") or None,
        box=_box(element),
    )


def _line(element: Element, texts: Mapping[str, str], known: set[str]) -> Line:
    ends = [_bound(element, name, known) for name in ("startBinding", "endBinding")]
    points = [_point(element, at) for at in (0, -1)]
    return Line(
        ends[0],
        ends[1],
        text=texts.get(_id(element), ""),
        head_at_source=element.get("startArrowhead") is not None,
        head_at_target=element.get("endArrowhead") is not None,
        start=points[0],
        end=points[1],
    )


def _bound(element: Element, name: str, known: set[str]) -> str | None:
    binding = element.get(name)
    bound = _word(binding, "elementId") if isinstance(binding, dict) else ""
    return bound if bound in known else None


def _point(element: Element, at: int) -> Point | None:
    points = element.get("points")
    try:
        x, y = points[at]  # type: ignore[index]  # whatever else it is, is caught
        return _number(element.get("x")) + _number(x), _number(element.get("y")) + _number(y)
    except (TypeError, ValueError, IndexError, KeyError):
        return None


def _box(element: Element) -> Box | None:
    width, height = _number(element.get("width")), _number(element.get("height"))
    if width <= 0 or height <= 0:
        return None
    return Box(_number(element.get("x")), _number(element.get("y")), width, height)


def _number(value: object) -> float:
    fits = isinstance(value, int | float) and abs(value) < 1e7  # noqa: PLR2004 - nor is NaN
    return float(value) if fits else 0.0  # type: ignore[arg-type]  # it is a number: see above


def _icons(
    elements: list[Element], by_id: Mapping[str, Element], lines: tuple[Line, ...]
) -> list[tuple[Shape, frozenset[str]]]:
    """Groups that are one drawing, as those of the icon libraries, each with what it is made of."""
    groups: dict[str, list[Element]] = {}
    for one in elements:
        names = one.get("groupIds")
        if isinstance(names, list) and names and not _is_arrow(one):
            groups.setdefault(str(names[-1]), []).append(one)
    tied = {end for line in lines for end in (line.source, line.target) if end}
    return [
        (icon, frozenset(map(_id, members)))
        for name, members in groups.items()
        if (icon := _icon(name, members, by_id, tied)) is not None
    ]


def _icon(
    name: str, members: list[Element], by_id: Mapping[str, Element], tied: set[str]
) -> Shape | None:
    texts = [_word(one, "text") for one in members if one.get("type") == "text"]
    boxes = [box for one in members if (box := _box(one)) is not None]
    labelled = sum(_word(one, "containerId") in by_id for one in members)
    if len(texts) > 2 or labelled > 1 or not boxes:  # noqa: PLR2004 - a name and what it is
        return None
    if len(tied & set(map(_id, members))) > 1:
        return None
    frames = [_word(one, "frameId") for one in members if _word(one, "frameId")]
    return Shape(
        f"group {name}",
        text="\n".join(texts),
        icon="drawing",
        parent=frames[0] if frames else None,
        box=around(boxes),
    )
