"""The stacks of one account: what is asked of CloudFormation, checked and begun."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import utcnow

from bot.sandbox.aws.cloudformation import answers, executing
from bot.sandbox.aws.cloudformation.asking import check_names, understand
from bot.sandbox.aws.cloudformation.changes import Change
from bot.sandbox.aws.cloudformation.comparing import Comparison
from bot.sandbox.aws.cloudformation.making import Refused, Workshop
from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Asked, ChangeSet, Stack
from bot.sandbox.aws.cloudformation.refusals import (
    AlreadyExists,
    StackNotFound,
    ValidationError,
)
from bot.sandbox.aws.cloudformation.site import Site, site_of
from bot.sandbox.aws.cloudformation.updating import Update
from bot.sandbox.aws.cloudformation.values import Surroundings
from bot.sandbox.aws.cloudformation.work import Work
from bot.sandbox.aws.faults import Faults, Refusal

_LOG = logging.getLogger(__name__)

REVIEW = "REVIEW_IN_PROGRESS"
_UPDATABLE = frozenset(
    {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_FAILED", "UPDATE_ROLLBACK_COMPLETE"}
)


def open_stacks(
    account: str,
    *,
    lock: "threading.RLock",
    changed: Callable[[], None],
    adopt: Callable[[Any], None],
    faults: Faults,
    resource_seconds: float,
) -> "Stacks":
    """The stacks of an account that has none yet."""

    def fault(operation: str) -> Refused | None:
        asked_for = faults.take(operation)
        if not isinstance(asked_for, Refusal):
            return None
        return Refused(asked_for.code, asked_for.message)

    return Stacks(account, Work(lock, changed), resource_seconds, fault, adopt)


@dataclass
class Stacks:
    """All that is asked comes with the account's lock held; `work` goes on without the caller."""

    account: str
    work: Work
    resource_seconds: float
    fault: Callable[[str], Refused | None]
    adopt: Callable[[Any], None]
    """Told of everything that moto made."""
    all: list[Stack] = field(default_factory=list)
    change_sets: list[ChangeSet] = field(default_factory=list)

    # --- what is asked for

    def create_stack(self, region: str, asked: Mapping[str, Any]) -> Stack:
        check_names(asked)
        if self.named(region, asked["StackName"]) is not None:
            raise AlreadyExists(f"Stack [{asked['StackName']}] already exists")
        made_of = self.understood(region, asked)
        stack = self.open(region, asked["StackName"], made_of)
        stack.events.clear()
        stack.token = asked.get("ClientRequestToken")
        stack.protected = bool(asked.get("EnableTerminationProtection"))
        self.begin(stack, self.create(stack, made_of))
        return stack

    def update_stack(self, region: str, asked: Mapping[str, Any]) -> Stack:
        stack = self.named(region, asked["StackName"])
        if stack is None or stack.gone:
            raise ValidationError(f"Stack [{asked['StackName']}] does not exist")
        self.check_updatable(stack)
        made_of = self.understood(region, asked, stack.asked)
        compared = Comparison(self.site(stack, stack.asked), self.site(stack, made_of))
        changes = compared.changes()
        if not changes and not compared.is_other_outputs():
            raise ValidationError("No updates are to be performed.")
        stack.token = asked.get("ClientRequestToken")
        self.forget_change_sets(stack)
        self.begin(stack, self.update(stack, made_of, changes))
        return stack

    def delete_stack(self, region: str, asked: Mapping[str, Any]) -> None:
        try:
            stack = self.stack(region, asked["StackName"])
        except StackNotFound:
            return  # as AWS has it
        if stack.gone or stack.status == "DELETE_IN_PROGRESS":
            return
        retained = asked.get("RetainResources", [])
        _check_deletable(stack, retained=bool(retained))
        stack.token = asked.get("ClientRequestToken")
        self.forget_change_sets(stack)
        self.begin(stack, executing.delete(self.site(stack, stack.asked), retained=retained))

    def protect(self, region: str, asked: Mapping[str, Any]) -> Stack:
        stack = self.stack(region, asked["StackName"])
        stack.protected = bool(asked["EnableTerminationProtection"])
        return stack

    # --- finding

    def stack(self, region: str, name: str) -> Stack:
        """By its name while it exists, by its id always. Raises StackNotFound."""
        found = self.named(region, name)
        if found is None:
            raise StackNotFound(name)
        return found

    def named(self, region: str, name: str) -> Stack | None:
        if name.startswith("arn:"):
            return next((one for one in self.all if one.id == name), None)
        return next((one for one in self.here(region) if one.name == name and not one.gone), None)

    def here(self, region: str) -> list[Stack]:
        """Those of a region, the newest first."""
        return [one for one in reversed(self.all) if one.region == region]

    def snapshot(self) -> list[dict[str, Any]]:
        """All that there ever were, the newest first, for the sandbox's page."""
        return [answers.snapshot(one) for one in reversed(self.all)]

    def close(self) -> None:
        self.work.close()

    # --- doing

    def place(self, region: str) -> Place:
        return Place(self.account, region)

    def understood(
        self, region: str, asked: Mapping[str, Any], standing: Asked | None = None
    ) -> Asked:
        place = self.place(region)
        return understand(asked, place, place.parameter, standing)

    def open(self, region: str, name: str, asked: Asked) -> Stack:
        stack = Stack(
            id=self.place(region).arn(f"stack/{name}/{uuid.uuid4()}"),
            name=name,
            region=region,
            created_at=utcnow(),
            asked=asked,
        )
        stack.stand(REVIEW, "User Initiated")
        self.all.append(stack)
        return stack

    def create(self, stack: Stack, asked: Asked) -> Iterator[float]:
        stack.asked = asked
        return executing.create(self.site(stack, asked))

    def update(self, stack: Stack, asked: Asked, changes: Iterable[Change]) -> Iterator[float]:
        before, after = self.site(stack, stack.asked), self.site(stack, asked)
        stack.asked, stack.updated_at = asked, utcnow()
        return Update(before, after, {one.logical_id: one for one in changes}).run()

    def begin(self, stack: Stack, steps: Iterator[float]) -> None:
        """The first step is taken at once, so that whoever asks sees that it has begun."""
        stack.begun = len(stack.events)
        stack.doing = doing = _whole(stack, steps)
        next(doing, None)
        self.work.begin(doing, lambda: stack.doing is doing)

    def site(self, stack: Stack, asked: Asked) -> Site:
        place = self.place(stack.region)
        workshop = Workshop(stack, place, asked.tags, self.adopt)
        around = self._around(stack, asked)
        return site_of(
            stack, asked, workshop, around, seconds=self.resource_seconds, fault=self.fault
        )

    def forget_change_sets(self, stack: Stack, *, but: ChangeSet | None = None) -> None:
        """They are about a stack that will be another."""
        self.change_sets = [one for one in self.change_sets if one.stack is not stack or one is but]

    def check_updatable(self, stack: Stack) -> None:
        if stack.status not in _UPDATABLE:
            raise ValidationError(
                f"Stack:{stack.id} is in {stack.status} state and can not be updated."
            )

    def _around(self, stack: Stack, asked: Asked) -> Surroundings:
        place = self.place(stack.region)
        return Surroundings(
            pseudo={
                "AWS::AccountId": self.account,
                "AWS::NotificationARNs": list(asked.notify),
                "AWS::Partition": place.partition,
                "AWS::Region": stack.region,
                "AWS::StackId": stack.id,
                "AWS::StackName": stack.name,
                "AWS::URLSuffix": "amazonaws.com",
            },
            zones=place.zones,
            parameter=place.parameter,
            exported=lambda name: self._exported(stack.region, name),
        )

    def _exported(self, region: str, name: str) -> str | None:
        outputs = (one for stack in self.here(region) if not stack.gone for one in stack.outputs)
        return next((one.value for one in outputs if one.export == name), None)


def _check_deletable(stack: Stack, *, retained: bool) -> None:
    if stack.protected:
        raise ValidationError(
            f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        )
    if stack.status.startswith("UPDATE_") and stack.status.endswith("_IN_PROGRESS"):
        raise ValidationError(
            f"Stack [{stack.name}] cannot be deleted while in status {stack.status}"
        )
    if retained and stack.status != "DELETE_FAILED":
        raise ValidationError(
            f"Invalid operation on stack [{stack.name}]. Stack must be in DELETE_FAILED state "
            "to retain resources."
        )


def _whole(stack: Stack, steps: Iterator[float]) -> Iterator[float]:
    """The steps to their end, and an end whatever happens: nobody waits for ever."""
    try:
        yield from steps
    except Exception:  # noqa: BLE001 a thread of its own ends here
        _LOG.exception("The simulation of stack %s broke.", stack.name)
        stack.stand(stack.status.replace("IN_PROGRESS", "FAILED"), "Internal Failure")
