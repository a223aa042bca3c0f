"""How a stack comes and goes, one step at a time; every step gives the seconds until the next.

CREATE_IN_PROGRESS ─┬─> CREATE_COMPLETE
                    └─> ROLLBACK_IN_PROGRESS ─┬─> ROLLBACK_COMPLETE
                                              └─> ROLLBACK_FAILED
DELETE_IN_PROGRESS ─┬─> DELETE_COMPLETE
                    └─> DELETE_FAILED
"""

import uuid
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moto.core.utils import utcnow

from bot.sandbox.aws.cloudformation.making import Refused, Workshop, is_modelled
from bot.sandbox.aws.cloudformation.records import Output, Resource, Stack
from bot.sandbox.aws.cloudformation.references import dependencies
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.template import as_text
from bot.sandbox.aws.cloudformation.values import Surroundings, Values

# A fault that was asked for by the name of the call that makes such a resource.
_CALLS = {"AWS::EC2::Instance": "RunInstances", "AWS::EC2::SecurityGroup": "CreateSecurityGroup"}


@dataclass(frozen=True)
class Execution:
    """`fault` tells of a failure that was asked for, by resource type or call."""

    stack: Stack
    workshop: Workshop
    values: Values
    seconds: float
    fault: Callable[[str], Refused | None]

    def create(self) -> Iterator[float]:
        stack = self.stack
        stack.stand("CREATE_IN_PROGRESS", "User Initiated")
        yield self.seconds
        needs = self._wanted()
        begun: list[Resource] = []
        while needs or begun:
            self._begin(needs, begun)
            yield self.seconds / 2
            resource = begun.pop(0)
            try:
                self._make(resource)
            except Refused as error:
                yield from self._fail(resource, begun, _reason(resource, error))
                return
            stack.mark(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated")
            yield self.seconds / 2
            stack.mark(resource, "CREATE_COMPLETE")
        yield from self._finish()

    def delete(self, *, retained: Collection[str] = ()) -> Iterator[float]:
        stack = self.stack
        stack.stand("DELETE_IN_PROGRESS", "User Initiated")
        yield self.seconds
        failed = yield from self._remove_all(retained)
        if failed:
            names = ", ".join(failed)
            stack.stand("DELETE_FAILED", f"The following resource(s) failed to delete: [{names}]. ")
        else:
            stack.deleted_at = utcnow()
            stack.stand("DELETE_COMPLETE")

    def _wanted(self) -> dict[str, frozenset[str]]:
        """The resources that the conditions leave, with what each waits for."""
        resources = {
            name: resource
            for name, resource in self.stack.asked.template.resources.items()
            if "Condition" not in resource or self.values.holds(resource["Condition"])
        }
        return dependencies(resources)

    def _begin(self, needs: dict[str, frozenset[str]], begun: list[Resource]) -> None:
        """Start on every resource that has what it waits for."""
        stack = self.stack
        there = {name for name, one in stack.resources.items() if one.status == "CREATE_COMPLETE"}
        for name in [name for name, waits_for in needs.items() if waits_for <= there]:
            del needs[name]
            type_ = stack.asked.template.resources[name]["Type"]
            resource = Resource(name, type_, is_modelled(type_), "", utcnow())
            stack.mark(resource, "CREATE_IN_PROGRESS")
            begun.append(resource)

    def _make(self, resource: Resource) -> None:
        """Raises Refused."""
        calls = (resource.type, _CALLS.get(resource.type, ""))
        for error in filter(None, map(self.fault, calls)):
            raise error
        said = self.stack.asked.template.resources[resource.logical_id]
        try:
            properties = self.values.of(said.get("Properties", {}))
        except ValidationError as error:
            raise Refused(error.code, error.message) from error
        waited_for = dependencies(self.stack.asked.template.resources)[resource.logical_id]
        others = (self.stack.resources.get(name) for name in waited_for)
        on_paper = any(other is not None and not other.modelled for other in others)
        self.workshop.make(resource, properties, lenient=on_paper)

    def _finish(self) -> Iterator[float]:
        try:
            self.stack.outputs = list(self._outputs())
        except ValidationError as error:
            yield from self._undo(error.message)
            return
        self.stack.stand("CREATE_COMPLETE")

    def _outputs(self) -> Iterator[Output]:
        for key, said in self.stack.asked.template.outputs.items():
            if "Condition" in said and not self.values.holds(said["Condition"]):
                continue
            export = said.get("Export", {}).get("Name")
            yield Output(
                key=key,
                value=as_text(self.values.of(said["Value"])),
                description=said.get("Description"),
                export=None if export is None else as_text(self.values.of(export)),
            )

    def _fail(self, resource: Resource, begun: list[Resource], reason: str) -> Iterator[float]:
        self.stack.mark(resource, "CREATE_FAILED", reason)
        for other in begun:
            self.stack.mark(other, "CREATE_FAILED", "Resource creation cancelled")
        names = ", ".join(one.logical_id for one in (resource, *begun))
        yield from self._undo(f"The following resource(s) failed to create: [{names}].")

    def _undo(self, why: str) -> Iterator[float]:
        stack = self.stack
        if stack.asked.on_failure == "DO_NOTHING":
            stack.stand("CREATE_FAILED", why)
            return
        yield self.seconds
        if stack.asked.on_failure == "DELETE":
            yield from self.delete()
            return
        stack.stand("ROLLBACK_IN_PROGRESS", f"{why} Rollback requested by user.")
        yield self.seconds
        failed = yield from self._remove_all(())
        stack.stand("ROLLBACK_FAILED" if failed else "ROLLBACK_COMPLETE")

    def _remove_all(self, retained: Collection[str]) -> Generator[float, None, list[str]]:
        """Removes in the opposite order, and returns the names of what would not go."""
        stack, failed = self.stack, list[str]()
        left = {
            name: one
            for name, one in reversed(stack.resources.items())
            if one.status != "DELETE_COMPLETE"
        }
        needs = dependencies(stack.asked.template.resources)
        while resource := self._removable(left, needs, failed):
            if self._is_kept(resource, retained):
                stack.mark(resource, "DELETE_SKIPPED")
                del left[resource.logical_id]
                continue
            if resource.physical_id:
                stack.mark(resource, "DELETE_IN_PROGRESS")
                yield self.seconds / 2
            try:
                self._remove(resource)
            except Refused as error:
                stack.mark(resource, "DELETE_FAILED", _reason(resource, error))
                failed.append(resource.logical_id)
            else:
                stack.mark(resource, "DELETE_COMPLETE")
                del left[resource.logical_id]
            yield self.seconds / 4
        return failed

    def _removable(
        self, left: Mapping[str, Resource], needs: Mapping[str, frozenset[str]], failed: list[str]
    ) -> Resource | None:
        """One that no other that is left depends on."""
        needed = frozenset[str]().union(*(needs[name] for name in left))
        free = (one for name, one in left.items() if name not in needed and name not in failed)
        return next(free, None)

    def _remove(self, resource: Resource) -> None:
        """Raises Refused."""
        if error := self.fault(f"Delete {resource.type}"):
            raise error
        self.workshop.remove(resource)

    def _is_kept(self, resource: Resource, retained: Collection[str]) -> bool:
        if resource.logical_id in retained:
            return True
        said = self.stack.asked.template.resources[resource.logical_id]
        return said.get("DeletionPolicy") == "Retain" and bool(resource.physical_id)


def values_of(stack: Stack, workshop: Workshop, around: Surroundings) -> Values:
    """What the stack's template comes to, with the resources that exist so far."""

    def reference(name: str) -> str:
        return stack.resources[name].physical_id

    def attribute(name: str, attribute: str) -> Any:
        return workshop.attribute(stack.resources[name], attribute)

    return Values(stack.asked.template, stack.asked.parameters, around, reference, attribute)


def _reason(resource: Resource, error: Refused) -> str:
    """In the words of CloudFormation's resource handlers."""
    service = resource.type.split("::")[1]
    return (
        f'Resource handler returned message: "{error} (Service: {service}, Status Code: 400, '
        f'Request ID: {uuid.uuid4()})" (RequestToken: {uuid.uuid4()}, '
        f"HandlerErrorCode: {_handler_code(error.code)})"
    )


def _handler_code(code: str) -> str:
    for part, handlers in (
        ("Exist", "AlreadyExists"),
        ("Duplicate", "AlreadyExists"),
        ("NotFound", "NotFound"),
        ("NoSuch", "NotFound"),
        ("Limit", "ServiceLimitExceeded"),
        ("Throttl", "Throttling"),
        ("Denied", "AccessDenied"),
        ("Unauthorized", "AccessDenied"),
    ):
        if part in code:
            return handlers
    return "InvalidRequest"
