"""What needs a network, what the internet reaches, and how what stands in private gets out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.blocks.drawing import ACTING, COMPUTE, Drawing
from bot.blocks.placing.features import NAT_PER_ZONE, NO_NAT, ONE_NAT, Features
from bot.blocks.settings import ON
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
        "batch",
        "documentdb",
        "neptune",
        "memorydb",
        "redshift",
        "msk",
        "mq",
        "dms",
        "fsx",
        "emr",
        "timestream",
        "elasticbeanstalk",
        "vpn",
        "networkfirewall",
        "directoryservice",
    }
)
# These stand in a VPC if they are drawn there, and are reached over the internet by their names if not.
_WHERE_DRAWN = frozenset({"lambda", "opensearch", "apprunner", "codebuild", "sagemaker"})
# Code that AWS runs outside any VPC, unless it works with what is only inside one.
_FOLLOWS = ("lambda", "apprunner")
_DRAWS_A_FUNCTION_IN = (
    "rds",
    "elasticache",
    "ec2",
    "fargate",
    "ecs",
    "nat",
    "vpcendpoint",
    "documentdb",
    "neptune",
    "memorydb",
    "redshift",
    "msk",
    "mq",
    "fsx",
    "timestream",
)
# These cannot start without the internet: they fetch images, or tell their service that they are there.
_NEEDS_INTERNET = ("fargate", "ecs", "eks", "batch", "elasticbeanstalk", "codebuild")
_CALLERS = (*COMPUTE, *ACTING)
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
# Session Manager.
_SESSIONS = ("ec2messages", "ssm", "ssmmessages")
# Their packages lie on servers on the internet; those of Amazon Linux lie in S3, which the gateway endpoint reaches.
_FETCH_FROM_AFAR = ("debian", "ubuntu")
# What Lambda's pollers ask from beside a broker, wherever the function itself runs:
# https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html
_POLLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"msk": ("lambda", "sts"), "mq": ("lambda", "secretsmanager", "sts")}
)


@dataclass(frozen=True)
class Egress:
    """How a VPC's private side gets out. `nats` are the drawn ones; `igw` the drawn way in.

    `costs` says what is added and billed.
    """

    nats: tuple[Component, ...] = ()
    igw: Component | None = None
    added_nat: bool = False
    nat_per_zone: bool = False
    gateways: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()


def in_vpc(drawing: Drawing, component: Component) -> bool:
    if component.service == "ec2" and component.setting("default-vpc") == ON:
        return False
    if component.service in IN_VPC_ONLY:
        return True
    if component.service not in _WHERE_DRAWN:
        return False
    drawn = any(
        drawing.within(component, kind)
        for kind in ("vpc", "public-subnet", "private-subnet", "subnet")
    )
    if drawn or component.service not in _FOLLOWS:
        return drawn
    calls_in = any(in_vpc(drawing, one) for one in drawing.targets(component, "opensearch"))
    beside = drawing.targets(component, *_DRAWS_A_FUNCTION_IN)
    return calls_in or bool(beside or drawing.beside(component, "efs"))


def takes_in_the_internet(drawing: Drawing, component: Component) -> bool:
    """Whether the picture lets the internet in here: an arrow from outside, or a balancer that nothing is drawn before."""
    if component.service not in ("alb", "ec2"):
        return False
    if component.service == "ec2":
        return drawing.entered(component) or is_asked_public(component)
    scheme = (component.setting("scheme") or "").lower()
    if scheme in ("internal", "internet-facing"):
        return scheme == "internet-facing"
    if drawing.within(component, "private-subnet"):
        return any(one.service == "cloudfront" for one in drawing.sources(component))
    return drawing.entered(component) or not drawing.sources(component)


def is_asked_public(component: Component) -> bool:
    return ON in (component.setting("public"), component.setting("elastic-ip"))


def has_public_address(drawing: Drawing, component: Component) -> bool:
    """What the internet enters has one, and what stands in a drawn public subnet and serves nobody else."""
    if drawing.within(component, "private-subnet"):
        return False
    in_public = drawing.within(component, "public-subnet")
    if component.service == "ec2":
        alone = in_public and not drawing.sources(component)
        return drawing.entered(component) or is_asked_public(component) or alone
    return component.service in ("fargate", "ecs") and in_public


def egress(drawing: Drawing, members: Iterable[Component], wished: Features) -> Egress:
    here = tuple(members)
    found = _way_out(drawing, here, wished)
    by_nat = bool(found.nats) or found.added_nat
    cut_off = [one for one in here if not by_nat or drawing.within(one, "public-subnet")]
    needed = _polled(drawing, cut_off) - _drawn_endpoints(drawing, here) - {*found.interfaces}
    if not needed:
        return found
    interfaces = tuple(sorted({*found.interfaces, *needed}))
    return replace(found, interfaces=interfaces, costs=(*found.costs, _POLLERS_HELPED))


def _polled(drawing: Drawing, brokers: Iterable[Component]) -> set[str]:
    """The endpoints without which no message of these ever runs a function: pollers have no public address."""
    return {
        name
        for one in brokers
        if any(each.id in drawing.made for each in drawing.targets(one, "lambda"))
        for name in _POLLED.get(one.service, ())
    }


def _way_out(drawing: Drawing, here: tuple[Component, ...], wished: Features) -> Egress:
    nats = tuple(one for one in here if one.service == "nat")
    igw = next((one for one in here if one.service == "igw"), None)
    callers = [
        one for one in here if one.service in _CALLERS and not has_public_address(drawing, one)
    ]
    found = Egress(nats, igw, nat_per_zone=wished.nat == NAT_PER_ZONE)
    if nats:
        return _with_endpoints(found, wished)
    if wished.nat in (ONE_NAT, NAT_PER_ZONE):
        return _with_endpoints(replace(found, added_nat=True, costs=(_NAT_ASKED,)), wished)
    needy = [one for one in callers if _needs_internet(drawing, one)]
    if needy and wished.nat != NO_NAT:
        return _with_endpoints(replace(found, added_nat=True, costs=(_NAT_ADDED,)), wished)
    cut_off = (_CUT_OFF,) if needy else ()
    gateways, interfaces = _called(drawing, callers, here)
    said = (_ENDPOINTS_ADDED,) if interfaces else ()
    return _with_endpoints(
        replace(found, gateways=gateways, interfaces=interfaces, costs=(*cut_off, *said)), wished
    )


def _called(
    drawing: Drawing, callers: Iterable[Component], here: Iterable[Component]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The endpoints that what is drawn needs and does not have: gateways and interfaces."""
    called = [
        target for one in callers for target in drawing.targets(one) if target.id in drawing.made
    ]
    gateways = {one.service for one in called if one.service in GATEWAYS}
    if any(one.service in ("ec2", "autoscaling", "emr") for one in callers):
        gateways.add("s3")
    interfaces = {INTERFACES[one.service] for one in called if one.service in INTERFACES}
    if any(one.setting("ssm") == ON for one in callers):
        interfaces.update(_SESSIONS)
    drawn = _drawn_endpoints(drawing, here)
    return tuple(sorted(gateways - drawn)), tuple(sorted(interfaces - drawn))


