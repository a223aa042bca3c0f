"""How much of a drawing was read: micro-averaged F1 over multisets of services, arrows and members."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.architecture import Architecture
from bot.domain.services import SERVICES
from tests.offline.seeing.drawing import Drawn

# Frames that say where the whole picture lies, or how machines are counted, and not in which network.
_NO_NETWORK = {"cloud", "region", "account", "auto-scaling-group"}
_NUMBER = re.compile(r"\s*\d+$")

Facts = tuple[Counter[Any], Counter[Any], Counter[Any]]


@dataclass
class Score:
    """Adds up what was right, what was read and what was drawn, for the three kinds of facts."""

    right: list[int] = field(default_factory=lambda: [0, 0, 0])
    read: list[int] = field(default_factory=lambda: [0, 0, 0])
    drawn: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, got: Facts, want: Facts) -> None:
        for kind, (one, other) in enumerate(zip(got, want, strict=True)):
            self.right[kind] += (one & other).total()
            self.read[kind] += one.total()
            self.drawn[kind] += other.total()

    @property
    def f1(self) -> tuple[float, float, float]:
        """Of the services, the arrows and the containment."""
        services, arrows, containment = (
            2 * right / max(1, read + drawn)
            for right, read, drawn in zip(self.right, self.read, self.drawn, strict=True)
        )
        return services, arrows, containment


def facts_read(read: Architecture) -> Facts:
    names = {one.id: one.service for one in read.components if not SERVICES[one.service].outside}
    return (
        Counter(names.values()),
        Counter(
            (names[one.source], names[one.target])
            for one in read.connections
            if one.source in names and one.target in names
        ),
        Counter(
            (_plain(container.title), names[member.id])
            for container in read.containers
            if container.kind not in _NO_NETWORK
            for member in read.members(container)
            if member.id in names
        ),
    )


def facts_drawn(drawn: Drawn) -> Facts:
    return facts(drawn.services, drawn.edges, drawn.contains)


def facts(
    services: Iterable[str], edges: Iterable[Iterable[int]], contains: Mapping[str, Iterable[int]]
) -> Facts:
    names = tuple(services)
    return (
        Counter(names),
        Counter(tuple(names[end] for end in edge) for edge in edges),
        Counter((_plain(label), names[one]) for label, inner in contains.items() for one in inner),
    )


def _plain(label: str) -> str:
    return _NUMBER.sub("", label).lower()
