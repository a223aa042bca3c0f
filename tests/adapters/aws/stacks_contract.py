"""What the port `Stacks` promises, whatever is behind it."""

import pytest
import yaml

from bot.domain.errors import Conflict, UpstreamRejected
from bot.domain.stack import ChangeSet, StackPlan, Update
from bot.domain.stack_states import is_gone, is_made, is_over
from bot.domain.template import resources
from bot.ports import Stacks, StackStatus
from tests.adapters.aws.stubbed import CHANGE_SET, REGION, TEMPLATE, larger, stack_plan
from tests.fakes.stacks import InMemoryStacks


class StacksContract:
    """What `Stacks` promises, whatever is behind it."""

    def ready(self, stacks: Stacks, plan: StackPlan, *, number: int = 1) -> StackPlan:
        """The plan with its change set, once that is made."""
        change_set = stacks.prepare(plan, token=f"prepare-{number}")
        while True:
            done = stacks.prepared(change_set, REGION)
            if done is not None:
                return plan.model_copy(update={"change_set": done})

    def settled(
        self, stacks: Stacks, stack_id: str, *, operation: str | None = None
    ) -> StackStatus:
        while True:
            status = stacks.look(stack_id, REGION, operation=operation)
            if status.has_begun and is_over(status.state):
                return status

    def test_a_prepared_plan_says_what_it_would_create(self, stacks: Stacks) -> None:
        change_set = self.ready(stacks, stack_plan()).change_set

        assert change_set is not None
        assert sorted((one.action, one.logical_id, one.type) for one in change_set.changes) == [
            ("Add", "JobsQueue", "AWS::SQS::Queue"),
            ("Add", "OrdersTable", "AWS::DynamoDB::Table"),
        ]

    def test_preparing_again_with_the_same_token_finds_the_same(self, stacks: Stacks) -> None:
        first = stacks.prepare(stack_plan(), token="prepare-1")

        assert stacks.prepare(stack_plan(), token="prepare-1") == first

    def test_a_stack_is_created_with_its_resources_and_outputs(self, stacks: Stacks) -> None:
        plan = self.ready(stacks, stack_plan())

        stack_id = stacks.create(plan, token="create-1")
        status = self.settled(stacks, stack_id)

        assert is_made(status.state)
        assert {one.logical_id for one in status.resources} == {"JobsQueue", "OrdersTable"}
        assert all(one.status == "CREATE_COMPLETE" and one.id for one in status.resources)
        assert list(status.outputs) == ["QueueUrl"]

    def test_creating_again_gives_the_same_stack(self, stacks: Stacks) -> None:
        plan = self.ready(stacks, stack_plan())
        first = stacks.create(plan, token="create-1")

        assert stacks.create(plan, token="create-1") == first
        self.settled(stacks, first)
        assert stacks.create(plan, token="create-1") == first

    def test_a_deleted_stack_can_still_be_looked_at(self, stacks: Stacks) -> None:
        stack_id = stacks.create(self.ready(stacks, stack_plan()), token="create-1")
        self.settled(stacks, stack_id)

        stacks.delete(stack_id, REGION, service_role=None, token="end-1")

        assert is_gone(self.settled(stacks, stack_id).state)

    def test_deleting_what_is_gone_is_fine(self, stacks: Stacks) -> None:
        stack_id = stacks.create(self.ready(stacks, stack_plan()), token="create-1")
        self.settled(stacks, stack_id)

        for _ in range(2):
            stacks.delete(stack_id, REGION, service_role=None, token="end-1")
            assert is_gone(self.settled(stacks, stack_id).state)

    def test_what_was_withdrawn_cannot_be_created(self, stacks: Stacks) -> None:
        plan = self.ready(stacks, stack_plan())
        assert plan.change_set is not None

        stacks.withdraw(plan.change_set, REGION, service_role=None)
        stacks.withdraw(plan.change_set, REGION, service_role=None)

        with pytest.raises(UpstreamRejected):
            stacks.create(plan, token="create-1")

    def test_a_stack_is_created_from_the_change_set_of_its_plan_alone(self, stacks: Stacks) -> None:
        one = self.ready(stacks, stack_plan())
        other = self.ready(stacks, stack_plan(), number=2)
        assert one.change_set is not None
        assert other.change_set is not None
        assert one.change_set.stack_id == other.change_set.stack_id

        self.settled(stacks, stacks.create(other, token="create-2"))

        with pytest.raises(UpstreamRejected):
            stacks.create(one, token="create-1")

    def test_withdrawing_one_of_two_leaves_the_other(self, stacks: Stacks) -> None:
        one = self.ready(stacks, stack_plan()).change_set
        other = self.ready(stacks, stack_plan(), number=2)
        assert one is not None

        stacks.withdraw(one, REGION, service_role=None)

        assert is_made(self.settled(stacks, stacks.create(other, token="create-2")).state)

    def test_what_was_prepared_can_be_withdrawn_by_its_names(self, stacks: Stacks) -> None:
        plan = self.ready(stacks, stack_plan())

        by_name = ChangeSet(id="prepare-1", stack_id=plan.stack_name)
        stacks.withdraw(by_name, REGION, service_role=None)
        stacks.withdraw(by_name, REGION, service_role=None)

        with pytest.raises(UpstreamRejected):
            stacks.create(plan, token="create-1")

    def test_withdrawing_leaves_a_stack_that_was_created_alone(self, stacks: Stacks) -> None:
        plan = self.ready(stacks, stack_plan())
        assert plan.change_set is not None
        stack_id = stacks.create(plan, token="create-1")
        self.settled(stacks, stack_id)

        stacks.withdraw(plan.change_set, REGION, service_role=None)

        assert is_made(stacks.look(stack_id, REGION).state)

    # --- changing a stack that runs ---

    def running(self, stacks: Stacks) -> Update:
        stack_id = stacks.create(self.ready(stacks, stack_plan()), token="create-1")
        self.settled(stacks, stack_id)
        return Update(plan_id="plan-1", stack_id=stack_id)

    def changed(self, stacks: Stacks, update: Update, template: str, *, number: int) -> StackPlan:
        made = resources(yaml.safe_load(template))
        plan = stack_plan(update=update, template=template, resources=made)
        return self.ready(stacks, plan, number=number)

    def test_a_change_says_what_it_would_do(self, stacks: Stacks) -> None:
        update = self.running(stacks)
        without = (
            TEMPLATE.partition("  OrdersTable")[0] + "Outputs" + TEMPLATE.partition("Outputs")[2]
        )

        change_set = self.changed(stacks, update, larger(without), number=2).change_set

        assert change_set is not None
        assert change_set.stack_id == update.stack_id
        assert sorted((one.action, one.logical_id) for one in change_set.changes) == [
            ("Add", "MoreQueue"),
            ("Remove", "OrdersTable"),
        ]

    def test_a_change_is_made_to_the_same_stack(self, stacks: Stacks) -> None:
        update = self.running(stacks)
        plan = self.changed(stacks, update, larger(), number=2)
        assert not stacks.look(update.stack_id, REGION, operation="create-2").has_begun

        assert stacks.create(plan, token="create-2") == update.stack_id
        status = self.settled(stacks, update.stack_id, operation="create-2")

        assert status.has_begun
        assert status.state == "UPDATE_COMPLETE"
        assert "MoreQueue" in {one.logical_id for one in status.resources}

    def test_a_change_says_what_it_left_behind_and_by_which_id(self, stacks: Stacks) -> None:
        keeping = TEMPLATE.replace("OrdersTable:\n", "OrdersTable:\n    DeletionPolicy: Retain\n")
        if isinstance(stacks, InMemoryStacks):
            stacks.retained = {"OrdersTable"}
        stack_id = stacks.create(self.ready(stacks, stack_plan(template=keeping)), token="create-1")
        made = self.settled(stacks, stack_id).resources
        without = (
            TEMPLATE.partition("  OrdersTable")[0] + "Outputs" + TEMPLATE.partition("Outputs")[2]
        )
        update = Update(plan_id="plan-1", stack_id=stack_id)
        stacks.create(self.changed(stacks, update, larger(without), number=2), token="create-2")
        status = self.settled(stacks, stack_id, operation="create-2")

        left = [one for one in status.events if one.status == "DELETE_SKIPPED"]
        assert status.state == "UPDATE_COMPLETE"
        assert [(one.logical_id, one.physical_id) for one in left] == [
            (one.logical_id, one.id) for one in made if one.logical_id == "OrdersTable"
        ]
        assert "OrdersTable" not in {one.logical_id for one in status.resources}

    def test_changing_again_with_the_same_token_changes_it_once(self, stacks: Stacks) -> None:
        update = self.running(stacks)
        plan = self.changed(stacks, update, larger(), number=2)

        assert stacks.create(plan, token="create-2") == update.stack_id
        assert stacks.create(plan, token="create-2") == update.stack_id
        self.settled(stacks, update.stack_id, operation="create-2")
        assert stacks.create(plan, token="create-2") == update.stack_id

    def test_nothing_would_change_is_said(self, stacks: Stacks) -> None:
        update = self.running(stacks)

        with pytest.raises(Conflict, match="nothing would change"):
            self.changed(stacks, update, TEMPLATE, number=2)

    def test_withdrawing_a_change_leaves_its_stack(self, stacks: Stacks) -> None:
        update = self.running(stacks)
        plan = self.changed(stacks, update, larger(), number=2)
        assert plan.change_set is not None

        stacks.withdraw(plan.change_set, REGION, service_role=None)
        stacks.withdraw(plan.change_set, REGION, service_role=None)

        assert is_made(stacks.look(update.stack_id, REGION).state)
        with pytest.raises(UpstreamRejected):
            stacks.create(plan, token="create-2")

    def test_one_of_two_changes_is_made(self, stacks: Stacks) -> None:
        update = self.running(stacks)
        one = self.changed(stacks, update, larger(), number=2)
        other = self.changed(stacks, update, larger().replace("More", "Other"), number=3)
        stacks.create(other, token="create-3")
        self.settled(stacks, update.stack_id, operation="create-3")

        with pytest.raises(UpstreamRejected):
            stacks.create(one, token="create-2")

        assert not stacks.look(update.stack_id, REGION, operation="create-2").has_begun

    def test_a_stack_that_is_gone_cannot_be_changed(self, stacks: Stacks) -> None:
        update = self.running(stacks)
        plan = self.changed(stacks, update, larger(), number=2)
        stacks.delete(update.stack_id, REGION, service_role=None, token="end-1")
        self.settled(stacks, update.stack_id)

        with pytest.raises(Conflict, match="no longer there"):
            stacks.create(plan, token="create-2")
        with pytest.raises(Conflict, match="no longer there"):
            stacks.prepare(plan, token="prepare-3")
        stacks.withdraw(plan.change_set or CHANGE_SET, REGION, service_role=None)
