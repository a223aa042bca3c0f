"""What is read from running text: the parts, how often, what is said of them, and what leads where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blocks.settings import SETTINGS
from bot.domain.architecture import Architecture, Component, Container
from bot.offline.reading.lexicon import wordset
from bot.offline.sketching import sketch


def parts(text: str) -> list[str]:
    return [_part(one) for one in sketch(text).architecture.components]


def _part(one: Component) -> str:
    label = f" {one.label}" if one.label else ""
    count = f" x{one.count}" if one.count > 1 else ""
    return f"{one.service}{label}{count}"


def arrows(text: str) -> list[str]:
    return [f"{one.source}>{one.target}" for one in sketch(text).architecture.connections]


def said_of(text: str) -> dict[str, dict[str, str]]:
    architecture = sketch(text).architecture
    things: list[Component | Container] = [*architecture.components, *architecture.containers]
    return {
        one.id: {each.name: each.value for each in one.settings} for one in things if one.settings
    }


class TestTheParts:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("an SQS queue and a topic", ["sqs", "sns"]),
            ("two Lambda functions and a pair of S3 buckets", ["lambda x2", "s3 x2"]),
            ("a DynamoDB table called Orders", ["dynamodb Orders"]),
            ("an input and an output bucket", ["s3 Input", "s3 Output"]),
            ("two buckets: one for uploads, one for thumbnails", ["s3 Uploads", "s3 Thumbnails"]),
            ("three queues named billing, shipping and audit", ["sqs Billing", "sqs Shipping", "sqs Audit"]),
            ("a serverless app on Lambda. The Lambda function should be small.", ["lambda"]),
            ("a MySQL RDS instance", ["rds"]),
            ("an ECS cluster with a Fargate service", ["fargate"]),
            ("EC2 instances in an Auto Scaling group", ["autoscaling"]),
            ("an EKS cluster with three t3.large nodes", ["eks"]),
            ("EC2 IP Address Manager (IPAM)", ["ipam"]),
            ("a queue with a dead-letter queue", ["sqs"]),
            ("an RDS database with its password in Secrets Manager", ["rds"]),
            ("a Lambda function with an IAM role", ["lambda"]),
            ("an IAM role for Lambda", ["iam"]),
            ("a bucket and a server", ["s3", "ec2"]),
            ("eine SQS-Warteschlange und zwei DynamoDB-Tabellen", ["sqs", "dynamodb x2"]),
        ],
    )  # fmt: skip
    def test_are_there_once_each(self, text: str, expected: list[str]) -> None:
        assert parts(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a Lambda, no queue", ["lambda"]),
            ("a bucket without CloudFront", ["s3"]),
            ("DynamoDB instead of RDS", ["dynamodb"]),
            ("It does not need a database. A bucket will do.", ["s3"]),
            ("an SNS topic (e.g., for Lambda or SQS)", ["sns"]),
            ("a topic for alerts of services such as EC2 and RDS", ["sns"]),
            ("a VPC designed for demonstrations like CloudWatch EC2 auto-alarms", []),
            ("a bucket that our existing Lambda writes to", ["s3"]),
            ("a security group allowing HTTP, SSH and PostgreSQL for an ECS cluster", ["ecs"]),
            ("an S3 bucket policy for a bucket", ["s3"]),
            ("ein Bucket ohne CloudFront", ["s3"]),
        ],
    )  # fmt: skip
    def test_are_not_there_when_they_are_denied_or_only_mentioned(
        self, text: str, expected: list[str]
    ) -> None:
        assert parts(text) == expected

    def test_of_which_nothing_is_known_are_said(self) -> None:
        sketched = sketch("Amazon Rekognition labels the photos in a bucket")

        assert [one.text for one in sketched.architecture.unplaced] == ["Rekognition"]

    def test_that_exist_already_are_said(self) -> None:
        (note,) = sketch("a Lambda that reads our existing DynamoDB table").notes

        assert note.startswith("“DynamoDB table” is there already")


class TestTheArrows:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a queue that triggers a Lambda", ["sqs>lambda"]),
            ("a Lambda triggered by a queue", ["sqs>lambda"]),
            ("a Lambda that reads from a queue and writes to a DynamoDB table", ["sqs>lambda", "lambda>dynamodb"]),
            ("a REST API in front of a Lambda", ["apigateway>lambda"]),
            ("two EC2 instances behind an ALB", ["alb>ec2"]),
            ("a topic with two SQS queues subscribed to it", ["sns>sqs"]),
            ("a pipe from a queue to a state machine", ["sqs>pipes", "pipes>stepfunctions"]),
            ("CloudFront → S3", ["cloudfront>s3"]),
            ("a Lambda that runs whenever a file is uploaded to an S3 bucket", ["s3>lambda"]),
            ("a WAF for an application load balancer", ["waf>alb"]),
            ("HTTP API protected by Cognito, one Lambda behind it", ["apigateway>cognito", "apigateway>lambda"]),
            ("two Lambda functions: one is called by an API Gateway and fills a queue, the other one reads from the queue", ["apigateway>lambda", "sqs>lambda-2", "lambda>sqs"]),
            ("eine Warteschlange, die eine Lambda-Funktion auslöst", ["sqs>lambda"]),
            ("eine Lambda-Funktion, die in eine DynamoDB-Tabelle schreibt", ["lambda>dynamodb"]),
        ],
    )  # fmt: skip
    def test_lead_where_the_words_say(self, text: str, expected: list[str]) -> None:
        assert sorted(arrows(text)) == sorted(expected)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("an HTTP API and a Lambda", ["apigateway>lambda"]),
            ("S3 and CloudFront for a static website", ["cloudfront>s3"]),
            ("a CPU alarm, a topic and an EC2 instance", ["cloudwatch>sns", "cloudwatch>ec2"]),
            ("a web server and an RDS database", ["ec2>rds"]),
            ("a bucket and a server", []),
            ("a bucket and a queue", []),
        ],
    )
    def test_are_added_only_where_nothing_works_without(
        self, text: str, expected: list[str]
    ) -> None:
        assert arrows(text) == expected


class TestTheSettings:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a versioned bucket, objects expire after 30 days", {"s3": {"versioning": "on", "expire-days": "30"}}),
            ("a bucket with versioning and a bucket called Logs", {"s3": {"versioning": "on"}}),
            ("a FIFO queue with a DLQ and a visibility timeout of 2 minutes", {"sqs": {"fifo": "on", "dead-letter": "on", "visibility-seconds": "120"}}),
            ("a table with partition key userId and TTL on expiresAt", {}),
            ("a DynamoDB table with partition key userId", {"dynamodb": {"key": "userId"}}),
            ("a Lambda (Python 3.12, 512 MB) every 5 minutes", {"lambda": {"runtime": "python3.12", "memory-mib": "512", "schedule": "rate(5 minutes)"}}),
            ("an EventBridge rule at 2 am that starts a Lambda every day", {"eventbridge": {"schedule": "cron(0 2 * * ? *)"}}),
            ("RDS PostgreSQL 16, db.t4g.small, 100 GB, multi-AZ", {"rds": {"engine": "postgres", "engine-version": "16", "class": "db.t4g.small", "storage-gib": "100", "multi-az": "on"}}),
            ("an EC2 instance t3.large with an Elastic IP, ports 80 and 443 open", {"ec2": {"instance-type": "t3.large", "elastic-ip": "on", "ports": "80,443"}}),
            ("an SNS topic for ops@example.com", {"sns": {"email": "ops@example.com"}}),
            ("a budget of $250 with AWS Budgets", {"budgets": {"amount-usd": "250"}}),
            ("a KMS key with alias billing", {"kms": {"alias": "billing"}}),
        ],
    )  # fmt: skip
    def test_are_those_that_were_said(self, text: str, expected: dict[str, dict[str, str]]) -> None:
        found = said_of(text)

        assert {one: found.get(one) for one in expected} == expected

    @given(st.sampled_from(sorted(SETTINGS)))
    @settings(max_examples=10)
    def test_have_names_that_blocks_know(self, service: str) -> None:
        text = f"an AWS {service} with versioning, 20 GB, every day, port 443, python, redis, mysql, 3 nodes, retention 3 days"
        for one in sketch(text).architecture.components:
            assert {each.name for each in one.settings} <= set(SETTINGS.get(one.service, ()))

    def test_an_address_that_was_not_said_is_asked_for(self) -> None:
        (question,) = sketch("an SNS topic with an e-mail subscription").questions

        assert question.startswith("Which address shall the e-mails go to?")


class TestTheNetworks:
    @pytest.mark.parametrize(
        ("text", "public", "private", "plain"),
        [
            ("a VPC with two public and two private subnets", 2, 2, 0),
            ("a VPC with one public and three private subnets", 1, 3, 0),
            ("a VPC with a pair of public and private subnets", 2, 2, 0),
            ("a VPC with private subnets across three AZs", 0, 3, 0),
            ("a VPC with a single public subnet", 1, 0, 0),
            ("a VPC with a public subnet in each availability zone across three AZs", 3, 0, 0),
            ("a VPC with two subnets", 0, 0, 2),
            ("ein VPC mit zwei öffentlichen und drei privaten Subnetzen", 2, 3, 0),
        ],
    )
    def test_have_as_many_subnets_as_were_said(
        self, text: str, public: int, private: int, plain: int
    ) -> None:
        kinds = [one.kind for one in sketch(text).architecture.containers]

        assert kinds.count("vpc") == 1
        assert kinds.count("public-subnet") == public
        assert kinds.count("private-subnet") == private
        assert kinds.count("subnet") == plain

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a VPC 10.20.0.0/16 with flow logs and network ACLs", {"cidr": "10.20.0.0/16", "flow-logs": "on", "acl": "on"}),
            ("a VPC with two private subnets and a NAT gateway per AZ", {"nat": "per-zone"}),
            ("a VPC with two public and two private subnets, no NAT", {"nat": "off"}),
            ("a VPC with private subnets and S3 and DynamoDB endpoints", {"endpoints": "s3,dynamodb"}),
        ],
    )  # fmt: skip
    def test_are_set_up_as_was_said(self, text: str, expected: dict[str, str]) -> None:
        vpc = said_of(text)["vpc"]

        assert {name: vpc.get(name) for name in expected} == expected

    @pytest.mark.parametrize(
        "text",
        [
            "a Lambda without a VPC",
            "an EC2 instance in the default VPC and a bucket",
            "a dashboard for our existing VPC",
        ],
    )
    def test_are_not_there_when_they_are_denied_or_there_already(self, text: str) -> None:
        assert sketch(text).architecture.containers == ()

    def test_hold_what_was_put_into_them(self) -> None:
        architecture = sketch(
            "a bastion host in a public subnet and a PostgreSQL RDS database in private subnets"
        ).architecture
        bastion, database = architecture.components

        assert architecture.within(bastion, "public-subnet") is not None
        assert architecture.within(database, "vpc") is not None
        assert architecture.within(database, "public-subnet") is None

    def test_get_out_by_one_gateway_if_nothing_is_said(self) -> None:
        sketched = sketch("a VPC with two public and two private subnets")

        assert [one.service for one in sketched.architecture.components] == ["nat"]
        assert "one NAT gateway" in sketched.notes[0]


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_makes_an_architecture(text: str) -> None:
    assert isinstance(sketch(text).architecture, Architecture)


_WORDS = sorted(
    wordset(
        "a two the queue S3 bucket that triggers Lambda , . and in VPC subnets 10.0.0.0/16 -> no Redis with ( ) from to each"
    )
)


@given(
    st.lists(
        st.sampled_from(_WORDS),
        max_size=60,
    )
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_words_about_infrastructure_make_one(words: list[str]) -> None:
    assert isinstance(sketch(" ".join(words)).architecture, Architecture)


def test_a_very_long_request_is_read_to_where_anybody_would() -> None:
    architecture = sketch("an S3 bucket and a queue that triggers a Lambda. " * 400).architecture

    assert {one.service for one in architecture.components} == {"s3", "sqs", "lambda"}


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "words",
    [
        "public and private subnets and ",
        "s3 and s3, ",
        "triggered when ",
        "endpoints for s3 dynamodb sqs ",
        "two Lambda functions: one is ",
        "a queue that triggers a Lambda ",
        "open ports 80, 443 and ",
        "every 5 rate limit after 3 days retention ",
    ],
)
def test_no_words_take_long(words: str) -> None:
    assert isinstance(sketch((words * 600)[:12_000]).architecture, Architecture)
