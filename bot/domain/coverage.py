"""What of an architecture a template holds: for each component, box and arrow the resources that stand for it.

Components and boxes are matched one to one with resources of the right type, by what they are called. An arrow
is there when its two ends' resources refer to one another, directly or through what connects them (bot.domain.wiring).
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from types import MappingProxyType

from bot.domain.architecture import Architecture, Component, Container, ContainerKind
from bot.domain.finding import Finding, Severity
from bot.domain.intrinsics import Body, typed_resources
from bot.domain.matching import Wanted, matched, words_of
from bot.domain.permissions import Permissions
from bot.domain.placing import Placing
from bot.domain.services import SERVICES, UNKNOWN
from bot.domain.stack import Covered
from bot.domain.wiring import Wiring

NOT_COVERED = "not-covered"
BOXES: Mapping[ContainerKind, str] = MappingProxyType(
    {
        "vpc": "AWS::EC2::VPC",
        "public-subnet": "AWS::EC2::Subnet",
        "private-subnet": "AWS::EC2::Subnet",
        "subnet": "AWS::EC2::Subnet",
    }
)


def coverage(architecture: Architecture, body: Body) -> tuple[Covered, ...]:
    """Each AWS component, each VPC and subnet, then each arrow between components that are there.

    What stands outside AWS needs nothing made for it, nor do its arrows. That something is missing is said
    once, and not again of each of its arrows.
    """
    wanted = [*_boxes(architecture), *_components(architecture)]
    found = matched(wanted, body)
    placing = Placing(body)
    return (
        *(
            Covered(
                subject=one.subject,
                resources=found[one.key],
                lacks=_lacking_place(one, found, placing),
            )
            for one in wanted
        ),
        *_arrows(architecture, body, found),
    )


def _lacking_place(one: Wanted, found: Mapping[str, tuple[str, ...]], placing: Placing) -> str:
    """What was drawn inside a network, and stands outside it."""
    networks = found[_box_key(one.network)] if one.network else ()
    if one.network is None or not networks or placing.stand_inside(found[one.key], networks):
        return ""
    return f"its place in {one.network.title}"


def missing(covered: Iterable[Covered]) -> tuple[Finding, ...]:
    """A finding for each thing that the template leaves out, or leaves half done."""
    return tuple(
        Finding(
            rule=NOT_COVERED,
            severity=Severity.WARNING,
            text=f"You asked for {_as_told(one)}, but the template {_shortfall(one)}.",
        )
        for one in covered
        if one.lacks or not one.resources
    )


def _as_told(one: Covered) -> str:
    return f"the connection {one.subject}" if one.connection else one.subject


def _shortfall(one: Covered) -> str:
    return f"lacks {one.lacks}" if one.lacks else "has nothing for it"


# --- what is wanted and what is offered ------------------------------------------------------


def _components(architecture: Architecture) -> Iterator[Wanted]:
    for one in architecture.services:
        service = SERVICES[one.service]
        for number in range(one.count):
            title = _called(one, architecture)
            yield Wanted(
                title if one.count == 1 else f"{title} {number + 1} of {one.count}",
                _key(one.id, number),
                service.types,
                words_of(one.label),
                words_of(" ".join((service.title, *service.aliases))),
                architecture.within(one, "vpc"),
            )


def _called(one: Component, architecture: Architecture) -> str:
    """What a service is that nobody knows is told by its label, or else by what it is connected with."""
    if one.service != UNKNOWN:
        return one.title
    if one.label:
        return f"“{one.label}” (unknown service)"
    beside = [
        architecture.component(end)
        for arrow in architecture.connections
        if one.id in {arrow.source, arrow.target}
        for end in (arrow.source, arrow.target)
        if end != one.id
    ]
    named = [_short(each) for each in beside if each.label or each.service != UNKNOWN]
    return f"an unknown service beside {named[0]}" if named else "an unknown service without a name"


def _key(component_id: str, number: int = 0) -> str:
    return f"component {component_id} {number}"


def _box_key(box: Container) -> str:
    return f"container {box.id}"


def _boxes(architecture: Architecture) -> Iterator[Wanted]:
    for one in architecture.containers:
        if one.kind in BOXES:
            words = words_of(f"{one.kind} {one.label}")
            kind = words_of(one.kind)
            yield Wanted(one.title, _box_key(one), (BOXES[one.kind],), words, kind)


# --- arrows ----------------------------------------------------------------------------------


def _arrows(
    architecture: Architecture, body: Body, found: Mapping[str, tuple[str, ...]]
) -> Iterator[Covered]:
    inside = {one.id: one for one in architecture.services}
    standing = {
        one.id: frozenset(
            (
                *(each for number in range(one.count) for each in found[_key(one.id, number)]),
                *_acting(one, body),
            )
        )
        for one in inside.values()
    }
    wiring = Wiring.of(body, frozenset().union(*standing.values()))
    permissions = Permissions(body)
    for arrow in architecture.connections:
        source, target = inside.get(arrow.source), inside.get(arrow.target)
        if source is None or target is None or not (standing[source.id] and standing[target.id]):
            continue
        by = wiring.between(
            standing[source.id], standing[target.id], through_subnets=_is_network(source, target)
        ) or permissions.endpoints(standing[source.id], standing[target.id])
        pairs = product(sorted(standing[source.id]), sorted(standing[target.id]))
        lacking = (permissions.lacking(*pair) for pair in pairs) if by else ()
        yield Covered(
            subject=f"{_short(source)} → {_short(target)}",
            resources=by,
            connection=True,
            lacks=next(filter(None, lacking), ""),
        )


def _acting(component: Component, body: Body) -> Iterator[str]:
    """What acts for a service, and nothing refers to."""
    types = _ACTING.get(component.service, ())
    yield from (logical_id for logical_id, kind, _ in typed_resources(body) if kind in types)


_ACTING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "b2bi": ("AWS::B2BI::Capability",),
        "config": ("AWS::Config::ConfigurationRecorder", "AWS::Config::DeliveryChannel"),
    }
)


def _is_network(*ends: Component) -> bool:
    """Traffic gets there by routes of subnets, so nothing refers to anything."""
    return any(SERVICES[one.service].name in _ROUTED_TO for one in ends)


_ROUTED_TO = frozenset({"igw", "nat", "transitgateway", "vpcendpoint", "vpn"})


def _short(one: Component) -> str:
    return one.label or SERVICES[one.service].title
