"""Architectures as the pictures show them: services, arrows, and what stands in what."""

from collections.abc import Mapping, Sequence

from bot.blocks import BLOCKS
from bot.blocks.domain import NAMED
from bot.blocks.wiring.table import RULES
from bot.domain.architecture import Architecture, Component, Connection, Container, ContainerKind

Edges = Sequence[tuple[int, int]]
Boxes = Mapping[str, Sequence[int]]
_KINDS: Mapping[str, ContainerKind] = {
    "VPC": "vpc",
    "Public": "public-subnet",
    "Private": "private-subnet",
    "Zone": "availability-zone",
}


def drawn(
    services: str,
    edges: Edges = (),
    boxes: Boxes | None = None,
    labels: Mapping[int, str] | None = None,
    said: Mapping[tuple[int, int], str] | None = None,
) -> Architecture:
    """`drawn("lambda dynamodb", [(0, 1)], {"VPC": [0]}, {0: "GetCustomer"})`; a subnet stands in the VPC."""
    inside = boxes or {}
    containers = [
        Container(
            id=label,
            kind=_KINDS[label.split()[0]],
            label=label,
            inside="VPC" if label != "VPC" and "VPC" in inside else None,
        )
        for label in inside
    ]
    components = [
        Component(
            id=f"c{number}",
            service=service,
            label=(labels or {}).get(number, ""),
            inside=_innermost(inside, number),
        )
        for number, service in enumerate(services.split())
    ]
    return Architecture(
        components=tuple(components),
        containers=tuple(containers),
        connections=tuple(
            Connection(source=f"c{a}", target=f"c{b}", label=(said or {}).get((a, b), ""))
            for a, b in edges
        ),
    )


def _innermost(boxes: Boxes, number: int) -> str | None:
    around = [label for label, members in boxes.items() if number in members]
    return next((one for one in around if one != "VPC"), around[0] if around else None)


_DOMAIN = "shop.example.com"
PICTURES: Mapping[str, Architecture] = {
    "customer details": drawn(
        "apigateway lambda dynamodb",
        [(0, 1), (1, 2)],
        {"VPC": [1]},
        {0: "CustomerDetailsAPI", 1: "GetCustomer", 2: "Customers"},
    ),
    "serverless": drawn("apigateway lambda dynamodb", [(0, 1), (1, 2)], {"VPC": [1, 2]}),
    "web": drawn(
        "cloudfront alb ec2 ec2 rds s3",
        [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (0, 5)],
        {"VPC": [2, 3, 4]},
    ),
    "worker": drawn("s3 sns sqs lambda s3 dynamodb", [(0, 1), (1, 2), (2, 3), (3, 4), (3, 5)]),
    "icons only": drawn(
        "cognito apigateway lambda kinesis elasticache", [(0, 1), (1, 2), (2, 3), (2, 4)]
    ),
    "containers": drawn(
        "route53 alb nat fargate rds elasticache",
        [(0, 1), (1, 3), (3, 4), (3, 5), (3, 2)],
        {"Private subnet": [3, 4, 5], "Public subnet": [2]},
        {0: _DOMAIN},
    ),
    "events": drawn(
        "eventbridge stepfunctions lambda lambda dynamodb sns",
        [(0, 1), (1, 2), (1, 3), (3, 4), (3, 5)],
    ),
    "balanced": drawn(
        "igw alb ec2 ec2",
        [(0, 1), (1, 2), (1, 3)],
        {"VPC": [1, 2, 3], "Public Subnet": [2], "Public Subnet 2": [3]},
    ),
    "two zones": drawn(
        "nat nat ec2 ec2",
        [],
        {
            "VPC": [0, 1, 2, 3],
            "Public Subnet": [0],
            "Public Subnet 2": [1],
            "Private Subnet": [2],
            "Private Subnet 2": [3],
        },
    ),
    "upload": drawn("s3 lambda dynamodb", [(0, 1), (1, 2)]),
    "orders": drawn(
        "apigateway lambda dynamodb sqs",
        [(0, 1), (1, 2), (1, 3)],
        {"VPC": [1, 2]},
        {0: "orders API", 1: "place order", 3: "jobs"},
    ),
}

