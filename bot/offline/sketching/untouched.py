"""What a request names as being there already: none of it is made or changed, and that is said."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.architecture import Unplaced
from bot.offline.kinds import IN_A_VPC
from bot.offline.sketching.networks import Networks
from bot.offline.sketching.subnets import Subnets
from bot.offline.sketching.things import Gathered

IS_THERE = "It is there already, and a plan touches nothing that it did not make itself."
_NOTE = "“{name}” {verb} there already as you say: the template neither makes nor changes {it}, and nothing here is connected with {it}."
_NEW_INSTEAD = "You named “{name}” as existing. A plan touches nothing that is already there, so a new one takes its place."
_ATTACH = " Attach the web ACL to it by its ARN, which is an output."
_OWN_NETWORK = (
    "You named {what}. A plan touches nothing that is already there, so it gets {own} of its own."
)
_BETWEEN_NETWORKS = frozenset({"transitgateway", "vpcpeering"})
_IN_A_NETWORK = (
    IN_A_VPC
    | _BETWEEN_NETWORKS
    | {"batch", "memorydb", "fsx", "dms", "directoryservice", "clientvpn", "networkfirewall", "emr", "vpn"}
) - {"vpcendpoint"}  # fmt: skip
_PULLING = frozenset({"fargate", "ecs"})
_GUARDED = frozenset({"alb", "apigateway", "cloudfront", "appsync"})


def settled(network: Networks, found: Gathered) -> Networks:
    """The network that shall be made: none in place of one that is there, unless something has to stand in it."""
    kinds = {one.service for one in found.things if "default-vpc" not in one.settings}
    if network.existing and not network.vpcs and not kinds & _IN_A_NETWORK:
        return replace(network, subnets=Subnets(), nat="", gateway=False)
    least = 0
    if kinds & _BETWEEN_NETWORKS and network.existing:
        least = max(network.existing, 2 if "vpcpeering" in kinds else 1)
    elif kinds & (_IN_A_NETWORK - {"ec2"}) and not network.default:
        # How its private side gets out may be said of a network that nobody named.
        least = 1 if network.existing or network.nat == "off" else 0
    return replace(network, vpcs=max(network.vpcs, least), subnets=_open_subnets(network, kinds))


def _open_subnets(network: Networks, kinds: set[str]) -> Subnets:
    """Containers that may not go out through a NAT gateway pull their images from public subnets."""
    if network.subnets or network.isolated or network.nat != "off" or not kinds & _PULLING:
        return network.subnets
    return Subnets(public=2)


def left_alone(network: Networks, found: Gathered) -> Iterator[Unplaced]:
    for name in dict(found.existing):
        yield Unplaced(text=name, why=IS_THERE)
    if network.existing and not _has_a_network(network, found):
        yield Unplaced(text="VPC", why=IS_THERE)


def notes(network: Networks, found: Gathered) -> Iterator[str]:
    guarded = _GUARDED if found.of("waf") else frozenset()
    for name, one in dict(found.existing).items():
        yield _note(name, plural=one.plural) + (_ATTACH if one.service in guarded else "")
    for name in found.instead:
        yield _NEW_INSTEAD.format(name=name)
    if network.existing and _has_a_network(network, found):
        what = "an existing VPC" if network.existing_vpc else "existing subnets"
        several = network.existing > 1
        yield _OWN_NETWORK.format(
            what="existing VPCs" if several else what,
            own="networks" if several else "a network",
        )
    elif network.existing:
        yield _note("VPC")


def tells_of_existing(line: str) -> bool:
    """Whether an assumption is one of these notes."""
    return line.startswith("You named ") or " there already as you say: " in line


def _note(name: str, *, plural: bool = False) -> str:
    return _NOTE.format(name=name, verb="are" if plural else "is", it="them" if plural else "it")


def _has_a_network(network: Networks, found: Gathered) -> bool:
    kinds = {one.service for one in found.things if "default-vpc" not in one.settings}
    return network.wanted or bool(kinds & _IN_A_NETWORK)
