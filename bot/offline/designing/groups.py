"""What can be made, by groups: the list of everything is longer than anybody reads."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.blocks import BLOCKS
from bot.offline.kinds import short_title

# The best known of each; a name without a block is left out.
_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "computing": ("lambda", "fargate", "ecs", "eks", "autoscaling", "batch", "apprunner"),
        "storage": ("s3", "efs", "ebs", "fsx", "backup"),
        "databases": ("rds", "dynamodb", "elasticache", "documentdb", "neptune", "redshift"),
        "messages and events": ("sqs", "sns", "eventbridge", "stepfunctions", "kinesis", "msk"),
        "networks and delivery": ("alb", "apigateway", "cloudfront", "route53", "transitgateway", "vpn"),
        "security": ("iam", "cognito", "kms", "secretsmanager", "waf", "guardduty"),
        "watching": ("cloudwatch", "cloudtrail", "config", "budgets"),
        "data and building": ("glue", "athena", "emr", "sagemaker", "codepipeline", "codebuild", "ecr"),
    }
)  # fmt: skip
# Of IAM there are roles and policies alone.
_SAID: Mapping[str, str] = MappingProxyType({"iam": "IAM roles"})


def made_by_groups() -> str:
    """`computing (Lambda, …), storage (S3, …)`, and how many more there are."""
    groups = {
        group: [_SAID.get(one, short_title(one)) for one in services if one in BLOCKS]
        for group, services in _GROUPS.items()
    }
    shown = "; ".join(f"{group} ({', '.join(names)})" for group, names in groups.items() if names)
    more = len(BLOCKS) - sum(map(len, groups.values()))
    return f"networks of VPCs and subnets; {shown}; and {more} further services"
