"""An architecture on the wire: as a model writes it, slips included, and as we write it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, get_args

from pydantic import Field

from bot.adapters.openai.shortening import short
from bot.adapters.openai.slips import Count, Reference, Seen, Share, Text
from bot.adapters.openai.vocabulary import SAID_OF_IT, SeenSettings, settings_of
from bot.domain.architecture import (
    LONGEST_LABEL,
    MOST_COMPONENTS,
    Architecture,
    Component,
    Connection,
    Container,
    ContainerKind,
    Unplaced,
)
from bot.domain.services import LIKELY, SERVICES, UNKNOWN, named, named_loosely

KINDS: tuple[ContainerKind, ...] = get_args(ContainerKind)
LONGEST_ID = 60
LONGEST_WHY = 200
_ODD = re.compile(r"[^\w.-]+")


_SURE = Field(default=1.0, description="How sure you are, 0 to 1; below 0.6 people are told.")


class SeenComponent(Seen):
    """One thing."""

    id: Text = Field(default="", description="Short and unique, for example lambda-1.")
    service: Text = Field(
        default=UNKNOWN,
        description="What it is; unknown if it is none of these, then `label` says what is written.",
        json_schema_extra={"enum": list(SERVICES)},
    )
    label: Text = Field(
        default="", description="What is written at it, as it is written, or empty."
    )
    count: Count = Field(default=1, description="How many it stands for, usually 1.")
    inside: Reference = Field(
        default=None, description="The id of the innermost container around it, or null."
    )
    confidence: Share = _SURE
    settings: SeenSettings = SAID_OF_IT


class SeenContainer(Seen):
    """A frame around things."""

    id: Text = Field(default="", description="Short and unique, for example vpc-1.")
    kind: Text = Field(default="group", json_schema_extra={"enum": list(KINDS)})
    label: Text = Field(
        default="", description="What is written at it, as it is written, or empty."
    )
    inside: Reference = Field(
        default=None, description="The id of the container around it, or null."
    )
    confidence: Share = _SURE
    settings: SeenSettings = SAID_OF_IT


class SeenConnection(Seen):
    """One arrow."""

    source: Text = Field(default="", description="The id of the component at its tail.")
    target: Text = Field(default="", description="The id of the component at its head.")
    label: Text = Field(default="", description="What is written at the arrow, or empty.")
    confidence: Share = _SURE


class SeenUnplaced(Seen):
    """Something without a place."""

    text: Text = Field(default="", description="What is written or drawn there.")
    why: Text = Field(default="", description="Why it could not be placed, in plain words.")


def structure_of(architecture: Architecture) -> dict[str, Any]:
    """The parts of an architecture as plain data, in the words of the wire."""
    return architecture.model_dump(mode="json")


@dataclass(frozen=True)
class Structure:
    """What a model wrote down. Harmless slips are put right; what has no place is said."""

    components: Sequence[SeenComponent]
    containers: Sequence[SeenContainer]
    connections: Sequence[SeenConnection]
    unplaced: Sequence[SeenUnplaced]

    def architecture(self) -> Architecture:
        """Raises ValidationError when there is more of it than anybody can look at."""
        ids = _unique([*self.containers, *self.components])
        boxes, parts = ids[: len(self.containers)], ids[len(self.containers) :]
        lost: list[Unplaced] = []
        return Architecture(
            containers=tuple(self._containers(boxes, lost)),
            components=tuple(self._components(parts, boxes, lost)),
            connections=tuple(self._connections(parts, lost)),
            unplaced=self._unplaced(lost),
        )

    def _containers(self, boxes: Sequence[str], lost: list[Unplaced]) -> Iterator[Container]:
        above = {
            each: self._around(one, boxes, lost) for one, each in _pairs(self.containers, boxes)
        }
        for one, each in _pairs(self.containers, boxes):
            if _goes_round(each, above):
                above[each] = None
                lost.append(_lost(one.label or one.id, "it was read as standing in itself"))
            kind = _kind(one.kind)
            yield Container(
                id=each,
                kind=kind,
                label=_cut(one.label),
                inside=above[each],
                confidence=one.confidence,
                settings=settings_of(kind, one.settings),
            )

    def _components(
        self, parts: Sequence[str], boxes: Sequence[str], lost: list[Unplaced]
    ) -> Iterator[Component]:
        for one, each in _pairs(self.components, parts):
            service, label, sure = _service(one)
            yield Component(
                id=each,
                service=service,
                label=_cut(label),
                count=one.count,
                inside=self._around(one, boxes, lost),
                confidence=min(sure, one.confidence),
                settings=settings_of(service, one.settings),
            )

    def _connections(self, parts: Sequence[str], lost: list[Unplaced]) -> Iterator[Connection]:
        drawn: set[tuple[str, str, str]] = set()
        for one in self.connections:
            source = _found(one.source, self.components, parts)
            target = _found(one.target, self.components, parts)
            if source is None or target is None:
                arrow = f"{one.source} → {one.target}"
                lost.append(_lost(arrow, "an end of this arrow is at no component"))
            elif (source, target, one.label) not in drawn:
                drawn.add((source, target, one.label))
                yield Connection(
                    source=source,
                    target=target,
                    label=_cut(one.label),
                    confidence=one.confidence,
                )

    def _around(
        self, one: SeenComponent | SeenContainer, boxes: Sequence[str], lost: list[Unplaced]
    ) -> str | None:
        if one.inside is None:
            return None
        box = _found(one.inside, self.containers, boxes)
        if box is None:
            why = f"it was read inside “{_cut(one.inside)}”, which is no container"
            lost.append(_lost(one.label or one.id, why))
        return box

    def _unplaced(self, lost: Sequence[Unplaced]) -> tuple[Unplaced, ...]:
        said = (_lost(one.text, one.why) for one in self.unplaced if one.text or one.why)
        everything = (*said, *lost)
        if len(everything) <= MOST_COMPONENTS:
            return everything
        kept = everything[: MOST_COMPONENTS - 1]
        return (*kept, _lost(f"{len(everything) - len(kept)} more", "too much to list it all"))


_Named: TypeAlias = SeenComponent | SeenContainer
_N = TypeVar("_N", SeenComponent, SeenContainer)


def _pairs(seen: Sequence[_N], ids: Sequence[str]) -> Iterator[tuple[_N, str]]:
    return zip(seen, ids, strict=True)


def _unique(seen: Sequence[_Named]) -> list[str]:
    """One id for each: what was written, unless that is nothing or taken."""
    ids: list[str] = []
    for one in seen:
        wanted = _ODD.sub("-", one.id).strip("-")[:LONGEST_ID] or "part"
        unique, again = wanted, 2
        while unique in ids:
            unique, again = f"{wanted[: LONGEST_ID - 4]}-{again}", again + 1
        ids.append(unique)
    return ids


def _found(wanted: str, seen: Sequence[_Named], ids: Sequence[str]) -> str | None:
    """What a reference means: an id, or else what is written at one thing only."""
    if not wanted:
        return None
    low = wanted.casefold()
    by_id = [each for one, each in zip(seen, ids, strict=True) if one.id.casefold() == low]
    by_label = [each for one, each in zip(seen, ids, strict=True) if one.label.casefold() == low]
    if by_id:
        return by_id[0]
    return by_label[0] if len(by_label) == 1 else None


def _goes_round(start: str, above: Mapping[str, str | None]) -> bool:
    seen, up = {start}, above[start]
    while up is not None:
        if up in seen:
            return True
        seen.add(up)
        up = above[up]
    return False


def _service(one: SeenComponent) -> tuple[str, str, float]:
    """The service, the label, which keeps a name that is none of ours, and how sure that is."""
    low = one.service.lower()
    if low in SERVICES and low != UNKNOWN:
        return low, one.label, 1.0
    plain = re.sub(r"[-_]", " ", one.service)
    known = named(one.service) or named(plain) or named(one.label)
    if known is not None and known != UNKNOWN:
        return known, one.label, 1.0
    guess = _named_within(plain) or named_loosely(plain)
    if guess is not None and guess[0] != UNKNOWN:
        service, sure = guess
        return service, one.label or one.service, sure
    return UNKNOWN, one.label or ("" if low == UNKNOWN else one.service), 1.0


def _named_within(written: str) -> tuple[str, float] | None:
    """“RDS for PostgreSQL Multi-AZ” is RDS: the longest name of a service among the words."""
    words = written.split()
    runs = (
        " ".join(words[at : at + length])
        for length in range(len(words) - 1, 0, -1)
        for at in range(len(words) - length + 1)
    )
    found = next(filter(None, map(named, runs)), None)
    return None if found is None or SERVICES[found].outside else (found, LIKELY)


def _kind(kind: str) -> ContainerKind:
    plain = kind.lower().replace("_", "-").replace(" ", "-")
    return next((each for each in KINDS if each == plain), "group")


def _lost(text: str, why: str) -> Unplaced:
    return Unplaced(text=_cut(text), why=why[:LONGEST_WHY])


def _cut(text: str) -> str:
    return short(text, LONGEST_LABEL)
