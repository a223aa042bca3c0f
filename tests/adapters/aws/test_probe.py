"""`check`: what a launch needs, asked of AWS without changing anything."""

import pytest

from bot.adapters.aws import Clients, check
from bot.sandbox.aws import SimulatedAws

REGION = "eu-central-1"


def test_an_account_that_is_ready_passes_everything(aws: SimulatedAws, clients: Clients) -> None:
    results = check(clients, REGION)

    assert [passed for passed, _ in results] == [True] * 6
    assert (
        results[-2][1] == "The bot may launch instances (asked with DryRun; nothing was launched)."
    )
    assert not any(made for kind, made in aws.snapshot().items() if kind != "failures")


@pytest.mark.parametrize(
    ("operation", "code", "passed", "words"),
    [
        ("GetCallerIdentity", "InvalidClientTokenId", 0, "renew its AWS credentials"),
        ("DescribeRegions", "OptInRequired", 1, "enable the region eu-central-1"),
        ("DescribeVpcs", "UnauthorizedOperation", 2, "allow ec2:DescribeVpcs in eu-central-1"),
        ("GetParameter", "AccessDeniedException", 3, "deploy/iam-policy.json"),
        ("RunInstances", "UnauthorizedOperation", 4, "allow ec2:RunInstances in eu-central-1"),
        ("DescribeStacks", "AccessDenied", 5, "allow cloudformation:DescribeStacks"),
    ],
)
def test_it_stops_at_the_first_thing_that_is_missing(
    aws: SimulatedAws, clients: Clients, operation: str, code: str, passed: int, words: str
) -> None:
    aws.fail_next(operation, code=code, status=403)

    results = check(clients, REGION)

    assert [result for result, _ in results] == [True] * passed + [False]
    assert words in results[-1][1]


@pytest.mark.parametrize(
    ("role", "ours"),
    [
        ("arn:aws:iam::{account}:role/gpt-to-aws-cloudformation", True),
        ("arn:aws:iam::210987654321:role/gpt-to-aws-cloudformation", False),
        ("gpt-to-aws-cloudformation", False),
    ],
)
def test_the_role_of_stacks_has_to_be_one_of_the_account(
    aws: SimulatedAws, clients: Clients, role: str, *, ours: bool
) -> None:
    named = role.format(account=clients.sts(REGION).get_caller_identity()["Account"])

    passed, words = check(clients, REGION, stack_role=named)[-1]

    assert passed is ours
    assert named in words


def test_the_bucket_for_large_templates_is_found_in_whichever_region_it_is(
    aws: SimulatedAws, clients: Clients
) -> None:
    clients.s3("eu-west-1").create_bucket(
        Bucket="ours", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )

    assert check(clients, REGION, bucket="ours")[-1] == (
        True,
        "Large templates go to ours in eu-west-1.",
    )
    assert check(clients, REGION, bucket="nobodys")[-1][0] is False
