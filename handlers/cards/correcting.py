"""Makes components and boxes of the lines a person entered: as they were, but for what was changed.

Whatever is left as it was keeps its id, so that the template changes no more than the architecture does. What
a person has looked at is certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Generic, TypeAlias, TypeVar

from bot.domain.architecture import (
    CONTAINER_TITLES,
    LONGEST_LABEL,
    Architecture,
    Component,
    Container,
    ContainerKind,
)
from bot.domain.services import SERVICES, UNKNOWN, named
from bot.domain.type_titles import short_title
from handlers.cards.architecture_lines import ThingLine
from handlers.cards.blocks import shorten
from handlers.cards.naming import (
    component_names,
    container_names,
    same,
    without_number,
)

Thing = TypeVar("Thing", Component, Container)

MOST_OF_ONE = 100
NAMES_TOLD = 8
NAME_CHARACTERS = 40
# How much of a name has to be right for it to be taken for a slip of the pen.
ALIKE = 0.7
SERVICE_NAMES = tuple(short_title(one) for one in SERVICES)

_SERVICES = {
    **{same(short_title(one.name)): one.name for one in SERVICES.values()},
    **{same(one.title): one.name for one in SERVICES.values()},
}
_KINDS: Mapping[str, ContainerKind] = {
    **{same(title): kind for kind, title in CONTAINER_TITLES.items()},
    **{kind: kind for kind in CONTAINER_TITLES},
    "az": "availability-zone",
    "asg": "auto-scaling-group",
    "aws": "cloud",
    "public": "public-subnet",
    "private": "private-subnet",
}


def service_of(text: str) -> str | None:
    """The service that a person calls so."""
    return _SERVICES.get(same(text)) or named(text)


def kind_of(text: str) -> ContainerKind | None:
    """The kind of box that a person calls so."""
    return _KINDS.get(same(text)) or _KINDS.get(same(text).replace(" ", "-"))


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line, in a sentence that follows its number, and what could stand there instead."""

    line: int
    text: str
    names: tuple[str, ...] = ()


@dataclass
class Corrected(Generic[Thing]):
    """Components or containers as they are now, by what they are called, and what is wrong with their lines."""

    things: list[Thing] = field(default_factory=list)
    called: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add(self, thing: Thing, name: str = "") -> None:
        self.things.append(thing)
        if name:
            self.called[same(name)] = thing.id


Boxes: TypeAlias = Corrected[Container]
Parts: TypeAlias = Corrected[Component]


# --- boxes -----------------------------------------------------------------------------------


def containers(lines: Iterable[ThingLine], before: Architecture) -> Boxes:
    """The boxes that the lines say there are."""
    lines = [*lines]
    made = Boxes()
    named_before = _by_name(before.containers, container_names(before.containers))
    fresh = fresh_ids("box", before)
    for line in lines:
        old = named_before.get(same(line.name))
        kind = _kind(line, old)
        if fault := _repeated(line, made.called) or (None if kind else _no_kind(line)):
            made.faults.append(fault)
            continue
        label = old.label if old else _label(line, CONTAINER_TITLES[kind or "group"])
        box = Container(
            id=old.id if old else next(fresh),
            kind=kind or "group",
            label=label,
            settings=old.settings if old and old.kind == kind else (),
        )
        made.add(box, line.name)
    if not made.faults:
        _put_inside(made, lines)
    return made


def _kind(line: ThingLine, old: Container | None) -> ContainerKind | None:
    if line.what is not None:
        return kind_of(line.what)
    return old.kind if old else kind_of(without_number(line.name))


def _put_inside(made: Boxes, lines: Sequence[ThingLine]) -> None:
    for at, line in enumerate(lines):
        if line.where is None:
            continue
        around = box_called(line.where, made)
        if around is None:
            made.faults.append(_no_box(line.number, line.where, made))
        else:
            made.things[at] = made.things[at].model_copy(update={"inside": around})
    parents = {one.id: one.inside for one in made.things}
    round_about = [
        line for line, one in zip(lines, made.things, strict=True) if _circular(one.id, parents)
    ]
    made.faults += [
        Fault(line.number, f"{said(line.name)} can’t stand in itself.") for line in round_about[:1]
    ]


def _circular(start: str, parents: Mapping[str, str | None]) -> bool:
    above, steps = parents[start], 0
    while above is not None and above != start and steps <= len(parents):
        above, steps = parents[above], steps + 1
    return above == start


def box_called(name: str, made: Boxes) -> str | None:
    """The box of that name, or the only one of that kind."""
    if found := made.called.get(same(name)):
        return found
    of_kind = [one.id for one in made.things if one.kind == kind_of(name)]
    return of_kind[0] if len(of_kind) == 1 else None


