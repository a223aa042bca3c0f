"""Change a plan by hand: a form opens, and what comes back is a new plan in place of the old one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from types import MappingProxyType
from typing import Any, TypeAlias

from pydantic import Field

from bot.domain.architecture import Architecture
from bot.domain.diagnosis import explained
from bot.domain.finding import Severity
from bot.domain.findings import review
from bot.domain.instance import InstanceDraft, InstancePlan, Reason
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy, Violation
from bot.domain.request import Message, RequestState
from bot.domain.stack import StackPlan
from bot.domain.value import Value
from bot.ports import Clock, Forms, Store, Transaction
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.receive_message import draft_job
from bot.workflows.whose_plan import whose_plan

CHOSEN = "Chosen by hand."
CORRECTED = "I corrected by hand what was read from the picture."
RETRIABLE = frozenset({PlanState.PROPOSED, PlanState.FAILED})
AGAIN = "Try again. What stood in the way:"
AS_IT_IS = "The template was not at fault: leave it as it is, unless another can avoid this."
# The fields of the form by the names the card shows.
SHOWN_AS: Mapping[str, str] = MappingProxyType(
    {
        "instance_type": "InstanceType",
        "volume_gib": "VolumeSize",
        "termination_protection": "DisableApiTermination",
        "count": "count",
        "name": "name",
        "region": "region",
    }
)


class Changes(Value):
    """The fields of the form, with what they hold now."""

    instance_type: str
    volume_gib: int = Field(ge=1)
    termination_protection: bool
    count: int = Field(ge=1)
    name: str | None = Field(default=None, max_length=255)
    region: str

    def applied_to(self, before: InstanceDraft) -> InstanceDraft:
        """Reasons stay with what stayed; what was changed by hand says so."""
        changed = {SHOWN_AS[field] for field in self._changed(before)}
        kept = tuple(reason for reason in before.reasons if reason.parameter not in changed)
        new = tuple(Reason(parameter=name, reason=CHOSEN) for name in sorted(changed))
        return before.model_copy(update={**self.model_dump(), "reasons": (*kept, *new)})

    def described(self, before: InstanceDraft) -> str:
        changed = self._changed(before)
        return ", ".join(f"{SHOWN_AS[one]} {getattr(self, one)}" for one in changed) or "nothing"

    def _changed(self, before: InstanceDraft) -> list[str]:
        return [field for field in SHOWN_AS if getattr(before, field) != getattr(self, field)]


@dataclass(frozen=True)
class Opened:
    """The form is on the person's screen."""


@dataclass(frozen=True)
class Revised:
    """A new plan is on its way into the thread."""


@dataclass(frozen=True)
class Outside:
    """The policy does not allow what was entered."""

    violations: tuple[Violation, ...]


NotEditable: TypeAlias = TooLate | NotYours | NoSuchPlan


@dataclass(frozen=True)
class OpenEditor:
    """Shows the form, if the plan is still open and this person may change it."""

    store: Store
    forms: Forms
    policy: Policy

    def __call__(self, *, plan_id: str, user: str, trigger_id: str) -> Opened | NotEditable:
        with self.store.transaction() as tx:
            record = _editable(tx, plan_id, self.policy, user)
        if not isinstance(record, PlanRecord):
            return record
        self.forms.open_editor(trigger_id, record, self.policy)
        return Opened()


@dataclass(frozen=True)
class RevisePlan:
    """Takes the form for instances back; the plan it makes goes the way of any other, less the model."""

    store: Store
    policy: Policy
    clock: Clock

    def __call__(
        self, *, plan_id: str, user: str, changes: Changes, key: str
    ) -> Revised | Outside | NotEditable:
        with self.store.transaction() as tx:
            record = _editable(tx, plan_id, self.policy, user)
            if not isinstance(record, PlanRecord):
                return record
            if not isinstance(record.plan, InstancePlan):
                return NoSuchPlan()
            plan = record.plan
            before = plan.draft.model_copy(update={"region": plan.region})
            draft = changes.applied_to(before)
            if violations := self._violations(draft, plan):
                return Outside(violations)
            said = f"I changed the plan by hand: {changes.described(before)}."
            revision = _Revision(f"edit-{key}", record, user, self.clock.now())
            revision.take_on(tx, said, draft=draft)
        return Revised()

    def _violations(self, draft: InstanceDraft, plan: InstancePlan) -> tuple[Violation, ...]:
        """The system cannot be changed in the form, so its image needs what it needed before."""
        too_small = self.policy.too_small(draft, plan.image)
        return (*self.policy.violations(draft), *([too_small] if too_small else ()))


