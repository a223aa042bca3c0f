"""Changing a stack: what AWS is sent, and what of its answers belongs to the change."""

from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from bot.adapters.aws import CloudFormationStacks
from bot.domain.errors import Conflict, UpstreamRejected
from bot.domain.stack import Update
from bot.ports import StackStatus
from tests.adapters.aws.stubbed import (
    CHANGE_SET,
    CHANGE_SET_ID,
    NOON,
    REGION,
    STACK_ID,
    TEMPLATE,
    stack_in,
    stack_plan,
)


class TestChanging:
    UPDATE = Update(plan_id="plan-1", stack_id=STACK_ID)
    PLAN = stack_plan(change_set=CHANGE_SET, update=UPDATE)
    OURS = "create-2"

    def test_the_running_stack_is_named_by_its_id_and_keeps_its_tags(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        """Other tags would change each of its resources."""
        tags = [{"Key": "launched-by", "Value": "gpt-to-aws"}]
        (stack,) = stack_in("CREATE_COMPLETE")["Stacks"]
        of_aws = {"Key": "aws:servicecatalog:portfolio", "Value": "theirs"}
        answers.add_response("describe_stacks", {"Stacks": [{**stack, "Tags": [of_aws, *tags]}]})
        answers.add_response(
            "create_change_set",
            {"Id": CHANGE_SET_ID, "StackId": STACK_ID},
            {
                "StackName": STACK_ID,
                "ChangeSetName": "prepare-2",
                "ChangeSetType": "UPDATE",
                "ClientToken": "prepare-2",
                "Description": ANY,
                "Capabilities": [],
                "TemplateBody": TEMPLATE,
                "Tags": tags,
            },
        )

        assert cloudformation.prepare(self.PLAN, token="prepare-2") == CHANGE_SET

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            ("UPDATE_IN_PROGRESS", "at work"),
            ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "at work"),
            ("DELETE_IN_PROGRESS", "no longer there"),
            ("DELETE_COMPLETE", "no longer there"),
            ("UPDATE_ROLLBACK_FAILED", "Continue update rollback"),
        ],
    )
    def test_a_stack_that_cannot_be_changed_now_is_not_prepared(
        self, state: str, said: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_stacks", stack_in(state))

        with pytest.raises(Conflict, match=said):
            cloudformation.prepare(self.PLAN, token="prepare-2")

    def test_a_stack_nobody_knows_cannot_be_changed(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        message = f"Stack with id {STACK_ID} does not exist"
        answers.add_client_error("describe_stacks", "ValidationError", message)

        with pytest.raises(Conflict, match="no longer there"):
            cloudformation.prepare(self.PLAN, token="prepare-2")

    @pytest.mark.parametrize(
        ("said", "meant"), [("True", "yes"), ("Conditional", "maybe"), ("False", "no")]
    )
    def test_what_aws_would_make_anew_is_kept(
        self, said: str, meant: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        change = {"Action": "Modify", "LogicalResourceId": "A", "Replacement": said}
        answers.add_response(
            "describe_change_set",
            {
                "Status": "CREATE_COMPLETE",
                "Changes": [{"Type": "Resource", "ResourceChange": change}],
            },
        )

        done = cloudformation.prepared(CHANGE_SET, REGION)

        assert done is not None
        assert [one.replacement for one in done.changes] == [meant]

    @pytest.mark.parametrize(
        "reason",
        [
            (
                "The submitted information didn't contain changes. Submit different information to "
                "create a change set."
            ),
            "No updates are to be performed.",
        ],
    )
    def test_a_change_set_without_changes_is_no_fault_of_the_template(
        self, reason: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_response("describe_change_set", {"Status": "FAILED", "StatusReason": reason})

        with pytest.raises(Conflict, match="nothing would change"):
            cloudformation.prepared(CHANGE_SET, REGION)

    def test_a_change_that_aws_has_forgotten_is_known_by_its_events(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("execute_change_set", "ChangeSetNotFound", "No.")
        answers.add_client_error("describe_change_set", "ChangeSetNotFound", "No.")
        answers.add_response("describe_stacks", stack_in("UPDATE_COMPLETE"))
        answers.add_response("describe_stack_events", self.said(("UPDATE_COMPLETE", self.OURS)))

        assert cloudformation.create(self.PLAN, token=self.OURS) == STACK_ID

    @pytest.mark.parametrize("code", ["ChangeSetNotFound", "InvalidChangeSetStatus"])
    def test_a_change_that_was_never_made_is_refused(
        self, code: str, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("execute_change_set", code, "No.")
        answers.add_response("describe_change_set", {"ExecutionStatus": "OBSOLETE"})
        answers.add_response("describe_stacks", stack_in("UPDATE_COMPLETE"))
        answers.add_response("describe_stack_events", self.said(("UPDATE_COMPLETE", "create-1")))
        answers.add_response("describe_stacks", stack_in("UPDATE_COMPLETE"))

        with pytest.raises(UpstreamRejected):
            cloudformation.create(self.PLAN, token=self.OURS)

    def test_a_stack_at_work_is_not_changed(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        answers.add_client_error("execute_change_set", "ValidationError", "It is in progress.")
        answers.add_response("describe_change_set", {"ExecutionStatus": "AVAILABLE"})
        answers.add_response("describe_stacks", stack_in("UPDATE_IN_PROGRESS"))
        answers.add_response("describe_stack_events", self.said(("UPDATE_IN_PROGRESS", None)))
        answers.add_response("describe_stacks", stack_in("UPDATE_IN_PROGRESS"))

        with pytest.raises(Conflict, match="at work"):
            cloudformation.create(self.PLAN, token=self.OURS)

    @staticmethod
    def said(*lines: tuple[str, str | None], of: str = STACK_ID) -> dict[str, Any]:
        """Events of the stack, the newest first, each with the token of its operation."""
        return {
            "StackEvents": [
                {
                    "StackId": STACK_ID,
                    "StackName": "slackbot-jobs",
                    "EventId": str(number),
                    "Timestamp": NOON - timedelta(seconds=number),
                    "LogicalResourceId": "slackbot-jobs" if of == STACK_ID else "JobsQueue",
                    "PhysicalResourceId": of,
                    "ResourceStatus": status,
                    **({} if token is None else {"ClientRequestToken": token}),
                }
                for number, (status, token) in enumerate(lines)
            ]
        }

    def looked(
        self, answers: Stubber, cloudformation: CloudFormationStacks, state: str, *pages: Any
    ) -> StackStatus:
        """What the stack looks like to who made the change, while AWS shows it in a state."""
        answers.add_response("describe_stacks", stack_in(state))
        for number, page in enumerate(pages, 1):
            more = {"NextToken": str(number)} if number < len(pages) else {}
            answers.add_response("describe_stack_events", {**page, **more})
        answers.add_response("list_stack_resources", {"StackResourceSummaries": []})
        return cloudformation.look(STACK_ID, REGION, operation=self.OURS)

    def test_what_the_stack_was_before_is_not_what_became_of_the_change(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        before = self.said(("CREATE_COMPLETE", "create-1"), ("CREATE_IN_PROGRESS", "create-1"))

        assert not self.looked(answers, cloudformation, "CREATE_COMPLETE", before).has_begun

    def test_its_own_events_say_how_it_stands_while_the_stack_is_shown_as_it_was(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        working = self.said(("UPDATE_IN_PROGRESS", self.OURS), ("CREATE_COMPLETE", "create-1"))
        status = self.looked(answers, cloudformation, "CREATE_COMPLETE", working)

        assert (status.has_begun, status.state) == (True, "UPDATE_IN_PROGRESS")

    def test_a_later_operation_does_not_hide_how_it_ended(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        later = self.said(("DELETE_IN_PROGRESS", "end-1"), ("UPDATE_COMPLETE", self.OURS))
        status = self.looked(answers, cloudformation, "DELETE_IN_PROGRESS", later)

        assert (status.has_begun, status.state) == (True, "UPDATE_COMPLETE")

    def test_a_change_that_is_made_is_read_back_to_its_beginning(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        """What it left behind stands before its end."""
        over = self.said(("UPDATE_COMPLETE", self.OURS))
        kept = self.said(("DELETE_SKIPPED", self.OURS), of="arn:of:a:queue")
        begun = self.said(("UPDATE_IN_PROGRESS", self.OURS), ("DELETE_SKIPPED", "create-1"))
        status = self.looked(answers, cloudformation, "UPDATE_COMPLETE", over, kept, begun)

        assert [(one.status, one.physical_id) for one in status.events] == [
            ("UPDATE_IN_PROGRESS", STACK_ID),
            ("DELETE_SKIPPED", "arn:of:a:queue"),
            ("UPDATE_COMPLETE", STACK_ID),
        ]

    def test_of_a_change_that_failed_only_its_own_events_count(
        self, answers: Stubber, cloudformation: CloudFormationStacks
    ) -> None:
        over = self.said(("UPDATE_ROLLBACK_COMPLETE", self.OURS))
        why = self.said(("UPDATE_FAILED", self.OURS), of="arn:of:a:queue")
        begun = self.said(("UPDATE_IN_PROGRESS", self.OURS), ("CREATE_FAILED", "create-1"))
        status = self.looked(answers, cloudformation, "UPDATE_ROLLBACK_COMPLETE", over, why, begun)

        assert [one.status for one in status.events] == [
            "UPDATE_IN_PROGRESS",
            "UPDATE_FAILED",
            "UPDATE_ROLLBACK_COMPLETE",
        ]
