"""Create an approved stack: execute its change set, follow AWS's events, keep what was made."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import BotError, OutcomeUnknown
from bot.domain.plan import PlanRecord, PlanState, Progress, Resource
from bot.domain.stack import StackPlan
from bot.domain.stack_states import first_failure, is_made, is_over, is_waiting
from bot.ports import Clock, StackResource, Stacks, StackStatus, Store
from bot.workflows.durable import STEPS, Steps
from bot.workflows.redraw_card import CardDrawing, draw_quietly
from bot.workflows.stored import stored_plan
from bot.workflows.waits import Waits
from bot.workflows.withdraw_plan import withdraw

log = logging.getLogger(__name__)

TOO_SLOW = "AWS is still creating it after a long time; look at it in the CloudFormation console."
BEGINS_WITHIN = timedelta(minutes=10)
NEVER_BEGAN = "AWS did not begin to create it, so nothing was made. Ask again for a new plan."
NOTHING_NEW, NEWS, END = "", "news", "end"


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
        self.stacks.create(_planned(record), token=f"create-{record.digest}")

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
        self.steps.run("give up waiting", self._fail, plan_id, TOO_SLOW)

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
        status = self.stacks.look(record.stack.id, record.stack.region)
        seen = record.model_copy(
            update={
                "resources": (record.stack, *_made(status, record.stack.region)),
                "progress": self._progress(record, status),
            }
        )
        if is_waiting(status.state):
            return self._waiting(record)
        if is_made(status.state):
            self._move(seen, PlanState.RUNNING)
        elif is_over(status.state):
            self._move(seen.model_copy(update={"failure": _why(status)}), PlanState.FAILED)
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
        self._never_began(record.id, NEVER_BEGAN)
        return END

    def _progress(self, record: PlanRecord, status: StackStatus) -> Progress:
        now = self.clock.now()
        began = record.progress.began_at if record.progress else now
        done = tuple(one.logical_id for one in status.resources if one.status.endswith("_COMPLETE"))
        busy = [one for one in status.resources if one.status.endswith("_IN_PROGRESS")]
        current = f"{busy[-1].logical_id} ({busy[-1].type})" if busy else None
        return Progress(began_at=began, done=done, current=current, seen_at=now)

    def _fail(self, plan_id: str, why: str) -> None:
        record = stored_plan(self.store, plan_id)
        if record.state is PlanState.LAUNCHING:
            self._move(record.model_copy(update={"failure": why}), PlanState.FAILED)

    def _write(self, record: PlanRecord) -> None:
        self._move(record, record.state)

    def _move(self, record: PlanRecord, to: PlanState) -> None:
        with self.store.transaction() as tx:
            if not tx.move(record, to):
                message = f"plan {record.id} changed under its own launch"
                raise RuntimeError(message)


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


def _stands(resource: StackResource) -> bool:
    return resource.status.endswith("_COMPLETE") and not resource.status.startswith("DELETE")


def _made(status: StackStatus, region: str) -> tuple[Resource, ...]:
    made = (
        Resource(
            id=one.id or one.logical_id, kind="stack-resource", region=region, name=one.logical_id
        )
        for one in status.resources
        if _stands(one)
    )
    outputs = (
        Resource(id=value, kind="output", region=region, name=key)
        for key, value in status.outputs.items()
    )
    return (*made, *outputs)


def _why(status: StackStatus) -> str:
    failed = first_failure(status.events)
    if failed is None:
        return f"AWS ended with {status.state}: {status.reason or 'no reason given'}."
    said = (failed.reason or "no reason given").rstrip(".")
    undone = " AWS has undone what it had made." if status.state == "ROLLBACK_COMPLETE" else ""
    return f"{failed.logical_id} ({failed.type}): {said}.{undone}"
