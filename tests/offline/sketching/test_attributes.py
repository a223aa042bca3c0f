"""What is named only to say something of another thing is nothing by itself."""

import pytest

from bot.offline.sketching import sketch
from tests.offline.sketching.test_sketching import parts, said_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a CloudTrail trail that records API calls in a bucket", ["cloudtrail", "s3"]),
        ("an Aurora PostgreSQL cluster with its Data API enabled", ["rds"]),
        ("two SSM parameters: /shop/db and /shop/dbhost = db.shop.internal", ["parameterstore", "parameterstore"]),
        ("a Fargate service and a gateway endpoint for DynamoDB", ["fargate"]),
        ("a Neptune cluster with access to CloudWatch Logs and S3", ["neptune"]),
        ("an MSK cluster with three kafka.m5.large brokers", ["msk"]),
        ("a DocumentDB cluster with two db.r6g.large instances", ["documentdb"]),
        ("a Neptune cluster and an instance with encrypted storage", ["neptune"]),
        ("a Redis replication group with two cache nodes", ["elasticache"]),
        ("a multi-node Redshift cluster, and the policy Redshift needs", ["redshift"]),
        ("an FSx for OpenZFS, and the file system is encrypted", ["fsx"]),
        ("a dashboard with four CloudWatch Logs widgets", ["cloudwatch"]),
        ("two Config rules", ["config"]),
        ("a CodePipeline with a CodeBuild project. Artifacts are kept in an S3 bucket.", ["codepipeline", "codebuild"]),
        ("an ECS cluster with an Auto Scaling group of container instances", ["ecs"]),
        ("EKS mit 3 Nodes m5.large in eigener VPC", ["eks"]),
        ("a highly-available MySQL RDS database", ["rds"]),
    ],
)  # fmt: skip
def test_no_word_about_a_thing_becomes_another(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("auto scaled web servers behind an ALB, auto scaled app servers behind an internal ALB", ["autoscaling Web", "alb", "autoscaling App", "alb"]),
        ("an invoices table and an orders table", ["dynamodb Invoices", "dynamodb Orders"]),
        ("a queue and a second queue", ["sqs", "sqs"]),
    ],
)  # fmt: skip
def test_what_is_said_to_differ_is_another(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("redis, 3 nodes, multi-az", True),
        ("ich brauche eine mysql datenbank, 20 gb", True),
        ("mariadb with two replicas and no backups", True),
        ("a server with a postgres database", False),
        ("an ubuntu machine for redis with 16 GB RAM", False),
        ("postgres", False),
    ],
)
def test_a_database_with_the_words_of_a_service_is_one(text: str, *, sure: bool) -> None:
    assert sketch(text).sure is sure


def test_a_wish_to_be_told_is_an_alarm() -> None:
    text = "mail ops@example.org when the CPU of i-0123456789abcdef0 is above 70%"

    assert parts(text) == ["cloudwatch"]
    assert said_of(text)["cloudwatch"] == {
        "alarm": "cpu",
        "email": "ops@example.org",
        "instance-id": "i-0123456789abcdef0",
        "threshold": "70",
    }
