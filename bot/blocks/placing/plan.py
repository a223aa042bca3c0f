"""Where everything stands: which VPC, which tier, which subnets in which Availability Zone.

A drawn VPC or subnet is taken as it is drawn. What a thing needs and the picture leaves out is added, and said.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.blocks.asked import Asked
from bot.blocks.drawing import Drawing
from bot.blocks.naming import Names, logical_id, plain
from bot.blocks.placing.addressing import Ranges
from bot.blocks.placing.egress import Egress, egress, in_vpc, takes_in_the_internet
from bot.blocks.placing.features import NAT_PER_ZONE, ONE_NAT, Features, features
from bot.domain.architecture import Architecture, Component, Container

Tier = Literal["public", "private"]
TIERS: tuple[Tier, Tier] = ("public", "private")
SUBNET_KINDS = ("public-subnet", "private-subnet", "subnet")
# What AWS accepts only with subnets in two Availability Zones, and what is to survive the loss of one.
_SPREAD = frozenset(
    {
        *("alb", "rds", "elasticache", "efs", "opensearch", "eks"),
        *("documentdb", "neptune", "memorydb", "redshift", "msk", "dms"),
        *("networkfirewall", "directoryservice"),
    }
)
_ROAMING = frozenset(
    {
        *("lambda", "fargate", "ecs", "autoscaling"),
        *("batch", "elasticbeanstalk", "apprunner", "codebuild"),
    }
)
_ZONES = 3
_MOST_ADDED = 10
_VPC = "vpc"
_ZONE = re.compile(r"(?:[a-z]{2}(?:-[a-z]+)+-[0-9])?[a-f]", re.IGNORECASE)


@dataclass(frozen=True)
class Subnet:
    id: str
    tier: Tier
    zone: int
    cidr: str
    container: Container | None


@dataclass(frozen=True)
class Vpc:
    id: str
    number: int
    container: Container | None
    cidr: str
    subnets: tuple[Subnet, ...]
    egress: Egress
    features: Features

    def tier(self, tier: Tier) -> tuple[Subnet, ...]:
        return tuple(one for one in self.subnets if one.tier == tier)


@dataclass(frozen=True)
class Place:
    """Where one component stands. `subnets` are those it uses."""

    vpc: Vpc
    tier: Tier
    subnets: tuple[Subnet, ...]


@dataclass(frozen=True)
class Network:
    vpcs: tuple[Vpc, ...] = ()
    places: Mapping[str, Place] | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The logical ids that are given already."""
        return frozenset(
            name for vpc in self.vpcs for name in (vpc.id, *(one.id for one in vpc.subnets))
        )

    def place(self, component: Component) -> Place | None:
        return (self.places or {}).get(component.id)

    def together(self, one: Component, other: Component) -> bool:
        here, there = self.place(one), self.place(other)
        return here is not None and there is not None and here.vpc.id == there.vpc.id


def planned(drawing: Drawing, names: Names) -> Network:
    plan = _Planning(drawing, names)
    boxes = plan.boxes()
    if not boxes:
        return Network()
    vpcs = tuple(map(plan.vpc, boxes))
    by_box = {(one.container.id if one.container else None): one for one in vpcs}
    places = {
        one.id: plan.place(one, by_box[box.id if box else None]) for one, box in plan.homes.items()
    }
    return Network(vpcs, places, tuple(dict.fromkeys(plan.assumptions)))


