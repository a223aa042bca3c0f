"""Take back what a plan that nobody will approve left waiting at AWS."""

import logging
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.domain.plan import PlanRecord
from bot.domain.stack import StackPlan
from bot.ports import Job, Stacks, Store, Transaction
from bot.workflows.durable import STEPS, Steps
from bot.workflows.stored import stored_plan

log = logging.getLogger(__name__)


def withdraw(tx: Transaction, record: PlanRecord) -> None:
    """Start the withdrawal of a plan that has just come to nothing, if AWS holds anything of it."""
    if isinstance(record.plan, StackPlan) and record.plan.change_set is not None:
        tx.start(
            Job("withdraw_plan", f"withdraw-{record.id}", (record.id,), order=f"aws-{record.id}")
        )


@dataclass(frozen=True)
class WithdrawPlan:
    """Deletes the change set, and with it the empty stack it was made for."""

    store: Store
    stacks: Stacks
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        try:
            self.steps.run_tirelessly("withdraw", self._withdraw, plan_id)
        except BotError:
            log.exception("the stack of %s may still wait for review at AWS", plan_id)

    def _withdraw(self, plan_id: str) -> None:
        plan = stored_plan(self.store, plan_id).plan
        if isinstance(plan, StackPlan) and plan.change_set is not None:
            self.stacks.withdraw(plan.change_set, plan.region, service_role=plan.service_role)
