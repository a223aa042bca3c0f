"""End what a launch made: the click is decided at once, the deleting is a durable job that says how it went."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.domain.errors import BotError, OutcomeUnknown
from bot.domain.follow_up import is_at_work, is_open_update
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.domain.request import Words
from bot.domain.stack import StackPlan
from bot.domain.stack_states import is_gone, is_over, stands
from bot.ports import Clock, Job, Stacks, Store, Threads, Transaction
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.durable import STEPS, Steps
from bot.workflows.propose_plan import supersede
from bot.workflows.redraw_card import CardDrawing, draw_quietly, redraw_job
from bot.workflows.stack_outcome import failed, left, told, with_left
from bot.workflows.stored import stored_plan
from bot.workflows.waits import Waits
from bot.workflows.whose_plan import whose_plan

log = logging.getLogger(__name__)

ENDABLE = frozenset({PlanState.RUNNING, PlanState.FAILED})
TOO_SLOW = "AWS is still deleting it after a long time; look at it in the AWS console."
NOT_BEGUN = "AWS did not begin to delete it, so all of it is there. Press the button on its card to try again."
BEGINS_WITHIN_SECONDS = 600
# What a look at a stack shows that is to be deleted.
OVER, STANDS, UNKNOWN = "over", "stands", ""


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
    return Job("end_resource", job_id, (record.id, record.state), order=f"aws-{record.id}")


@dataclass(frozen=True)
class DeleteResource:
    """Deletes the stack of a plan and follows it to its end; one that AWS leaves untouched is as it was before."""

    store: Store
    threads: Threads
    stacks: Stacks
    draw: CardDrawing
    waits: Waits = Waits()  # noqa: RUF009 - frozen
    steps: Steps = STEPS

    def __call__(self, plan_id: str, before: str = PlanState.FAILED) -> None:
        """`before` is the state that the plan was in when somebody wanted it deleted."""
        try:
            self.steps.run("delete", self._delete, plan_id)
        except OutcomeUnknown as error:  # it may have begun all the same: what AWS shows decides
            log.warning("whether %s is being deleted is not known: %s", plan_id, error)
            self._follow(plan_id, before)
        except BotError as error:
            self._refused(plan_id, before, error.user_message)
        else:
            self._follow(plan_id, before)
        draw_quietly(self.steps.run_tirelessly, "show the end", self.draw, plan_id)
        try:
            self.steps.run_tirelessly("tell", self._tell, plan_id)
        except BotError:
            log.exception("nobody could be told how the end of %s went", plan_id)

    def _refused(self, plan_id: str, before: str, why: str) -> None:
        """Nothing has changed by our asking, but perhaps by somebody else's."""
        try:
            state = self.steps.run_quickly("look after the refusal", self._state, plan_id)
        except BotError as error:
            log.warning("the stack of %s cannot be looked at: %s", plan_id, error)
            state = UNKNOWN
        if is_gone(state) or state == "DELETE_IN_PROGRESS":
            self._follow(plan_id, before)
            return
        to = PlanState.FAILED if state.startswith("DELETE") else before
        self.steps.run("not deleted", self._not_deleted, plan_id, to, why)

    def _follow(self, plan_id: str, before: str) -> None:
        waited, seen = 0.0, UNKNOWN
        for seconds in self.waits():
            seen = self._seen(plan_id)
            if seen == OVER:
                return
            if seen == STANDS and waited >= BEGINS_WITHIN_SECONDS:
                break
            self.steps.pause(seconds)
            waited += seconds
        to, why = (before, NOT_BEGUN) if seen == STANDS else (PlanState.FAILED, TOO_SLOW)
        self.steps.run("give up waiting", self._not_deleted, plan_id, to, why)

    def _seen(self, plan_id: str) -> str:
        """That AWS cannot be asked just now says nothing of the stack."""
        try:
            return self.steps.run_quickly("look", self._look, plan_id)
        except BotError as error:
            log.warning("the stack of %s cannot be looked at: %s", plan_id, error)
            return UNKNOWN

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

    def _state(self, plan_id: str) -> str:
        record = stored_plan(self.store, plan_id)
        if record.stack is None:
            return UNKNOWN
        return self.stacks.look(record.stack.id, record.stack.region).state

    def _look(self, plan_id: str) -> str:
        """Return whether the deletion has come to an end, good or bad, or shows no beginning."""
        record = stored_plan(self.store, plan_id)
        if record.state is not PlanState.ENDING or record.stack is None:
            return OVER
        status = self.stacks.look(record.stack.id, record.stack.region)
        if is_gone(status.state):
            resources = (record.stack, *left(status, record))
            with self.store.transaction() as tx:
                tx.move(record.model_copy(update={"resources": resources}), PlanState.ENDED)
            return OVER
        if stands(status.state):
            return STANDS
        if is_over(status.state):
            self._keep_failure(failed(record, status))
            return OVER
        return UNKNOWN

    def _keep_failure(self, record: PlanRecord) -> None:
        with self.store.transaction() as tx:
            tx.move(record, PlanState.FAILED)

    def _not_deleted(self, plan_id: str, to: str, why: str) -> None:
        """A stack that ran runs on, and is this plan's as before."""
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is None or record.state is not PlanState.ENDING:
                return
            as_it_is: dict[str, object] = {"failure": why, "diagnosis": None}
            if to == PlanState.RUNNING:
                as_it_is["ended_at"] = None
            tx.move(record.model_copy(update=as_it_is), PlanState(to))

    def _tell(self, plan_id: str) -> None:
        record = stored_plan(self.store, plan_id)
        title, who = record.plan.title, record.ended_by
        if record.state is PlanState.ENDED:
            words = Words("result", _deleted(record), mention=who)
        elif record.state is PlanState.RUNNING:
            text = f"{title} could not be deleted, and runs on.\n{told(record)}"
            words = Words("failure", text, mention=who)
        elif record.state is PlanState.FAILED:
            words = Words("failure", f"{title} could not be deleted.\n{told(record)}", mention=who)
        else:
            return
        self.threads.post_once(
            record.channel, record.thread_ts, words, key=f"{plan_id}-end-{record.version}"
        )


def _deleted(record: PlanRecord) -> str:
    gone = f"{record.plan.title} has been deleted."
    if record.ended_by is None:
        gone = f"What the failed launch of {record.plan.title} left has been deleted."
    return with_left(gone, record)
