"""Questions to an architecture that blocks and wiring ask: who stands beside whom, who is reached from outside."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.domain.architecture import Architecture, Component
from bot.domain.services import SERVICES

COMPUTE = ("lambda", "ec2", "fargate", "ecs", "autoscaling")
# What also works in a role of its own, and is told nothing by environment variables or not all of it.
ACTING = ("eks", "batch", "apprunner", "elasticbeanstalk", "codebuild", "glue", "emr", "sagemaker")
_PASSED_THROUGH = frozenset({"vpcendpoint"})
_FRONT_DOORS = frozenset({"igw", "cloudfront", "route53", "waf", "globalaccelerator"})
_READS = re.compile(
    r"\b(get|gets|read|reads|reading|list|lists|query|queries|fetch|fetches|search|find|load|loads|lookup|view|show)\b"
)
_WRITES = re.compile(
    r"\b(put|puts|write|writes|writing|save|saves|store|stores|insert|upload|uploads|archive|append|record)\b"
)


@dataclass(frozen=True, slots=True)
class Wire:
    """One arrow, from component to component."""

    source: Component
    target: Component
    label: str = ""


@dataclass(frozen=True)
class Drawing:
    """An architecture in which every component is one thing; `made` are the ids of those that get resources."""

    architecture: Architecture
    made: frozenset[str]

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """What gets resources, in the order of the architecture."""
        return tuple(one for one in self.architecture.components if one.id in self.made)

    @cached_property
    def wires(self) -> tuple[Wire, ...]:
        """Every arrow once, also those that the architecture only implies."""
        by_id = {one.id: one for one in self.architecture.components}
        ends = [(one.source, one.target, one.label) for one in self.architecture.connections]
        through = {name for name, one in by_id.items() if one.service in _PASSED_THROUGH}
        implied = [
            (first, last, said)
            for first, middle, said in ends
            for start, last, _ in ends
            if middle in through and start == middle and first != last
        ]
        return tuple(
            Wire(by_id[source], by_id[target], label)
            for source, target, label in dict.fromkeys([*ends, *implied])
            if source != target
        )

    @cached_property
    def connected(self) -> tuple[Wire, ...]:
        """The arrows between two things that both get resources."""
        return tuple(
            one for one in self.wires if one.source.id in self.made and one.target.id in self.made
        )

    def targets(self, component: Component, *services: str) -> tuple[Component, ...]:
        """What it points at: of these services, or of any if none is named."""
        found = [one.target for one in self.wires if one.source.id == component.id]
        return tuple(dict.fromkeys(one for one in found if not services or one.service in services))

    def sources(self, component: Component, *services: str) -> tuple[Component, ...]:
        """What points at it."""
        found = [one.source for one in self.wires if one.target.id == component.id]
        return tuple(dict.fromkeys(one for one in found if not services or one.service in services))

    def beside(self, component: Component, *services: str) -> tuple[Component, ...]:
        """What it is connected with, whichever way the arrow points, if that gets resources."""
        both = (*self.sources(component, *services), *self.targets(component, *services))
        return tuple(dict.fromkeys(one for one in both if one.id in self.made))

    def of(self, *services: str) -> tuple[Component, ...]:
        return tuple(one for one in self.components if one.service in services)

    def within(self, component: Component, kind: str) -> bool:
        return any(one.kind == kind for one in self.architecture.around(component))

    def entered(self, component: Component) -> bool:
        """Whether the outside world comes in here."""
        return any(
            SERVICES[one.service].outside or one.service in _FRONT_DOORS
            for one in self.sources(component)
        )

    def leaves(self, component: Component) -> bool:
        """Whether it calls something outside AWS."""
        return any(SERVICES[one.service].outside for one in self.targets(component))

    def replied(self, wire: Wire) -> bool:
        """Whether an arrow also points the other way."""
        return any(
            one.source.id == wire.target.id and one.target.id == wire.source.id
            for one in self.wires
        )


def only_reads(wire: Wire, name: str) -> bool:
    """Whether the arrow, or else the name of where it starts, speaks of reading and of nothing more."""
    said = wire.label.lower() or name.replace("-", " ")
    return bool(_READS.search(said)) and not _WRITES.search(said)


def speaks_of_reading(wire: Wire) -> bool:
    return bool(_READS.search(wire.label.lower()))


def only_writes(wire: Wire) -> bool:
    said = wire.label.lower()
    return bool(_WRITES.search(said)) and not _READS.search(said)
