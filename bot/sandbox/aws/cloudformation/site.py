"""Where one version of a stack is built: what it is to be made of, and with what."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.sandbox.aws.cloudformation.making import Refused, Workshop
from bot.sandbox.aws.cloudformation.records import Asked, Output, Resource, Stack
from bot.sandbox.aws.cloudformation.references import dependencies
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.shaping import shaped
from bot.sandbox.aws.cloudformation.template import as_text
from bot.sandbox.aws.cloudformation.values import Surroundings, Values
from bot.sandbox.aws.failures import ANY

# A fault that was asked for by the name of the call that makes such a resource.
_CALLS = {"AWS::EC2::Instance": "RunInstances", "AWS::EC2::SecurityGroup": "CreateSecurityGroup"}
# Beyond this many, resources take less time each: nobody watches a large stack for longer.
_UNHURRIED = 16


@dataclass(frozen=True)
class Site:
    """`fault` tells of a failure that was asked for, by resource type or call."""

    stack: Stack
    asked: Asked
    workshop: Workshop
    values: Values
    seconds: float
    fault: Callable[[str], Refused | None]

    @property
    def pace(self) -> float:
        """The seconds that each resource takes."""
        return self.seconds * min(1.0, _UNHURRIED / len(self.asked.template.resources))

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """What each resource of the template waits for."""
        return dependencies(self.asked.template.resources)

    @cached_property
    def wanted(self) -> Mapping[str, frozenset[str]]:
        """The resources that the conditions leave, with what each waits for."""
        there = {name for name in self.asked.template.resources if self._is_wanted(name)}
        return {name: needs & there for name, needs in self.needs.items() if name in there}

    def said(self, name: str) -> Mapping[str, Any]:
        """What the template says of a resource."""
        return self.asked.template.resources[name]

    def properties(self, name: str) -> dict[str, Any]:
        """What a resource's properties come to. Raises Refused."""
        said = self.said(name)
        try:
            return shaped(self.values.of(said.get("Properties", {})), said["Type"])
        except ValidationError as error:
            raise Refused(error.code, error.message) from error

    def make(self, resource: Resource) -> None:
        """Raises Refused."""
        self.refuse("Create", resource, resource.type, _CALLS.get(resource.type, ""))
        if self._is_halfway():
            self.refuse("Create", resource, ANY)
        properties = self.properties(resource.logical_id)
        self.workshop.make(resource, properties, lenient=self.hangs_on_paper(resource))

    def change(self, resource: Resource) -> None:
        """Make it what the template now says. Raises Refused."""
        self.restore(resource, self.properties(resource.logical_id))

    def restore(self, resource: Resource, properties: Mapping[str, Any]) -> None:
        """Raises Refused."""
        self.refuse("Update", resource, f"Update {resource.type}", f"Update {ANY}")
        self.workshop.change(resource, properties)

    def refuse(self, verb: str, resource: Resource, *operations: str) -> None:
        """Raises Refused when a failure of one of them was asked for."""
        for error in filter(None, map(self.fault, filter(None, operations))):
            *_, service, kind = resource.type.split("::")
            raise error.about(f"{service.lower()}:{verb}{kind}", self.workshop.place.account)

    def hangs_on_paper(self, resource: Resource) -> bool:
        others = map(self.stack.resources.get, self.needs[resource.logical_id])
        return any(other is not None and not other.modelled for other in others)

    def outputs(self) -> list[Output]:
        """Raises ValidationError."""
        return list(self._outputs())

    def _outputs(self) -> Iterator[Output]:
        for key, said in self.asked.template.outputs.items():
            if "Condition" in said and not self.values.holds(said["Condition"]):
                continue
            export = said.get("Export", {}).get("Name")
            yield Output(
                key=key,
                value=as_text(self.values.of(said["Value"])),
                description=said.get("Description"),
                export=None if export is None else as_text(self.values.of(export)),
            )

    def _is_wanted(self, name: str) -> bool:
        said = self.said(name)
        return "Condition" not in said or self.values.holds(said["Condition"])

    def _is_halfway(self) -> bool:
        made = [one for one in self.stack.resources.values() if one.status.endswith("_COMPLETE")]
        return 2 * (len(made) + 1) >= len(self.wanted)


def site_of(
    stack: Stack,
    asked: Asked,
    workshop: Workshop,
    around: Surroundings,
    *,
    seconds: float,
    fault: Callable[[str], Refused | None],
) -> Site:
    """The template comes to whatever the resources that exist so far are."""

    def reference(name: str) -> str:
        return stack.resources[name].physical_id

    def attribute(name: str, attribute: str) -> Any:
        return workshop.attribute(stack.resources[name], attribute)

    values = Values(asked.template, asked.parameters, around, reference, attribute)
    return Site(stack, asked, workshop, values, seconds, fault)
