"""Approve or cancel a plan: one compare-and-set, and the launch starts in the same transaction."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.domain.findings import is_blocked
from bot.domain.follow_up import is_changeable, update_of
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Forbidden, Permission, Policy
from bot.domain.stack import Update
from bot.ports import Clock, Job, Store, Transaction
from bot.workflows.redraw_card import redraw_job
from bot.workflows.withdraw_plan import withdraw

Choice: TypeAlias = Literal["approve", "cancel"]


@dataclass(frozen=True)
class Decided:
    """The click counted; the card says so."""

    record: PlanRecord


@dataclass(frozen=True)
class TooLate:
    """Somebody, or time, was quicker: `record` is the plan as it stands."""

    record: PlanRecord


@dataclass(frozen=True)
class NotYours:
    """The policy does not let this person; `who_can` are Slack user ids."""

    who_can: tuple[str, ...]


@dataclass(frozen=True)
class Blocked:
    """A blocking finding stands in the way."""

    record: PlanRecord


@dataclass(frozen=True)
class NoSuchPlan:
    """The button is of a plan this bot does not know."""


Outcome: TypeAlias = Decided | TooLate | NotYours | Blocked | NoSuchPlan


@dataclass(frozen=True)
class DecidePlan:
    """Answers a click at once; all that follows is a durable job."""

    store: Store
    policy: Policy
    clock: Clock

    def __call__(self, *, plan_id: str, user: str, choice: Choice) -> Outcome:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is None:
                return NoSuchPlan()
            permission = self._permission(record, user, choice)
            if isinstance(permission, Forbidden):
                return NotYours(permission.who_can)
            if record.state is not PlanState.PROPOSED:
                return TooLate(record)
            return self._decide(tx, record, user, choice)

    def _permission(self, record: PlanRecord, user: str, choice: Choice) -> Permission:
        if choice == "cancel":
            return self.policy.may_cancel(user, requested_by=record.plan.requested_by)
        return self.policy.may_approve(user)

    def _decide(self, tx: Transaction, record: PlanRecord, user: str, choice: Choice) -> Outcome:
        now = self.clock.now()
        if now >= record.expires_at:
            return self._end(tx, record, PlanState.EXPIRED)
        if choice == "approve" and is_blocked(record.plan):
            return Blocked(record)
        decided = record.model_copy(update={"decided_by": user, "decided_at": now})
        if choice == "cancel":
            return self._end(tx, decided, PlanState.CANCELLED)
        if (update := update_of(record.plan)) and not _holds(tx, record, update):
            return self._end(tx, record, PlanState.SUPERSEDED)
        if not tx.move(decided, PlanState.APPROVED):
            return TooLate(_reread(tx, record))
        tx.start(Job("launch_plan", f"launch-{record.id}", (record.id,), order=record.id))
        return Decided(_reread(tx, record))

    @staticmethod
    def _end(tx: Transaction, record: PlanRecord, state: PlanState) -> Outcome:
        if not tx.move(record, state):
            return TooLate(_reread(tx, record))
        tx.start(redraw_job(record.id, state))
        withdraw(tx, record)
        after = _reread(tx, record)
        return Decided(after) if state is PlanState.CANCELLED else TooLate(after)


def _holds(tx: Transaction, record: PlanRecord, update: Update) -> bool:
    """Take hold of the stack that is to be changed, so that neither an End nor another change comes in between."""
    others = tx.plans_in_thread(record.channel, record.thread_ts)
    target = tx.plan(update.plan_id)
    if target is None or not is_changeable(update, others):
        return False
    return tx.move(target, target.state)


def _reread(tx: Transaction, record: PlanRecord) -> PlanRecord:
    return tx.plan(record.id) or record
