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
    assert not any(aws.snapshot().values())


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
