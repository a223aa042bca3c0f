"""From things, networks and relations to an architecture."""

from collections.abc import Sequence

from bot.domain.architecture import (
    Architecture,
    Component,
    Connection,
    Container,
    Setting,
    Unplaced,
)
from bot.offline.kinds import IN_A_VPC
from bot.offline.sketching.boxes import boxes
from bot.offline.sketching.directing import Relation
from bot.offline.sketching.networks import Networks
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording

_IN_A_VPC = IN_A_VPC | {
    "batch",
    "memorydb",
    "fsx",
    "dms",
    "directoryservice",
    "clientvpn",
    "networkfirewall",
    "emr",
    "vpn",
}
_MACHINES = frozenset({"ec2", "autoscaling", "fargate", "ecs"})
_ALWAYS_PUBLIC = frozenset({"nat"})
_LONGEST = 120


def drawn(
    words: Wording,
    found: Gathered,
    networks: tuple[Networks, str],
    told: Sequence[Relation],
    unplaced: Sequence[Unplaced],
) -> Architecture:
    _named(found.things)
    network, nat = networks
    containers = boxes(network, nat) if network.wanted else ()
    parts = [_component(words, one, containers) for one in found.things]
    parts += _gateways(network, nat, containers)
    arrows = [
        Connection(source=one.source.id, target=one.target.id, label=one.label) for one in told
    ]
    return Architecture(
        components=tuple(parts),
        containers=containers,
        connections=tuple(arrows[:200]),
        unplaced=tuple(unplaced),
    )


def _named(things: Sequence[Thing]) -> None:
    taken: dict[str, int] = {}
    for one in things:
        taken[one.service] = taken.get(one.service, 0) + 1
        again = taken[one.service]
        one.id = one.service if again == 1 else f"{one.service}-{again}"


def _component(words: Wording, one: Thing, boxes: Sequence[Container]) -> Component:
    settings = tuple(
        Setting(name=name, value=value[:_LONGEST]) for name, value in sorted(one.settings.items())
    )
    return Component(
        id=one.id,
        service=one.service,
        label=one.label,
        count=one.count,
        inside=_inside(words, one, boxes),
        settings=settings,
    )


def _inside(words: Wording, one: Thing, boxes: Sequence[Container]) -> str | None:
    if not boxes:
        return None
    vpc = boxes[0].id
    if one.service not in _IN_A_VPC and not _said_inside(words, one):
        return None
    if one.settings.get("default-vpc") == "on":
        return None
    public = [box.id for box in boxes if box.kind == "public-subnet"]
    private = any(box.kind == "private-subnet" for box in boxes)
    if public and (_is_public(words, one) or (one.service in _MACHINES and not private)):
        return public[0]
    return vpc


def _said_inside(words: Wording, one: Thing) -> bool:
    """`a Lambda in a VPC`: right after its name."""
    after = words.low[one.first.end : one.first.end + 60].split(".")[0]
    return one.service in ("lambda", "opensearch") and any(
        said in after
        for said in (
            " in a vpc",
            " in the vpc",
            " in private subnet",
            " in the private",
            " inside a vpc",
            " in a private subnet",
        )
    )


def _is_public(words: Wording, one: Thing) -> bool:
    if one.settings.get("public") == "on" or one.service in _ALWAYS_PUBLIC:
        return True
    if one.service not in _MACHINES:
        return False
    return any(
        "public subnet" in words.low[place.end : place.end + 50].split(".")[0].split(";")[0]
        for place in one.places
    )


def _gateways(network: Networks, nat: str, boxes: Sequence[Container]) -> list[Component]:
    """The gateways that were named are parts of the picture, too."""
    vpc = next((box.id for box in boxes if box.kind == "vpc"), None)
    found: list[Component] = []
    if network.gateway:
        found.append(Component(id="igw", service="igw", inside=vpc))
    if nat in ("one", "per-zone"):
        public = [box.id for box in boxes if box.kind == "public-subnet"]
        many = len(public) if nat == "per-zone" and public else 1
        spots: list[str | None] = [*public] or [vpc]
        found += [
            Component(id="nat" if at == 0 else f"nat-{at + 1}", service="nat", inside=spot)
            for at, spot in enumerate(spots[:many])
        ]
    return found
