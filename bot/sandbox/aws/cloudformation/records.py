"""What CloudFormation remembers: stacks with their resources and events, and change sets."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.core.utils import utcnow

from bot.sandbox.aws.cloudformation.changes import Change
from bot.sandbox.aws.cloudformation.template import Template
from bot.sandbox.aws.cloudformation.validating import Validation

STACK_TYPE = "AWS::CloudFormation::Stack"


@dataclass(frozen=True)
class Event:
    """One line of a stack's history. The stack itself is the resource named like it."""

    id: str
    at: datetime
    logical_id: str
    physical_id: str
    type: str
    status: str
    reason: str | None
    token: str | None


@dataclass(eq=False)
class Resource:
    """One resource that is being made, was made or was removed again.

    `thing` is what stands for it in moto; nothing does when it is not `modelled`.
    `generation` counts how often it took the place of another.
    """

    logical_id: str
    type: str
    modelled: bool
    status: str
    at: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)
    physical_id: str = ""
    reason: str | None = None
    thing: Any = None
    generation: int = 0


@dataclass(frozen=True)
class Asked:
    """What a stack is to be made of."""

    template: Template
    given: Sequence[Mapping[str, Any]]
    parameters: Mapping[str, Any]
    capabilities: Sequence[str]
    tags: Mapping[str, str]
    role: str | None
    on_failure: str
    notify: Sequence[str] = ()


@dataclass(eq=False)
class ChangeSet:
    id: str
    name: str
    stack: "Stack"
    asked: Asked
    token: str | None
    description: str | None
    created_at: datetime
    status: str = "CREATE_PENDING"
    execution: str = "UNAVAILABLE"
    reason: str | None = None
    validations: Sequence[Validation] = ()
    updates: bool = False
    changes: Sequence[Change] = ()

    def stand(self, status: str, execution: str, reason: str | None = None) -> None:
        self.status, self.execution, self.reason = status, execution, reason


@dataclass
class Output:
    key: str
    value: str
    description: str | None
    export: str | None


@dataclass(eq=False)
class Stack:
    id: str
    name: str
    region: str
    created_at: datetime
    asked: Asked
    status: str = ""
    reason: str | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    protected: bool = False
    change_set: ChangeSet | None = None
    """The one that was executed last."""
    token: str | None = None
    """The ClientRequestToken of what is being done to it."""
    resources: dict[str, Resource] = field(default_factory=dict)
    left: list[Resource] = field(default_factory=list)
    """What it let go of and what still exists."""
    events: list[Event] = field(default_factory=list)
    begun: int = 0
    """Which event is the first of what is being done to it."""
    outputs: list[Output] = field(default_factory=list)
    conditions: Mapping[str, bool] = field(default_factory=dict)
    doing: Iterator[float] | None = None

    @property
    def gone(self) -> bool:
        return self.status == "DELETE_COMPLETE"

    def stand(self, status: str, reason: str | None = None) -> None:
        """Change the stack's status, and write it down."""
        self.status, self.reason = status, reason
        self._write(self.name, self.id, STACK_TYPE, status, reason)

    def mark(self, resource: Resource, status: str, reason: str | None = None) -> None:
        """Change the status of a resource, and write it down."""
        resource.status, resource.reason, resource.at = status, reason, utcnow()
        self._write(resource.logical_id, resource.physical_id, resource.type, status, reason)

    def first_failure(self) -> Event | None:
        """What went wrong first, of what was done to it last."""
        failed = (event for event in self.events[self.begun :] if event.status.endswith("_FAILED"))
        return next((event for event in failed if event.type != STACK_TYPE), None)

    def _write(
        self, logical_id: str, physical_id: str, type_: str, status: str, reason: str | None
    ) -> None:
        self.events.append(
            Event(
                id=f"{logical_id}-{status}-{uuid.uuid4()}",
                at=utcnow(),
                logical_id=logical_id,
                physical_id=physical_id,
                type=type_,
                status=status,
                reason=reason,
                token=self.token,
            )
        )
