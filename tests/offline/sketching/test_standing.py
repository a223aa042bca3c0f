"""What a request says is there already: nothing of it is made, and that is said."""

import pytest

from bot.offline.sketching import sketch
from tests.offline.sketching.test_sketching import parts


def kept(text: str) -> list[str]:
    return [one.text for one in sketch(text).architecture.unplaced]


@pytest.mark.parametrize(
    ("text", "made", "there"),
    [
        ("a Lambda and an existing bucket. The bucket triggers the function.", ["lambda"], ["bucket"]),
        ("a function that reads a queue which exists already", ["lambda"], ["queue"]),
        ("an App Runner service from the existing ECR repository", ["apprunner"], ["ECR repository"]),
        ("a web ACL for a load balancer whose ARN is a parameter", ["waf"], ["load balancer"]),
        ("eine Warteschlange und eine Funktion, die in die bestehende Tabelle schreibt", ["sqs", "lambda"], ["table"]),
        ("a topic; we already have a queue", ["sns"], ["queue"]),
        ("a CloudWatch dashboard for an existing NAT gateway", ["cloudwatch"], []),
        ("a bucket of its own for my function", ["s3"], ["function"]),
        ("an existing topic and a second topic called Alerts", ["sns Alerts"], ["topic"]),
    ],
)  # fmt: skip
def test_a_thing_that_exists_is_not_made_anew(text: str, made: list[str], there: list[str]) -> None:
    assert parts(text) == made
    assert kept(text) == there


def test_a_firewall_for_what_exists_says_how_to_attach_it() -> None:
    (note,) = sketch("a WAF for our existing ALB").notes

    assert note.endswith("Attach the web ACL to it by its ARN, which is an output.")


def test_what_cannot_be_without_an_existing_bucket_gets_a_new_one_and_that_is_said() -> None:
    sketched = sketch("a Firehose delivery stream into an existing S3 bucket")

    assert [one.service for one in sketched.architecture.components] == ["firehose", "s3"]
    assert sketched.notes[0].startswith("You named “S3 bucket” as existing.")


@pytest.mark.parametrize(
    "text",
    [
        "a Fargate service in our existing VPC",
        "a MySQL RDS database in vpc-0123456789abcdef0",
        "an EFS file system; the VPC and its subnets are parameters",
        "a Redis replication group in two private subnets of an existing VPC",
        "ein RDS-Cluster in unserem vorhandenen VPC",
    ],
)
def test_a_network_that_is_needed_is_made_new_and_that_is_said(text: str) -> None:
    sketched = sketch(text)

    assert [one.kind for one in sketched.architecture.containers].count("vpc") == 1
    assert sum("gets a network of its own" in note for note in sketched.notes) == 1


@pytest.mark.parametrize(
    "text", ["a Lambda; the VPC exists already", "a dashboard for the VPC that already exists"]
)
def test_a_network_that_nothing_needs_is_not_made(text: str) -> None:
    assert sketch(text).architecture.containers == ()
    assert kept(text) == ["VPC"]


def test_networks_that_shall_be_joined_are_as_many_as_were_named() -> None:
    sketched = sketch("a transit gateway for three existing VPCs")

    assert [one.kind for one in sketched.architecture.containers] == ["vpc"] * 3
    assert "so it gets networks of its own" in sketched.notes[0]
