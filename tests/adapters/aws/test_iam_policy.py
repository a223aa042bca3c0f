"""deploy/iam-policy.json allows what the adapter calls, and nothing more."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from bot.domain.instance import T3
from bot.domain.policy import Policy
from bot.workflows.design_stack import NAME_PREFIX

ROOT = Path(__file__).parents[3]
POLICY: dict[str, Any] = json.loads((ROOT / "deploy" / "iam-policy.json").read_text())

# What AWS checks although no call has its name.
IMPLIED = {
    "ec2:CreateTags": "tags in RunInstances and CreateSecurityGroup",
    "cloudformation:TagResource": "tags in CreateChangeSet",
    "iam:PassRole": "an instance profile in RunInstances, the role in CreateChangeSet",
    "s3:GetObject": "a template that CloudFormation fetches",
    "ssm:GetParameters": "a parameter type of a template that reads a public parameter",
}


def actions(statement: dict[str, Any]) -> set[str]:
    action = statement["Action"]
    return {action} if isinstance(action, str) else set(action)


def calls() -> Iterator[str]:
    """The API actions whose client method, or whose name for a paginator, stands in the adapter."""
    session = boto3.Session(aws_access_key_id="none", aws_secret_access_key="none")
    methods = {
        method: f"{service}:{operation}"
        for service in ("cloudformation", "ec2", "s3", "ssm", "sts")
        for method, operation in session.client(
            service, region_name="us-east-1"
        ).meta.method_to_api_mapping.items()
    }
    for file in (ROOT / "bot" / "adapters" / "aws").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "value", None)
            if isinstance(name, str) and name in methods:
                yield methods[name]


def test_the_policy_allows_what_is_called_and_nothing_else() -> None:
    allowed = set().union(*(actions(statement) for statement in POLICY["Statement"]))

    assert allowed - IMPLIED.keys() == set(calls())
    assert allowed >= IMPLIED.keys()


def test_nothing_is_allowed_by_a_wildcard_action() -> None:
    assert not [each for each in POLICY["Statement"] if any("*" in one for one in actions(each))]


def test_what_changes_something_is_tied_to_the_bots_own_or_to_birth() -> None:
    free = {
        "LookAround",
        "FindImages",
        "LaunchIntoNetwork",
        "MakeSecurityGroupInVpc",
        # Tied by the name of the stack, or of the bucket.
        "CreateAndFollowStacks",
        "PutLargeTemplates",
        "FindTemplateBucket",
    }

    unconditional = {each["Sid"] for each in POLICY["Statement"] if "Condition" not in each}

    assert unconditional <= free


def test_types_and_disk_size_are_those_of_the_default_policy() -> None:
    by_sid = {each["Sid"]: each["Condition"] for each in POLICY["Statement"] if "Condition" in each}

    assert by_sid["LaunchInstance"]["StringEquals"]["ec2:InstanceType"] == list(T3)
    assert by_sid["LaunchDisk"]["NumericLessThanEquals"]["ec2:VolumeSize"] == str(
        Policy().max_volume_gib
    )


def test_stacks_are_only_those_whose_names_the_bot_gives() -> None:
    touched = [
        each["Resource"]
        for each in POLICY["Statement"]
        if any(one.startswith("cloudformation:") for one in actions(each))
    ]

    assert set(touched) == {f"arn:aws:cloudformation:REGION:ACCOUNT_ID:stack/{NAME_PREFIX}-*/*"}


def test_a_stack_is_made_and_ended_with_the_role_that_is_handed_over() -> None:
    by_sid = {each["Sid"]: each for each in POLICY["Statement"]}
    role = by_sid["HandOverStackRole"]["Resource"]

    for sid in ("PrepareStacks", "EndStacks"):
        assert by_sid[sid]["Condition"]["StringEquals"]["cloudformation:RoleArn"] == role


def test_it_fits_into_a_managed_policy() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: white space is not counted."""
    assert len("".join(json.dumps(POLICY).split())) <= 6144


@pytest.mark.parametrize("sid", [each["Sid"] for each in POLICY["Statement"]])
def test_every_statement_is_explained(sid: str) -> None:
    assert sid in (ROOT / "deploy" / "iam-policy.md").read_text()
