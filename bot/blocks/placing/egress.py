"""What needs a network, what the internet reaches, and how what stands in private gets out."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.blocks.drawing import COMPUTE, Drawing
from bot.domain.architecture import Component

IN_VPC_ONLY = frozenset(
    {
        "ec2",
        "rds",
        "fargate",
        "ecs",
        "alb",
        "elasticache",
        "nat",
        "igw",
        "efs",
        "autoscaling",
        "eks",
        "vpcendpoint",
    }
)
# These stand in a VPC if they are drawn there, and are reached over the internet by their names if not.
_WHERE_DRAWN = frozenset({"lambda", "opensearch"})
_DRAWS_A_FUNCTION_IN = (
    "rds",
    "elasticache",
    "ec2",
    "fargate",
    "ecs",
    "nat",
    "vpcendpoint",
)
# Code does not call these over the network, whatever an arrow says.
_NOT_CALLED = frozenset({"acm", "cloudfront", "cloudwatch", "ecr", "iam", "route53", "waf"})
GATEWAYS = ("s3", "dynamodb")
# The service's name in `com.amazonaws.<region>.<name>`.
INTERFACES = {
    "sqs": "sqs",
    "sns": "sns",
    "kinesis": "kinesis-streams",
    "firehose": "kinesis-firehose",
    "stepfunctions": "states",
    "eventbridge": "events",
    "lambda": "lambda",
    "secretsmanager": "secretsmanager",
    "parameterstore": "ssm",
    "kms": "kms",
    "athena": "athena",
    "glue": "glue",
    "rds": "secretsmanager",
}


@dataclass(frozen=True)
class Egress:
    """How a VPC's private side gets out. `nats` are the drawn ones; `igw` the drawn way in.

    `costs` says what is added and billed.
    """

    nats: tuple[Component, ...] = ()
    igw: Component | None = None
    added_nat: bool = False
    gateways: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()


def in_vpc(drawing: Drawing, component: Component) -> bool:
    if component.service in IN_VPC_ONLY:
        return True
    if component.service not in _WHERE_DRAWN:
        return False
    drawn = any(
        drawing.within(component, kind)
        for kind in ("vpc", "public-subnet", "private-subnet", "subnet")
    )
    if drawn or component.service != "lambda":
        return drawn
    calls_in = any(in_vpc(drawing, one) for one in drawing.targets(component, "opensearch"))
    beside = drawing.targets(component, *_DRAWS_A_FUNCTION_IN)
    return calls_in or bool(beside or drawing.beside(component, "efs"))


def takes_in_the_internet(drawing: Drawing, component: Component) -> bool:
    """Whether the picture lets the internet in here: an arrow from outside, or a balancer that nothing is drawn before."""
    if component.service not in ("alb", "ec2"):
        return False
    if component.service == "ec2":
        return drawing.entered(component)
    if drawing.within(component, "private-subnet"):
        return any(one.service == "cloudfront" for one in drawing.sources(component))
    return drawing.entered(component) or not drawing.sources(component)


def has_public_address(drawing: Drawing, component: Component) -> bool:
    """What the internet enters has one, and what stands in a drawn public subnet and serves nobody else."""
    if drawing.within(component, "private-subnet"):
        return False
    in_public = drawing.within(component, "public-subnet")
    if component.service == "ec2":
        return drawing.entered(component) or (in_public and not drawing.sources(component))
    return component.service in ("fargate", "ecs") and in_public


def egress(drawing: Drawing, members: Iterable[Component]) -> Egress:
    here = tuple(members)
    nats = tuple(one for one in here if one.service == "nat")
    igw = next((one for one in here if one.service == "igw"), None)
    callers = [
        one
        for one in here
        if one.service in (*COMPUTE, "eks") and not has_public_address(drawing, one)
    ]
    if nats:
        return Egress(nats, igw)
    needy = [one for one in callers if _needs_internet(drawing, one)]
    if needy:
        return Egress((), igw, added_nat=True, costs=(_NAT_ADDED,))
    called = [
        target for one in callers for target in drawing.targets(one) if target.id in drawing.made
    ]
    gateways = {one.service for one in called if one.service in GATEWAYS}
    if any(one.service in ("ec2", "autoscaling") for one in callers):
        gateways.add("s3")
    interfaces = {INTERFACES[one.service] for one in called if one.service in INTERFACES}
    drawn = {
        INTERFACES.get(target.service, target.service)
        for one in here
        if one.service == "vpcendpoint"
        for target in drawing.targets(one)
    }
    gateways, interfaces = gateways - drawn, interfaces - drawn
    said = (_ENDPOINTS_ADDED,) if interfaces else ()
    return Egress((), igw, False, tuple(sorted(gateways)), tuple(sorted(interfaces)), said)  # noqa: FBT003 - the field is named a line above


_NAT_ADDED = (
    "A NAT gateway is added, since something in a private subnet has to reach the internet; "
    "it is billed by the hour."
)
_ENDPOINTS_ADDED = (
    "AWS services are reached from the private subnets through VPC endpoints, with no way out to the internet; "
    "interface endpoints are billed by the hour."
)


def _needs_internet(drawing: Drawing, component: Component) -> bool:
    if component.service in ("fargate", "ecs", "eks"):
        return True
    known = {*IN_VPC_ONLY, *_NOT_CALLED, *GATEWAYS, *INTERFACES}
    called = (one for one in drawing.targets(component) if one.id in drawing.made)
    beyond = any(one.service not in known and not in_vpc(drawing, one) for one in called)
    return beyond or drawing.leaves(component)
