"""What a message says, piece by piece; every piece remembers the words it was read from."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, Literal, TypeAlias, TypeVar

T = TypeVar("T")
Step: TypeAlias = Literal["more", "less", "double", "half", "bigger", "smaller"]
Part: TypeAlias = Literal["type", "disk", "memory", "count", "people", "lease"]


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A value and the words it was read from."""

    value: T
    words: str
    note: str = ""
    """What was taken for granted in reading it so."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One inbound rule that was asked for; `source` is a CIDR range, or None where none was named."""

    protocol: Literal["tcp", "udp"]
    from_port: int
    to_port: int
    source: str | None = None

    @property
    def ports(self) -> str:
        first, last = self.from_port, self.to_port
        return f"{first}/{self.protocol}" if first == last else f"{first}-{last}/{self.protocol}"


@dataclass(frozen=True, slots=True)
class Network:
    """Everything a message says about who may reach the server."""

    opened: tuple[Rule, ...] = ()
    closed: tuple[Rule, ...] = ()
    closed_all: bool = False
    source: str | None = None
    """A source named with no port beside it."""
    doubt: str | None = None
    notes: tuple[str, ...] = ()
    also: bool = False
    """What is opened comes on top, even for a port that is open to somebody already."""
    used: frozenset[int] = frozenset()
    """Where the numbers stand that were read as ports."""

    @property
    def speaks(self) -> bool:
        return bool(self.opened or self.closed or self.closed_all or self.source or self.doubt)


@dataclass(frozen=True, slots=True)
class Change:
    """A change relative to what there was: `double the disk`, `bigger`, `2 more`."""

    part: Part
    step: Step
    words: str
    by: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The quantities of a message, each with the role it plays."""

    memory: Read[Fraction] | None = None
    disk: Read[Fraction] | None = None
    vcpus: Read[int] | None = None
    people: Read[int] | None = None
    visits: Read[int] | None = None
    count: Read[int] | None = None
    lease: Read[int] | None = None
    changes: tuple[Change, ...] = ()
    doubts: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """All that one message, or a conversation of several, asks for."""

    instance_type: Read[str] | None = None
    family: Read[str] | None = None
    size_word: Read[str] | None = None
    workload: Read[str] | None = None
    sizes: Sizes = field(default_factory=Sizes)
    protection: Read[bool] | None = None
    name: Read[str | None] | None = None
    operating_system: Read[str] | None = None
    volume_type: Read[str] | None = None
    region: Read[str | None] | None = None
    network: Network = field(default_factory=Network)
    lease: Read[int | None] | None = None
    notes: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    server: bool = False
    """A server was named, so this is a request even if nothing else was said."""
    fresh: bool = False
    """A whole new request, not a change to an earlier one."""
