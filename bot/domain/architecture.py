"""What a diagram says: components, what they stand in, and how they are connected."""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.domain.services import SERVICES
from bot.domain.value import Value

ContainerKind = Literal[
    "vpc",
    "public-subnet",
    "private-subnet",
    "subnet",
    "availability-zone",
    "region",
    "account",
    "cloud",
    "security-group",
    "auto-scaling-group",
    "group",
]
CONTAINER_TITLES: Mapping[ContainerKind, str] = MappingProxyType(
    {
        "vpc": "VPC",
        "public-subnet": "Public subnet",
        "private-subnet": "Private subnet",
        "subnet": "Subnet",
        "availability-zone": "Availability Zone",
        "region": "Region",
        "account": "AWS account",
        "cloud": "AWS Cloud",
        "security-group": "Security group",
        "auto-scaling-group": "Auto Scaling group",
        "group": "Group",
    }
)

# A card, a model and a reader of a picture all stop being of use beyond this.
MOST_COMPONENTS = 80
MOST_CONNECTIONS = 200
LONGEST_LABEL = 120
# Below this, what was read is named on the card as uncertain.
UNCERTAIN_BELOW = 0.6

MOST_SETTINGS = 30

Confidence = float


class Setting(Value):
    """One thing that was said of a component or a container: engine = mysql, versioning = on."""

    name: str = Field(min_length=1, max_length=60)
    value: str = Field(max_length=LONGEST_LABEL)


def _setting(settings: tuple[Setting, ...], name: str) -> str | None:
    return next((one.value for one in settings if one.name == name), None)


class Component(Value):
    """One thing of the diagram. `service` is a name of SERVICES; `inside` the innermost container.

    `settings` are what was asked of it beyond its kind; bot/blocks/settings.py lists those that blocks know.
    """

    id: str = Field(min_length=1, max_length=60)
    service: str
    label: str = Field(default="", max_length=LONGEST_LABEL)
    count: int = Field(default=1, ge=1, le=100)
    inside: str | None = None
    confidence: Confidence = Field(default=1.0, ge=0, le=1)
    settings: tuple[Setting, ...] = Field(default=(), max_length=MOST_SETTINGS)

    def setting(self, name: str) -> str | None:
        """What was said of it under a name, None if nothing was."""
        return _setting(self.settings, name)

    @property
    def title(self) -> str:
        """“GetCustomer (AWS Lambda)”, or the service alone where the label says no more."""
        service = SERVICES[self.service].title
        if not self.label or self.label.casefold() in service.casefold():
            return service
        return f"{self.label} ({service})"


class Container(Value):
    """A box around components. `inside` is the container around it."""

    id: str = Field(min_length=1, max_length=60)
    kind: ContainerKind
    label: str = Field(default="", max_length=LONGEST_LABEL)
    inside: str | None = None
    confidence: Confidence = Field(default=1.0, ge=0, le=1)
    settings: tuple[Setting, ...] = Field(default=(), max_length=MOST_SETTINGS)

    def setting(self, name: str) -> str | None:
        """What was said of it under a name, None if nothing was."""
        return _setting(self.settings, name)

    @property
    def title(self) -> str:
        return self.label or CONTAINER_TITLES[self.kind]


class Connection(Value):
    """A directed arrow between two components. A line with two heads is two connections."""

    source: str
    target: str
    label: str = Field(default="", max_length=LONGEST_LABEL)
    confidence: Confidence = Field(default=1.0, ge=0, le=1)


class Unplaced(Value):
    """Something that was seen and could not be understood or placed; `why` in plain words."""

    text: str = Field(max_length=LONGEST_LABEL)
    why: str


class Architecture(Value):
    """A whole diagram. Ids are unique over components and containers, and every reference is one of them."""

    components: tuple[Component, ...] = Field(default=(), max_length=MOST_COMPONENTS)
    containers: tuple[Container, ...] = Field(default=(), max_length=MOST_COMPONENTS)
    connections: tuple[Connection, ...] = Field(default=(), max_length=MOST_CONNECTIONS)
    unplaced: tuple[Unplaced, ...] = Field(default=(), max_length=MOST_COMPONENTS)

    @model_validator(mode="after")
    def _refers_to_itself(self) -> Self:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        placed: tuple[Component | Container, ...] = (*self.components, *self.containers)
        ids = Counter(one.id for one in placed)
        yield from (f"the id {one} is used twice" for one, times in ids.items() if times > 1)
        yield from (
            f"there is no service {one.service!r}"
            for one in self.components
            if one.service not in SERVICES
        )
        known, boxes = {one.id for one in self.components}, {one.id for one in self.containers}
        yield from (
            f"{one.id} stands in {one.inside!r}, which is no container"
            for one in placed
            if one.inside is not None and one.inside not in boxes
        )
        yield from (
            f"a connection names {end!r}, which is no component"
            for one in self.connections
            for end in (one.source, one.target)
            if end not in known
        )
        yield from (
            f"the container {one.id} stands in itself"
            for one in self.containers
            if self._goes_round(one)
        )

    def _goes_round(self, container: Container) -> bool:
        parents = {one.id: one.inside for one in self.containers}
        seen, above = {container.id}, container.inside
        while above is not None:
            if above in seen:
                return True
            seen.add(above)
            above = parents.get(above)
        return False

    @property
    def services(self) -> tuple[Component, ...]:
        """The components that are AWS services, so that something can be made for them."""
        return tuple(one for one in self.components if not SERVICES[one.service].outside)

    def component(self, component_id: str) -> Component:
        return next(one for one in self.components if one.id == component_id)

    def around(self, one: Component | Container) -> tuple[Container, ...]:
        """The containers around something, the innermost first."""
        by_id = {each.id: each for each in self.containers}
        chain: list[Container] = []
        above = one.inside
        while above is not None:
            chain.append(by_id[above])
            above = by_id[above].inside
        return tuple(chain)

    def members(self, container: Container) -> tuple[Component, ...]:
        """All components in a container, also those in containers inside it."""
        return tuple(one for one in self.components if container in self.around(one))

    def within(self, component: Component, kind: ContainerKind) -> Container | None:
        """The innermost container of a kind around a component."""
        return next((one for one in self.around(component) if one.kind == kind), None)