def _drawn_endpoints(drawing: Drawing, here: Iterable[Component]) -> set[str]:
    return {
        INTERFACES.get(target.service, target.service)
        for one in here
        if one.service == "vpcendpoint"
        for target in drawing.targets(one)
    }


def _with_endpoints(found: Egress, wished: Features) -> Egress:
    """The endpoints that were asked for by name come on top."""
    gateways = {*found.gateways, *(one for one in wished.endpoints if one in GATEWAYS)}
    interfaces = {*found.interfaces, *(one for one in wished.endpoints if one not in GATEWAYS)}
    more = (_ENDPOINTS_ASKED,) if interfaces - {*found.interfaces} else ()
    return replace(
        found,
        gateways=tuple(sorted(gateways)),
        interfaces=tuple(sorted(interfaces)),
        costs=(*found.costs, *more),
    )


_NAT_ADDED = (
    "A NAT gateway is added, since something in a private subnet has to reach the internet; "
    "it is billed by the hour."
)
_NAT_ASKED = "NAT gateways are billed by the hour."
_CUT_OFF = "There is no NAT gateway, as you said, so what stands in a private subnet does not reach the internet."
_ENDPOINTS_ASKED = "Interface endpoints are billed by the hour."
_ENDPOINTS_ADDED = (
    "AWS services are reached from the private subnets through VPC endpoints, with no way out to the internet; "
    "interface endpoints are billed by the hour."
)
_POLLERS_HELPED = "What polls a broker for Lambda reaches AWS through interface endpoints; they are billed by the hour."


def _needs_internet(drawing: Drawing, component: Component) -> bool:
    if component.service in _NEEDS_INTERNET or _fetches_packages(component):
        return True
    known = {*IN_VPC_ONLY, *_NOT_CALLED, *GATEWAYS, *INTERFACES}
    called = (one for one in drawing.targets(component) if one.id in drawing.made)
    beyond = any(one.service not in known and not in_vpc(drawing, one) for one in called)
    return beyond or drawing.leaves(component)


def _fetches_packages(component: Component) -> bool:
    machine = component.service in ("ec2", "autoscaling")
    afar = (component.setting("os") or "").lower().startswith(_FETCH_FROM_AFAR)
    return machine and afar and bool(component.setting("install"))
