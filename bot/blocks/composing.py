"""From an architecture to its template: name everything, place it, build it, connect it, finish it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.blocks.catalogue import CATALOGUE
from bot.blocks.counting import one_by_one
from bot.blocks.domain import wanting
from bot.blocks.drawing import COMPUTE, Drawing, Wire
from bot.blocks.naming import NOTHING_KNOWN, Names, logical_id, plain
from bot.blocks.network.build import build_network
from bot.blocks.placing.plan import planned
from bot.blocks.stake import Stake
from bot.blocks.template import NETWORK, Template
from bot.blocks.wiring.keys import hand_keys
from bot.blocks.wiring.table import RULES
from bot.blocks.writing import Section, written
from bot.domain.architecture import Architecture, Component
from bot.domain.services import SERVICES

_OF_THE_NETWORK = frozenset({"igw", "nat"})
_SAYS_MORE = frozenset({*COMPUTE, "apigateway"})


@dataclass(frozen=True)
class Composed:
    """A template in YAML, and what the picture did not say, one sentence each.

    `ids` are the logical ids of its things by what they stand for, `types` the types of its resources.
    """

    template: str
    assumptions: tuple[str, ...]
    ids: Mapping[str, str] = field(repr=False)
    types: Mapping[str, str] = field(repr=False)


def compose(
    architecture: Architecture, *, title: str, known: Mapping[str, str] = NOTHING_KNOWN
) -> Composed:
    """The same architecture gives the same template, to the byte; a service without a block is left out.

    `known` are the `ids` of what stands already: that keeps them, whatever is drawn before or beside it now.
    """
    names = Names(known)
    template = _assembled(architecture, names)
    text = written(
        plain(title) or "An architecture",
        template.parameters,
        _sections(template),
        template.outputs,
    )
    types = {name: one.type for name, one in template.resources.items()}
    return Composed(text, template.assumptions, {**known, **names.given}, types)


def ids_of(
    architecture: Architecture, known: Mapping[str, str] = NOTHING_KNOWN
) -> Mapping[str, str]:
    """The logical ids by component and the like; of what is gone as well, so that nothing else is called so."""
    return compose(architecture, title="", known=known).ids


def _assembled(architecture: Architecture, names: Names) -> Template:
    drawing = _drawing(one_by_one(architecture))
    ids = {one.id: _claimed(names, one) for one in drawing.components}
    template = Template(drawing, planned(drawing, names), ids, names)
    build_network(template)
    wanted = wanting(drawing)
    if wanted:
        template.assume(wanted, Stake.ACT)
    for one in drawing.components:
        template.section = one.id
        CATALOGUE[one.service].build(template, one)
    for wire in _told_once(drawing):
        rule = RULES.get((wire.source.service, wire.target.service))
        if rule:
            template.section = wire.source.id
            rule(template, wire)
    # Code is told addresses last, when it is known what already waits for the code.
    for one in sorted(drawing.components, key=lambda one: one.service in COMPUTE):
        template.section = one.id
        CATALOGUE[one.service].finish(template, one)
    hand_keys(template)
    return template


def _claimed(names: Names, component: Component) -> str:
    noun = CATALOGUE[component.service].noun
    wanted = logical_id(component.label, noun, SERVICES[component.service].aliases)
    # A network that was made without being asked for has them already.
    instead = names.known_as(noun) if component.service in _OF_THE_NETWORK else None
    return names.claim(wanted, component.id, instead)


def _told_once(drawing: Drawing) -> Iterator[Wire]:
    """One arrow for each pair; all of them where what is written on an arrow says what more it makes."""
    known: set[tuple[str, str]] = set()
    for wire in drawing.connected:
        pair = (wire.source.id, wire.target.id)
        if pair not in known or wire.source.service in _SAYS_MORE:
            yield wire
        known.add(pair)


def _drawing(architecture: Architecture) -> Drawing:
    """Leaves out what has no block, and what cannot stand once something else is left out."""
    left = frozenset(one.id for one in architecture.components if one.service in CATALOGUE)
    while True:
        drawing = Drawing(architecture, left)
        standing = frozenset(
            one.id for one in drawing.components if CATALOGUE[one.service].stands(drawing, one)
        )
        if standing == left:
            return drawing
        left = standing


def _sections(template: Template) -> Iterator[Section]:
    titles = {one.id: f"{template.title(one)}" for one in template.drawing.components}
    for section, title in {NETWORK: NETWORK, **titles}.items():
        resources = {
            name: one.body() for name, one in template.resources.items() if one.section == section
        }
        if resources:
            yield title, resources
