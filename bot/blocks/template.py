"""The template while it is being composed: resources under headings, parameters, outputs, and what was taken for granted."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.blocks.asked import Asked
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import Ref, Sub, references
from bot.blocks.naming import Names, bounded, plain, slug
from bot.blocks.placing.plan import Network, Place
from bot.blocks.stake import Stake
from bot.domain.architecture import Component

NETWORK = "Network"
# How long log groups keep what is written to them.
LOG_DAYS = 30
Attributes = dict[str, Any]
# What holds people's data outlives its stack, unless the stack never came to be.
KEEP: Mapping[str, str] = MappingProxyType(
    {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
)
LAST_SNAPSHOT: Mapping[str, str] = MappingProxyType(
    {"DeletionPolicy": "Snapshot", "UpdateReplacePolicy": "Snapshot"}
)
GOES: Mapping[str, str] = MappingProxyType(
    {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
)


@dataclass
class Resource:
    """`attributes` stand beside the properties: DependsOn, DeletionPolicy."""

    type: str
    properties: dict[str, Any]
    section: str
    attributes: Attributes = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = {"Type": self.type, **self.attributes}
        return {**found, "Properties": self.properties} if self.properties else found


class Template:
    """Blocks add to it and wiring amends it; both know resources by logical id."""

    def __init__(
        self, drawing: Drawing, network: Network, ids: dict[str, str], names: Names
    ) -> None:
        self.drawing = drawing
        self.network = network
        self.section = NETWORK
        self.owner = ""
        self.resources: dict[str, Resource] = {}
        self.parameters: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}
        self._assumptions: dict[str, Stake] = {}
        self.rules: dict[str, list[str]] = {}
        self.steps: dict[str, list[Any]] = {}
        self.mounts: dict[str, list[str]] = {}
        self.mounted: dict[str, list[Any]] = {}
        self._ids = ids
        self._reserved = {*ids.values(), *network.ids}
        self._names = names
        self._found: dict[tuple[str, ...], str] = {}
        self._settings: dict[str, dict[str, Any]] = {}

    def id(self, component: Component) -> str:
        """The logical id of what stands for a component."""
        return self._ids[component.id]

    def title(self, component: Component) -> str:
        """What people call it."""
        return plain(component.label) or self.id(component)

    def asked(self, component: Component) -> Asked:
        """What was asked of it; what of that cannot be had is said as an assumption."""
        return Asked(component, self.title(component), self.assume)

    def slug(self, component: Component) -> str:
        return slug(plain(component.label) or self.id(component))

    def short(self, component: Component, longest: int = 60) -> str:
        """For a name that no other thing of the template has."""
        return bounded(slug(self.id(component)), longest)

    def place(self, component: Component) -> Place | None:
        return self.network.place(component)

    def add(
        self,
        logical_id: str,
        kind: str,
        properties: dict[str, Any] | None = None,
        **attributes: Any,
    ) -> str:
        """One more resource; its logical id is the one wanted, with a number where that is taken."""
        own = logical_id in self._reserved and logical_id not in self.resources
        name = logical_id if own else self._names.under(self.owner, logical_id)
        self.resources[name] = Resource(kind, properties or {}, self.section, attributes)
        return name

    def once(self, key: tuple[str, ...], made: Callable[[], str]) -> str:
        """What was made under that key before, or what is made now."""
        if key not in self._found:
            self._found[key] = made()
        return self._found[key]

    @contextmanager
    def owned_by(self, owner: str) -> Iterator[None]:
        """What is added meanwhile keeps its name as long as its owner does."""
        before, self.owner = self.owner, owner
        yield
        self.owner = before

    def turn(self, kind: str, key: str) -> int:
        """Which of its kind it was when it came."""
        return self._names.turn(kind, key)

    def remember(self, key: tuple[str, ...], name: str) -> str:
        return self._found.setdefault(key, name)

    def known(self, *key: str) -> str | None:
        return self._found.get(key)

    def under(self, *key: str) -> list[tuple[str, ...]]:
        """What is left of the keys that begin like this."""
        return [one[len(key) :] for one in self._found if one[: len(key)] == key]

    def properties(self, logical_id: str) -> dict[str, Any]:
        return self.resources[logical_id].properties

    def depends(self, logical_id: str, on: str) -> None:
        waits: list[str] = self.resources[logical_id].attributes.setdefault("DependsOn", [])
        if on not in waits:
            waits.append(on)

    def route_tables(self, vpc: str) -> list[str]:
        return [
            name
            for name, one in self.resources.items()
            if one.type == "AWS::EC2::RouteTable" and one.properties["VpcId"] == Ref(vpc)
        ]

    def parameter(self, name: str, kind: str, default: str, description: str) -> Ref:
        self.parameters[name] = {"Type": kind, "Default": default, "Description": description}
        return Ref(name)

    def output(self, name: str, value: Any, description: str, *, export: bool = False) -> None:
        """With `export`, other stacks can import it by the stack's name and its own."""
        self.outputs[name] = {"Description": description, "Value": value}
        if export:
            self.outputs[name]["Export"] = {"Name": Sub(f"${{AWS::StackName}}-{name}")}

    def assume(self, sentence: str, stake: Stake = Stake.DETAIL) -> None:
        self._assumptions.setdefault(sentence[:1].upper() + sentence[1:], stake)

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The gravest first."""
        return tuple(sorted(self._assumptions, key=self._assumptions.__getitem__))

    def setting(self, component: Component, name: str, value: Any) -> None:
        """An environment variable of something that runs code."""
        self._settings.setdefault(component.id, {})[name] = value

    def settings(self, component: Component) -> dict[str, Any]:
        """Its environment, without what would make resources wait for each other in a circle."""
        carriers = (self.known(kind, component.id) for kind in ("task", "launch"))
        mine = {self.id(component), *filter(None, carriers)}
        return {
            name: value
            for name, value in self._settings.get(component.id, {}).items()
            if not any(self._leads_to(one, mine) for one in references(value))
        }

    def _leads_to(self, start: str, goals: Collection[str]) -> bool:
        seen, open_ends = set[str](), [start]
        while open_ends:
            here = open_ends.pop()
            if here in goals:
                return True
            if here not in seen:
                seen.add(here)
                open_ends.extend(self._needs(here))
        return False

    def _needs(self, logical_id: str) -> Iterator[str]:
        resource = self.resources.get(logical_id)
        if resource:
            yield from references(resource.properties)
            yield from resource.attributes.get("DependsOn", ())
