"""The template while it is being composed: resources under headings, parameters, outputs, and what was taken for granted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import Ref, references
from bot.blocks.naming import Names, plain, slug
from bot.blocks.placing.plan import Network, Place
from bot.blocks.stake import Stake
from bot.domain.architecture import Component

NETWORK = "Network"
Attributes = dict[str, Any]


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

    def slug(self, component: Component) -> str:
        return slug(plain(component.label) or self.id(component))

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
        name = logical_id if own else self._names.claim(logical_id)
        self.resources[name] = Resource(kind, properties or {}, self.section, attributes)
        return name

    def once(self, key: tuple[str, ...], made: Callable[[], str]) -> str:
        """What was made under that key before, or what is made now."""
        if key not in self._found:
            self._found[key] = made()
        return self._found[key]

    def remember(self, key: tuple[str, ...], name: str) -> str:
        return self._found.setdefault(key, name)

    def known(self, *key: str) -> str | None:
        return self._found.get(key)

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

    def output(self, name: str, value: Any, description: str) -> None:
        self.outputs[name] = {"Description": description, "Value": value}

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
        mine = self.id(component)
        return {
            name: value
            for name, value in self._settings.get(component.id, {}).items()
            if not any(self._leads_to(one, mine) for one in references(value))
        }

    def _leads_to(self, start: str, goal: str) -> bool:
        seen, open_ends = set[str](), [start]
        while open_ends:
            here = open_ends.pop()
            if here == goal:
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
