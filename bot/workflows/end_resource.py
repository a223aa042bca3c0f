"""End what a launch made: the click is decided at once, the deleting is a durable job that says how it went."""

import logging
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.errors import BotError
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Forbidden, Policy
from bot.domain.request import Words
from bot.domain.stack import StackPlan
from bot.domain.stack_states import is_gone, is_over
from bot.ports import Clock, Job, Stacks, StackStatus, Store, Threads
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.durable import STEPS, Steps
from bot.workflows.redraw_card import CardDrawing, draw_quietly, redraw_job
from bot.workflows.stored import stored_plan
from bot.workflows.waits import Waits

log = logging.getLogger(__name__)

ENDABLE = frozenset({PlanState.RUNNING, PlanState.FAILED})
TOO_SLOW = "AWS is still deleting it after a long time; look at it in the AWS console."


@dataclass(frozen=True)
class Ending:
    """The click counted; the card says so."""

    record: PlanRecord


NotEndable: TypeAlias = TooLate | NotYours | NoSuchPlan


@dataclass(frozen=True)
class EndResource:
    """Answers a click on End."""

    store: Store
    policy: Policy
    clock: Clock

    def __call__(self, *, plan_id: str, user: str) -> Ending | NotEndable:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is None:
                return NoSuchPlan()
            permission = self.policy.may_cancel(user, requested_by=record.plan.requested_by)
            if isinstance(permission, Forbidden):
                return NotYours(permission.who_can)
            if record.state not in ENDABLE or record.stack is None:
                return TooLate(record)
            ending = record.model_copy(
                update={"ended_by": user, "ended_at": self.clock.now(), "failure": None}
            )
            if not tx.move(ending, PlanState.ENDING):
                return TooLate(tx.plan(plan_id) or record)
            tx.start(redraw_job(plan_id, f"ending-{record.version}"))
            tx.start(end_job(record))
            return Ending(tx.plan(plan_id) or record)


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
            with self.store.transaction() as tx:
                tx.move(record, PlanState.ENDED)
            return True
        if is_over(status.state) and status.state.startswith("DELETE"):
            self._fail(plan_id, _not_deleted(status))
            return True
        return False

    def _fail(self, plan_id: str, why: str) -> None:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is not None and record.state is PlanState.ENDING:
                tx.move(record.model_copy(update={"failure": why}), PlanState.FAILED)

    def _tell(self, plan_id: str) -> None:
        record = stored_plan(self.store, plan_id)
        title, who = record.plan.title, record.ended_by
        if record.state is PlanState.ENDED:
            words = Words("result", f"{title} has been deleted.", mention=who)
        elif record.state is PlanState.FAILED:
            words = Words(
                "failure", f"{title} could not be deleted.\n{record.failure}", mention=who
            )
        else:
            return
        self.threads.post_once(
            record.channel, record.thread_ts, words, key=f"{plan_id}-end-{record.version}"
        )


def _not_deleted(status: StackStatus) -> str:
    stuck = [one for one in status.resources if one.status == "DELETE_FAILED"]
    named = ", ".join(f"{one.logical_id} ({one.type})" for one in stuck)
    why = f"AWS could not delete {named or 'the stack'}"
    return f"{why}: {status.reason or 'no reason given'}. Empty or detach it, then press End again."
