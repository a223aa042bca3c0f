"""Lines of a drawing as arrows between its things."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from bot.adapters.diagrams.containment import Containment
from bot.adapters.diagrams.labels import label
from bot.adapters.diagrams.sheet import Line, Point, Shape, Sheet

DRAWN, BY_GEOMETRY, THROUGH_BOX, TO_EACH, NO_HEAD = 1.0, 0.8, 0.8, 0.65, 0.5

# How far from a shape a loose end may stop and still be meant for it.
_REACH = 40.0
# An arrow to a box with more things in it than this is not meant for each of them.
_MOST_MEANT = 4
_MOST_WIRES = 1000
_MOST_JUNCTIONS = 200


@dataclass(frozen=True)
class Wire:
    """One arrow between two shapes."""

    source: str
    target: str
    text: str
    confidence: float


@dataclass(frozen=True)
class Wiring:
    """The arrows, and what was drawn as one and leads nowhere: its words, and why."""

    wires: tuple[Wire, ...]
    untied: tuple[tuple[str, str], ...]


def wired(
    sheet: Sheet,
    tree: Containment,
    things: frozenset[str],
    members: Mapping[str, tuple[str, ...]],
) -> Wiring:
    """Tie loose ends by geometry, go through junctions, and spread arrows to boxes over what is in them."""
    boxes = tree.containers | tree.silent
    directed = [wire for line in sheet.lines for wire in _directed(line, sheet.shapes, boxes)]
    names = {one.id: label(one.text) for one in sheet.shapes}
    untied: list[tuple[str, str]] = []
    ends: list[Wire] = []
    for wire in directed:
        if wire.source in names and wire.target in names:
            ends.append(wire)
        else:
            untied.append((_told(wire, names), "An arrow with an end that touches nothing."))
    through = _without_junctions(ends, things | boxes)
    wires: list[Wire] = []
    for wire in through:
        spread = list(_spread(wire, things, members))
        wires += spread
        if not spread:
            untied.append((_told(wire, names), "An arrow to a box: which part of it is meant?"))
    return Wiring(tuple(wires[:_MOST_WIRES]), tuple(untied))


def _directed(line: Line, shapes: tuple[Shape, ...], boxes: frozenset[str]) -> Iterator[Wire]:
    source = line.source or _at(line.start, shapes, boxes) or ""
    target = line.target or _at(line.end, shapes, boxes) or ""
    if source and source == target and not (line.source and line.target):
        return
    sure = DRAWN if line.source and line.target else BY_GEOMETRY
    if line.head_at_target:
        yield Wire(source, target, line.text, sure)
    if line.head_at_source:
        yield Wire(target, source, line.text, sure)
    if not (line.head_at_source or line.head_at_target):
        yield Wire(source, target, line.text, min(sure, NO_HEAD))


def _at(point: Point | None, shapes: tuple[Shape, ...], boxes: frozenset[str]) -> str | None:
    """The thing at a loose end: a shape within reach, else the smallest box around it."""
    if point is None:
        return None
    near = [
        (one.box.distance(point), one.box.area, one.id)
        for one in shapes
        if one.box and one.id not in boxes and one.box.distance(point) <= _REACH
    ]
    if near:
        return min(near)[2]
    around = [
        (one.box.area, one.id)
        for one in shapes
        if one.box and one.id in boxes and one.box.distance(point) == 0
    ]
    return min(around)[1] if around else None


def _without_junctions(wires: list[Wire], known: frozenset[str]) -> list[Wire]:
    """Join what meets at shapes that are nothing themselves: a dot where lines branch."""
    joints = {end for wire in wires for end in (wire.source, wire.target)} - known
    for joint in sorted(joints)[:_MOST_JUNCTIONS]:
        into = [wire for wire in wires if wire.target == joint]
        out = [wire for wire in wires if wire.source == joint]
        rest = [wire for wire in wires if joint not in (wire.source, wire.target)]
        joined = (
            Wire(a.source, b.target, a.text or b.text, min(a.confidence, b.confidence, BY_GEOMETRY))
            for a in into
            for b in out
            if a.source != b.target
        )
        wires = rest + list(islice(joined, _MOST_WIRES))
    return [wire for wire in wires if wire.source in known and wire.target in known]


def _spread(
    wire: Wire, things: frozenset[str], members: Mapping[str, tuple[str, ...]]
) -> Iterator[Wire]:
    sources = (wire.source,) if wire.source in things else members.get(wire.source, ())
    targets = (wire.target,) if wire.target in things else members.get(wire.target, ())
    if len(sources) > _MOST_MEANT or len(targets) > _MOST_MEANT:
        return
    direct = wire.source in things and wire.target in things
    single = len(sources) == 1 and len(targets) == 1
    doubt = DRAWN if direct else THROUGH_BOX if single else TO_EACH
    for source in sources:
        for target in targets:
            if direct or source != target:
                yield Wire(source, target, wire.text, min(wire.confidence, doubt))


def _told(wire: Wire, names: Mapping[str, str]) -> str:
    source = names.get(wire.source) or "…"
    target = names.get(wire.target) or "…"
    return wire.text or f"{source} → {target}"
