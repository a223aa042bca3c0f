"""End what a launch made: the click is decided at once, the deleting is a durable job that says how it went."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.errors import BotError
from bot.domain.follow_up import is_at_work, is_open_update
from bot.domain.plan import PlanRecord, PlanState, Resource
from bot.domain.policy import Policy
from bot.domain.request import Words
from bot.domain.stack import StackPlan
from bot.domain.stack_states import is_gone, is_over
from bot.domain.type_titles import type_title
from bot.ports import Clock, Job, Stacks, Store, Threads, Transaction
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.durable import STEPS, Steps
from bot.workflows.propose_plan import supersede
from bot.workflows.redraw_card import CardDrawing, draw_quietly, redraw_job
from bot.workflows.stack_outcome import failed, left, told
from bot.workflows.stored import stored_plan
from bot.workflows.waits import Waits
from bot.workflows.whose_plan import whose_plan

log = logging.getLogger(__name__)

ENDABLE = frozenset({PlanState.RUNNING, PlanState.FAILED})
TOO_SLOW = "AWS is still deleting it after a long time; look at it in the AWS console."


@dataclass(frozen=True)
class Ending:
    """The click counted; the card says so."""

    record: PlanRecord


@dataclass(frozen=True)
class BeingChanged:
    """An approved plan is changing the stack; `record` is that plan."""

    record: PlanRecord


NotEndable: TypeAlias = TooLate | NotYours | NoSuchPlan | BeingChanged


@dataclass(frozen=True)
class EndResource:
    """Answers a click on End."""

    store: Store
    policy: Policy
    clock: Clock

    def __call__(self, *, plan_id: str, user: str) -> Ending | NotEndable:
        with self.store.transaction() as tx:
            record = whose_plan(tx, plan_id, user=user, policy=self.policy)
            if not isinstance(record, PlanRecord):
                return record
            return self._end(tx, record, user)

    def _end(self, tx: Transaction, record: PlanRecord, user: str) -> Ending | NotEndable:
        if record.state not in ENDABLE or record.stack is None:
            return TooLate(record)
        others = tx.plans_in_thread(record.channel, record.thread_ts)
        for other in others:
            if is_at_work(other, record.stack.id):
                return BeingChanged(other)
        if not begin_to_end(tx, record, by=user, at=self.clock.now()):
            return TooLate(tx.plan(record.id) or record)
        for other in others:
            if is_open_update(other, record.stack.id):
                supersede(tx, other)
        return Ending(tx.plan(record.id) or record)


def begin_to_end(tx: Transaction, record: PlanRecord, *, by: str | None, at: datetime) -> bool:
    """Take the stack of a plan on for deletion, for somebody or by itself; False when somebody was quicker."""
    ending = record.model_copy(
        update={"ended_by": by, "ended_at": at, "failure": None, "cleared_at": None}
    )
    if not tx.move(ending, PlanState.ENDING):
        return False
    tx.start(redraw_job(record.id, f"ending-{record.version}"))
    tx.start(end_job(record))
    return True


def end_job(record: PlanRecord) -> Job:
    """One for each click that counted: what could not be deleted can be tried again."""
    job_id = f"end-{record.id}-{record.version}"
    return Job("end_resource", job_id, (record.id,), order=f"aws-{record.id}")


@dataclass(frozen=True)
class DeleteResource:
    """Deletes the stack of a plan and follows it to its end."""

    store: Store
    threads: Threads
    stacks: Stacks
    draw: CardDrawing
    waits: Waits = Waits()  # noqa: RUF009 - frozen
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        try:
            self.steps.run("delete", self._delete, plan_id)
        except BotError as error:
            self.steps.run("fail", self._fail, plan_id, error.user_message)
        else:
            self._follow(plan_id)
        draw_quietly(self.steps.run_tirelessly, "show the end", self.draw, plan_id)
        try:
            self.steps.run_tirelessly("tell", self._tell, plan_id)
        except BotError:
            log.exception("nobody could be told how the end of %s went", plan_id)

    def _follow(self, plan_id: str) -> None:
        for seconds in self.waits():
            if self._seen(plan_id):
                return
            self.steps.pause(seconds)
        self.steps.run("give up waiting", self._fail, plan_id, TOO_SLOW)

    def _seen(self, plan_id: str) -> bool:
        """That AWS cannot be asked just now says nothing of the stack."""
        try:
            return self.steps.run_quickly("look", self._look, plan_id)
        except BotError as error:
            log.warning("the stack of %s cannot be looked at: %s", plan_id, error)
            return False

    def _delete(self, plan_id: str) -> None:
        record = stored_plan(self.store, plan_id)
        if record.state is not PlanState.ENDING or record.stack is None:
            return
        role = record.plan.service_role if isinstance(record.plan, StackPlan) else None
        self.stacks.delete(
            record.stack.id,
            record.stack.region,
            service_role=role,
            token=f"end-{record.digest[:40]}-{record.version}",
        )

    def _look(self, plan_id: str) -> bool:
        """Return whether the deletion has come to an end, good or bad."""
        record = stored_plan(self.store, plan_id)
        if record.state is not PlanState.ENDING or record.stack is None:
            return True
        status = self.stacks.look(record.stack.id, record.stack.region)
        if is_gone(status.state):
            resources = (record.stack, *left(status, record))
            with self.store.transaction() as tx:
                tx.move(record.model_copy(update={"resources": resources}), PlanState.ENDED)
            return True
        if is_over(status.state) and status.state.startswith("DELETE"):
            self._keep_failure(failed(record, status))
            return True
        return False

    def _keep_failure(self, record: PlanRecord) -> None:
        with self.store.transaction() as tx:
            tx.move(record, PlanState.FAILED)

    def _fail(self, plan_id: str, why: str) -> None:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is not None and record.state is PlanState.ENDING:
                without = record.model_copy(update={"failure": why, "diagnosis": None})
                tx.move(without, PlanState.FAILED)

    def _tell(self, plan_id: str) -> None:
        record = stored_plan(self.store, plan_id)
        title, who = record.plan.title, record.ended_by
        if record.state is PlanState.ENDED:
            words = Words("result", _deleted(record), mention=who)
        elif record.state is PlanState.FAILED:
            words = Words("failure", f"{title} could not be deleted.\n{told(record)}", mention=who)
        else:
            return
        self.threads.post_once(
            record.channel, record.thread_ts, words, key=f"{plan_id}-end-{record.version}"
        )


def _deleted(record: PlanRecord) -> str:
    """What stayed is named with its id, since nobody finds it by the stack any more."""
    gone = f"{record.plan.title} has been deleted."
    if record.ended_by is None:
        gone = f"What the failed launch of {record.plan.title} left has been deleted."
    kept = [f"{_named(one, record)}: {one.id}" for one in record.left]
    if not kept:
        return gone
    return "\n• ".join([f"{gone} Still there, and may cost money:", *kept])


def _named(one: Resource, record: PlanRecord) -> str:
    kind = record.plan.types.get(one.name or "") if isinstance(record.plan, StackPlan) else None
    return f"{one.name} ({type_title(kind)})" if kind else one.name or "A resource"
