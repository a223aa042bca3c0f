"""Properties that a type does not have, or that it needs, are found before anything is made."""

from typing import Any

import pytest

from tests.sandbox.aws.cloudformation.desk import CHAIN, Desk


def resource(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Resources": {"Thing": {"Type": type_, "Properties": properties}}}


# CHAIN's table under a name of its own.
NAMED = {
    "Resources": {
        "Table": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": CHAIN["Resources"]["Third"]["Properties"] | {"TableName": "stock"},
        }
    }
}


def found(desk: Desk, template: dict[str, Any]) -> list[tuple[str, str]]:
    """What a change set found, as (path, reason)."""
    change_set = desk.prepare(template)
    events = desk.client.describe_events(ChangeSetName=change_set, Filters={"FailedEvents": True})
    return [
        (one["ValidationPath"], one["ValidationStatusReason"]) for one in events["OperationEvents"]
    ]


@pytest.mark.parametrize(
    ("template", "path", "reason"),
    [
        (resource("AWS::Lambda::Function", Role="arn"), "", "#: required key [Code] not found"),
        (
            resource("AWS::SQS::Queue", Colour="red"),
            "",
            "#: extraneous key [Colour] is not permitted",
        ),
        (
            resource("AWS::SQS::Queue", Tags=[{"Key": "a"}]),
            "/Tags/0",
            "#: required key [Value] not found",
        ),
        (
            resource("AWS::Lambda::Function", Role="arn", Code={"Zip": "..."}),
            "/Code",
            "#: extraneous key [Zip] is not permitted",
        ),
    ],
)
def test_a_fault_is_said_with_its_place(
    desk: Desk, template: dict[str, Any], path: str, reason: str
) -> None:
    assert found(desk, template) == [(f"/Resources/Thing/Properties{path}", reason)]


def test_the_change_set_fails_and_says_where_to_look(desk: Desk) -> None:
    change_set = desk.prepare(resource("AWS::SQS::Queue", Colour="red"))

    said = desk.client.describe_change_set(ChangeSetName=change_set)

    assert (said["Status"], said["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert "[AWS::EarlyValidation::PropertyValidation]" in said["StatusReason"]
    assert "DescribeEvents" in said["StatusReason"]


@pytest.mark.parametrize(
    "template",
    [
        CHAIN,
        resource("AWS::Lambda::Function", **{"Fn::If": ["Always", {}, {}]})
        | {"Conditions": {"Always": {"Fn::Equals": ["a", "a"]}}},
        resource("AWS::SQS::QueuePolicy", Queues=["q"], PolicyDocument={"anything": "goes"}),
        {"Resources": {"Thing": {"Type": "Custom::Anything", "Properties": {"ServiceToken": "x"}}}},
    ],
    ids=["plain", "function", "free form", "custom"],
)
def test_what_cannot_be_known_is_left_alone(desk: Desk, template: dict[str, Any]) -> None:
    assert found(desk, template) == []


def test_the_events_of_a_stack_can_be_asked_for_in_the_same_way(desk: Desk) -> None:
    desk.aws.fail_next("AWS::DynamoDB::Table", code="X", message="Not today.")
    stack = desk.create(CHAIN)

    every = desk.client.describe_events(StackName=stack)["OperationEvents"]
    failed = desk.client.describe_events(StackName=stack, Filters={"FailedEvents": True})

    assert len(every) == len(desk.events(stack))
    (failure,) = failed["OperationEvents"]
    assert failure["EventType"] == "PROVISIONING_ERROR"
    assert "Not today." in failure["ResourceStatusReason"]


def test_a_name_that_something_else_has_is_found_before_anything_is_made(desk: Desk) -> None:
    desk.create(NAMED, name="first")

    change_set = desk.prepare(NAMED, name="second")

    said = desk.client.describe_change_set(ChangeSetName=change_set)
    (event,) = desk.client.describe_events(ChangeSetName=change_set)["OperationEvents"]
    assert said["Status"] == "FAILED"
    assert "[AWS::EarlyValidation::ResourceExistenceCheck]" in said["StatusReason"]
    assert event["ValidationName"] == "NAME_CONFLICT_VALIDATION"
    assert event["ValidationStatusReason"] == (
        "Resource of type 'AWS::DynamoDB::Table' with identifier 'stock' already exists."
    )


def test_a_name_is_free_again_when_its_stack_is_gone(desk: Desk) -> None:
    desk.delete(desk.create(NAMED, name="first"))

    assert desk.status(desk.create(NAMED, name="second")) == "CREATE_COMPLETE"


def test_a_name_is_taken_by_what_a_stack_left_behind(desk: Desk) -> None:
    kept = {"Table": NAMED["Resources"]["Table"] | {"DeletionPolicy": "Retain"}}
    desk.delete(desk.create({"Resources": kept}, name="first"))

    said = desk.client.describe_change_set(ChangeSetName=desk.prepare(NAMED, name="second"))

    assert said["Status"] == "FAILED"
