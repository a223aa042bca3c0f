"""What was asked of a VPC in so many words: ways out, lists of who may pass, logs, addresses of the newer kind."""

import re
from dataclasses import dataclass

from bot.blocks.asked import Asked

# As in `com.amazonaws.<region>.<name>`; a table and a bucket are reached by gateways.
ENDPOINTS = re.compile(
    r"s3|dynamodb|ssm|ssmmessages|ec2|ec2messages|ecr\.api|ecr\.dkr|ecs|eks|logs|monitoring|events|sqs|sns|kms|"
    r"secretsmanager|sts|lambda|states|execute-api|kinesis-streams|kinesis-firehose|athena|glue|elasticfilesystem|"
    r"autoscaling|elasticloadbalancing|codebuild|bedrock-runtime|rds|xray"
)
ONE_NAT, NAT_PER_ZONE, NO_NAT = "one", "per-zone", "off"
# Every region has so many, and most have no more.
_MOST_ZONES = 3


@dataclass(frozen=True)
class Features:
    """`nat` is one of the three words above, or empty where nothing was said."""

    nat: str = ""
    zones: int | None = None
    acl: bool = False
    flow_logs: bool = False
    ipv6: bool = False
    export: bool = False
    endpoints: tuple[str, ...] = ()


def features(asked: Asked) -> Features:
    return Features(
        nat=asked.choice("nat", (ONE_NAT, NAT_PER_ZONE, NO_NAT)) or "",
        zones=_zones(asked),
        acl=asked.is_on("acl"),
        flow_logs=asked.is_on("flow-logs"),
        ipv6=asked.is_on("ipv6"),
        export=asked.is_on("export"),
        endpoints=asked.each("endpoints", ENDPOINTS),
    )


def _zones(asked: Asked) -> int | None:
    wanted = asked.number("zones", 1, 6)
    if wanted is None or wanted <= _MOST_ZONES:
        return wanted
    asked.cannot("zones", f"{_MOST_ZONES}, since most regions have no more of them")
    return _MOST_ZONES
