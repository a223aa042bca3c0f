"""Stacks over CloudFormation: the same contract in memory and against the simulated AWS, then AWS's own words."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import boto3
import pytest
from botocore.stub import ANY, Stubber

from bot.adapters.aws import Clients, CloudFormationStacks
from bot.adapters.aws.change_sets import change_set_name
from bot.adapters.aws.large_templates import put
from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamRejected,
    UpstreamUnavailable,
    UserMistake,
)
from bot.domain.stack_states import first_failure, is_gone, is_made
from bot.ports import Stacks
from bot.sandbox.aws import SimulatedAws
from tests.adapters.aws.stacks_contract import StacksContract
from tests.adapters.aws.stubbed import (
    CHANGE_SET,
    CHANGE_SET_ID,
    NOON,
    REGION,
    ROLE,
    STACK_ID,
    TEMPLATE,
    OneClient,
    stack_in,
    stack_plan,
)
from tests.fakes.stacks import InMemoryStacks

_Result = TypeVar("_Result")


class TestInMemoryStacks(StacksContract):
    @pytest.fixture
    def stacks(self) -> Stacks:
        return InMemoryStacks()


class TestSimulatedCloudFormation(StacksContract):
    @pytest.fixture
    def stacks(self, aws: SimulatedAws, clients: Clients) -> Stacks:
        return CloudFormationStacks(clients)

    def test_events_come_in_the_order_they_happened(
        self, aws: SimulatedAws, stacks: Stacks
    ) -> None:
        plan = self.ready(stacks, stack_plan())
        aws.fail_next("AWS::DynamoDB::Table", code="LimitExceeded", message="No more tables.")

        events = self.settled(stacks, stacks.create(plan, token="create-1")).events

        assert [one.at for one in events] == sorted(one.at for one in events)
        assert events[0].status == "REVIEW_IN_PROGRESS"
        assert events[-1].status == "ROLLBACK_COMPLETE"

    def test_the_stack_says_whose_wish_it_was(self, stacks: Stacks, clients: Clients) -> None:
        stack_id = stacks.create(self.ready(stacks, stack_plan()), token="create-1")

        stack = clients.cloudformation(REGION).describe_stacks(StackName=stack_id)["Stacks"][0]

        assert {one["Key"]: one["Value"] for one in stack["Tags"]} == {
            "launched-by": "gpt-to-aws",
            "gpt-to-aws:request-id": "C0INFRA-1700000000.000100",
            "gpt-to-aws:requested-by": "U0ASKER",
            "gpt-to-aws:thread": "https://example.slack.com/archives/C0INFRA/p1700000000000100",
        }

    def test_a_withdrawn_plan_leaves_no_stack_behind(
        self, stacks: Stacks, clients: Clients
    ) -> None:
        plan = self.ready(stacks, stack_plan())
        assert plan.change_set is not None

        stacks.withdraw(plan.change_set, REGION, service_role=None)
        self.settled(stacks, plan.change_set.stack_id)

        assert clients.cloudformation(REGION).describe_stacks()["Stacks"] == []

    def test_a_template_aws_refuses_is_refused_in_its_words(self, stacks: Stacks) -> None:
        plan = stack_plan(template="Resources: {A: {Type: AWS::Brand::New}}")

        with pytest.raises(UpstreamRejected, match="AWS::Brand::New"):
            stacks.prepare(plan, token="prepare-1")

    def test_what_failed_is_rolled_back_and_the_events_say_why(
        self, aws: SimulatedAws, stacks: Stacks
    ) -> None:
        plan = self.ready(stacks, stack_plan())
        aws.fail_next("AWS::DynamoDB::Table", code="LimitExceeded", message="No more tables.")

        status = self.settled(stacks, stacks.create(plan, token="create-1"))
        failure = first_failure(status.events)

        assert status.state == "ROLLBACK_COMPLETE"
        assert failure is not None
        assert failure.logical_id == "OrdersTable"
        assert "No more tables." in (failure.reason or "")

    def test_a_failed_preparation_says_why(self, aws: SimulatedAws, stacks: Stacks) -> None:
        aws.fail_next("AWS::CloudFormation::ChangeSet", code="X", message="The name is taken.")

        with pytest.raises(UpstreamRejected, match=r"The name is taken\."):
            self.ready(stacks, stack_plan())

    @pytest.mark.parametrize(
        "operation", ["CreateChangeSet", "ExecuteChangeSet", "DeleteChangeSet", "DeleteStack"]
    )
    def test_an_answer_that_is_lost_can_be_asked_for_again(
        self, operation: str, aws: SimulatedAws, stacks: Stacks
    ) -> None:
        aws.lose_answer(operation)
        lost = []

        def surely(call: Callable[[], _Result]) -> _Result:
            try:
                return call()
            except OutcomeUnknown:
                lost.append(operation)
                return call()

        first = surely(lambda: stacks.prepare(stack_plan(), token="prepare-1"))
        surely(lambda: stacks.withdraw(first, REGION, service_role=None))
        self.settled(stacks, first.stack_id)
        change_set = surely(lambda: stacks.prepare(stack_plan(), token="prepare-2"))
        while (done := stacks.prepared(change_set, REGION)) is None:
            pass
        plan = stack_plan(change_set=done)
        stack_id = surely(lambda: stacks.create(plan, token="create-1"))
        assert is_made(self.settled(stacks, stack_id).state)
        surely(lambda: stacks.delete(stack_id, REGION, service_role=None, token="end-1"))

        assert is_gone(self.settled(stacks, stack_id).state)
        assert lost == [operation]

    def test_roles_need_consent(self, stacks: Stacks) -> None:
        role = "AssumeRolePolicyDocument: {Statement: []}"
        template = f"Resources: {{R: {{Type: AWS::IAM::Role, Properties: {{{role}}}}}}}"

        with pytest.raises(UpstreamRejected) as refusal:
            stacks.prepare(stack_plan(template=template), token="prepare-1")

        assert refusal.value.code == "InsufficientCapabilitiesException"

    def test_a_large_template_goes_by_way_of_a_bucket(
        self, aws: SimulatedAws, clients: Clients
    ) -> None:
        clients.s3(REGION).create_bucket(Bucket="templates-of-ours")
        stacks = CloudFormationStacks(clients, bucket="templates-of-ours")
        plan = stack_plan(template=f"{TEMPLATE}# {'é' * 30_000}\n")

        change_set = self.ready(stacks, plan).change_set

        assert change_set is not None
        assert len(change_set.changes) == 2


class TestLargeTemplates:
    @pytest.mark.parametrize(
        ("location", "host"),
        [
            ("eu-central-1", "s3.eu-central-1.amazonaws.com"),
            ("EU", "s3.eu-west-1.amazonaws.com"),
            (None, "s3.amazonaws.com"),
        ],
    )
    def test_the_address_is_the_one_of_the_buckets_own_region(
        self, location: str | None, host: str
    ) -> None:
        session = boto3.Session(aws_access_key_id="none", aws_secret_access_key="none")
        clients = Clients(session)
        home = {"EU": "eu-west-1", None: "us-east-1"}.get(location, location)
        with (
            Stubber(clients.s3("ap-south-1")) as asked,
            Stubber(clients.s3(str(home))) as holding,
        ):
            said = {} if location is None else {"LocationConstraint": location}
            asked.add_response("get_bucket_location", said)
            holding.add_response(
                "put_object",
                {},
                {
                    "Bucket": "ours",
                    "Key": ANY,
                    "Body": TEMPLATE.encode(),
                    "ServerSideEncryption": "AES256",
                },
            )

            address = put(TEMPLATE, clients, "ours", "ap-south-1")

        assert re.fullmatch(
            rf"https://{re.escape(host)}/ours/templates/[0-9a-f]{{64}}\.template", address
        )

    def test_a_bucket_that_is_not_there_is_refused(
        self, aws: SimulatedAws, clients: Clients
    ) -> None:
        with pytest.raises(UpstreamRejected) as refusal:
            put(TEMPLATE, clients, "nobodys-bucket", REGION)

        assert "AWS_TEMPLATE_BUCKET" in refusal.value.next_step


def events(*, first: int, count: int) -> list[dict[str, Any]]:
    return [
        {
            "StackId": STACK_ID,
            "StackName": "slackbot-jobs",
            "EventId": str(number),
            "Timestamp": NOON - timedelta(seconds=number),
            "LogicalResourceId": "JobsQueue",
            "ResourceType": "AWS::SQS::Queue",
            "ResourceStatus": "CREATE_IN_PROGRESS",
        }
        for number in range(first, first + count)
    ]


class TestPreparing:
    def test_exactly_the_plan_is_sent(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        plan = stack_plan(capabilities=("CAPABILITY_IAM",), service_role=ROLE)
        answers.add_response(
            "create_change_set",
            {"Id": CHANGE_SET_ID, "StackId": STACK_ID},
            {
                "StackName": "slackbot-jobs",
                "ChangeSetName": "prepare-1",
                "ChangeSetType": "CREATE",
                "ClientToken": "prepare-1",
                "Description": "gpt-to-aws request C0INFRA-1700000000.000100",
                "Capabilities": ["CAPABILITY_IAM"],
                "RoleARN": ROLE,
                "TemplateBody": TEMPLATE,
                "Tags": [
                    {"Key": "launched-by", "Value": "gpt-to-aws"},
                    {"Key": "gpt-to-aws:request-id", "Value": "C0INFRA-1700000000.000100"},
                    {"Key": "gpt-to-aws:requested-by", "Value": "U0ASKER"},
                    {
                        "Key": "gpt-to-aws:thread",
                        "Value": "https://example.slack.com/archives/C0INFRA/p1700000000000100",
                    },
                ],
            },
        )

        assert cloudformation.prepare(plan, token="prepare-1") == CHANGE_SET

    def test_what_an_earlier_call_prepared_is_found(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("create_change_set", "AlreadyExistsException", "It exists.")
        answers.add_response(
            "describe_change_set",
            {"ChangeSetId": CHANGE_SET_ID, "StackId": STACK_ID},
            {"StackName": "slackbot-jobs", "ChangeSetName": "prepare-1"},
        )

        assert cloudformation.prepare(stack_plan(), token="prepare-1") == CHANGE_SET

    @pytest.mark.parametrize("token", ["prepare-1", "1234", "a" * 129, "with_underscore"])
    def test_every_token_gets_a_name_that_is_always_the_same(self, token: str) -> None:
        name = change_set_name(token)

        assert re.fullmatch(r"[a-zA-Z][-a-zA-Z0-9]{0,127}", name)
        assert name == change_set_name(token)

    def test_bytes_count_and_not_characters(self, cloudformation: CloudFormationStacks) -> None:
        plan = stack_plan(template="é" * 25_601)

        with pytest.raises(UserMistake, match=r"51,202 bytes.*AWS_TEMPLATE_BUCKET"):
            cloudformation.prepare(plan, token="prepare-1")

    def test_what_is_too_large_for_aws_is_refused(self, far_end: OneClient) -> None:
        stacks = CloudFormationStacks(far_end, bucket="templates-of-ours")

        with pytest.raises(UserMistake, match="several stacks"):
            stacks.prepare(stack_plan(template="x" * 1_000_001), token="prepare-1")

    def test_a_lost_answer_leaves_it_open(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error(
            "create_change_set", "InternalFailure", "Oops.", http_status_code=500
        )

        with pytest.raises(OutcomeUnknown):
            cloudformation.prepare(stack_plan(), token="prepare-1")


class TestPrepared:
    @pytest.mark.parametrize("status", ["CREATE_PENDING", "CREATE_IN_PROGRESS"])
    def test_nothing_while_aws_works(
        self, status: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_change_set", {"Status": status})

        assert cloudformation.prepared(CHANGE_SET, REGION) is None

    def test_changes_of_all_pages(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        for name, more in (("A", {"NextToken": "more"}), ("B", {})):
            change = {"Action": "Add", "LogicalResourceId": name, "ResourceType": "AWS::SQS::Queue"}
            answers.add_response(
                "describe_change_set",
                {
                    "Status": "CREATE_COMPLETE",
                    "Changes": [{"Type": "Resource", "ResourceChange": change}],
                    **more,
                },
            )

        done = cloudformation.prepared(CHANGE_SET, REGION)

        assert done is not None
        assert [one.logical_id for one in done.changes] == ["A", "B"]

    def test_a_refusal_has_the_findings_of_the_early_validation(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response(
            "describe_change_set", {"Status": "FAILED", "StatusReason": "See DescribeEvents."}
        )
        answers.add_response(
            "describe_events",
            {
                "OperationEvents": [
                    {
                        "EventType": "VALIDATION_ERROR",
                        "LogicalResourceId": "Bucket",
                        "ValidationStatusReason": "The name is taken.",
                    }
                ]
            },
            {
                "ChangeSetName": CHANGE_SET_ID,
                "StackName": STACK_ID,
                "Filters": {"FailedEvents": True},
            },
        )

        with pytest.raises(UpstreamRejected, match=r"Bucket: The name is taken\."):
            cloudformation.prepared(CHANGE_SET, REGION)

    def test_without_them_it_has_aws_reason(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response(
            "describe_change_set", {"Status": "FAILED", "StatusReason": "No such parameter."}
        )
        answers.add_client_error("describe_events", "AccessDenied", "No.")

        with pytest.raises(UpstreamRejected, match=r"No such parameter\."):
            cloudformation.prepared(CHANGE_SET, REGION)


class TestWithdrawing:
    def test_the_change_set_goes_and_then_its_empty_stack(
        self, answers: Stubber, far_end: OneClient
    ) -> None:
        answers.add_response("describe_stacks", stack_in("REVIEW_IN_PROGRESS"))
        answers.add_response(
            "delete_change_set", {}, {"ChangeSetName": CHANGE_SET_ID, "StackName": STACK_ID}
        )
        answers.add_response("describe_stacks", stack_in("REVIEW_IN_PROGRESS"))
        answers.add_response("list_change_sets", {"Summaries": []}, {"StackName": STACK_ID})
        answers.add_response(
            "delete_stack",
            {},
            {
                "StackName": STACK_ID,
                "ClientRequestToken": ANY,
                "RoleARN": ROLE,
            },
        )
        todays = CloudFormationStacks(far_end, service_role=f"{ROLE}-of-today")

        todays.withdraw(CHANGE_SET, REGION, service_role=ROLE)

    @pytest.mark.parametrize(
        ("name", "status", "goes"),
        [
            ("prepare-1", "CREATE_COMPLETE", True),
            ("prepare-2", "DELETE_IN_PROGRESS", True),
            ("prepare-2", "CREATE_COMPLETE", False),
            ("prepare-2", "CREATE_PENDING", False),
        ],
    )
    def test_the_stack_stays_for_another_change_set_that_waits_in_it(
        self,
        name: str,
        status: str,
        *,
        goes: bool,
        answers: Stubber,
        cloudformation: CloudFormationStacks,
    ) -> None:
        listed = {
            "ChangeSetId": CHANGE_SET_ID.replace("prepare-1", name),
            "ChangeSetName": name,
            "Status": status,
        }
        answers.add_response("describe_stacks", stack_in("REVIEW_IN_PROGRESS"))
        answers.add_response("delete_change_set", {})
        answers.add_response("describe_stacks", stack_in("REVIEW_IN_PROGRESS"))
        answers.add_response("list_change_sets", {"Summaries": [listed]})
        if goes:
            answers.add_response("delete_stack", {})

        cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)

    def test_a_change_set_that_is_still_being_made_is_tried_again(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in("REVIEW_IN_PROGRESS"))
        answers.add_client_error("delete_change_set", "InvalidChangeSetStatus", "Working.")
        answers.add_response("describe_change_set", {"ExecutionStatus": "UNAVAILABLE"})

        with pytest.raises(UpstreamUnavailable):
            cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)

    def test_of_a_stack_that_runs_only_the_change_set_goes(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in("UPDATE_COMPLETE"))
        answers.add_response("delete_change_set", {})

        cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)

    def test_what_was_executed_is_nothing_to_withdraw(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in("CREATE_COMPLETE"))
        answers.add_client_error("delete_change_set", "InvalidChangeSetStatus", "Executed.")
        answers.add_response("describe_change_set", {"ExecutionStatus": "EXECUTE_COMPLETE"})

        cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)

    @pytest.mark.parametrize("execution", ["EXECUTE_IN_PROGRESS", "EXECUTE_FAILED"])
    def test_a_stack_that_has_begun_although_it_was_seen_waiting_stays(
        self, execution: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in("REVIEW_IN_PROGRESS"))
        answers.add_client_error("delete_change_set", "InvalidChangeSetStatus", "Executed.")
        answers.add_response("describe_change_set", {"ExecutionStatus": execution})

        cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)

    @pytest.mark.parametrize("state", ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
    def test_a_stack_that_another_change_set_began_meanwhile_stays(
        self, state: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in("REVIEW_IN_PROGRESS"))
        answers.add_response("delete_change_set", {})
        answers.add_response("describe_stacks", stack_in(state))

        cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)

    @pytest.mark.parametrize("state", ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"])
    def test_a_stack_that_is_deleted_takes_its_change_sets_along(
        self, state: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in(state))

        cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)

    def test_a_stack_nobody_knows_is_fine(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        message = f"Stack with id {STACK_ID} does not exist"
        answers.add_client_error("describe_stacks", "ValidationError", message)

        cloudformation.withdraw(CHANGE_SET, REGION, service_role=None)


class TestCreating:
    PLAN = stack_plan(change_set=CHANGE_SET)

    def test_exactly_the_prepared_change_set_is_executed(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response(
            "execute_change_set",
            {},
            {
                "ChangeSetName": CHANGE_SET_ID,
                "StackName": STACK_ID,
                "ClientRequestToken": "create-1",
            },
        )

        assert cloudformation.create(self.PLAN, token="create-1") == STACK_ID

    @pytest.mark.parametrize(
        "status", ["EXECUTE_IN_PROGRESS", "EXECUTE_COMPLETE", "EXECUTE_FAILED"]
    )
    @pytest.mark.parametrize("code", ["InvalidChangeSetStatus", "TokenAlreadyExistsException"])
    def test_what_was_executed_before_is_the_same_stack(
        self, code: str, status: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        """However AWS still shows the stack itself."""
        answers.add_client_error("execute_change_set", code, "No.")
        answers.add_response(
            "describe_change_set",
            {"ExecutionStatus": status},
            {"ChangeSetName": CHANGE_SET_ID, "StackName": STACK_ID},
        )

        assert cloudformation.create(self.PLAN, token="create-1") == STACK_ID

    def test_a_refusal_because_it_runs_already_is_none(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        said = "It cannot be executed in its current status of [EXECUTE_IN_PROGRESS]"
        answers.add_client_error("execute_change_set", "InvalidChangeSetStatus", said)

        assert cloudformation.create(self.PLAN, token="create-1") == STACK_ID

    def test_a_change_set_that_is_gone_is_known_by_its_stack(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("execute_change_set", "ChangeSetNotFound", "No.")
        answers.add_client_error("describe_change_set", "ChangeSetNotFound", "No.")
        answers.add_response("describe_stacks", stack_in("CREATE_COMPLETE", CHANGE_SET_ID))

        assert cloudformation.create(self.PLAN, token="create-1") == STACK_ID

    @pytest.mark.parametrize(
        ("state", "executed"),
        [
            ("REVIEW_IN_PROGRESS", CHANGE_SET_ID),
            ("DELETE_COMPLETE", CHANGE_SET_ID),
            ("CREATE_COMPLETE", CHANGE_SET_ID.replace("prepare-1", "prepare-2")),
        ],
    )
    def test_what_was_not_executed_is_refused(
        self, state: str, executed: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("execute_change_set", "ChangeSetNotFound", "No.")
        answers.add_response("describe_change_set", {"ExecutionStatus": "OBSOLETE"})
        answers.add_response("describe_stacks", stack_in(state, executed))

        with pytest.raises(UpstreamRejected, match="no longer holds what was prepared"):
            cloudformation.create(self.PLAN, token="create-1")

    def test_a_refusal_for_another_reason_is_one(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("execute_change_set", "AccessDenied", "No.")

        with pytest.raises(UpstreamRejected) as refusal:
            cloudformation.create(self.PLAN, token="create-1")

        assert "cloudformation:ExecuteChangeSet" in refusal.value.next_step

    def test_a_plan_without_a_change_set_is_a_mistake_of_ours(
        self, cloudformation: CloudFormationStacks
    ) -> None:
        with pytest.raises(ValueError, match="nothing was prepared for slackbot-jobs"):
            cloudformation.create(stack_plan(), token="create-1")


class TestLooking:
    @pytest.mark.parametrize("state", ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"])
    def test_no_events_are_read_of_a_stack_that_fares_well(
        self, state: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in(state))
        answers.add_response("list_stack_resources", {"StackResourceSummaries": []})

        assert cloudformation.look(STACK_ID, REGION).events == ()

    def test_all_events_of_a_failed_stack_are_read_back_to_the_first(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in("ROLLBACK_COMPLETE"))
        for page in range(8):
            more = {"NextToken": f"page {page}"} if page < 7 else {}
            answers.add_response(
                "describe_stack_events",
                {"StackEvents": events(first=page * 99, count=99), **more},
            )
        answers.add_response("list_stack_resources", {"StackResourceSummaries": []})

        found = cloudformation.look(STACK_ID, REGION).events

        assert [found[0].id, found[-1].id] == [str(8 * 99 - 1), "0"]

    def test_a_stack_nobody_knows_is_refused(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("describe_stacks", "ValidationError", "It does not exist")

        with pytest.raises(UpstreamRejected, match="does not exist"):
            cloudformation.look(STACK_ID, REGION)


class TestDeleting:
    def test_the_role_it_was_made_with_deletes_it(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response(
            "delete_stack",
            {},
            {"StackName": STACK_ID, "ClientRequestToken": "end-1", "RoleARN": ROLE},
        )

        cloudformation.delete(STACK_ID, REGION, service_role=ROLE, token="end-1")

    def test_a_stack_under_way_is_deleted_later(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("delete_stack", "OperationInProgressException", "Busy.")

        with pytest.raises(UpstreamUnavailable):
            cloudformation.delete(STACK_ID, REGION, service_role=None, token="end-1")