def _no_box(line: int, name: str, made: Boxes) -> Fault:
    names = tuple(container_names(made.things).values())
    return Fault(line, f"there is no box called {said(name)}{or_rather(name, names)}", names)


# --- components ------------------------------------------------------------------------------


def components(lines: Iterable[ThingLine], before: Architecture, boxes: Boxes) -> Parts:
    """The components that the lines say there are."""
    made = Parts()
    named_before = _by_name(before.components, component_names(before.components))
    fresh = fresh_ids("part", before)
    for line in lines:
        old = named_before.get(same(line.name))
        service = _service(line, old)
        inside = None if line.where is None else box_called(line.where, boxes)
        if fault := _repeated(line, made.called) or _component_fault(line, service, inside, boxes):
            made.faults.append(fault)
            continue
        service = service or UNKNOWN
        one = Component(
            id=old.id if old else next(fresh),
            service=service,
            label=old.label if old else _label(line, *_titles(service)),
            count=line.count or 1,
            inside=inside,
            settings=old.settings if old and old.service == service else (),
        )
        made.add(one, line.name)
    return made


def _service(line: ThingLine, old: Component | None) -> str | None:
    if line.what is not None:
        return service_of(line.what)
    return old.service if old else service_of(without_number(line.name))


def _component_fault(
    line: ThingLine, service: str | None, inside: str | None, boxes: Boxes
) -> Fault | None:
    if service is None:
        what = line.what or line.name
        rather = or_rather(what, SERVICE_NAMES)
        told = f"I don’t know a service called {said(what)}{rather}"
        example = "" if rather != "." else " Write it like this: Orders (Amazon SQS)."
        return Fault(line.number, f"{told}{example}")
    if line.where is not None and inside is None:
        return _no_box(line.number, line.where, boxes)
    if line.count is not None and not 1 <= line.count <= MOST_OF_ONE:
        return Fault(line.number, f"×{line.count} is not a number from 1 to {MOST_OF_ONE}.")
    return None


def _titles(service: str) -> tuple[str, ...]:
    return SERVICES[service].title, short_title(service), *SERVICES[service].aliases


# --- for both --------------------------------------------------------------------------------


def _by_name(things: Iterable[Thing], names: Mapping[str, str]) -> dict[str, Thing]:
    return {same(names[one.id]): one for one in things}


def fresh_ids(stem: str, before: Architecture) -> Iterator[str]:
    """Ids that nothing had before."""
    taken = {one.id for one in before.components} | {one.id for one in before.containers}
    number = 0
    while True:
        number += 1
        if (found := f"{stem}-{number}") not in taken:
            yield found


def _label(line: ThingLine, *titles: str) -> str:
    """What a new thing is called, unless that only says what it is."""
    name = without_number(line.name)
    return "" if same(name) in map(same, titles) else line.name[:LONGEST_LABEL]


def _repeated(line: ThingLine, called: Mapping[str, str]) -> Fault | None:
    if not line.name:
        return Fault(line.number, "there is no name on it.")
    twice = same(line.name) in called
    return Fault(line.number, f"{said(line.name)} is there twice.") if twice else None


def _no_kind(line: ThingLine) -> Fault:
    return Fault(
        line.number,
        f"I don’t know what {said(line.what or line.name)} is. "
        "Write it like this: Production (VPC).",
    )


def said(name: str) -> str:
    return f"“{shorten(name, NAME_CHARACTERS)}”"


def or_rather(name: str, names: Iterable[str]) -> str:
    """The end of a sentence about a name that nothing has: the nearest one that something has."""
    spelled = {same(one): one for one in names}
    near = get_close_matches(same(name)[:LONGEST_LABEL], spelled, n=1, cutoff=ALIKE)
    return f" – did you mean {said(spelled[near[0]])}?" if near else "."


def as_many(pieces: Iterable[str], separator: str, room: int) -> list[str]:
    """The first of them, as far as they fit as a whole."""
    kept: list[str] = []
    for one in pieces:
        if len(separator.join([*kept, one])) > room:
            break
        kept.append(one)
    return kept


def known(names: Sequence[str], room: int) -> str:
    """What there is to choose from, name by whole name; Slack shows a line or two beside a field."""
    told = as_many((shorten(one, NAME_CHARACTERS) for one in names[:NAMES_TOLD]), ", ", room)
    more = f" and {len(names) - len(told)} more" if len(names) > len(told) else ""
    return f"I know {', '.join(told)}{more}." if told else ""
