"""How stacks live, seen through the launcher's own eyes: the same on every CloudFormation."""

from bot.domain.stack import StackPlan, Update
from bot.domain.stack_states import first_failure
from bot.ports import Stacks, StackStatus
from tests.adapters.aws.stacks_contract import StacksContract
from tests.adapters.aws.stubbed import REGION, stack_plan

QUEUE = """\
Resources:
  JobsQueue:
    Type: AWS::SQS::Queue
    DeletionPolicy: {policy}
    Properties:
      QueueName: {name}
      VisibilityTimeout: {seconds}
"""
# No CloudFormation makes a topic that is named after an export of nobody.
UNMAKEABLE = """\
  News:
    Type: AWS::SNS::Topic
    DependsOn: JobsQueue
    Properties:
      TopicName: !ImportValue nobody-exports-this
"""


def queue(*, policy: str = "Delete", name: str = "jobs", seconds: int = 30) -> str:
    return QUEUE.format(policy=policy, name=name, seconds=seconds)


class StackLives:
    """Every test has a `stacks` of its own, of an empty account."""

    contract = StacksContract()

    def create(self, stacks: Stacks, template: str) -> StackStatus:
        plan = self.contract.ready(stacks, stack_plan(template=template))
        return self.contract.settled(stacks, stacks.create(plan, token="create-1"))

    def prepared(self, stacks: Stacks, stack: StackStatus, template: str) -> StackPlan:
        update = Update(plan_id="plan-1", stack_id=stack.id)
        return self.contract.ready(stacks, stack_plan(template=template, update=update), number=2)

    def change(self, stacks: Stacks, stack: StackStatus, template: str) -> StackStatus:
        stacks.create(self.prepared(stacks, stack, template), token="create-2")
        return self.contract.settled(stacks, stack.id, operation="create-2")

    def test_a_creation_that_fails_says_what_failed_first(self, stacks: Stacks) -> None:
        status = self.create(stacks, queue() + UNMAKEABLE)

        failed = first_failure(status.events)
        assert status.state == "ROLLBACK_COMPLETE"
        assert failed is not None
        assert (failed.logical_id, failed.status) == ("News", "CREATE_FAILED")
        assert "nobody-exports-this" in (failed.reason or "")

    def test_a_change_that_fails_leaves_the_stack_as_it_was(self, stacks: Stacks) -> None:
        before = self.create(stacks, queue())

        after = self.change(stacks, before, queue(seconds=60) + UNMAKEABLE)

        failed = first_failure(after.events)
        assert after.state == "UPDATE_ROLLBACK_COMPLETE"
        assert failed is not None
        assert failed.logical_id == "News"
        assert [one.id for one in after.resources] == [one.id for one in before.resources]

    def test_a_change_can_follow_one_that_failed(self, stacks: Stacks) -> None:
        stack = self.create(stacks, queue())
        self.change(stacks, stack, queue(seconds=60) + UNMAKEABLE)

        plan = self.contract.ready(
            stacks,
            stack_plan(
                template=queue(seconds=90), update=Update(plan_id="plan-1", stack_id=stack.id)
            ),
            number=3,
        )
        stacks.create(plan, token="create-3")

        status = self.contract.settled(stacks, stack.id, operation="create-3")
        assert status.state == "UPDATE_COMPLETE"

    def test_a_change_says_whether_the_resource_becomes_another(self, stacks: Stacks) -> None:
        stack = self.create(stacks, queue())

        plan = self.prepared(stacks, stack, queue(name="other-jobs"))

        assert plan.change_set is not None
        (change,) = plan.change_set.changes
        assert (change.action, change.logical_id, change.replacement) == (
            "Modify",
            "JobsQueue",
            "yes",
        )

    def test_a_change_that_replaces_gives_the_resource_another_id(self, stacks: Stacks) -> None:
        before = self.create(stacks, queue())

        after = self.change(stacks, before, queue(name="other-jobs"))

        (resource,) = after.resources
        assert after.state == "UPDATE_COMPLETE"
        assert (resource.id or "").endswith("/other-jobs")

    def test_what_is_retained_is_skipped_when_the_stack_goes(self, stacks: Stacks) -> None:
        stack = self.create(stacks, queue(policy="Retain"))

        stacks.delete(stack.id, REGION, service_role=None, token="end-1")

        status = self.contract.settled(stacks, stack.id, operation="end-1")
        assert status.state == "DELETE_COMPLETE"
        assert self.kept(status) == ["JobsQueue"]

    def kept(self, status: StackStatus) -> list[str]:
        return [one.logical_id for one in status.resources if one.status == "DELETE_SKIPPED"]
