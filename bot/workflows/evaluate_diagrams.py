"""Score how pictures are read, and what is made of them, through the same code as a picture in a thread."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from bot.domain.architecture import Architecture
from bot.domain.errors import BotError
from bot.domain.finding import Finding, Severity
from bot.domain.reading import Drafted
from bot.domain.request import Checked, Conversation, Proposed, Said
from bot.domain.stack import StackDraft
from bot.ports import Attachment, Diagrams
from bot.workflows.design_stack import ROUNDS
from bot.workflows.examine_template import Examined, ExamineTemplate, faults, told, weight
from bot.workflows.read_request import ReadRequest

Case: TypeAlias = Mapping[str, Any]
Create: TypeAlias = Callable[[StackDraft, Examined], bool]

# What the cases call containers: what says where in a network or whose account something is. The cloud as a
# whole says nothing, and a group of machines says how many there are.
PLACES = frozenset(
    {"vpc", "subnet", "public-subnet", "private-subnet", "availability-zone", "account"}
)
SEVERAL = re.compile(r"[\s#]*\d+$")


@dataclass(frozen=True)
class EvaluateDiagrams:
    """`seconds` reads a monotonic clock; `create` has the sandbox's AWS make a stack, None where there is none."""

    read_request: ReadRequest
    diagrams: Diagrams
    examine: ExamineTemplate
    seconds: Callable[[], float]
    region: str
    create: Create | None = None

    def __call__(self, folder: Path, cases: Iterable[Case]) -> dict[str, Any]:
        """Return the fractions over all cases, and `cases`: each with `got`, `seconds` and what was found."""
        results = [self._case(folder, case) for case in cases]
        scores: dict[str, Any] = {
            "services_f1": _f1(results, _services),
            "arrows_f1": _f1(results, _arrows),
            "containment_f1": _f1(results, _containment),
            "lint_clean": _share(results, "lint_clean"),
            "guardrail_clean": _share(results, "guardrail_clean"),
        }
        if self.create is not None:
            scores["created"] = _share(results, "created")
        return {**scores, "cases": results}

    def _case(self, folder: Path, case: Case) -> dict[str, Any]:
        began = self.seconds()
        result: dict[str, Any] = {**case, "got": _seen(Architecture()), "tokens": 0}
        try:
            drafted = self._read(folder / str(case["file"]))
        except BotError as error:
            return {**result, "error": error.user_message, "seconds": self._since(began)}
        result["tokens"] = drafted.tokens.input + drafted.tokens.output if drafted else 0
        if drafted is None or not isinstance(drafted.draft, StackDraft):
            return {**result, "error": "no stack was proposed", "seconds": self._since(began)}
        result |= {"got": _seen(drafted.draft.architecture), "seconds": self._since(began)}
        examined = self.examine(drafted.draft, drafted.draft.region or self.region)
        return {**result, **self._quality(drafted.draft, examined)}

    def _since(self, began: float) -> float:
        return round(self.seconds() - began, 3)

    def _read(self, file: Path) -> Drafted | None:
        diagram = self.diagrams.open(Attachment(file.name, file.read_bytes()))
        exact = diagram.architecture
        said = Said("U-CASE", "", None if exact else diagram.picture, exact)
        reading = self.read_request((said,))
        if not isinstance(reading, Drafted):
            return None
        return self._mended((said,), reading)

    def _mended(self, conversation: Conversation, drafted: Drafted) -> Drafted:
        """As in a thread: the faults go back, as long as that leaves fewer of them."""
        best, found = drafted, self._faults(drafted)
        for _ in range(ROUNDS - 1):
            if not found:
                break
            reading = self.read_request((*conversation, Proposed(best.draft), Checked(told(found))))
            if not isinstance(reading, Drafted):
                break
            left = self._faults(reading)
            if weight(left) >= weight(found):
                break
            best, found = reading, left
        return best

    def _faults(self, drafted: Drafted) -> tuple[Finding, ...]:
        if not isinstance(drafted.draft, StackDraft):
            return ()
        examined = self.examine(drafted.draft, drafted.draft.region or self.region)
        return faults(examined.checks, examined.coverage)

    def _quality(self, draft: StackDraft, examined: Examined) -> dict[str, Any]:
        quality: dict[str, Any] = {
            "lint_clean": not _blocking(examined.linted),
            "guardrail_clean": not _blocking(examined.guarded),
            "faults": list(told(examined.checks)),
            "resources": sorted(one.type for one in examined.resources),
        }
        if self.create is not None:
            quality["created"] = self.create(draft, examined)
        return quality


def _blocking(found: Sequence[Finding]) -> bool:
    return any(one.severity is Severity.BLOCKING for one in found)


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


def _share(results: Sequence[Mapping[str, Any]], name: str) -> float:
    """Of all cases: one that yields no template is not clean."""
    return round(sum(bool(one.get(name)) for one in results) / len(results), 4) if results else 0.0
