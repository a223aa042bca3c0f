"""A stack goes as it came, and says what would not go."""

from collections.abc import Iterator
from contextlib import closing

import boto3
import pytest
from botocore.exceptions import ClientError
from mypy_boto3_s3 import S3Client

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import CHAIN, Desk, code

FILES = {
    "Resources": {
        "Key": {"Type": "AWS::SQS::Queue"},
        "Files": {"Type": "AWS::S3::Bucket", "DependsOn": "Key"},
        "News": {"Type": "AWS::SNS::Topic"},
    },
    "Outputs": {"Name": {"Value": {"Ref": "Files"}}},
}


@pytest.fixture
def s3(aws: SimulatedAws, session: boto3.Session) -> Iterator[S3Client]:
    with closing(
        session.client("s3", region_name="us-east-1", endpoint_url=aws.endpoint_url)
    ) as client:
        yield client


def test_it_goes_in_the_opposite_order(desk: Desk) -> None:
    stack = desk.create(CHAIN)

    assert desk.delete(stack, ClientRequestToken="t") == "DELETE_COMPLETE"

    told = desk.client.describe_stack_events(StackName=stack)["StackEvents"]
    mine = [one for one in reversed(told) if one.get("ClientRequestToken") == "t"]
    assert [(one["LogicalResourceId"], one["ResourceStatus"]) for one in mine] == [
        ("made", "DELETE_IN_PROGRESS"),
        *(
            (name, status)
            for name in ("Third", "Second", "First")
            for status in ("DELETE_IN_PROGRESS", "DELETE_COMPLETE")
        ),
        ("made", "DELETE_COMPLETE"),
    ]


def test_a_deleted_stack_is_found_by_its_id_only(desk: Desk) -> None:
    stack = desk.create()
    desk.delete(stack)

    (found,) = desk.client.describe_stacks(StackName=stack)["Stacks"]
    assert found["StackStatus"] == "DELETE_COMPLETE"
    assert found["DeletionTime"] >= found["CreationTime"]
    with pytest.raises(ClientError):
        desk.client.describe_stacks(StackName="made")
    (listed,) = desk.client.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    assert listed["StackId"] == stack


def test_deleting_what_is_gone_or_never_was_is_fine(desk: Desk) -> None:
    stack = desk.create()
    desk.delete(stack)

    desk.client.delete_stack(StackName=stack)
    desk.client.delete_stack(StackName="never-was")

    assert desk.status(stack) == "DELETE_COMPLETE"


def test_a_name_can_be_used_again(desk: Desk) -> None:
    first = desk.create()
    desk.delete(first)

    second = desk.create(ChangeSetName="again")

    assert first != second
    assert desk.client.describe_stacks(StackName="made")["Stacks"][0]["StackId"] == second


def test_a_bucket_with_objects_stays_and_the_rest_goes(desk: Desk, s3: S3Client) -> None:
    stack = desk.create(FILES)
    s3.put_object(Bucket=desk.outputs(stack)["Name"], Key="letter.txt", Body=b"hello")

    assert desk.delete(stack) == "DELETE_FAILED"

    assert "not empty" in desk.reason(stack, "Files", "DELETE_FAILED")
    assert desk.shown(stack)["reason"].startswith("Files: ")
    states = {one["logical_id"]: one["status"] for one in desk.shown(stack)["resources"]}
    assert states == {"Key": "CREATE_COMPLETE", "Files": "DELETE_FAILED", "News": "DELETE_COMPLETE"}
    (found,) = desk.client.describe_stacks(StackName=stack)["Stacks"]
    assert found["StackStatusReason"] == ("The following resource(s) failed to delete: [Files]. ")


def test_what_would_not_go_can_go_later_or_be_left(desk: Desk, s3: S3Client) -> None:
    first, second = desk.create(FILES, name="first"), desk.create(FILES, name="second")
    for stack in (first, second):
        s3.put_object(Bucket=desk.outputs(stack)["Name"], Key="letter.txt", Body=b"hello")
        desk.delete(stack)
    s3.delete_object(Bucket=desk.outputs(first)["Name"], Key="letter.txt")

    assert desk.delete(first) == "DELETE_COMPLETE"
    assert desk.delete(second, RetainResources=["Files"]) == "DELETE_COMPLETE"

    left = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert left == [desk.outputs(second)["Name"]]


