"""Delete what a failed launch left at AWS, unless somebody keeps it to look into it.

After a day, or as soon as a plan that makes it good runs; and only what is still as the failed launch left it.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.domain.errors import BotError
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.stack import StackPlan
from bot.domain.stack_states import is_gone
from bot.ports import Clock, Job, Stacks, Store, Transaction
from bot.workflows.durable import STEPS, Steps
from bot.workflows.end_resource import begin_to_end
from bot.workflows.redraw_card import redraw_job
from bot.workflows.stack_outcome import FAILED_CREATIONS, GRACE
from bot.workflows.stored import stored_plan

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ClearAway:
    """Looks once more whether it is still to go; the deleting is the same as somebody's who pressed Delete.

    What somebody has made run in the AWS console meanwhile, or what AWS does not show, is theirs to delete.
    """

    store: Store
    stacks: Stacks
    clock: Clock
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        if self._is_useless(plan_id):
            self.steps.run("clear away", self._clear_away, plan_id)
        else:
            self.steps.run("leave alone", self._leave_alone, plan_id)

    def _is_useless(self, plan_id: str) -> bool:
        try:
            return self.steps.run_tirelessly("look", self._look, plan_id)
        except BotError as error:
            log.warning("what %s left is not deleted, for AWS does not show it: %s", plan_id, error)
            return False

    def _look(self, plan_id: str) -> bool:
        record = stored_plan(self.store, plan_id)
        if record.stack is None or not _may_go(record):
            return False
        state = self.stacks.look(record.stack.id, record.stack.region).state
        return state in FAILED_CREATIONS or is_gone(state)

    def _clear_away(self, plan_id: str) -> None:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is not None and _may_go(record):
                begin_to_end(tx, record, by=None, at=self.clock.now())

    def _leave_alone(self, plan_id: str) -> None:
        """Its card says no longer that it goes by itself."""
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is not None and _may_go(record):
                tx.move(record.model_copy(update={"cleared_at": None}), record.state)
                tx.start(redraw_job(record.id, f"left-{record.version}"))


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
