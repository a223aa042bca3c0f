"""Change sets: what would become of a stack, worked out before anything is done."""

import logging
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from moto.core.utils import utcnow

from bot.sandbox.aws.cloudformation import existing, validating
from bot.sandbox.aws.cloudformation.asking import check_names
from bot.sandbox.aws.cloudformation.changes import Change
from bot.sandbox.aws.cloudformation.comparing import Comparison
from bot.sandbox.aws.cloudformation.records import Asked, ChangeSet, Stack
from bot.sandbox.aws.cloudformation.refusals import (
    AlreadyExists,
    ChangeSetNotFound,
    InvalidChangeSetStatus,
    NotSimulated,
    ValidationError,
)
from bot.sandbox.aws.cloudformation.site import Site
from bot.sandbox.aws.cloudformation.stacks import REVIEW, Stacks

_LOG = logging.getLogger(__name__)

SAME = (
    "The submitted information didn't contain changes. "
    "Submit different information to create a change set."
)
NOTHING_TO_DO = "No updates are to be performed."


@dataclass(frozen=True)
class ChangeSets:
    """All that is asked comes with the account's lock held."""

    stacks: Stacks

    def create(self, region: str, asked: Mapping[str, Any]) -> ChangeSet:
        check_names(asked)
        kind = asked.get("ChangeSetType", "UPDATE")
        stack = self.stacks.named(region, asked["StackName"])
        if stack is not None and (again := self._same_name(stack, asked)):
            return again
        if kind == "UPDATE":
            return self._for_update(region, stack, asked)
        if kind == "CREATE":
            return self._for_creation(region, stack, asked)
        raise NotSimulated("change sets that import")

    def find(self, region: str, asked: Mapping[str, Any]) -> ChangeSet:
        """Raises ChangeSetNotFound, StackNotFound."""
        name, known = asked["ChangeSetName"], self.stacks.change_sets
        if name.startswith("arn:"):
            found = [one for one in known if one.id == name]
        elif "StackName" not in asked:
            raise ValidationError(
                "StackName must be specified if ChangeSetName is not specified as an ARN."
            )
        else:
            stack = self.stacks.stack(region, asked["StackName"])
            found = [one for one in known if one.stack is stack and one.name == name]
        if not found:
            raise ChangeSetNotFound(name)
        return found[0]

    def of(self, stack: Stack) -> list[ChangeSet]:
        return [one for one in self.stacks.change_sets if one.stack is stack]

    def delete(self, region: str, asked: Mapping[str, Any]) -> None:
        try:
            found = self.find(region, asked)
        except ChangeSetNotFound:
            return  # as AWS has it
        if found.execution == "EXECUTE_IN_PROGRESS":
            raise InvalidChangeSetStatus(
                f"ChangeSet [{found.id}] cannot be deleted in its current status of "
                f"[{found.execution}]"
            )
        self.stacks.change_sets.remove(found)

    def execute(self, region: str, asked: Mapping[str, Any]) -> None:
        found = self.find(region, asked)
        if found.execution != "AVAILABLE":
            raise InvalidChangeSetStatus(
                f"ChangeSet [{found.id}] cannot be executed in its current status of "
                f"[{found.status if found.execution == 'UNAVAILABLE' else found.execution}]"
            )
        stack, wanted = found.stack, found.asked
        if asked.get("DisableRollback"):
            wanted = replace(wanted, on_failure="DO_NOTHING")
        found.execution = "EXECUTE_IN_PROGRESS"
        stack.change_set, stack.token = found, asked.get("ClientRequestToken")
        self.stacks.forget_change_sets(stack, but=found)
        if found.updates:
            steps = self.stacks.update(stack, wanted, found.changes)
        else:
            steps = self.stacks.create(stack, wanted)
        self.stacks.begin(stack, _executed(found, steps))

    # --- within

    def _for_creation(
        self, region: str, stack: Stack | None, asked: Mapping[str, Any]
    ) -> ChangeSet:
        if stack is not None and stack.status != REVIEW:
            raise ValidationError(
                f"Stack [{stack.name}] already exists and cannot be created again with the "
                f"changeSet [{asked['ChangeSetName']}]."
            )
        made_of = self.stacks.understood(region, asked)
        if stack is None:
            stack = self.stacks.open(region, asked["StackName"], made_of)
        return self._prepare(stack, made_of, asked)

    def _for_update(self, region: str, stack: Stack | None, asked: Mapping[str, Any]) -> ChangeSet:
        if stack is None or stack.gone:
            raise ValidationError(f"Stack [{asked['StackName']}] does not exist")
        self.stacks.check_updatable(stack)
        made_of = self.stacks.understood(region, asked, stack.asked)
        return self._prepare(stack, made_of, asked, updates=True)

    def _same_name(self, stack: Stack, asked: Mapping[str, Any]) -> ChangeSet | None:
        name, token = asked["ChangeSetName"], asked.get("ClientToken")
        for one in self.of(stack):
            if one.name == name:
                if token is None or one.token != token:
                    raise AlreadyExists(f"ChangeSet {name} already exists")
                return one
        return None

    def _prepare(
        self, stack: Stack, made_of: Asked, asked: Mapping[str, Any], *, updates: bool = False
    ) -> ChangeSet:
        name = asked["ChangeSetName"]
        made = ChangeSet(
            id=self.stacks.place(stack.region).arn(f"changeSet/{name}/{uuid.uuid4()}"),
            name=name,
            stack=stack,
            asked=made_of,
            token=asked.get("ClientToken"),
            description=asked.get("Description"),
            created_at=utcnow(),
            updates=updates,
        )
        known = self.stacks.change_sets
        known.append(made)
        self.stacks.work.begin(self._prepared(made), lambda: made in self.stacks.change_sets)
        return made

    def _prepared(self, made: ChangeSet) -> Iterator[float]:
        yield self.stacks.resource_seconds
        made.stand("CREATE_IN_PROGRESS", "UNAVAILABLE")
        yield self.stacks.resource_seconds
        if error := self.stacks.fault("AWS::CloudFormation::ChangeSet"):
            made.stand("FAILED", "UNAVAILABLE", str(error))
        elif reason := self._why_not(made):
            made.stand("FAILED", "UNAVAILABLE", reason)
        else:
            made.stand("CREATE_COMPLETE", "AVAILABLE")

    def _why_not(self, made: ChangeSet) -> str | None:
        """Whatever happens, nobody waits for ever."""
        try:
            return self._work_out(made)
        except ValidationError as error:
            return str(error.message)
        except Exception:  # noqa: BLE001 a thread of its own ends here
            _LOG.exception("The simulation of change set %s broke.", made.name)
            return "Internal Failure"

    def _work_out(self, made: ChangeSet) -> str | None:
        """Finds what would change, or returns why that cannot be."""
        wanted = self.stacks.site(made.stack, made.asked)
        if made.updates and (why_not := self._compare(made, wanted)):
            return why_not
        if not made.updates:
            made.changes = [
                Change("Add", name, wanted.said(name)["Type"]) for name in wanted.wanted
            ]
        made.validations = [
            *validating.validate(made.asked.template),
            *existing.taken(wanted, made.changes, self.stacks.all),
        ]
        return validating.reason(made.validations) if made.validations else None

    def _compare(self, made: ChangeSet, wanted: Site) -> str | None:
        stack = made.stack
        if _is_same(stack.asked, made.asked):
            return SAME
        compared = Comparison(self.stacks.site(stack, stack.asked), wanted)
        if retyped := compared.retyped():
            return (
                "Update of resource type is not permitted. The new template modifies resource type "
                f"of the following resources: [{', '.join(retyped)}]"
            )
        made.changes = compared.changes()
        return None if made.changes or compared.is_other_outputs() else NOTHING_TO_DO


def _is_same(before: Asked, after: Asked) -> bool:
    return (
        before.template == after.template
        and before.parameters == after.parameters
        and before.tags == after.tags
    )


def _executed(change_set: ChangeSet, steps: Iterator[float]) -> Iterator[float]:
    yield from steps
    made = change_set.stack.status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    change_set.execution = "EXECUTE_COMPLETE" if made else "EXECUTE_FAILED"
