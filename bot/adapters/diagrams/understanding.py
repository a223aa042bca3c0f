"""From a drawing to an architecture."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.adapters.diagrams.containment import Containment, containment
from bot.adapters.diagrams.framed_icons import with_framed_icons, with_signs
from bot.adapters.diagrams.labels import counted, label, lines, slug
from bot.adapters.diagrams.loose_texts import with_captions, without_step_marks
from bot.adapters.diagrams.naming import (
    Named,
    icon_words,
    is_of_aws,
    kind_of_label,
    service_of_icon,
    service_of_label,
)
from bot.adapters.diagrams.sheet import Shape, Sheet
from bot.adapters.diagrams.wiring import Wiring, wired
from bot.domain.architecture import (
    MOST_COMPONENTS,
    MOST_CONNECTIONS,
    Architecture,
    Component,
    Connection,
    Container,
    ContainerKind,
    Unplaced,
)
from bot.domain.errors import UserMistake
from bot.domain.services import UNKNOWN, named

MOST_SHAPES = 1000
_LONGEST_TEXT = 600
_PREFIXED = re.compile(r"^([^:]{2,40}?)\s*(?::|\s[–—-])\s+(.+)$")
_BRACKETED = re.compile(r"^(.{2,80}?)\s*[(\[]([^()\[\]]{2,40})[)\]]$")
_SHARED_BORDERS = frozenset({"group", "subnet", "security-group"})
_NO_SERVICE = Named(UNKNOWN, 1.0)


def understood(sheet: Sheet) -> Architecture:
    """Return what a drawing says; raises UserMistake when it is too large."""
    if len(sheet.shapes) + len(sheet.lines) > MOST_SHAPES:
        raise _too_much(len(sheet.shapes) + len(sheet.lines), MOST_SHAPES, "shapes and lines")
    sheet, texts = with_captions(without_step_marks(_plain(sheet)))
    sheet = with_framed_icons(with_signs(sheet))
    tree = containment(sheet.shapes)
    parts = _Parts()
    boxes = [one for one in sheet.shapes if one.id in tree.containers]
    things = [one for one in sheet.shapes if one.id not in tree.containers | tree.silent]
    for one in boxes + things:
        parts.name(one)
    components = tuple(_component(one, tree, parts) for one in things if _is_component(one))
    by_shape = {one.id: parts.ids[one.id] for one in things if _is_component(one)}
    wiring = wired(sheet, tree, frozenset(by_shape), _members(by_shape, tree))
    _check_size(components, boxes, wiring)
    return Architecture(
        components=components,
        containers=tuple(_container(one, tree, parts) for one in boxes),
        connections=_connections(wiring, by_shape),
        unplaced=tuple(_unplaced(things, texts, wiring))[:MOST_COMPONENTS],
    )


def _plain(sheet: Sheet) -> Sheet:
    """The first shape of each id, and no text longer than anybody reads."""
    first_of_each_id = {one.id: one for one in reversed(sheet.shapes)}
    return Sheet(
        tuple(
            replace(one, text=one.text[:_LONGEST_TEXT], icon=one.icon[:_LONGEST_TEXT])
            for one in sheet.shapes
            if first_of_each_id[one.id] is one
        ),
        tuple(replace(one, text=one.text[:_LONGEST_TEXT]) for one in sheet.lines),
    )


def says_aws(architecture: Architecture) -> bool:
    """Whether anything in it is known to be an AWS service."""
    return any(one.service != UNKNOWN for one in architecture.services)


@dataclass
class _Parts:
    """The ids given out so far, by shape."""

    ids: dict[str, str] = field(default_factory=dict)
    _used: Counter[str] = field(default_factory=Counter)

    def name(self, shape: Shape) -> None:
        wish = slug(_own_words(shape)) or slug(icon_words(shape.icon)) or "box"
        self._used[wish] += 1
        candidate = wish if self._used[wish] == 1 else f"{wish}-{self._used[wish]}"
        while candidate in self.ids.values():
            self._used[wish] += 1
            candidate = f"{wish}-{self._used[wish]}"
        self.ids[shape.id] = candidate


def _named(shape: Shape) -> Named:
    return service_of_icon(shape.icon) or service_of_label(shape.text) or _NO_SERVICE


def _own_words(shape: Shape) -> str:
    """The label without what only repeats the service's name, unless nothing else is there."""
    said = lines(counted(shape.text)[0])
    service = _named(shape).service
    own = [_without_service(one, service) for one in said if named(one) != service]
    if not said and service == UNKNOWN:
        return icon_words(shape.icon).capitalize()
    return label("\n".join(own or said))


