"""What a job was started for is in the store; if it is not, that is a bug."""

from bot.domain.plan import PlanRecord
from bot.ports import Store


def stored_plan(store: Store, plan_id: str) -> PlanRecord:
    with store.transaction() as tx:
        record = tx.plan(plan_id)
    if record is None:
        message = f"plan {plan_id} is not in the store"
        raise LookupError(message)
    return record
