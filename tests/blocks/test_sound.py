"""Every template is clean to the linter and to the guardrails, and asks for no more than it needs."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.architecture import Architecture
from bot.domain.coverage import coverage, missing
from bot.domain.guardrails import check
from tests.blocks.conftest import Judge, Judged
from tests.blocks.drawings import ALL, PICTURES, STARS

# IAM lets these be granted on no narrower resource.
_ONLY_ON_ALL = frozenset(
    {
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
        "cloudwatch:PutMetricData",
        "dynamodb:ListStreams",
        "ec2:CreateNetworkInterfacePermission",
        "ec2:DescribeDhcpOptions",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcAttribute",
        "ec2:DescribeVpcs",
        "ecr:GetAuthorizationToken",
        "ecs:DescribeTaskDefinition",
        "ecs:ListTasks",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    }
)
_KEEPS_DATA = frozenset(
    {
        "AWS::S3::Bucket",
        "AWS::DynamoDB::Table",
        "AWS::Cassandra::Table",
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Volume",
        "AWS::FSx::FileSystem",
        "AWS::MemoryDB::Cluster",
        "AWS::Neptune::DBCluster",
        "AWS::RDS::DBCluster",
        "AWS::Redshift::Cluster",
        "AWS::EFS::FileSystem",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::Cognito::UserPool",
        "AWS::ECR::Repository",
    }
)
# What a drawing leaves open: who may call an API, and what the account has switched on already.
_POINTED_OUT = frozenset({"api-without-auth", "once-per-account"})
every_drawing = pytest.mark.parametrize("drawing", ALL.values(), ids=ALL.keys())


@every_drawing
def test_the_linter_finds_neither_an_error_nor_a_warning(
    judge: Judge, drawing: Architecture
) -> None:
    assert judge(drawing).faults == ()


@every_drawing
def test_no_guardrail_objects(judge: Judge, drawing: Architecture) -> None:
    assert {one.rule for one in check(judge(drawing).body)} <= _POINTED_OUT


@pytest.mark.parametrize("drawing", PICTURES.values(), ids=PICTURES.keys())
def test_everything_that_is_drawn_is_in_the_template(judge: Judge, drawing: Architecture) -> None:
    assert missing(coverage(drawing, judge(drawing).body)) == ()


@pytest.mark.parametrize("source", STARS)
def test_every_wired_arrow_makes_something(judge: Judge, source: str) -> None:
    drawing = STARS[source]
    ends = {one.id: one.service for one in drawing.components}
    without = {
        name
        for name, one in zip(
            ((ends[each.source], ends[each.target]) for each in drawing.connections),
            (one for one in coverage(drawing, judge(drawing).body) if one.connection),
            strict=True,
        )
        if not one.resources
    }
    assert without == set()


# What needs no linter is quick for all drawings at once.


def test_roles_may_do_named_things_to_named_resources(judge: Judge) -> None:
    for name, drawing in ALL.items():
        for allowed in _allowed(judge(drawing)):
            actions = _listed(allowed["Action"])
            assert not [one for one in actions if "*" in one], name
            if "*" in _listed(allowed["Resource"]):
                assert set(actions) <= _ONLY_ON_ALL, name


def test_what_keeps_data_is_encrypted_and_outlives_a_slip(judge: Judge) -> None:
    for drawing in ALL.values():
        for name, one in judge(drawing).resources.items():
            if one["Type"] in _KEEPS_DATA:
                policies = one["DeletionPolicy"], one["UpdateReplacePolicy"]
                fine = ("RetainExceptOnCreate", "Retain"), ("Snapshot", "Snapshot")
                assert policies in fine, name


def test_nothing_has_a_name_that_a_second_stack_would_collide_with(judge: Judge) -> None:
    names = {"BucketName", "TableName", "QueueName", "TopicName", "FunctionName", "RoleName"}
    for drawing in ALL.values():
        for name, one in judge(drawing).resources.items():
            said = one.get("Properties", {}).items()
            written = {key for key, value in said if isinstance(value, str)}
            # A table of Cassandra is called so within a keyspace that is the stack's own.
            assert one["Type"] == "AWS::Cassandra::Table" or not names & written, name


def test_no_zone_partition_or_region_is_written_out(judge: Judge) -> None:
    for name, drawing in ALL.items():
        text = judge(drawing).text

        assert "us-east-1" not in text, name
        assert "arn:aws:" not in text, name


def test_assumptions_are_sentences(judge: Judge) -> None:
    for drawing in ALL.values():
        assumptions = judge(drawing).assumptions

        assert len(set(assumptions)) == len(assumptions)
        for one in assumptions:
            assert one[0].isupper() or one[0] == "“", one
            assert one.endswith("."), one
            assert len(one) < 300, one


def _allowed(judged: Judged) -> Iterator[dict[str, Any]]:
    """Every statement that allows a role something."""
    documents = [
        document["PolicyDocument"]
        for role in judged.of_type("AWS::IAM::Role").values()
        for document in role.get("Policies", [])
    ]
    documents += [one["PolicyDocument"] for one in judged.of_type("AWS::IAM::Policy").values()]
    for document in documents:
        yield from document["Statement"]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