# They act as functions and containers do; where they do not, and in a few cases where they do, is enough.
_ALIKE = (
    *("ec2", "ecs", "autoscaling", "eks", "batch", "apprunner", "elasticbeanstalk"),
    *("glue", "emr", "codebuild", "sagemaker"),
)
_A_FEW = frozenset({"s3", "rds", "sqs"})
# These stand between two others, or not at all.
_BETWEEN = ("pipes", "b2bi")
# What some services cannot be made without.
_NEEDED = {"cloudfront": "s3", "firehose": "s3", "codedeploy": "ec2", "lakeformation": "s3"}


# So that nothing is taken for something else of the same type.
_CALLED = (
    *("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper"),
    *("Kapok", "Larch", "Maple", "Nutmeg", "Oak", "Pine", "Quince", "Rowan", "Spruce", "Teak"),
    *("Umbrella", "Viburnum", "Willow", "Yew", "Zelkova", "Aspen", "Beech", "Cypress"),
)


def named(services: Sequence[str], labels: Mapping[int, str] | None = None) -> dict[int, str]:
    """These labels; what needs a domain says which."""
    needy = {number: _DOMAIN for number, one in enumerate(services) if one in NAMED}
    return {**(labels or {}), **needy}


def _targets(source: str) -> list[str]:
    found = (target for start, target in RULES if start == source and target not in _BETWEEN)
    return [one for one in found if (source, one) != ("waf", "cloudfront")]


def _tells(source: str, target: str) -> bool:
    """Whether the rule is none of a function's or a container's."""
    known = {RULES.get((one, target)) for one in ("lambda", "fargate")}
    return target in _A_FEW or RULES[source, target] not in known


def star(source: str) -> Architecture:
    """One service with an arrow to each other that it can be wired to."""
    targets = [one for one in _targets(source) if source not in _ALIKE or _tells(source, one)]
    needed = [_NEEDED[one] for one in (source, *targets) if one in _NEEDED]
    services = [source, *targets, *needed]
    edges = [(0, number) for number in range(1, len(targets) + 1)]
    wants = [number for number, one in enumerate(services) if one in _NEEDED]
    edges += [(one, len(targets) + 1 + turn) for turn, one in enumerate(wants)]
    return drawn(" ".join(services), edges, labels=named(services, dict(enumerate(_CALLED))))


STARS: Mapping[str, Architecture] = {
    source: star(source) for source in sorted({start for start, _ in RULES} - {*_BETWEEN})
}
_A_THIRD = [sorted(BLOCKS)[turn::3] for turn in range(3)]
THIRDS: Mapping[str, Architecture] = {
    f"every third, unconnected, from {services[0]}": drawn(
        " ".join(services), labels=named(services)
    )
    for services in _A_THIRD
}
ALL: Mapping[str, Architecture] = {
    **PICTURES,
    **{f"{source} to all": one for source, one in STARS.items()},
    **THIRDS,
    "told": drawn(
        "s3 lambda sns sqs sqs lambda",
        [(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (1, 0)],
        labels={4: "fifo jobs"},
    ),
    "certified": drawn(
        "route53 cloudfront s3 alb fargate acm",
        [(0, 1), (1, 2), (0, 3), (3, 4), (5, 1), (5, 3), (1, 3)],
        labels={0: "example.org: shop.com", 5: "www.shop.com"},
    ),
    "files": drawn(
        "efs ec2 fargate lambda autoscaling opensearch",
        [(1, 0), (2, 0), (0, 3), (4, 0), (1, 5), (3, 5)],
        {"VPC": [0, 1, 2, 3, 4, 5]},
    ),
    "guarded": drawn("waf cloudfront alb s3", [(0, 1), (0, 2), (1, 3), (1, 2)]),
}
