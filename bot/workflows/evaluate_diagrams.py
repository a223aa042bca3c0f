"""Score how pictures are read, and what is made of them, through the same code as a picture in a thread."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bot.domain.architecture import Architecture
from bot.domain.errors import BotError
from bot.domain.request import Said
from bot.ports import Attachment, Diagrams
from bot.workflows.score_design import Designed, NotDesigned, ScoreDesign, shares

Case: TypeAlias = Mapping[str, Any]

# What the cases call containers: what says where in a network or whose account something is. The cloud as a
# whole says nothing, and a group of machines says how many there are.
PLACES = frozenset(
    {"vpc", "subnet", "public-subnet", "private-subnet", "availability-zone", "account"}
)
SEVERAL = re.compile(r"[\s#]*\d+$")


@dataclass(frozen=True)
class EvaluateDiagrams:
    """`seconds` reads a monotonic clock."""

    design: ScoreDesign
    diagrams: Diagrams
    seconds: Callable[[], float]

    def __call__(self, folder: Path, cases: Iterable[Case]) -> dict[str, Any]:
        """Return the fractions over all cases, and `cases`: each with `got`, `seconds` and what was found."""
        results = [self._case(folder, case) for case in cases]
        return {
            "services_f1": _f1(results, _services),
            "arrows_f1": _f1(results, _arrows),
            "containment_f1": _f1(results, _containment),
            **shares(results, created=self.design.create is not None),
            "cases": results,
        }

    def _case(self, folder: Path, case: Case) -> dict[str, Any]:
        began = self.seconds()
        result: dict[str, Any] = {**case, "got": _seen(Architecture()), "tokens": 0}
        try:
            designed = self._designed(folder / str(case["file"]))
        except BotError as error:
            return {**result, "error": error.user_message, "seconds": self._since(began)}
        result |= {"tokens": designed.tokens.total, "seconds": self._since(began)}
        if isinstance(designed, NotDesigned):
            return {**result, "error": f"no stack was proposed: {designed.why}"}
        got = {"got": _seen(designed.draft.architecture)}
        return {**result, **got, **self.design.quality(designed)}

    def _since(self, began: float) -> float:
        return round(self.seconds() - began, 3)

    def _designed(self, file: Path) -> Designed | NotDesigned:
        diagram = self.diagrams.open(Attachment(file.name, file.read_bytes()))
        exact = diagram.architecture
        return self.design((Said("U-CASE", "", None if exact else diagram.picture, exact),))


def _seen(architecture: Architecture) -> dict[str, Any]:
    """An architecture in the words of the cases: names, index pairs, label to members."""
    services: list[str] = []
    at: dict[str, list[int]] = {}
    for one in architecture.services:
        at[one.id] = list(range(len(services), len(services) + one.count))
        services += [one.service] * one.count
    contains: dict[str, list[int]] = {}
    for container in architecture.containers:
        if container.kind not in PLACES:
            continue
        members = [n for one in architecture.members(container) for n in at.get(one.id, ())]
        if members:
            contains[_unused(container.title, contains)] = members
    edges = [
        [source, target]
        for one in architecture.connections
        for source in at.get(one.source, ())
        for target in at.get(one.target, ())
    ]
    return {"services": services, "edges": edges, "contains": contains}


def _unused(label: str, taken: Mapping[str, Any]) -> str:
    """A second container of one label gets a number."""
    return (
        label
        if label not in taken
        else f"{label} {1 + sum(_plain(one) == _plain(label) for one in taken)}"
    )


def _plain(label: str) -> str:
    return SEVERAL.sub("", label).strip().casefold()


def _services(case: Mapping[str, Any]) -> Counter[Any]:
    return Counter(case["services"])


def _arrows(case: Mapping[str, Any]) -> Counter[Any]:
    services = case["services"]
    return Counter((services[source], services[target]) for source, target in case["edges"])


def _containment(case: Mapping[str, Any]) -> Counter[Any]:
    services = case["services"]
    return Counter(
        (_plain(label), services[member])
        for label, members in case["contains"].items()
        for member in members
    )


def _f1(
    results: Sequence[Mapping[str, Any]], counted: Callable[[Mapping[str, Any]], Counter[Any]]
) -> float:
    """Micro-averaged: one count of hits over everything that was expected and everything that was got."""
    hits = expected = got = 0
    for result in results:
        wanted, found = counted(result), counted(result["got"])
        hits += (wanted & found).total()
        expected += wanted.total()
        got += found.total()
    return round(2 * hits / (expected + got), 4) if expected + got else 1.0
