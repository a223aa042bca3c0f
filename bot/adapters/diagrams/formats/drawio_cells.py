"""The cells of a draw.io page as shapes and lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from bot.adapters.diagrams.formats.drawio_styles import Style, icon_of, is_text, kind_of, parsed
from bot.adapters.diagrams.labels import from_html
from bot.adapters.diagrams.sheet import Box, Line, Point, Shape, Sheet

_DEEPEST = 50
_LONGEST_TEXT = 4000


@dataclass(frozen=True)
class _Cell:
    id: str
    text: str
    style: Style
    element: Element

    @property
    def parent(self) -> str:
        return self.element.get("parent", "")

    @property
    def geometry(self) -> Element | None:
        return self.element.find("mxGeometry")

    @property
    def is_line(self) -> bool:
        return self.element.get("edge") == "1"

    @property
    def is_shape(self) -> bool:
        return self.element.get("vertex") == "1"


def sheet_of(model: Element) -> Sheet:
    cells = {one.id: one for one in _cells(model)}
    shown = {one.id: one for one in cells.values() if not _hidden(one, cells)}
    lines = {one.id for one in shown.values() if one.is_line}
    line_texts: dict[str, list[str]] = {}
    shapes: list[Shape] = []
    for cell in shown.values():
        if not cell.is_shape:
            continue
        if cell.parent in lines:
            line_texts.setdefault(cell.parent, []).append(cell.text)
        else:
            shapes.append(_shape(cell, shown))
    known = {one.id for one in shapes}
    return Sheet(
        tuple(shapes),
        tuple(
            _line(cell, shown, known, "\n".join((cell.text, *line_texts.get(cell.id, ()))))
            for cell in shown.values()
            if cell.is_line
        ),
    )


def _cells(model: Element) -> Iterator[_Cell]:
    """All cells; those with data of their own are wrapped in an `object` that has the id and the label."""
    for element in model.iter():
        if element.tag in {"object", "UserObject"}:
            inner = element.find("mxCell")
            if inner is not None:
                yield _cell(inner, element.get("id", ""), element.get("label", ""))
                inner.set("wrapped", "1")
        elif element.tag == "mxCell" and element.get("wrapped") is None:
            yield _cell(element, element.get("id", ""), element.get("value", ""))


def _cell(element: Element, cell_id: str, value: str) -> _Cell:
    style = parsed(element.get("style", ""))
    text = value[:_LONGEST_TEXT]
    return _Cell(cell_id, from_html(text) if "<" in text else text, style, element)


def _hidden(cell: _Cell, cells: Mapping[str, _Cell]) -> bool:
    return any(one.element.get("visible") == "0" for one in (cell, *_above(cell, cells)))


def _above(cell: _Cell, cells: Mapping[str, _Cell]) -> Iterator[_Cell]:
    for _ in range(_DEEPEST):
        parent = cells.get(cell.parent)
        if parent is None or parent is cell:
            return
        yield parent
        cell = parent


def _shape(cell: _Cell, cells: Mapping[str, _Cell]) -> Shape:
    parent = cells.get(cell.parent)
    return Shape(
        id=cell.id,
        text=cell.text,
        icon=icon_of(cell.style),
        kind=kind_of(cell.style, cell.text),
        frame="swimlane" in cell.style or "group" in cell.style,
        loose=is_text(cell.style),
        parent=cell.parent if parent and parent.is_shape else None,
        box=_box(cell, cells),
    )


def _box(cell: _Cell, cells: Mapping[str, _Cell]) -> Box | None:
    geometry = cell.geometry
    if geometry is None:
        return None
    left, top = _origin(cell, cells)
    width, height = _number(geometry, "width"), _number(geometry, "height")
    return Box(left, top, width, height) if width > 0 and height > 0 else None


def _origin(cell: _Cell, cells: Mapping[str, _Cell]) -> Point:
    """Positions count from the parent's corner; `relative` ones are fractions of its size."""
    x = y = 0.0
    chain = (cell, *_above(cell, cells))
    for one, parent in zip(chain, (*chain[1:], None), strict=True):
        geometry = one.geometry
        if geometry is None or one.is_line:
            continue
        across = down = 1.0
        if geometry.get("relative") == "1" and parent and parent.geometry is not None:
            across = _number(parent.geometry, "width")
            down = _number(parent.geometry, "height")
        x += _number(geometry, "x") * across
        y += _number(geometry, "y") * down
    return x, y


def _line(cell: _Cell, cells: Mapping[str, _Cell], known: set[str], text: str) -> Line:
    source, target = cell.element.get("source", ""), cell.element.get("target", "")
    return Line(
        source=source if source in known else None,
        target=target if target in known else None,
        text=text,
        head_at_source=cell.style.get("startArrow", "none") != "none",
        head_at_target=cell.style.get("endArrow", "classic") != "none",
        start=_point(cell, cells, "sourcePoint"),
        end=_point(cell, cells, "targetPoint"),
    )


def _point(cell: _Cell, cells: Mapping[str, _Cell], role: str) -> Point | None:
    geometry = cell.geometry
    points = () if geometry is None else geometry.iter("mxPoint")
    point = next((one for one in points if one.get("as") == role), None)
    if point is None:
        return None
    above = next(_above(cell, cells), None)
    left, top = _origin(above, cells) if above else (0.0, 0.0)
    return left + _number(point, "x"), top + _number(point, "y")


def _number(element: Element, name: str) -> float:
    try:
        value = float(element.get(name, "0"))
    except ValueError:
        return 0.0
    return value if abs(value) < 1e7 else 0.0  # noqa: PLR2004 - no page is that large, nor is NaN
