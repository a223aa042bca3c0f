"""From an architecture to its template: name everything, place it, build it, connect it, finish it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.blocks.catalogue import CATALOGUE
from bot.blocks.counting import one_by_one
from bot.blocks.domain import ASKED_FOR, wants_domain
from bot.blocks.drawing import COMPUTE, Drawing, Wire
from bot.blocks.naming import Names, logical_id, plain
from bot.blocks.network.build import build_network
from bot.blocks.placing.plan import planned
from bot.blocks.stake import Stake
from bot.blocks.template import NETWORK, Template
from bot.blocks.wiring.table import RULES
from bot.blocks.writing import Section, written
from bot.domain.architecture import Architecture
from bot.domain.services import SERVICES

_SAYS_MORE = frozenset({*COMPUTE, "apigateway"})


@dataclass(frozen=True)
class Composed:
    """A template in YAML, and what the picture did not say, one sentence each."""

    template: str
    assumptions: tuple[str, ...]


def compose(architecture: Architecture, *, title: str) -> Composed:
    """The same architecture gives the same template, to the byte; a service without a block is left out."""
    template = _assembled(architecture)
    text = written(
        plain(title) or "An architecture",
        template.parameters,
        _sections(template),
        template.outputs,
    )
    return Composed(text, template.assumptions)


def _assembled(architecture: Architecture) -> Template:
    drawing = _drawing(one_by_one(architecture))
    names = Names()
    ids = {
        one.id: names.claim(
            logical_id(one.label, CATALOGUE[one.service].noun, SERVICES[one.service].aliases)
        )
        for one in drawing.components
    }
    template = Template(drawing, planned(drawing, names), ids, names)
    build_network(template)
    if wants_domain(drawing):
        template.assume(ASKED_FOR, Stake.ACT)
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
    return template


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
