"""What a request says no to is not made, and what it denies of a thing is set so."""

import pytest

from bot.offline.sketching import sketch
from tests.offline.sketching.test_sketching import parts, said_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a Lambda without a queue or topic", ["lambda"]),
        ("a queue with no function, topic or bucket", ["sqs"]),
        ("a bucket, no topic, no queue, a table", ["s3", "dynamodb"]),
        ("a bucket, ohne CloudFront, kein Topic", ["s3"]),
        ("a bucket; CloudFront is not needed", ["s3"]),
        ("a function, DynamoDB: none", ["lambda"]),
        ("no load balancer in front of the Fargate service", ["fargate"]),
        ("we don't want a cache, just a queue", ["sqs"]),
        ("not without a queue", ["sqs"]),
    ],
)
def test_a_no_reaches_as_far_as_its_list(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a VPC with two private subnets only, no internet gateway no NAT",
        "a VPC with two private subnets, no igw, nat or bastion",
        "VPC mit zwei privaten Subnetzen, kein Internet-Gateway und ohne NAT",
        "a VPC with two private subnets without internet access",
    ],
)
def test_a_network_that_shall_not_get_out_has_no_way_out(text: str) -> None:
    architecture = sketch(text).architecture

    assert architecture.components == ()
    assert said_of(text)["vpc"]["nat"] == "off"
    assert all(one.kind in ("vpc", "private-subnet") for one in architecture.containers)


def test_containers_that_may_not_use_a_gateway_stand_in_public_subnets() -> None:
    architecture = sketch("a Fargate service behind an ALB, but no NAT gateway please").architecture
    service = next(one for one in architecture.components if one.service == "fargate")

    assert architecture.within(service, "public-subnet") is not None
    assert not any(one.service == "nat" for one in architecture.components)


@pytest.mark.parametrize(
    ("text", "service", "name", "value"),
    [
        ("a Cognito user pool, no self-registration", "cognito", "admin-only", "on"),
        ("a Cognito user pool, self sign-up is disabled", "cognito", "admin-only", "on"),
        ("a Cognito user pool where users can sign up by themselves", "cognito", "admin-only", None),
        ("a network firewall that allows only a list of domains", "networkfirewall", "allow-domains", ".example.invalid"),
        ("a network firewall that only allows example.org and aws.amazon.com", "networkfirewall", "allow-domains", "example.org,aws.amazon.com"),
        ("a network firewall that blocks example.com and drops ICMP", "networkfirewall", "deny-domains", "example.com"),
        ("a Fargate cluster without any services or tasks yet", "fargate", "count", "0"),
    ],
)  # fmt: skip
def test_what_is_denied_of_a_thing_is_set_so(
    text: str, service: str, name: str, value: str | None
) -> None:
    assert said_of(text).get(service, {}).get(name) == value
