"""Makes connections of the lines a person entered, finding the components that they name."""

from collections.abc import Iterable, Iterator

from bot.domain.architecture import LONGEST_LABEL, Architecture, Connection
from handlers.cards.architecture_lines import ArrowLine, NoArrow
from handlers.cards.correcting import (
    NAMES_TOLD,
    Fault,
    Parts,
    as_many,
    or_rather,
    said,
    service_of,
)
from handlers.cards.naming import by_spelling, component_names, same, without_number

CHOICE_CHARACTERS = 150


def arrows(
    lines: Iterable[ArrowLine | NoArrow], before: Architecture, parts: Parts
) -> tuple[list[Connection], list[Fault]]:
    """The connections between components that are still there, and what is wrong with the lines."""
    directory = Directory(before, parts)
    made: list[Connection] = []
    faults: list[Fault] = []
    for line in lines:
        if isinstance(line, NoArrow):
            faults.append(Fault(line.number, "write it like this: Lambda → DynamoDB."))
            continue
        wrong = [*directory.wrong(line)]
        faults += wrong
        ends = directory.id_of(line.source), directory.id_of(line.target)
        if not wrong and ends[0] is not None and ends[1] is not None:
            made.append(Connection(source=ends[0], target=ends[1], label=line.label))
    return made, faults


class Directory:
    """Finds a component by what people call it: as the form did, as they do now, by id, label or service."""

    def __init__(self, before: Architecture, parts: Parts) -> None:
        self._now = component_names(parts.things)
        there = self._now.keys()
        old = by_spelling(component_names(before.components))
        self._gone = {spelling for spelling, one in old.items() if one not in there}
        self._ways: list[dict[str, list[str]]] = [
            {spelling: [one] for spelling, one in old.items() if one in there},
            {spelling: [one] for spelling, one in parts.called.items()},
            {spelling: [one] for spelling, one in by_spelling(self._now).items()},
            {same(one): [one] for one in there},
            _gathered((same(one.label), one.id) for one in parts.things),
            _gathered((one.service, one.id) for one in parts.things),
        ]

    def id_of(self, name: str) -> str | None:
        found = self._found(name)
        return found[0] if len(found) == 1 else None

    def wrong(self, line: ArrowLine) -> Iterator[Fault]:
        for name in (line.source, line.target):
            found = self._found(name)
            if len(found) > 1:
                names = [self._now[one] for one in found]
                which = " or ".join(as_many(names[:NAMES_TOLD], " or ", CHOICE_CHARACTERS))
                yield Fault(line.number, f"{said(name)} could be {which}.")
            elif not found and same(name) not in self._gone:
                yield self._nothing(line.number, name)
        if len(line.label) > LONGEST_LABEL:
            yield Fault(line.number, f"a label has {LONGEST_LABEL} characters at most.")

    def _nothing(self, line: int, name: str) -> Fault:
        there = tuple(self._now.values())
        return Fault(line, f"there is nothing called {said(name)}{or_rather(name, there)}", there)

    def _found(self, name: str) -> list[str]:
        spelling = same(name)
        for way in self._ways[:-1]:
            if found := way.get(spelling):
                return found
        if spelling in self._gone:
            return []
        return self._ways[-1].get(service_of(without_number(name)) or "", [])


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found
