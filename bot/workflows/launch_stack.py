"""Create an approved stack, or change one: execute its change set, follow AWS, keep what was made."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import BotError, OutcomeUnknown
from bot.domain.follow_up import is_open_update, is_taken_over, update_of
from bot.domain.plan import PlanRecord, PlanState, Progress, Resource
from bot.domain.stack import StackPlan
from bot.domain.stack_states import is_made, is_over, is_waiting
from bot.ports import Clock, Stacks, StackStatus, Store, Transaction
from bot.workflows.clear_away import clear_later, clear_what_it_mends
from bot.workflows.durable import STEPS, Steps
from bot.workflows.propose_plan import supersede
from bot.workflows.redraw_card import CardDrawing, draw_quietly
from bot.workflows.stack_outcome import FAILED_CREATIONS, GRACE, failed, left, made
from bot.workflows.stored import stored_plan
from bot.workflows.waits import Waits
from bot.workflows.withdraw_plan import withdraw

log = logging.getLogger(__name__)

TOO_SLOW = "AWS is still creating it after a long time; look at it in the CloudFormation console."
TOO_SLOW_TO_CHANGE = (
    "AWS is still changing it after a long time, so I have stopped looking. It may yet end as changed or as it "
    "was before, and the card before this one shows it as it was: look in the CloudFormation console before you "
    "ask for another change."
)
BEGINS_WITHIN = timedelta(minutes=10)
NEVER_BEGAN = "AWS did not begin to create it, so nothing was made. Ask again for a new plan."
NEVER_CHANGED = (
    "AWS did not begin to change it, so the stack is as it was before. Ask again for a new plan."
)
NOTHING_NEW, NEWS, END = "", "news", "end"
CLEANING_UP = "_CLEANUP_IN_PROGRESS"


@dataclass(frozen=True)
class LaunchStack:
    """From `launching` to `running` or `failed`. The card is redrawn once a look, and only with news."""

    store: Store
    stacks: Stacks
    draw: CardDrawing
    clock: Clock
    waits: Waits = Waits()  # noqa: RUF009 - frozen
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        self.steps.run("note stack", self._note, plan_id)
        try:
            self.steps.run("create stack", self._create, plan_id)
        except OutcomeUnknown as error:  # it may have begun all the same: what AWS shows decides
            log.warning("whether %s was begun is not known: %s", plan_id, error)
        except BotError as error:
            self.steps.run("fail", self._never_began, plan_id, error.user_message)
            return
        self._follow(plan_id)

    def _note(self, plan_id: str) -> None:
        """Before AWS is asked to begin: whatever happens then, the stack can be found and ended."""
        record = stored_plan(self.store, plan_id)
        plan = _planned(record)
        if record.stack is None and plan.change_set is not None:
            stack = Resource(
                id=plan.change_set.stack_id, kind="stack", region=plan.region, name=plan.stack_name
            )
            progress = Progress(began_at=self.clock.now())
            self._write(record.model_copy(update={"resources": (stack,), "progress": progress}))

    def _create(self, plan_id: str) -> None:
        record = stored_plan(self.store, plan_id)
        self.stacks.create(_planned(record), token=_token(record))

    def _never_began(self, plan_id: str, why: str) -> None:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is not None and record.state is PlanState.LAUNCHING:
                without = record.model_copy(update={"failure": why, "resources": ()})
                tx.move(without, PlanState.FAILED)
                withdraw(tx, record)

    def _follow(self, plan_id: str) -> None:
        for seconds in self.waits():
            seen = self._seen(plan_id)
            if seen == END:
                return
            if seen == NEWS:
                draw_quietly(self.steps.run_quickly, "show progress", self.draw, plan_id)
            self.steps.pause(seconds)
        self.steps.run("give up waiting", self._give_up, plan_id)

    def _seen(self, plan_id: str) -> str:
        """That AWS cannot be asked just now says nothing of the stack."""
        try:
            return self.steps.run_quickly("look", self._look, plan_id)
        except BotError as error:
            log.warning("the stack of %s cannot be looked at: %s", plan_id, error)
            return NOTHING_NEW

    def _look(self, plan_id: str) -> str:
        record = stored_plan(self.store, plan_id)
        if record.state is not PlanState.LAUNCHING or record.stack is None:
            return END
        update = update_of(record.plan)
        status = self.stacks.look(
            record.stack.id, record.stack.region, operation=_token(record) if update else None
        )
        seen = record.model_copy(
            update={
                "resources": (
                    record.stack,
                    *made(status, record.stack.region),
                    *left(status, record),
                ),
                "progress": self._progress(record, status),
            }
        )
        if is_waiting(status.state) or not status.has_begun:
            return self._waiting(record)
        if is_made(status.state):
            self._succeeded(seen)
        elif is_over(status.state):
            self._failed(self._with_grace(failed(seen, status), status))
        elif _is_news(record, seen):
            self._write(seen)
            return NEWS
        else:
            return NOTHING_NEW
        return END

    def _waiting(self, record: PlanRecord) -> str:
        """AWS shows what it has begun only after a moment, and what it has not begun never."""
        began = record.progress.began_at if record.progress else self.clock.now()
        if self.clock.now() - began < BEGINS_WITHIN:
            return NOTHING_NEW
        self._never_began(record.id, NEVER_CHANGED if update_of(record.plan) else NEVER_BEGAN)
        return END

    def _progress(self, record: PlanRecord, status: StackStatus) -> Progress:
        now = self.clock.now()
        began = record.progress.began_at if record.progress else now
        to_come = _to_come(_planned(record), status)
        done = tuple(
            one.logical_id
            for one in status.resources
            if one.status.endswith("_COMPLETE") and one.logical_id not in to_come
        )
        busy = [one for one in status.resources if one.status.endswith("_IN_PROGRESS")]
        current = f"{busy[-1].logical_id} ({busy[-1].type})" if busy else None
        return Progress(began_at=began, done=done, current=current, seen_at=now)

    def _give_up(self, plan_id: str) -> None:
        record = stored_plan(self.store, plan_id)
        if record.state is PlanState.LAUNCHING:
            why = TOO_SLOW_TO_CHANGE if update_of(record.plan) else TOO_SLOW
            self._failed(record.model_copy(update={"failure": why}))

    def _succeeded(self, record: PlanRecord) -> None:
        """A stack that was changed belongs to the plan that changed it last, and what it left before with it."""
        update = update_of(record.plan)
        with self.store.transaction() as tx:
            before = tx.plan(update.plan_id) if update else None
            self._moved(tx, _with_left_of(before, record), PlanState.RUNNING)
            clear_what_it_mends(tx, record)
            if update:
                for other in tx.plans_in_thread(record.channel, record.thread_ts):
                    if is_taken_over(other, update) or is_open_update(other, update.stack_id):
                        supersede(tx, other)

    def _failed(self, record: PlanRecord) -> None:
        """A stack that could not be changed stays the older plan's: nobody ends it by this one.

        What AWS left of the attempt is known to this one alone.
        """
        if update_of(record.plan):
            record = record.model_copy(update={"resources": record.left})
        with self.store.transaction() as tx:
            self._moved(tx, record, PlanState.FAILED)
            if record.cleared_at is not None:
                clear_later(tx, record)

    def _with_grace(self, record: PlanRecord, status: StackStatus) -> PlanRecord:
        """What is left of a failed creation is in nobody's way for a while, and then goes by itself."""
        if status.state not in FAILED_CREATIONS:
            return record
        return record.model_copy(update={"cleared_at": self.clock.now() + GRACE})

    def _write(self, record: PlanRecord) -> None:
        self._move(record, record.state)

    def _move(self, record: PlanRecord, to: PlanState) -> None:
        with self.store.transaction() as tx:
            self._moved(tx, record, to)

    @staticmethod
    def _moved(tx: Transaction, record: PlanRecord, to: PlanState) -> None:
        if not tx.move(record, to):
            message = f"plan {record.id} changed under its own launch"
            raise RuntimeError(message)