class _Planning:
    def __init__(self, drawing: Drawing, names: Names) -> None:
        self._drawing = drawing
        self._architecture: Architecture = drawing.architecture
        self._names = names
        self.assumptions: list[str] = []
        self._drawn = [one for one in self._architecture.containers if one.kind == "vpc"]
        self._members = [one for one in drawing.components if in_vpc(drawing, one)]
        self.homes: dict[Component, Container | None] = {
            one: self._home(one) for one in self._members
        }

    def boxes(self) -> list[Container | None]:
        """The drawn VPCs, and None for one that is not drawn and needed all the same."""
        loose = any(
            one.kind in SUBNET_KINDS and self._around(one) is None
            for one in self._architecture.containers
        )
        undrawn = not self._drawn and (self._members or loose)
        if undrawn:
            self.assumptions.append(
                "No VPC was asked for, so one is made for what needs a network."
            )
        return [*self._drawn, None] if undrawn else [*self._drawn]

    def _around(self, one: Component | Container) -> Container | None:
        return next((each for each in self._architecture.around(one) if each.kind == "vpc"), None)

    def _home(self, component: Component) -> Container | None:
        here = self._around(component)
        if here or not self._drawn:
            return here
        beside = (self._around(one) for one in self._drawing.beside(component))
        return next((one for one in beside if one), self._drawn[0])

    def vpc(self, box: Container | None) -> Vpc:
        called = logical_id(box.label, "Vpc", ["VPC"]) if box else "Vpc"
        key = f"{_VPC}/{box.id if box else ''}"
        # One that was made without being drawn is the one that is drawn now.
        undrawn = next(self._names.left([f"{_VPC}/"]), None)
        name = self._names.claim(called, key, undrawn)
        number = self._names.turn(_VPC, box.id if box else "")
        members = [one for one, home in self.homes.items() if home == box]
        wished = features(self._asked(box)) if box else Features()
        way_out = egress(self._drawing, members, wished)
        wanted = {tier: self._wanted(tier, box, members, way_out, wished) for tier in TIERS}
        count = sum(map(len, wanted.values()))
        drawn = [self._asked(one) for boxes in wanted.values() for one in boxes if one]
        ranges = Ranges(number, self._asked(box) if box else None, drawn, count)
        subnets = tuple(
            one
            for tier, boxes in wanted.items()
            for one in self._subnets(f"{name}/{tier}", tier, boxes, ranges, wished)
        )
        return Vpc(name, number, box, str(ranges.block), subnets, way_out, wished)

    def _asked(self, box: Container) -> Asked:
        return Asked(box, plain(box.title), self.assumptions.append)

    def _wanted(
        self,
        tier: Tier,
        box: Container | None,
        members: list[Component],
        way_out: Egress,
        wished: Features,
    ) -> list[Container | None]:
        """The drawn subnets of a tier, and None for each that has to be added."""
        drawn: list[Container | None] = [
            one
            for one in self._architecture.containers
            if one.kind in SUBNET_KINDS
            and self._tier_of(one) == tier
            and (self._around(one) == box or (self._around(one) is None and not self._drawn))
        ]
        here = [one for one in members if self._tier(one) == tier]
        if drawn:
            spread = any(one.service in _SPREAD for one in here)
            if len(drawn) > 1 or not spread:
                return drawn
            self.assumptions.append(
                f"There is one {tier} subnet; a second in another Availability Zone is added, since AWS asks for two."
            )
            return [*drawn, None]
        public = way_out.added_nat or any(one.service in ("nat", "igw") for one in members)
        needed = here or (tier == "public" and public)
        bare = not members and not self._has_subnets(box)
        for_nat = tier == "private" and wished.nat in (ONE_NAT, NAT_PER_ZONE)
        idle = bare and (tier == "private" or wished.zones is not None)
        return [None] * (wished.zones or 2) if needed or idle or for_nat else []

    def _has_subnets(self, box: Container | None) -> bool:
        return any(
            one.kind in SUBNET_KINDS and self._around(one) in (box, None)
            for one in self._architecture.containers
        )

    def _subnets(
        self,
        kind: str,
        tier: Tier,
        boxes: list[Container | None],
        ranges: Ranges,
        wished: Features,
    ) -> Iterator[Subnet]:
        added = boxes.count(None)
        # Those that were made without being drawn are the ones that are drawn now.
        spare = [f"{kind}/{number}" for number in range(added + 1, _MOST_ADDED)]
        for place, box in enumerate(boxes, added - len(boxes) + 1):
            noun = f"{tier.capitalize()}Subnet"
            wanted = logical_id(box.label, noun, ["Subnet"]) if box and box.label else noun
            own = box.id if box else str(place)
            undrawn = next(self._names.left(spare), None) if box else None
            name = self._names.claim(wanted, f"{kind}/{own}", undrawn)
            index = self._names.turn(kind, own)
            cidr = ranges.take(public=tier == "public", index=index, key=box.id if box else None)
            zone = self._zone(box, index) % (wished.zones or _ZONES)
            yield Subnet(name, tier, zone, str(cidr), box)

    def _zone(self, box: Container | None, index: int) -> int:
        """The Availability Zone's number that was said or drawn, or one after the other."""
        said = self._asked(box).text("zone", _ZONE) if box else None
        if said:
            return ord(said[-1].lower()) - ord("a")
        zones = [one for one in self._architecture.containers if one.kind == "availability-zone"]
        around = self._architecture.around(box) if box else ()
        drawn = next((one for one in around if one in zones), None)
        return self._zone_turn(drawn) if drawn else index

    def _zone_turn(self, zone: Container) -> int:
        for one in self._architecture.containers:
            if one.kind == zone.kind:
                self._names.turn(one.kind, one.id)
        return self._names.turn(zone.kind, zone.id)

    def _tier_of(self, box: Container) -> Tier:
        if box.kind != "subnet":
            return "public" if box.kind == "public-subnet" else "private"
        if "private" in box.label.lower():
            return "private"
        open_to_all = any(
            one.service in ("nat", "igw") or takes_in_the_internet(self._drawing, one)
            for one in self._architecture.members(box)
        )
        return "public" if open_to_all or "public" in box.label.lower() else "private"

    def _box(self, component: Component) -> Container | None:
        around = self._architecture.around(component)
        return next((one for one in around if one.kind in SUBNET_KINDS), None)

    def _tier(self, component: Component) -> Tier:
        if component.service in ("nat", "igw"):
            return "public"
        if component.service == "alb":
            return "public" if takes_in_the_internet(self._drawing, component) else "private"
        box = self._box(component)
        if box:
            return self._tier_of(box)
        return "public" if takes_in_the_internet(self._drawing, component) else "private"

    def place(self, component: Component, vpc: Vpc) -> Place:
        tier = self._tier(component)
        subnets = vpc.tier(tier)
        box = self._box(component)
        own = tuple(one for one in subnets if box and one.container == box)
        if component.service in _SPREAD or not subnets:
            return Place(vpc, tier, subnets)
        if component.service in _ROAMING:
            drawn_many = len([one for one in subnets if one.container]) > 1
            return Place(vpc, tier, own if own and drawn_many else subnets)
        if own:
            return Place(vpc, tier, own[:1])
        return Place(vpc, tier, (subnets[self._turn(component, vpc, tier) % len(subnets)],))

    def _turn(self, component: Component, vpc: Vpc, tier: Tier) -> int:
        """Which of its kind it is in this tier, so that equals spread over the zones."""
        zones = [one for one in self._architecture.containers if one.kind == "availability-zone"]
        around = self._architecture.around(component)
        drawn = next((one for one in around if one in zones), None)
        if drawn is not None:
            return self._zone_turn(drawn)
        alike = [
            one
            for one, home in self.homes.items()
            if one.service == component.service
            and home == vpc.container
            and self._tier(one) == tier
        ]
        turns = {
            one.id: self._names.turn(f"{one.service} in {vpc.id} {tier}", one.id) for one in alike
        }
        return turns[component.id]
