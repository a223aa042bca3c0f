"""What changes about a stack's resources when it is to be made of something else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.aws.cloudformation import catalogue
from bot.sandbox.aws.cloudformation.changes import Change, Detail, Recreation
from bot.sandbox.aws.cloudformation.references import references
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.shaping import shaped
from bot.sandbox.aws.cloudformation.site import Site

# Parts of a resource besides its properties whose change a change set tells.
_PARTS = ("CreationPolicy", "DeletionPolicy", "Metadata", "UpdatePolicy", "UpdateReplacePolicy")
_ABSENT = object()


def is_replaced(type_: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a resource with these properties becomes another one; where AWS might, it does not."""
    return any(
        recreation(type_, name, before, after) == "Always" for name in _different(before, after)
    )


def recreation(
    type_: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Recreation:
    """Whether the change of a property takes a new resource."""
    if not catalogue.schema(type_):
        return "Conditionally"
    if _touched(catalogue.create_only(type_), name, before, after):
        return "Always"
    if _touched(catalogue.create_only(type_, conditionally=True), name, before, after):
        return "Conditionally"
    return "Never"


def resolved(site: Site, name: str) -> dict[str, Any]:
    """A resource's properties; as they are written where they hang on what is not there yet."""
    said = site.said(name)
    values = {key: _value(site, value) for key, value in said.get("Properties", {}).items()}
    return shaped(values, said["Type"])


@dataclass(frozen=True)
class Comparison:
    """Of what a stack is made of with what it is to be made of."""

    before: Site
    after: Site

    def changes(self) -> list[Change]:
        """In the order of the templates; what is removed comes last."""
        found: dict[str, Change] = {}
        for name in _ordered(self.after.needs):
            if name in self.after.wanted and (change := self._change(name, found)):
                found[name] = change
        there = [name for name in self.after.asked.template.resources if name in found]
        return [*(found[name] for name in there), *self._removed()]

    def retyped(self) -> list[str]:
        """The resources that keep their name and not their type, which CloudFormation refuses."""
        there = self.before.stack.resources
        return [
            name
            for name in self.after.wanted
            if name in there and there[name].type != self.after.said(name)["Type"]
        ]

    def is_other_outputs(self) -> bool:
        before, after = self.before.asked, self.after.asked
        return before.template.outputs != after.template.outputs or (
            bool(after.template.outputs) and before.parameters != after.parameters
        )

    def _removed(self) -> Iterator[Change]:
        for name, one in self.before.stack.resources.items():
            if name not in self.after.wanted:
                yield Change("Remove", name, one.type, one.physical_id)

    def _change(self, name: str, found: Mapping[str, Change]) -> Change | None:
        type_, old = self.after.said(name)["Type"], self.before.stack.resources.get(name)
        if old is None:
            return Change("Add", name, type_)
        details = (
            *self._properties(name, type_),
            *self._dynamic(name, type_, found),
            *self._rest(name),
        )
        return Change("Modify", name, type_, old.physical_id, details) if details else None

    def _properties(self, name: str, type_: str) -> Iterator[Detail]:
        """Those that come to something else, as far as that is known."""
        before, after = resolved(self.before, name), resolved(self.after, name)
        for property_ in _different(before, after):
            source, cause = self._source(name, property_)
            yield Detail(
                "Tags" if property_ == "Tags" else "Properties",
                source,
                name=None if property_ == "Tags" else property_,
                recreation=recreation(type_, property_, before, after),
                cause=cause,
            )

    def _source(self, name: str, property_: str) -> tuple[str, str | None]:
        """Directly, or through the parameter that it comes from."""
        said = self.after.said(name).get("Properties", {}).get(property_)
        if said == self.before.said(name).get("Properties", {}).get(property_):
            before, after = self.before.asked.parameters, self.after.asked.parameters
            for named, _ in references(said):
                if named in after and before.get(named) != after[named]:
                    return "ParameterReference", named
        return "DirectModification", None

    def _dynamic(self, name: str, type_: str, found: Mapping[str, Change]) -> Iterator[Detail]:
        """Those that name a resource which becomes another, or an attribute of one that changes."""
        for property_, value in self.after.said(name).get("Properties", {}).items():
            for named, attribute in references(value):
                change = found.get(named)
                if change is None or change.action != "Modify":
                    continue
                if attribute is None and change.replacement == "False":
                    continue
                yield Detail(
                    "Properties",
                    "ResourceAttribute" if attribute else "ResourceReference",
                    name=property_,
                    recreation=recreation(type_, property_, {}, {property_: value}),
                    cause=f"{named}.{attribute}" if attribute else named,
                    dynamic=True,
                )

    def _rest(self, name: str) -> Iterator[Detail]:
        before, after = self.before.said(name), self.after.said(name)
        for part in _PARTS:
            if before.get(part) != after.get(part):
                yield Detail(part, "DirectModification")
        own = after.get("Type", "")
        if self.before.asked.tags != self.after.asked.tags and catalogue.is_taggable(own):
            yield Detail("Tags", "DirectModification")


def _value(site: Site, written: Any) -> Any:
    try:
        return site.values.of(written)
    except (ValidationError, ArithmeticError, LookupError, TypeError, ValueError):
        return written


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name in dict.fromkeys((*before, *after))
        if before.get(name, _ABSENT) != after.get(name, _ABSENT)
    ]


def _touched(
    paths: Iterable[tuple[str, ...]], name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> bool:
    return any(path[0] == name and _at(before, path) != _at(after, path) for path in paths)


def _at(properties: Any, path: tuple[str, ...]) -> Any:
    """What stands there; a path through a list comes to the whole list."""
    value = properties
    for part in path:
        if not isinstance(value, Mapping):
            break
        value = value.get(part)
    return value


def _ordered(needs: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Each after what it waits for."""
    left = dict(needs)
    while left:
        for name in [name for name, waits_for in left.items() if not waits_for & left.keys()]:
            del left[name]
            yield name
