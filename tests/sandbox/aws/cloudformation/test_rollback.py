"""When a resource cannot be made, the stack says which and why, and goes back."""

import copy
from contextlib import closing
from typing import Any

import boto3
import pytest

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import CHAIN, Desk

BAD_IMAGE = {
    "Resources": {
        "Jobs": {"Type": "AWS::SQS::Queue"},
        "Server": {
            "Type": "AWS::EC2::Instance",
            "DependsOn": "Jobs",
            "Properties": {"ImageId": "ami-00000000000000000", "InstanceType": "t3.micro"},
        },
    }
}

NAMED = {
    "Resources": {"Files": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "taken-name"}}}
}

Told = tuple[str, dict[str, str]]


def telling(first: Told, second: Told) -> dict[str, Any]:
    """A bucket that tells a topic of one thing and a queue of another; each is an event and its filter."""
    configurations = {
        "TopicConfigurations": [notified("Topic", "arn:aws:sns:us-east-1:123456789012:t", first)],
        "QueueConfigurations": [notified("Queue", "arn:aws:sqs:us-east-1:123456789012:q", second)],
    }
    properties = {"NotificationConfiguration": configurations}
    return {"Resources": {"Files": {"Type": "AWS::S3::Bucket", "Properties": properties}}}


def notified(kind: str, arn: str, told: Told) -> dict[str, Any]:
    event, rules = told
    filtered = {"S3Key": {"Rules": [{"Name": name, "Value": rules[name]} for name in rules]}}
    return {"Event": event, kind: arn, "Filter": filtered}


class TestFailures:
    def test_a_fault_of_a_type_fails_the_next_resource_of_it(self, desk: Desk) -> None:
        desk.aws.fail_next("AWS::DynamoDB::Table", code="LimitExceeded", message="Too many tables.")

        stack = desk.create(CHAIN)

        assert desk.status(stack) == "ROLLBACK_COMPLETE"
        reason = desk.reason(stack, "Third", "CREATE_FAILED")
        assert 'Resource handler returned message: "Too many tables. (Service: DynamoDB' in reason
        assert "HandlerErrorCode: ServiceLimitExceeded" in reason
        assert desk.shown(stack)["reason"] == f"Third: {reason}"

    def test_a_failure_that_a_visitor_asks_for_says_what_was_tried(self, desk: Desk) -> None:
        desk.aws.ask_to_fail("denied")

        stack = desk.create(CHAIN)

        reason = desk.reason(stack, "Second", "CREATE_FAILED")
        assert "is not authorized to perform: sns:CreateTopic because" in reason
        assert "HandlerErrorCode: AccessDenied" in reason

    def test_what_moto_refuses_fails_the_resource(self, desk: Desk) -> None:
        stack = desk.create(BAD_IMAGE)

        assert desk.status(stack) == "ROLLBACK_COMPLETE"
        assert "ami-00000000000000000" in desk.reason(stack, "Server", "CREATE_FAILED")
        assert "NotFound" in desk.reason(stack, "Server", "CREATE_FAILED")

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (("s3:ObjectCreated:*", {}), ("s3:ObjectCreated:*", {})),
            (("s3:ObjectCreated:*", {}), ("s3:ObjectCreated:Put", {"suffix": ".jpg"})),
            (
                ("s3:ObjectRemoved:*", {"prefix": "in/"}),
                ("s3:ObjectRemoved:*", {"Prefix": "in/new/"}),
            ),
        ],
    )
    def test_a_bucket_does_not_tell_two_of_the_same_objects(
        self, desk: Desk, first: Told, second: Told
    ) -> None:
        stack = desk.create(telling(first, second))

        assert desk.status(stack) == "ROLLBACK_COMPLETE"
        reason = desk.reason(stack, "Files", "CREATE_FAILED")
        assert "Configurations on the same bucket cannot share a common event type." in reason
        assert "HandlerErrorCode: InvalidRequest" in reason

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (("s3:ObjectCreated:*", {}), ("s3:ObjectRemoved:*", {})),
            (
                ("s3:ObjectCreated:*", {"prefix": "in/"}),
                ("s3:ObjectCreated:*", {"prefix": "out/"}),
            ),
            (
                ("s3:ObjectCreated:*", {"suffix": ".jpg"}),
                ("s3:ObjectCreated:*", {"suffix": ".png"}),
            ),
        ],
    )
    def test_a_bucket_tells_two_of_different_objects(
        self, desk: Desk, first: Told, second: Told
    ) -> None:
        assert desk.status(desk.create(telling(first, second))) == "CREATE_COMPLETE"

    def test_a_fault_of_a_call_reaches_a_stack_too(self, desk: Desk) -> None:
        desk.aws.fail_next("RunInstances", code="VcpuLimitExceeded", message="No more vCPUs.")

        stack = desk.create(BAD_IMAGE)

        assert "No more vCPUs." in desk.reason(stack, "Server", "CREATE_FAILED")

    def test_a_name_that_was_taken_meanwhile_fails(self, desk: Desk) -> None:
        second = desk.prepare(NAMED, name="second")
        first = desk.create(NAMED, name="first")

        desk.client.execute_change_set(ChangeSetName=second)
        stack = desk.client.describe_change_set(ChangeSetName=second)["StackId"]

        assert desk.settle(stack) == "ROLLBACK_COMPLETE"
        assert "AlreadyExists" in desk.reason(stack, "Files", "CREATE_FAILED")
        assert desk.status(first) == "CREATE_COMPLETE"


