"""Delete what a failed launch left at AWS, unless somebody keeps it to look into it.

After a day, or as soon as a plan that makes it good runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.domain.plan import PlanRecord, PlanState
from bot.domain.stack import StackPlan
from bot.ports import Clock, Job, Store, Transaction
from bot.workflows.durable import STEPS, Steps
from bot.workflows.end_resource import begin_to_end
from bot.workflows.stack_outcome import GRACE


@dataclass(frozen=True)
class ClearAway:
    """Looks once more whether it is still to go; the deleting is the same as somebody's who pressed Delete."""

    store: Store
    clock: Clock
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        self.steps.run("clear away", self._clear_away, plan_id)

    def _clear_away(self, plan_id: str) -> None:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is not None and _may_go(record):
                begin_to_end(tx, record, by=None, at=self.clock.now())


def clear_later(tx: Transaction, record: PlanRecord) -> None:
    """Have what a launch that has just failed left deleted when its grace is over."""
    delay = GRACE.total_seconds()
    tx.start(Job("clear_away", f"clear-{record.id}", (record.id,), record.id, delay))


def clear_what_it_mends(tx: Transaction, record: PlanRecord) -> None:
    """The plan runs, so what the failed launches before it left is of no use any more."""
    for old in _before(tx, record):
        if _may_go(old):
            job_id = f"clear-{old.id}-mended"
            tx.start(Job("clear_away", job_id, (old.id,), order=old.id))


def _may_go(record: PlanRecord) -> bool:
    is_left = record.state is PlanState.FAILED and record.stack is not None
    return is_left and record.cleared_at is not None and record.kept_by is None


def _before(tx: Transaction, record: PlanRecord) -> Iterator[PlanRecord]:
    """The plans that it was made in place of, one after the other."""
    plans = tx.plans_in_thread(record.channel, record.thread_ts)
    now = _revised(tx, record, plans)
    while now is not None:
        yield now
        plans = plans[: plans.index(now)]
        now = _revised(tx, now, plans)


def _revised(tx: Transaction, record: PlanRecord, plans: Sequence[PlanRecord]) -> PlanRecord | None:
    """The plan that its request was about: a button or form names it, words mean the one before, if they are alike."""
    request = tx.request(record.plan.request_id)
    if request is None or request.files:
        return None
    if request.replaces is not None:
        return next((one for one in plans if one.id == request.replaces), None)
    earlier = [*takewhile(lambda one: one.id != record.id, plans)]
    return next((one for one in earlier[-1:] if _are_alike(one, record)), None)


def _are_alike(one: PlanRecord, other: PlanRecord) -> bool:
    if not (isinstance(one.plan, StackPlan) and isinstance(other.plan, StackPlan)):
        return False
    return bool(set(one.plan.resources) & set(other.plan.resources))
