"""The stacks of one account: what is asked of CloudFormation, checked and begun."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.ssm.models import ssm_backends
from moto.utilities.utils import get_partition

from bot.sandbox.aws.cloudformation import answers, validating
from bot.sandbox.aws.cloudformation.asking import check_names, understand
from bot.sandbox.aws.cloudformation.executing import Execution, values_of
from bot.sandbox.aws.cloudformation.making import Refused, Workshop
from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Asked, ChangeSet, Stack
from bot.sandbox.aws.cloudformation.refusals import (
    AlreadyExists,
    ChangeSetNotFound,
    InvalidChangeSetStatus,
    NotSimulated,
    StackNotFound,
    ValidationError,
)
from bot.sandbox.aws.cloudformation.values import Surroundings
from bot.sandbox.aws.cloudformation.work import Work
from bot.sandbox.aws.faults import Faults, Refusal

_LOG = logging.getLogger(__name__)

_REVIEW = "REVIEW_IN_PROGRESS"


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

    # --- change sets

    def create_change_set(self, region: str, asked: Mapping[str, Any]) -> ChangeSet:
        check_names(asked)
        if asked.get("ChangeSetType", "UPDATE") != "CREATE":
            self.stack(region, asked["StackName"])
            raise NotSimulated("change sets that update or import")
        stack = self._named(region, asked["StackName"])
        if stack is not None and (again := self._same_name(stack, asked)):
            return again
        if stack is not None and stack.status != _REVIEW:
            raise ValidationError(
                f"Stack [{stack.name}] already exists and cannot be created again with the "
                f"changeSet [{asked['ChangeSetName']}]."
            )
        made_of = self._understood(region, asked)
        if stack is None:
            stack = self._open(region, asked["StackName"], made_of)
        return self._prepare(stack, made_of, asked)

    def change_set(self, region: str, asked: Mapping[str, Any]) -> ChangeSet:
        name = asked["ChangeSetName"]
        if name.startswith("arn:"):
            found = [one for one in self.change_sets if one.id == name]
        elif "StackName" not in asked:
            raise ValidationError(
                "StackName must be specified if ChangeSetName is not specified as an ARN."
            )
        else:
            stack = self.stack(region, asked["StackName"])
            found = [one for one in self.change_sets if one.stack is stack and one.name == name]
        if not found:
            raise ChangeSetNotFound(name)
        return found[0]

    def delete_change_set(self, region: str, asked: Mapping[str, Any]) -> None:
        try:
            found = self.change_set(region, asked)
        except ChangeSetNotFound:
            return  # as AWS has it
        if found.execution == "EXECUTE_IN_PROGRESS":
            raise InvalidChangeSetStatus(
                f"ChangeSet [{found.id}] cannot be deleted in its current status of "
                f"[{found.execution}]"
            )
        self.change_sets.remove(found)

    def execute_change_set(self, region: str, asked: Mapping[str, Any]) -> None:
        found = self.change_set(region, asked)
        if found.execution != "AVAILABLE":
            raise InvalidChangeSetStatus(
                f"ChangeSet [{found.id}] cannot be executed in its current status of "
                f"[{found.status if found.execution == 'UNAVAILABLE' else found.execution}]"
            )
        stack = found.stack
        stack.asked, stack.change_set = found.asked, found
        stack.token = asked.get("ClientRequestToken")
        if asked.get("DisableRollback"):
            stack.asked = replace(stack.asked, on_failure="DO_NOTHING")
        found.execution = "EXECUTE_IN_PROGRESS"
        self.change_sets = [
            one for one in self.change_sets if one.stack is not stack or one is found
        ]
        self._begin(stack, self._executed(found, self._execution(stack)))

    # --- stacks

    def create_stack(self, region: str, asked: Mapping[str, Any]) -> Stack:
        check_names(asked)
        if self._named(region, asked["StackName"]) is not None:
            raise AlreadyExists(f"Stack [{asked['StackName']}] already exists")
        made_of = self._understood(region, asked)
        stack = self._open(region, asked["StackName"], made_of)
        stack.events.clear()
        stack.token = asked.get("ClientRequestToken")
        self._begin(stack, self._execution(stack).create())
        return stack

    def delete_stack(self, region: str, asked: Mapping[str, Any]) -> None:
        try:
            stack = self.stack(region, asked["StackName"])
        except StackNotFound:
            return  # as AWS has it
        retained = asked.get("RetainResources", [])
        if retained and stack.status != "DELETE_FAILED":
            raise ValidationError(
                f"Invalid operation on stack [{stack.name}]. Stack must be in DELETE_FAILED state "
                "to retain resources."
            )
        if stack.gone or stack.status == "DELETE_IN_PROGRESS":
            return
        stack.token = asked.get("ClientRequestToken")
        self.change_sets = [one for one in self.change_sets if one.stack is not stack]
        self._begin(stack, self._execution(stack).delete(retained=retained))

    def stack(self, region: str, name: str) -> Stack:
        """By its name while it exists, by its id always. Raises StackNotFound."""
        if name.startswith("arn:"):
            found = next((one for one in self.all if one.id == name), None)
        else:
            found = self._named(region, name)
        if found is None:
            raise StackNotFound(name)
        return found

    def here(self, region: str) -> list[Stack]:
        """Those of a region, the newest first."""
        return [one for one in reversed(self.all) if one.region == region]

    def snapshot(self) -> list[dict[str, Any]]:
        """All that there ever were, the newest first, for the sandbox's page."""
        return [answers.snapshot(one) for one in reversed(self.all)]

    def close(self) -> None:
        self.work.close()

    # --- within

    def _named(self, region: str, name: str) -> Stack | None:
        if name.startswith("arn:"):
            return next((one for one in self.all if one.id == name), None)
        return next((one for one in self.here(region) if one.name == name and not one.gone), None)

    def _same_name(self, stack: Stack, asked: Mapping[str, Any]) -> ChangeSet | None:
        name, token = asked["ChangeSetName"], asked.get("ClientToken")
        for one in self.change_sets:
            if one.stack is stack and one.name == name:
                if token is None or one.token != token:
                    raise AlreadyExists(f"ChangeSet {name} already exists")
                return one
        return None

    def _understood(self, region: str, asked: Mapping[str, Any]) -> Asked:
        place = Place(self.account, region)
        return understand(asked, place, lambda name: self._stored(region, name))

    def _open(self, region: str, name: str, asked: Asked) -> Stack:
        stack = Stack(
            id=f"arn:{get_partition(region)}:cloudformation:{region}:{self.account}:"
            f"stack/{name}/{uuid.uuid4()}",
            name=name,
            region=region,
            created_at=utcnow(),
            asked=asked,
        )
        stack.stand(_REVIEW, "User Initiated")
        self.all.append(stack)
        return stack

    def _prepare(self, stack: Stack, made_of: Asked, asked: Mapping[str, Any]) -> ChangeSet:
        name = asked["ChangeSetName"]
        made = ChangeSet(
            id=f"arn:{get_partition(stack.region)}:cloudformation:{stack.region}:{self.account}:"
            f"changeSet/{name}/{uuid.uuid4()}",
            name=name,
            stack=stack,
            asked=made_of,
            token=asked.get("ClientToken"),
            description=asked.get("Description"),
            created_at=utcnow(),
            validations=validating.validate(made_of.template),
        )
        self.change_sets.append(made)
        self.work.begin(self._prepared(made), lambda: made in self.change_sets)
        return made

    def _prepared(self, made: ChangeSet) -> Iterator[float]:
        yield self.resource_seconds
        made.stand("CREATE_IN_PROGRESS", "UNAVAILABLE")
        yield self.resource_seconds
        if error := self.fault("AWS::CloudFormation::ChangeSet"):
            made.stand("FAILED", "UNAVAILABLE", str(error))
        elif made.validations:
            made.stand("FAILED", "UNAVAILABLE", validating.REASON)
        else:
            made.stand("CREATE_COMPLETE", "AVAILABLE")

    def _executed(self, change_set: ChangeSet, execution: Execution) -> Iterator[float]:
        yield from execution.create()
        made = change_set.stack.status == "CREATE_COMPLETE"
        change_set.execution = "EXECUTE_COMPLETE" if made else "EXECUTE_FAILED"

    def _begin(self, stack: Stack, steps: Iterator[float]) -> None:
        """The first step is taken at once, so that whoever asks sees that it has begun."""
        stack.doing = doing = _whole(stack, steps)
        next(doing, None)
        self.work.begin(doing, lambda: stack.doing is doing)

    def _execution(self, stack: Stack) -> Execution:
        place = Place(self.account, stack.region)
        workshop = Workshop(stack, place, stack.asked.tags, self.adopt)
        values = values_of(stack, workshop, self._around(stack))
        return Execution(stack, workshop, values, self.resource_seconds, self.fault)

    def _around(self, stack: Stack) -> Surroundings:
        return Surroundings(
            pseudo={
                "AWS::AccountId": self.account,
                "AWS::NotificationARNs": list(stack.asked.notify),
                "AWS::Partition": get_partition(stack.region),
                "AWS::Region": stack.region,
                "AWS::StackId": stack.id,
                "AWS::StackName": stack.name,
                "AWS::URLSuffix": "amazonaws.com",
            },
            zones=self._zones,
            parameter=lambda name: self._stored(stack.region, name),
            exported=lambda name: self._exported(stack.region, name),
        )

    def _zones(self, region: str) -> Sequence[str]:
        zones: Iterable[Any] = ec2_backends[self.account][region].describe_availability_zones()
        return sorted(zone.name for zone in zones)

    def _stored(self, region: str, name: str) -> str | None:
        try:
            found = ssm_backends[self.account][region].get_parameter(name)
        except ServiceException:
            return None
        return None if found is None else str(found.value)

    def _exported(self, region: str, name: str) -> str | None:
        outputs = (one for stack in self.here(region) if not stack.gone for one in stack.outputs)
        return next((one.value for one in outputs if one.export == name), None)


def _whole(stack: Stack, steps: Iterator[float]) -> Iterator[float]:
    """The steps to their end, and an end whatever happens: nobody waits for ever."""
    try:
        yield from steps
    except Exception:  # noqa: BLE001 a thread of its own ends here
        _LOG.exception("The simulation of stack %s broke.", stack.name)
        stack.stand(stack.status.replace("IN_PROGRESS", "FAILED"), "Internal Failure")