def _without_service(line: str, service: str) -> str:
    """“Lambda: resize”, “resize (Lambda)” and “API Gateway (orders)”."""
    for pattern in (_PREFIXED, _BRACKETED):
        if found := pattern.match(line):
            first, second = found[1].strip(), found[2].strip()
            if named(first) == service:
                return second
            if named(second) == service:
                return first
    return line


def _is_component(shape: Shape) -> bool:
    """Not a junction, a decoration or a nameless picture; an icon of AWS is a name."""
    return bool(shape.text.strip()) or is_of_aws(shape.icon)


def _component(shape: Shape, tree: Containment, parts: _Parts) -> Component:
    found = _named(shape)
    outer = tree.inside[shape.id]
    return Component(
        id=parts.ids[shape.id],
        service=found.service,
        label=_own_words(shape),
        count=counted(shape.text)[1],
        inside=parts.ids[outer] if outer else None,
        confidence=found.confidence,
    )


def _container(shape: Shape, tree: Containment, parts: _Parts) -> Container:
    outer = tree.inside[shape.id]
    return Container(
        id=parts.ids[shape.id],
        kind=_kind(shape),
        label=label(shape.text),
        inside=parts.ids[outer] if outer else None,
    )


def _kind(shape: Shape) -> ContainerKind:
    """Borders that stand for one thing only say more than a title."""
    if shape.kind and shape.kind not in _SHARED_BORDERS:
        return shape.kind
    return kind_of_label(shape.text) or shape.kind or "group"


def _members(by_shape: Mapping[str, str], tree: Containment) -> Mapping[str, tuple[str, ...]]:
    """The components that stand in each container, however deep."""
    members: dict[str, list[str]] = {}
    for each in by_shape:
        outer = tree.inside[each]
        while outer is not None:
            members.setdefault(outer, []).append(each)
            outer = tree.inside[outer]
    return {outer: tuple(each) for outer, each in members.items()}


def _connections(wiring: Wiring, by_shape: Mapping[str, str]) -> tuple[Connection, ...]:
    """One a pair and label; what is drawn twice counts once, as sure as the surer of the two."""
    found: dict[tuple[str, str, str], float] = {}
    for wire in wiring.wires:
        key = by_shape[wire.source], by_shape[wire.target], label(wire.text)
        found[key] = max(found.get(key, 0), wire.confidence)
    labelled = {key[:2] for key in found if key[2]}
    return tuple(
        Connection(source=source, target=target, label=said, confidence=confidence)
        for (source, target, said), confidence in found.items()
        if said or (source, target) not in labelled
    )


def _unplaced(things: list[Shape], texts: tuple[Shape, ...], wiring: Wiring) -> Iterator[Unplaced]:
    for one in things:
        if one.icon and not _is_component(one):
            said = icon_words(one.icon) or "a picture"
            yield Unplaced(text=label(said), why="A picture without a label.")
    for text in texts:
        if said := label(text.text):
            yield Unplaced(text=said, why="A text that belongs to no shape.")
    for said, why in wiring.untied:
        yield Unplaced(text=label(said), why=why)


def _check_size(components: tuple[Component, ...], boxes: list[Shape], wiring: Wiring) -> None:
    for number, most, what in (
        (len(components), MOST_COMPONENTS, "components"),
        (len(boxes), MOST_COMPONENTS, "groups"),
        (len(wiring.wires), MOST_CONNECTIONS, "arrows"),
    ):
        if number > most:
            raise _too_much(number, most, what)


def _too_much(number: int, most: int, what: str) -> UserMistake:
    return UserMistake(
        f"This diagram has {number} {what}, and I read {most} at most. "
        "Leave out what need not be built, or give me one part of it at a time."
    )
