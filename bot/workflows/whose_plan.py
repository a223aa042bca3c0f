"""The plan that somebody's click is about, if the plan is known and theirs to end."""

from bot.domain.plan import PlanRecord
from bot.domain.policy import Forbidden, Policy
from bot.ports import Transaction
from bot.workflows.decide_plan import NoSuchPlan, NotYours


def whose_plan(
    tx: Transaction, plan_id: str, *, user: str, policy: Policy
) -> PlanRecord | NotYours | NoSuchPlan:
    """Who may cancel a plan may also edit it, and end or keep what it made."""
    record = tx.plan(plan_id)
    if record is None:
        return NoSuchPlan()
    permission = policy.may_cancel(user, requested_by=record.plan.requested_by)
    if isinstance(permission, Forbidden):
        return NotYours(permission.who_can)
    return record
