"""A stack that stands becomes what it is now to be, or stays what it was."""

import copy
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.desk import CHAIN, QUEUE, Desk, code, says
from tests.sandbox.aws.cloudformation.test_comparing import SHOP, changed

UPDATE = {"ClientRequestToken": "u"}


# Takes seconds where a resource takes a moment: each topic waits for the one before it.
LONG: dict[str, Any] = {
    "Resources": QUEUE["Resources"]
    | {
        f"News{number}": {"Type": "AWS::SNS::Topic", "DependsOn": f"News{number - 1}"}
        for number in range(1, 20)
    }
    | {"News0": {"Type": "AWS::SNS::Topic"}}
}


@pytest.fixture
def sqs(aws: SimulatedAws, session: boto3.Session) -> Iterator[Any]:
    with closing(
        session.client("sqs", region_name="us-east-1", endpoint_url=aws.endpoint_url)
    ) as client:
        yield client


def with_topic(template: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    """The template with one resource more."""
    template = copy.deepcopy(template)
    template["Resources"]["News"] = {"Type": "AWS::SNS::Topic", **attributes}
    return template


def since(desk: Desk, stack: str) -> list[tuple[str, str]]:
    """What happened during the update, the oldest first."""
    told = desk.client.describe_stack_events(StackName=stack)["StackEvents"]
    return [
        (one["LogicalResourceId"], one["ResourceStatus"])
        for one in reversed(told)
        if one.get("ClientRequestToken") == UPDATE["ClientRequestToken"]
    ]


def ids(desk: Desk, stack: str) -> dict[str, str]:
    return {one["logical_id"]: one["physical_id"] for one in desk.shown(stack)["resources"]}


class TestGoingOn:
    def test_what_is_new_is_created_and_what_is_gone_is_deleted_at_the_end(
        self, desk: Desk
    ) -> None:
        desk.create(CHAIN)
        template = with_topic(CHAIN)
        del template["Resources"]["Third"]

        stack = desk.update(template, execution=UPDATE)

        assert since(desk, stack) == [
            ("made", "UPDATE_IN_PROGRESS"),
            ("News", "CREATE_IN_PROGRESS"),
            ("News", "CREATE_IN_PROGRESS"),
            ("News", "CREATE_COMPLETE"),
            ("made", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
            ("Third", "DELETE_IN_PROGRESS"),
            ("Third", "DELETE_COMPLETE"),
            ("made", "UPDATE_COMPLETE"),
        ]
        assert ids(desk, stack).keys() == {"First", "Second", "News"}

    def test_a_change_in_place_reaches_what_stands_for_it(self, desk: Desk, sqs: Any) -> None:
        before = ids(desk, desk.create(SHOP))

        stack = desk.update(changed(Orders={"VisibilityTimeout": 77}), execution=UPDATE)

        assert since(desk, stack)[1:3] == [
            ("Orders", "UPDATE_IN_PROGRESS"),
            ("Orders", "UPDATE_COMPLETE"),
        ]
        assert ids(desk, stack) == before
        told = sqs.get_queue_attributes(QueueUrl=before["Orders"], AttributeNames=["All"])
        assert told["Attributes"]["VisibilityTimeout"] == "77"

    def test_a_replaced_resource_goes_once_the_new_one_is_there(self, desk: Desk) -> None:
        before = ids(desk, desk.create(SHOP))

        stack = desk.update(changed(Table={"TableName": "stock"}), execution=UPDATE)

        told = since(desk, stack)
        assert told[1:] == [
            ("Table", "UPDATE_IN_PROGRESS"),
            ("Table", "UPDATE_IN_PROGRESS"),
            ("Table", "UPDATE_COMPLETE"),
            ("Reader", "UPDATE_IN_PROGRESS"),
            ("Reader", "UPDATE_COMPLETE"),
            ("made", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
            ("Table", "DELETE_IN_PROGRESS"),
            ("Table", "DELETE_COMPLETE"),
            ("made", "UPDATE_COMPLETE"),
        ]
        after = ids(desk, stack)
        assert (after["Table"], after["Reader"]) == ("stock", before["Reader"])
        assert desk.reason(stack, "Table", "UPDATE_IN_PROGRESS") == "Resource creation Initiated"

    def test_what_only_exists_on_paper_is_replaced_too(self, desk: Desk) -> None:
        template: dict[str, Any] = {
            "Resources": {
                "Api": {
                    "Type": "AWS::ApiGatewayV2::Api",
                    "Properties": {"Name": "shop", "ProtocolType": "HTTP"},
                }
            },
            "Outputs": {"Id": {"Value": {"Ref": "Api"}}},
        }
        before = desk.outputs(desk.create(template))
        template = copy.deepcopy(template)
        template["Resources"]["Api"]["Properties"]["ProtocolType"] = "WEBSOCKET"

        after = desk.outputs(desk.update(template))

        assert before["Id"] != after["Id"]

    def test_the_stack_is_what_it_was_asked_to_be(self, desk: Desk) -> None:
        desk.create(QUEUE)
        tags = [{"Key": "for", "Value": "spring"}]

        stack = desk.update(with_topic(QUEUE), Tags=tags, Capabilities=["CAPABILITY_IAM"])

        (said,) = desk.client.describe_stacks(StackName=stack)["Stacks"]
        assert said["StackStatus"] == "UPDATE_COMPLETE"
        assert said["LastUpdatedTime"] > said["CreationTime"]
        assert (said["Tags"], said["Capabilities"]) == (tags, ["CAPABILITY_IAM"])
        assert said["ChangeSetId"].split("/")[1] == "update-1"
        body = desk.client.get_template(StackName=stack)["TemplateBody"]
        assert "News" in str(body)

    def test_what_is_not_told_stays_as_it_is(self, desk: Desk) -> None:
        tags = [{"Key": "for", "Value": "spring"}]
        wait = {"ParameterKey": "Wait", "ParameterValue": "60"}
        stack = desk.create(SHOP, Tags=tags, Parameters=[wait])

        desk.client.update_stack(
            StackName="made",
            UsePreviousTemplate=True,
            Parameters=[{"ParameterKey": "Wait", "ParameterValue": "61"}],
            Capabilities=["CAPABILITY_IAM"],
        )

        assert desk.settle(stack) == "UPDATE_COMPLETE"
        assert desk.client.describe_stacks()["Stacks"][0]["Tags"] == tags
        with pytest.raises(ClientError, match="No updates are to be performed"):
            desk.client.update_stack(
                StackName="made",
                UsePreviousTemplate=True,
                Parameters=[{"ParameterKey": "Wait", "UsePreviousValue": True}],
                Capabilities=["CAPABILITY_IAM"],
            )


class TestChangeSets:
    def test_one_is_executed_once_and_the_others_go_with_it(self, desk: Desk) -> None:
        desk.create(QUEUE)
        other = desk.compare(with_topic(QUEUE))
        change_set = desk.compare(with_topic(QUEUE))
        desk.client.execute_change_set(ChangeSetName=change_set)

        with pytest.raises(ClientError) as error:
            desk.client.execute_change_set(ChangeSetName=change_set)
        assert code(error) == "InvalidChangeSetStatus"
        with pytest.raises(ClientError) as error:
            desk.client.execute_change_set(ChangeSetName=other)
        assert code(error) == "ChangeSetNotFound"

    def test_one_that_is_deleted_leaves_the_stack_as_it_is(self, desk: Desk) -> None:
        stack = desk.create(QUEUE)
        change_set = desk.compare(with_topic(QUEUE))

        desk.client.delete_change_set(ChangeSetName=change_set)

        assert desk.status(stack) == "CREATE_COMPLETE"
        with pytest.raises(ClientError) as error:
            desk.client.describe_change_set(ChangeSetName=change_set)
        assert code(error) == "ChangeSetNotFound"

    def test_nothing_is_asked_of_a_stack_that_is_changing(self, session: boto3.Session) -> None:
        with SimulatedAws(resource_seconds=0.2) as aws:
            client = session.client(
                "cloudformation", region_name="us-east-1", endpoint_url=aws.endpoint_url
            )
            with closing(client):
                desk = Desk(aws, client)
                stack = desk.create(QUEUE)
                client.execute_change_set(ChangeSetName=desk.compare(LONG))

                with pytest.raises(ClientError) as error:
                    desk.ask(ChangeSetName="late", ChangeSetType="UPDATE")
                assert says(error) == (
                    f"Stack:{stack} is in UPDATE_IN_PROGRESS state and can not be updated."
                )
                with pytest.raises(ClientError) as error:
                    client.delete_stack(StackName=stack)
                assert says(error) == (
                    "Stack [made] cannot be deleted while in status UPDATE_IN_PROGRESS"
                )


class TestGoingBack:
    def test_a_resource_that_cannot_be_made_takes_everything_back(
        self, desk: Desk, sqs: Any
    ) -> None:
        before = ids(desk, desk.create(SHOP))
        template = with_topic(changed(Orders={"VisibilityTimeout": 77}), DependsOn="Orders")
        desk.aws.fail_next("AWS::SNS::Topic", code="LimitExceeded", message="Too many topics.")

        stack = desk.update(template, execution=UPDATE)

        assert since(desk, stack) == [
            ("made", "UPDATE_IN_PROGRESS"),
            ("Orders", "UPDATE_IN_PROGRESS"),
            ("Orders", "UPDATE_COMPLETE"),
            ("News", "CREATE_IN_PROGRESS"),
            ("News", "CREATE_FAILED"),
            ("made", "UPDATE_ROLLBACK_IN_PROGRESS"),
            ("Orders", "UPDATE_IN_PROGRESS"),
            ("Orders", "UPDATE_COMPLETE"),
            ("made", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"),
            ("News", "DELETE_COMPLETE"),
            ("made", "UPDATE_ROLLBACK_COMPLETE"),
        ]
        assert desk.reason(stack, "made", "UPDATE_ROLLBACK_IN_PROGRESS") == (
            "The following resource(s) failed to create: [News]. "
        )
        assert desk.shown(stack)["reason"].startswith("News: Resource handler returned message")
        assert ids(desk, stack) == before
        told = sqs.get_queue_attributes(QueueUrl=before["Orders"], AttributeNames=["All"])
        assert told["Attributes"]["VisibilityTimeout"] == "30"

    def test_the_template_that_stood_stands_again_and_can_be_changed(self, desk: Desk) -> None:
        desk.create(QUEUE)
        desk.aws.fail_next("AWS::SNS::Topic", code="X")

        stack = desk.update(with_topic(QUEUE))

        assert "News" not in str(desk.client.get_template(StackName=stack)["TemplateBody"])
        assert desk.status(desk.update(with_topic(QUEUE))) == "UPDATE_COMPLETE"

    def test_a_replacement_is_taken_back(self, desk: Desk) -> None:
        before = ids(desk, desk.create(SHOP))
        desk.aws.fail_next("Update AWS::IAM::Role", code="AccessDenied")

        stack = desk.update(changed(Table={"TableName": "stock"}), execution=UPDATE)

        told = since(desk, stack)
        assert ("Reader", "UPDATE_FAILED") in told
        assert told[-3:] == [
            ("Table", "DELETE_IN_PROGRESS"),
            ("Table", "DELETE_COMPLETE"),
            ("made", "UPDATE_ROLLBACK_COMPLETE"),
        ]
        assert ids(desk, stack) == before

    def test_a_name_of_ones_own_stands_in_the_way_of_a_replacement(self, desk: Desk) -> None:
        named = changed(Table={"TableName": "stock"})
        desk.create(named)
        named = copy.deepcopy(named)
        said = named["Resources"]["Table"]["Properties"]
        said["ImportSourceSpecification"] = {
            "InputFormat": "CSV",
            "S3BucketSource": {"S3Bucket": "b"},
        }

        stack = desk.update(named)

        assert desk.reason(stack, "Table", "UPDATE_FAILED") == (
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
            "Rename stock and update the stack again."
        )
        assert desk.status(stack) == "UPDATE_ROLLBACK_COMPLETE"

    def test_a_way_back_that_fails_is_stuck(self, desk: Desk) -> None:
        desk.create(SHOP)
        template = with_topic(changed(Orders={"VisibilityTimeout": 77}), DependsOn="Orders")
        desk.aws.fail_next("AWS::SNS::Topic", code="X")
        desk.aws.lose_answer("Update AWS::SQS::Queue")  # the way there is not in question
        desk.aws.fail_next("Update AWS::SQS::Queue", code="X")

        assert desk.status(desk.update(template)) == "UPDATE_ROLLBACK_FAILED"

    def test_nothing_is_taken_back_when_that_was_asked(self, desk: Desk) -> None:
        desk.create(QUEUE)
        desk.aws.fail_next("AWS::SNS::Topic", code="X")

        stack = desk.update(with_topic(QUEUE), execution={"DisableRollback": True})

        assert desk.status(stack) == "UPDATE_FAILED"


class TestWhatIsLeft:
    def test_what_is_to_be_retained_is_only_let_go_of(self, desk: Desk, sqs: Any) -> None:
        kept = {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain"}
        desk.create({"Resources": {"Jobs": kept, "Other": {"Type": "AWS::SQS::Queue"}}})

        stack = desk.update({"Resources": {"Other": {"Type": "AWS::SQS::Queue"}}}, execution=UPDATE)

        assert ("Jobs", "DELETE_SKIPPED") in since(desk, stack)
        assert ids(desk, stack).keys() == {"Other"}
        (left,) = desk.shown(stack)["left"]
        assert (left["logical_id"], left["status"]) == ("Jobs", "DELETE_SKIPPED")
        name = left["physical_id"].rpartition("/")[2]
        assert sqs.get_queue_url(QueueName=name)

    def test_what_was_replaced_stays_when_it_says_so(self, desk: Desk) -> None:
        template = changed()
        template["Resources"]["Table"]["UpdateReplacePolicy"] = "Retain"
        before = ids(desk, desk.create(template))
        template = copy.deepcopy(template)
        template["Resources"]["Table"]["Properties"]["TableName"] = "stock"

        (left,) = desk.shown(desk.update(template))["left"]

        assert left["physical_id"] == before["Table"]

    def test_what_would_not_go_is_left_and_the_update_stands(self, desk: Desk) -> None:
        desk.create(CHAIN)
        template = copy.deepcopy(CHAIN)
        del template["Resources"]["Third"]
        desk.aws.fail_next("Delete AWS::DynamoDB::Table", code="ResourceInUse")

        stack = desk.update(template, execution=UPDATE)

        assert since(desk, stack)[-2:] == [("Third", "DELETE_FAILED"), ("made", "UPDATE_COMPLETE")]
        assert desk.shown(stack)["left"][0]["logical_id"] == "Third"
