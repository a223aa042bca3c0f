"""How services and containers look: a colour by kind of service, a small sign, a border."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.architecture import ContainerKind
from bot.domain.services import SERVICES

INK, MUTED, LINE, PAGE, DOUBT = "#16202C", "#5B6B7C", "#5B6B7C", "#FFFFFF", "#B45309"
CARD, CARD_EDGE, DOUBT_FILL = "#FFFFFF", "#D5DBE3", "#FFF7ED"

_COMPUTE, _STORAGE, _DATABASE, _NETWORK = "#E8730C", "#5F8A1C", "#B42DBF", "#7C4DEB"
_MESSAGES, _SECURITY, _ANALYSIS, _LEARNING = "#D6246E", "#CF3046", "#5A45C9", "#0B8F7C"
_WATCHING, _BUILDING, _OUTSIDE, _UNKNOWN = "#C22B72", "#3F58D8", "#56677D", "#8A94A3"


@dataclass(frozen=True)
class Look:
    """A colour, and the name of a sign."""

    colour: str
    sign: str


_LOOKS: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        _COMPUTE: (
            "compute",
            {
                "lambda": "lambda",
                "ec2": "chip",
                "autoscaling": "scale",
                "fargate": "box",
                "ecs": "box",
                "eks": "wheel",
                "ecr": "box",
                "batch": "layers",
                "elasticbeanstalk": "layers",
                "apprunner": "play",
                "imagebuilder": "disk",
                "workspaces": "screen",
            },
        ),
        _NETWORK: (
            "network",
            {
                "alb": "branch",
                "cloudfront": "globe",
                "route53": "signpost",
                "apigateway": "code",
                "appsync": "code",
                "nat": "gate",
                "igw": "gate",
                "vpcendpoint": "plug",
                "transitgateway": "hub",
                "vpn": "lock",
                "globalaccelerator": "globe",
                "vpcpeering": "hub",
                "networkfirewall": "shield",
                "clientvpn": "lock",
                "cloudmap": "signpost",
                "ipam": "signpost",
            },
        ),
        _STORAGE: (
            "storage",
            {
                "s3": "bucket",
                "efs": "files",
                "ebs": "disk",
                "backup": "disk",
                "transfer": "files",
                "fsx": "files",
                "datasync": "flow",
            },
        ),
        _DATABASE: (
            "database",
            {
                "dynamodb": "table",
                "rds": "cylinder",
                "elasticache": "bolt",
                "documentdb": "cylinder",
                "neptune": "hub",
                "memorydb": "bolt",
                "timestream": "chart",
                "keyspaces": "table",
                "dms": "flow",
            },
        ),
        _MESSAGES: (
            "messages",
            {
                "sqs": "queue",
                "sns": "broadcast",
                "eventbridge": "hub",
                "stepfunctions": "flow",
                "mq": "queue",
                "ses": "envelope",
                "pipes": "flow",
                "b2bi": "files",
            },
        ),
        _SECURITY: (
            "security",
            {
                "waf": "shield",
                "acm": "shield",
                "cognito": "person",
                "secretsmanager": "lock",
                "kms": "key",
                "iam": "key",
                "directoryservice": "person",
                "macie": "search",
                "guardduty": "shield",
                "securityhub": "shield",
                "inspector": "search",
                "accessanalyzer": "search",
            },
        ),
        _WATCHING: (
            "watching",
            {
                "parameterstore": "files",
                "cloudwatch": "chart",
                "cloudtrail": "files",
                "xray": "search",
                "config": "files",
                "budgets": "chart",
                "resourcegroups": "layers",
                "appconfig": "files",
                "servicecatalog": "layers",
                "synthetics": "play",
                "prometheus": "chart",
                "grafana": "chart",
            },
        ),
        _ANALYSIS: (
            "analysis",
            {
                "kinesis": "stream",
                "firehose": "stream",
                "msk": "stream",
                "opensearch": "search",
                "redshift": "cylinder",
                "glue": "flow",
                "athena": "search",
                "emr": "layers",
                "quicksight": "chart",
                "lakeformation": "layers",
            },
        ),
        _LEARNING: (
            "learning",
            {
                "sagemaker": "spark",
                "bedrock": "spark",
                "iot": "wheel",
                "lex": "spark",
                "location": "signpost",
            },
        ),
        _BUILDING: (
            "building",
            {
                "codepipeline": "flow",
                "codebuild": "code",
                "codecommit": "branch",
                "codedeploy": "play",
                "codeartifact": "box",
                "amplify": "screen",
            },
        ),
        _OUTSIDE: (
            "outside",
            {
                "user": "person",
                "client": "screen",
                "internet": "globe",
                "onpremises": "building",
                "external": "plug",
            },
        ),
    }
)
_UNKNOWN_LOOK = Look(_UNKNOWN, "question")
LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        name: Look(colour, sign)
        for colour, (_, signs) in _LOOKS.items()
        for name, sign in signs.items()
    }
)


def look_of(service: str) -> Look:
    """A service nobody gave a look yet is drawn plainly, not wrongly."""
    if service in LOOKS:
        return LOOKS[service]
    return (
        _UNKNOWN_LOOK if service not in SERVICES or service == "unknown" else Look(_OUTSIDE, "box")
    )


@dataclass(frozen=True)
class Border:
    """How the box of a container is drawn."""

    colour: str
    fill: str
    dashed: bool = False


BORDERS: Mapping[ContainerKind, Border] = MappingProxyType(
    {
        "cloud": Border("#334155", "#FCFCFD"),
        "account": Border("#C22B72", "#FFFBFD"),
        "region": Border("#0E8A8C", "#FBFEFE", dashed=True),
        "vpc": Border("#7C4DEB", "#F9F7FF"),
        "availability-zone": Border("#2477B3", "#FBFDFF", dashed=True),
        "public-subnet": Border("#5F8A1C", "#F4F9EA"),
        "private-subnet": Border("#0E8A8C", "#EAF7F7"),
        "subnet": Border("#2477B3", "#EFF6FC"),
        "security-group": Border("#CF3046", "#FFFAFA", dashed=True),
        "auto-scaling-group": Border("#E8730C", "#FFF9F3", dashed=True),
        "group": Border("#74849A", "#F8F9FB", dashed=True),
    }
)