@dataclass(frozen=True)
class ReviseStack:
    """Takes the corrected reading of a picture back; a template is made from exactly that."""

    store: Store
    policy: Policy
    clock: Clock

    def reading(self, plan_id: str) -> Architecture | NoSuchPlan:
        """What the form was filled in with; the plan that it belongs to never changes."""
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
        if record is None or not isinstance(record.plan, StackPlan):
            return NoSuchPlan()
        return record.plan.draft.architecture

    def __call__(
        self, *, plan_id: str, user: str, architecture: Architecture, key: str
    ) -> Revised | NotEditable:
        with self.store.transaction() as tx:
            record = _editable(tx, plan_id, self.policy, user)
            if not isinstance(record, PlanRecord):
                return record
            revision = _Revision(f"edit-{key}", record, user, self.clock.now())
            revision.take_on(tx, CORRECTED, architecture=architecture)
        return Revised()


@dataclass(frozen=True)
class RetryPlan:
    """Has a plan that its checks block, or whose launch failed, made anew.

    Pressing twice while that goes on is pressing once.
    """

    store: Store
    policy: Policy
    clock: Clock

    def __call__(self, *, plan_id: str, user: str) -> Revised | NotEditable:
        with self.store.transaction() as tx:
            record = _editable(tx, plan_id, self.policy, user, RETRIABLE)
            if not isinstance(record, PlanRecord):
                return record
            revision = _Revision(_next_retry(tx, plan_id), record, user, self.clock.now())
            revision.take_on(tx, f"{AGAIN} {_in_the_way(record)}")
        return Revised()


@dataclass(frozen=True)
class _Revision:
    """A request that nobody typed, in the thread of the plan it replaces."""

    id: str
    record: PlanRecord
    user: str
    at: datetime

    def take_on(self, tx: Transaction, text: str, **what: Any) -> None:
        """Keep it and start drafting, once. `what` is the draft or the architecture that a form held."""
        message = Message(
            request_id=self.id,
            channel=self.record.channel,
            ts=f"{self.at.timestamp():.6f}",
            thread_ts=self.record.thread_ts,
            user=self.user,
            text=text,
            addressed=True,
            replaces=self.record.id,
            **what,
        )
        if tx.receive(message, at=self.at):
            tx.start(draft_job(message))


def _in_the_way(record: PlanRecord) -> str:
    if record.state is PlanState.FAILED:
        return " ".join([record.failure or "The launch failed.", *_explained(record)])
    blocking = (one.text for one in review(record.plan) if one.severity is Severity.BLOCKING)
    return " ".join(blocking)


def _explained(record: PlanRecord) -> Iterator[str]:
    """What AWS most likely meant, and whether another template can help at all."""
    if record.diagnosis is not None:
        yield from explained(record.diagnosis)
        if record.diagnosis.remedy in {"wait", "account"}:
            yield AS_IT_IS


def _next_retry(tx: Transaction, plan_id: str) -> str:
    """The id of the retry that is under way, else of a new one."""
    for number in count():
        request = tx.request(f"retry-{plan_id}-{number}")
        if request is None or request.state is RequestState.RECEIVED:
            break
    return f"retry-{plan_id}-{number}"


def _editable(
    tx: Transaction,
    plan_id: str,
    policy: Policy,
    user: str,
    states: frozenset[PlanState] = frozenset({PlanState.PROPOSED}),
) -> PlanRecord | NotEditable:
    record = whose_plan(tx, plan_id, user=user, policy=policy)
    if isinstance(record, PlanRecord) and record.state not in states:
        return TooLate(record)
    return record
