"""What people could reply to change a plan, from what is in it, so that the examples make sense there."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.architecture import Architecture, Component
from bot.domain.services import UNKNOWN
from handlers.cards.naming import component_names

MOST = 2
# A longer name is no example; quotes would end it.
NAME_CHARACTERS = 30
NETWORKS = frozenset({"vpc", "public-subnet", "private-subnet", "subnet"})
# None of these runs without a network.
NEED_A_VPC = frozenset(
    {
        *("alb", "autoscaling", "documentdb", "ec2", "ecs", "efs", "eks", "elasticache", "emr"),
        *("fargate", "igw", "mq", "msk", "nat", "neptune", "opensearch", "rds", "redshift"),
        *("transitgateway", "vpcendpoint", "vpn"),
    }
)
# What people call it, where that is another word than the service's own.
CALLED: Mapping[str, str] = MappingProxyType({"alb": "load balancer"})
GUARDED = ("alb", "apigateway", "cloudfront")


def suggestions(architecture: Architecture) -> list[str]:
    """Two at most, the likeliest first."""
    found = (*_queue(architecture), *_no_vpc(architecture), *_firewall(architecture))
    return [*found, *_without(architecture)][:MOST]


def _queue(architecture: Architecture) -> Iterator[str]:
    """A function that nothing queues for."""
    queues = {one.id for one in architecture.components if one.service == "sqs"}
    fed = {one.target for one in architecture.connections if one.source in queues}
    for one, name in _named(architecture):
        if one.service == "lambda" and one.id not in fed:
            yield f"add a queue before {name}"
            return


def _no_vpc(architecture: Architecture) -> Iterator[str]:
    drawn = any(one.kind in NETWORKS for one in architecture.containers)
    if drawn and not any(one.service in NEED_A_VPC for one in architecture.components):
        yield "no VPC"


def _firewall(architecture: Architecture) -> Iterator[str]:
    if any(one.service == "waf" for one in architecture.components):
        return
    for one, name in _named(architecture):
        if one.service in GUARDED:
            yield f"add a WAF before {name}"
            return


def _without(architecture: Architecture) -> Iterator[str]:
    """Something that nothing else depends on, while something is left."""
    sources = {one.source for one in architecture.connections}
    ends = [name for one, name in _named(architecture) if one.id not in sources]
    if len(architecture.services) > 1 and ends:
        yield f"remove {ends[-1]}"


def _named(architecture: Architecture) -> Iterator[tuple[Component, str]]:
    names = component_names(architecture.components)
    for one in architecture.services:
        name = names[one.id]
        if one.service != UNKNOWN and _is_plain(name):
            yield one, name if one.label else f"the {CALLED.get(one.service, name)}"


def _is_plain(name: str) -> bool:
    return len(name) <= NAME_CHARACTERS and name.replace(" ", "").isalnum()