class TestGoingBack:
    def test_it_removes_what_was_made_in_the_opposite_order(self, desk: Desk) -> None:
        desk.aws.fail_next("AWS::DynamoDB::Table", code="X")

        stack = desk.create(CHAIN)

        told = desk.events(stack)
        assert told[told.index(("Third", "CREATE_FAILED")) :] == [
            ("Third", "CREATE_FAILED"),
            ("made", "ROLLBACK_IN_PROGRESS"),
            ("Third", "DELETE_COMPLETE"),
            ("Second", "DELETE_IN_PROGRESS"),
            ("Second", "DELETE_COMPLETE"),
            ("First", "DELETE_IN_PROGRESS"),
            ("First", "DELETE_COMPLETE"),
            ("made", "ROLLBACK_COMPLETE"),
        ]
        assert desk.reason(stack, "made", "ROLLBACK_IN_PROGRESS") == (
            "The following resource(s) failed to create: [Third]. Rollback requested by user."
        )

    def test_the_others_that_had_begun_are_cancelled(self, desk: Desk) -> None:
        both = {"One": {"Type": "AWS::SQS::Queue"}, "Two": {"Type": "AWS::SNS::Topic"}}
        desk.aws.fail_next("AWS::SQS::Queue", code="X")

        stack = desk.create({"Resources": both})

        assert desk.reason(stack, "Two", "CREATE_FAILED") == "Resource creation cancelled"
        assert "[One, Two]" in desk.reason(stack, "made", "ROLLBACK_IN_PROGRESS")

    def test_nothing_is_left(self, desk: Desk, aws: SimulatedAws, session: boto3.Session) -> None:
        desk.aws.fail_next("AWS::DynamoDB::Table", code="X")

        desk.create(CHAIN)

        with closing(
            session.client("sqs", region_name="us-east-1", endpoint_url=aws.endpoint_url)
        ) as sqs:
            assert "QueueUrls" not in sqs.list_queues()

    @pytest.mark.parametrize(
        ("more", "expected"),
        [
            ({"execution": {"DisableRollback": True}}, "CREATE_FAILED"),
            ({"OnStackFailure": "DO_NOTHING"}, "CREATE_FAILED"),
            ({"OnStackFailure": "DELETE"}, "DELETE_COMPLETE"),
        ],
        ids=["disabled", "nothing", "delete"],
    )
    def test_unless_it_was_asked_otherwise(
        self, desk: Desk, more: dict[str, Any], expected: str
    ) -> None:
        desk.aws.fail_next("AWS::DynamoDB::Table", code="X")

        assert desk.status(desk.create(CHAIN, **more)) == expected

    def test_a_stack_that_went_back_can_be_deleted_and_made_again(self, desk: Desk) -> None:
        desk.aws.fail_next("AWS::DynamoDB::Table", code="X")
        stack = desk.create(CHAIN)

        assert desk.delete(stack) == "DELETE_COMPLETE"
        assert desk.status(desk.create(CHAIN, ChangeSetName="again")) == "CREATE_COMPLETE"

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [("Retain", "DELETE_SKIPPED"), ("RetainExceptOnCreate", "DELETE_COMPLETE")],
        ids=["always", "except on create"],
    )
    def test_what_is_to_be_retained_stays(self, desk: Desk, policy: str, expected: str) -> None:
        template = copy.deepcopy(CHAIN)
        template["Resources"]["First"]["DeletionPolicy"] = policy
        desk.aws.fail_next("AWS::DynamoDB::Table", code="X")

        assert ("First", expected) in desk.events(desk.create(template))

    def test_a_fault_of_any_resource_comes_when_half_of_the_stack_is_there(
        self, desk: Desk
    ) -> None:
        desk.aws.fail_next("AWS::CloudFormation::Resource", code="X")

        assert ("Second", "CREATE_FAILED") in desk.events(desk.create(CHAIN))