def _token(record: PlanRecord) -> str:
    return f"create-{record.digest}"


def _to_come(plan: StackPlan, status: StackStatus) -> frozenset[str]:
    """What a change still has to do: until then AWS shows it as the last one left it, complete."""
    if plan.update is None or plan.change_set is None or status.state.endswith(CLEANING_UP):
        return frozenset()
    done = {one.logical_id for one in status.events if one.status.endswith("_COMPLETE")}
    return frozenset(one.logical_id for one in plan.change_set.changes) - done


def _with_left_of(before: PlanRecord | None, record: PlanRecord) -> PlanRecord:
    known = {(one.name, one.id) for one in record.left}
    earlier = [one for one in (before.left if before else ()) if (one.name, one.id) not in known]
    return record.model_copy(update={"resources": (*record.resources, *earlier)})


def _planned(record: PlanRecord) -> StackPlan:
    if not isinstance(record.plan, StackPlan):
        message = f"plan {record.id} is not one of a stack"
        raise TypeError(message)
    return record.plan


def _is_news(before: PlanRecord, after: PlanRecord) -> bool:
    """Anything but the time."""
    unchanged = {
        "progress": before.progress and before.progress.model_copy(update={"seen_at": None})
    }
    now = {"progress": after.progress and after.progress.model_copy(update={"seen_at": None})}
    return unchanged != now or before.resources != after.resources
