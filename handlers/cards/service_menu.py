"""The menu of all services, in groups as people look for them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.services import SERVICES
from handlers.cards.blocks import Block
from handlers.cards.fields import option, words

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Compute": (
            *("lambda", "ec2", "autoscaling", "fargate", "ecs", "eks", "ecr", "batch"),
            *("elasticbeanstalk", "apprunner"),
        ),
        "Network and delivery": (
            *("apigateway", "alb", "cloudfront", "route53", "appsync", "nat", "igw", "vpcendpoint"),
            *("transitgateway", "vpn", "waf", "acm", "globalaccelerator"),
        ),
        "Data": (
            *("s3", "dynamodb", "rds", "elasticache", "efs", "ebs", "opensearch", "redshift"),
            *("documentdb", "neptune", "backup"),
        ),
        "Messages and workflows": (
            *("sqs", "sns", "eventbridge", "stepfunctions", "kinesis", "firehose", "msk", "mq"),
            "ses",
        ),
        "People, secrets, watching": (
            *("cognito", "secretsmanager", "kms", "iam", "parameterstore", "cloudwatch"),
            *("cloudtrail", "xray"),
        ),
    }
)
OUTSIDE, OTHERS = "Outside AWS", "More services"


def service_menu(chosen: str | None) -> Block:
    groups = [*_groups()]
    element: Block = {
        "type": "static_select",
        "placeholder": words("Choose a service"),
        "option_groups": [
            {"label": words(label), "options": [_option(name) for name in names]}
            for label, names in groups
        ],
    }
    return element if chosen is None else {**element, "initial_option": _option(chosen)}


def _groups() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The groups above, whatever service stands in none of them, and what is no AWS service."""
    grouped = {name for names in GROUPS.values() for name in names}
    rest = [one for one in SERVICES.values() if one.name not in grouped]
    yield from GROUPS.items()
    yield OTHERS, tuple(one.name for one in rest if not one.outside)
    yield OUTSIDE, tuple(one.name for one in rest if one.outside)


def _option(name: str) -> Block:
    return option(name, SERVICES[name].title)
