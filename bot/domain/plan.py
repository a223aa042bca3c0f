"""A plan and its life.

proposed ──→ approved ──→ launching ──→ running ⇄ ending ──→ ended
   │            ├─────────────┴──→ failed (with the reason) ⇄ ending
   │            └──→ rehearsed (stopped before AWS, because SKIP_AWS says so)
   ├──→ superseded (refined in the thread, or edited) ←── running (another plan changed its stack)
   ├──→ cancelled
   └──→ expired

While it is being drafted there is a request and no plan yet.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, TypeAlias

from pydantic import Field, TypeAdapter

from bot.domain.instance import InstancePlan
from bot.domain.remedy import Remedy
from bot.domain.stack import StackPlan
from bot.domain.value import Value

Plan: TypeAlias = Annotated[InstancePlan | StackPlan, Field(discriminator="kind")]
PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)


class PlanState(StrEnum):
    """Where a plan is in its life."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    LAUNCHING = "launching"
    RUNNING = "running"
    REHEARSED = "rehearsed"
    FAILED = "failed"
    ENDING = "ending"
    ENDED = "ended"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_S = PlanState
NEXT_STATES: Mapping[PlanState, frozenset[PlanState]] = MappingProxyType(
    {
        _S.PROPOSED: frozenset({_S.APPROVED, _S.SUPERSEDED, _S.CANCELLED, _S.EXPIRED}),
        _S.APPROVED: frozenset({_S.LAUNCHING, _S.REHEARSED, _S.FAILED}),
        _S.LAUNCHING: frozenset({_S.RUNNING, _S.FAILED}),
        _S.RUNNING: frozenset({_S.ENDING, _S.SUPERSEDED}),
        _S.FAILED: frozenset({_S.ENDING}),
        # Running again: AWS refused to delete it, and nothing has changed.
        _S.ENDING: frozenset({_S.ENDED, _S.FAILED, _S.RUNNING}),
        _S.REHEARSED: frozenset(),
        _S.ENDED: frozenset(),
        _S.SUPERSEDED: frozenset(),
        _S.CANCELLED: frozenset(),
        _S.EXPIRED: frozenset(),
    }
)


class Resource(Value):
    """Something a launch made on AWS.

    `kind`: instance, security-group, stack, stack-resource, output, or left (stayed when its stack was deleted).
    """

    id: str
    kind: str
    region: str
    address: str | None = None
    name: str | None = None
    """What it is called where it was made, for example a logical id or the key of an output."""


class Progress(Value):
    """How far the creation of a stack has come."""

    began_at: datetime
    done: tuple[str, ...] = ()
    """Logical ids of the resources that are complete."""
    current: str | None = None
    """What is being made now, in AWS's words: logical id, type and status."""
    seen_at: datetime | None = None


class Diagnosis(Value):
    """Why a stack could not be made or deleted: what failed first, in AWS's words, and what that most likely means."""

    logical_id: str
    type: str
    said: str
    cause: str | None = None
    fix: str | None = None
    """What to do about it, a sentence; both None for what is not among the known causes."""
    remedy: Remedy | None = None


class PlanRecord(Value):
    """A plan, the thread it is offered in, and where it is in its life."""

    id: str
    plan: Plan
    digest: str
    state: PlanState
    channel: str
    thread_ts: str
    card_ts: str
    proposed_at: datetime
    expires_at: datetime
    version: int = 1
    decided_by: str | None = None
    decided_at: datetime | None = None
    failure: str | None = None
    diagnosis: Diagnosis | None = None
    """Of a stack that AWS could not make or delete; `failure` tells the same in one sentence."""
    kept_by: str | None = None
    """Who wants what a failed launch left to stay, to look into it."""
    cleared_at: datetime | None = None
    """When what a failed launch left is deleted by itself, unless somebody keeps it."""
    resources: tuple[Resource, ...] = ()
    progress: Progress | None = None
    ended_by: str | None = None
    """Who pressed End; None while `ended_at` is set means that it was deleted by itself."""
    ended_at: datetime | None = None

    @property
    def stack(self) -> Resource | None:
        """The stack that a launch made, also one that failed and is still there."""
        return next((one for one in self.resources if one.kind == "stack"), None)

    @property
    def is_stuck(self) -> bool:
        """AWS could not delete it, or not all of it."""
        return self.state is PlanState.FAILED and self.ended_at is not None

    @property
    def left(self) -> tuple[Resource, ...]:
        """What stayed when the stack was deleted, and goes on costing money."""
        return tuple(one for one in self.resources if one.kind == "left")

    @property
    def instances(self) -> tuple[Resource, ...]:
        return tuple(one for one in self.resources if one.kind == "instance")


def canonical(plan: Plan) -> bytes:
    """The bytes people approve: sorted keys, no white space, UTF-8."""
    content = PLAN.dump_python(plan, mode="json")
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(plan: Plan) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(plan)).hexdigest()


def plan_id(request_id: str, position: int = 0) -> str:
    """The id of the plan made from one request (`position`: one request can show several pictures).

    Derived, not drawn, so that drafting again after a crash finds the same plan.
    """
    return "plan-" + hashlib.sha256(f"{request_id}/{position}".encode()).hexdigest()[:16]