def test_only_what_would_not_go_can_be_left(desk: Desk) -> None:
    stack = desk.create(FILES)

    with pytest.raises(ClientError, match="DELETE_FAILED") as error:
        desk.client.delete_stack(StackName=stack, RetainResources=["Files"])
    assert code(error) == "ValidationError"


@pytest.mark.parametrize("policy", ["Retain", "RetainExceptOnCreate"])
def test_what_is_to_be_retained_stays_and_is_listed(desk: Desk, s3: S3Client, policy: str) -> None:
    kept = {"Type": "AWS::S3::Bucket", "DeletionPolicy": policy}
    stack = desk.create({"Resources": {"Files": kept, "Jobs": {"Type": "AWS::SQS::Queue"}}})

    assert desk.delete(stack) == "DELETE_COMPLETE"

    listed = desk.client.list_stack_resources(StackName=stack)["StackResourceSummaries"]
    states = {one["LogicalResourceId"]: one["ResourceStatus"] for one in listed}
    assert states == {"Files": "DELETE_SKIPPED", "Jobs": "DELETE_COMPLETE"}
    assert ("Files", "DELETE_SKIPPED") in desk.events(stack)
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == [
        one["PhysicalResourceId"] for one in listed if one["LogicalResourceId"] == "Files"
    ]


def test_a_snapshot_is_left_of_a_volume(desk: Desk) -> None:
    volume = {
        "Type": "AWS::EC2::Volume",
        "DeletionPolicy": "Snapshot",
        "Properties": {"AvailabilityZone": "us-east-1a", "Size": 8},
    }
    stack = desk.create({"Resources": {"Disk": volume}})

    assert desk.delete(stack) == "DELETE_COMPLETE"

    (left,) = desk.shown(stack)["left"]
    assert (left["logical_id"], left["type"]) == ("Disk", "AWS::EC2::Snapshot")
    assert left["physical_id"].startswith("snap-")


def test_a_protected_stack_is_not_deleted(desk: Desk) -> None:
    stack = desk.create()
    desk.client.update_termination_protection(StackName="made", EnableTerminationProtection=True)

    with pytest.raises(ClientError, match="while TerminationProtection is enabled"):
        desk.client.delete_stack(StackName=stack)
    desk.client.update_termination_protection(StackName="made", EnableTerminationProtection=False)

    assert desk.delete(stack) == "DELETE_COMPLETE"


def test_a_fault_of_a_deletion_can_be_asked_for(desk: Desk) -> None:
    stack = desk.create(CHAIN)
    desk.aws.fail_next("Delete AWS::SNS::Topic", code="InUse", message="Somebody listens.")

    assert desk.delete(stack) == "DELETE_FAILED"
    assert "Somebody listens." in desk.reason(stack, "Second", "DELETE_FAILED")


def test_what_somebody_else_deleted_is_gone(desk: Desk, aws: SimulatedAws) -> None:
    stack = desk.create(CHAIN)
    (table,) = [one for one in desk.shown(stack)["resources"] if one["logical_id"] == "Third"]
    session = boto3.Session(aws_access_key_id="any", aws_secret_access_key="any")
    with closing(
        session.client("dynamodb", region_name="us-east-1", endpoint_url=aws.endpoint_url)
    ) as dynamodb:
        dynamodb.delete_table(TableName=table["physical_id"])

    assert desk.delete(stack) == "DELETE_COMPLETE"


def test_a_stack_that_is_being_created_can_be_deleted(session: boto3.Session) -> None:
    with SimulatedAws(resource_seconds=0.02) as aws:
        client = session.client(
            "cloudformation", region_name="us-east-1", endpoint_url=aws.endpoint_url
        )
        with closing(client):
            desk = Desk(aws, client)
            change_set = desk.prepare(CHAIN)
            client.execute_change_set(ChangeSetName=change_set)
            stack = client.describe_change_set(ChangeSetName=change_set)["StackId"]

            assert desk.delete(stack) == "DELETE_COMPLETE"
            assert ("made", "CREATE_COMPLETE") not in desk.events(stack)
