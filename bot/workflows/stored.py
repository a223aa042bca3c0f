"""What a job was started for is in the store; if it is not, that is a bug."""

from bot.domain.plan import PlanRecord
from bot.domain.request import Request
from bot.ports import Store


def stored_plan(store: Store, plan_id: str) -> PlanRecord:
    with store.transaction() as tx:
        record = tx.plan(plan_id)
    if record is None:
        message = f"plan {plan_id} is not in the store"
        raise LookupError(message)
    return record


def stored_request(store: Store, request_id: str) -> Request:
    with store.transaction() as tx:
        request = tx.request(request_id)
    if request is None:
        message = f"request {request_id} is not in the store"
        raise LookupError(message)
    return request
