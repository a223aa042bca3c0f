"""A change set is worked out, looked at, and executed once, as AWS has it."""

from contextlib import closing

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.sandbox.aws.cloudformation.desk import CHAIN, QUEUE, Desk, code, says

ROLE = "arn:aws:iam::123456789012:role/cloudformation"


class TestCreating:
    def test_it_is_ready_after_a_while_and_nothing_is_made(self, desk: Desk) -> None:
        change_set = desk.prepare(CHAIN)

        said = desk.client.describe_change_set(ChangeSetName=change_set)
        (stack,) = desk.client.describe_stacks(StackName="made")["Stacks"]
        assert (said["Status"], said["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")
        assert stack["StackStatus"] == "REVIEW_IN_PROGRESS"
        assert desk.shown(said["StackId"])["resources"] == []

    def test_it_lists_what_would_be_added(self, desk: Desk) -> None:
        changes = desk.client.describe_change_set(ChangeSetName=desk.prepare(CHAIN))["Changes"]

        assert [
            (one["ResourceChange"]["Action"], one["ResourceChange"]["LogicalResourceId"])
            for one in changes
        ] == [("Add", "First"), ("Add", "Second"), ("Add", "Third")]
        assert changes[0]["ResourceChange"]["ResourceType"] == "AWS::SQS::Queue"
        assert "Replacement" not in changes[0]["ResourceChange"]

    def test_what_was_sent_is_echoed(self, desk: Desk) -> None:
        change_set = desk.prepare(
            QUEUE,
            Tags=[{"Key": "launched-by", "Value": "slack-bot"}],
            RoleARN=ROLE,
            Description="of a plan",
            ClientToken="t",
        )

        said = desk.client.describe_change_set(ChangeSetName=change_set)
        (stack,) = desk.client.describe_stacks(StackName=said["StackId"])["Stacks"]
        assert said["Description"] == "of a plan"
        assert said["Capabilities"] == stack["Capabilities"] == ["CAPABILITY_NAMED_IAM"]
        assert said["Tags"] == stack["Tags"] == [{"Key": "launched-by", "Value": "slack-bot"}]
        assert stack["RoleARN"] == ROLE

    def test_the_same_token_gives_the_same_one(self, desk: Desk) -> None:
        first, again = desk.ask(ClientToken="t"), desk.ask(ClientToken="t")

        assert (first["Id"], first["StackId"]) == (again["Id"], again["StackId"])
        assert len(desk.aws.snapshot()["stacks"]) == 1

    @pytest.mark.parametrize("more", [{"ClientToken": "other"}, {}], ids=["other", "none"])
    def test_the_same_name_with_another_token_is_refused(
        self, desk: Desk, more: dict[str, str]
    ) -> None:
        desk.ask(ClientToken="t")

        with pytest.raises(ClientError) as error:
            desk.ask(**more)
        assert code(error) == "AlreadyExistsException"

    def test_a_stack_that_exists_cannot_be_created_again(self, desk: Desk) -> None:
        desk.create()

        with pytest.raises(ClientError, match="already exists and cannot be created") as error:
            desk.ask(ChangeSetName="another")
        assert code(error) == "ValidationError"

    def test_one_that_fails_says_why(self, desk: Desk) -> None:
        desk.aws.fail_next("AWS::CloudFormation::ChangeSet", code="X", message="No hooks today.")

        said = desk.client.describe_change_set(ChangeSetName=desk.prepare())

        assert (said["Status"], said["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
        assert said["StatusReason"] == "No hooks today."


class TestExecuting:
    def test_it_is_found_by_its_name_too(self, desk: Desk) -> None:
        desk.prepare()

        desk.client.execute_change_set(ChangeSetName="plan", StackName="made")

        assert desk.settle(desk.aws.snapshot()["stacks"][0]["id"]) == "CREATE_COMPLETE"

    def test_it_is_executed_once(self, desk: Desk) -> None:
        change_set = desk.prepare()
        desk.client.execute_change_set(ChangeSetName=change_set)

        with pytest.raises(ClientError) as error:
            desk.client.execute_change_set(ChangeSetName=change_set)
        assert code(error) == "InvalidChangeSetStatus"

    def test_one_that_failed_is_not_executed(self, desk: Desk) -> None:
        desk.aws.fail_next("AWS::CloudFormation::ChangeSet", code="X")
        change_set = desk.prepare()

        with pytest.raises(ClientError, match="current status of \\[FAILED\\]") as error:
            desk.client.execute_change_set(ChangeSetName=change_set)
        assert code(error) == "InvalidChangeSetStatus"

    def test_one_that_is_not_there_is_not_found(self, desk: Desk) -> None:
        desk.prepare()

        with pytest.raises(ClientError) as error:
            desk.client.execute_change_set(ChangeSetName="another", StackName="made")
        assert code(error) == "ChangeSetNotFound"


class TestDeleting:
    def test_a_deleted_one_is_gone_and_its_stack_stays_in_review(self, desk: Desk) -> None:
        change_set = desk.prepare()

        desk.client.delete_change_set(ChangeSetName=change_set)
        desk.client.delete_change_set(ChangeSetName=change_set)  # nothing more to do

        with pytest.raises(ClientError) as error:
            desk.client.describe_change_set(ChangeSetName=change_set)
        assert code(error) == "ChangeSetNotFound"
        (stack,) = desk.client.describe_stacks(StackName="made")["Stacks"]
        assert stack["StackStatus"] == "REVIEW_IN_PROGRESS"

    def test_a_stack_in_review_can_be_deleted(self, desk: Desk) -> None:
        change_set = desk.prepare()
        stack = desk.client.describe_change_set(ChangeSetName=change_set)["StackId"]

        assert desk.delete(stack) == "DELETE_COMPLETE"

        with pytest.raises(ClientError) as error:
            desk.client.describe_stacks(StackName="made")
        assert says(error) == "Stack with id made does not exist"


class TestFaults:
    def test_a_call_can_be_refused(self, desk: Desk) -> None:
        desk.aws.fail_next("CreateChangeSet", code="AccessDenied", message="Enough.")

        with pytest.raises(ClientError, match="Enough") as error:
            desk.ask()
        assert code(error) == "AccessDenied"
        assert desk.aws.snapshot()["stacks"] == []

    def test_the_answer_of_a_call_can_be_lost_after_the_work(
        self, desk: Desk, session: boto3.Session
    ) -> None:
        change_set = desk.prepare()
        desk.aws.lose_answer("ExecuteChangeSet")
        once = session.client(
            "cloudformation",
            region_name="us-east-1",
            endpoint_url=desk.aws.endpoint_url,
            config=Config(retries={"total_max_attempts": 1}),
        )

        with closing(once), pytest.raises(ConnectionClosedError):
            once.execute_change_set(ChangeSetName=change_set)

        (stack,) = desk.aws.snapshot()["stacks"]
        assert desk.settle(stack["id"]) == "CREATE_COMPLETE"
