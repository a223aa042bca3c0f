"""Change a plan by hand: a form opens, and what comes back is a new plan in place of the old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from pydantic import Field

from bot.domain.instance import InstanceDraft, Reason, Value
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Forbidden, Policy, Violation
from bot.domain.request import Message
from bot.ports import Clock, Forms, Store
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.receive_message import draft_job

CHOSEN = "Chosen by hand."
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
            record = _editable(tx.plan(plan_id), self.policy, user)
        if not isinstance(record, PlanRecord):
            return record
        self.forms.open_editor(trigger_id, record, self.policy)
        return Opened()


@dataclass(frozen=True)
class RevisePlan:
    """Takes the form back; the plan it makes goes the way of any other, less the model."""

    store: Store
    policy: Policy
    clock: Clock

    def __call__(
        self, *, plan_id: str, user: str, changes: Changes, key: str
    ) -> Revised | Outside | NotEditable:
        now = self.clock.now()
        with self.store.transaction() as tx:
            record = _editable(tx.plan(plan_id), self.policy, user)
            if not isinstance(record, PlanRecord):
                return record
            before = record.plan.draft.model_copy(update={"region": record.plan.region})
            draft = changes.applied_to(before)
            if violations := self._violations(draft, record):
                return Outside(violations)
            message = Message(
                request_id=f"edit-{key}",
                channel=record.channel,
                ts=f"{now.timestamp():.6f}",
                thread_ts=record.thread_ts,
                user=user,
                text=f"I changed the plan by hand: {changes.described(before)}.",
                addressed=True,
                draft=draft,
            )
            if tx.receive(message, at=now):
                tx.start(draft_job(message))
        return Revised()

    def _violations(self, draft: InstanceDraft, record: PlanRecord) -> tuple[Violation, ...]:
        """The system cannot be changed in the form, so its image needs what it needed before."""
        too_small = self.policy.too_small(draft, record.plan.image)
        return (*self.policy.violations(draft), *([too_small] if too_small else ()))


def _editable(
    record: PlanRecord | None, policy: Policy, user: str
) -> PlanRecord | TooLate | NotYours | NoSuchPlan:
    if record is None:
        return NoSuchPlan()
    permission = policy.may_cancel(user, requested_by=record.plan.requested_by)
    if isinstance(permission, Forbidden):
        return NotYours(permission.who_can)
    return record if record.state is PlanState.PROPOSED else TooLate(record)
