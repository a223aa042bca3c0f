"""What AWS knows of each resource type, from the schemas that cfn-lint brings."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from cfnlint.schema import ResourceNotFoundError  # type: ignore[import-untyped] # it has no types
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # type: ignore[import-untyped] # as above

# A region that has every type; some regions of the list have none of the newest.
_COMPLETE_REGION = "us-east-1"
# Types that exist and have no schema.
_WITHOUT_SCHEMA = frozenset({"AWS::CloudFormation::CustomResource"})


def exists(type_: str) -> bool:
    return type_.startswith("Custom::") or type_ in _known() or type_ in _WITHOUT_SCHEMA


@cache
def _known() -> frozenset[str]:
    return frozenset(PROVIDER_SCHEMA_MANAGER.get_resource_types(_COMPLETE_REGION))


@cache
def schema(type_: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(
            _COMPLETE_REGION, type_
        ).schema
    except ResourceNotFoundError:
        return {}
    return found


@cache
def attributes(type_: str) -> frozenset[str] | None:
    """What Fn::GetAtt may ask of a type; None when that is not known."""
    if type_ == "AWS::CloudFormation::Stack" or not schema(type_):
        return None
    return frozenset(
        PROVIDER_SCHEMA_MANAGER.get_resource_schema(_COMPLETE_REGION, type_).get_atts.keys()
    )


@cache
def identifier(type_: str) -> str | None:
    """The property that Ref gives: the one that AWS makes up, else the last of the primary ones."""
    found = schema(type_)
    names = [_name(path) for path in found.get("primaryIdentifier", [])]
    made_up = {_name(path) for path in found.get("readOnlyProperties", [])}
    return next((name for name in names if name in made_up), names[-1] if names else None)


@cache
def given_identifiers(type_: str) -> frozenset[str]:
    """The properties that name a resource, unless AWS makes up one of them."""
    found = schema(type_)
    names = frozenset(map(_name, found.get("primaryIdentifier", [])))
    return frozenset() if names & set(map(_name, found.get("readOnlyProperties", []))) else names


@cache
def create_only(type_: str, *, conditionally: bool = False) -> frozenset[tuple[str, ...]]:
    """The paths of the properties whose change takes a new resource, or may take one."""
    member = "conditionalCreateOnlyProperties" if conditionally else "createOnlyProperties"
    return frozenset(tuple(_name(path).split("/")) for path in schema(type_).get(member, []))


@cache
def is_taggable(type_: str) -> bool:
    """Whether a stack's tags become those of its resources of this type."""
    found = schema(type_)
    said = found.get("tagging", {}).get("taggable", found.get("taggable", True))
    return bool(found) and said is True and "Tags" in found.get("properties", {})


def is_list(type_: str, attribute: str) -> bool:
    said = schema(type_).get("properties", {}).get(attribute, {}).get("type", "string")
    return "array" in said


def described(type_: str, attribute: str) -> Mapping[str, Any]:
    """What is known of the values of an attribute such as `Endpoint.Address`."""
    whole = schema(type_)
    found: Mapping[str, Any] = whole
    for part in attribute.split("."):
        found = followed(found.get("properties", {}).get(part, {}), whole)
    return found


def followed(wanted: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a part of a schema says, also when it only refers to it."""
    name = str(wanted.get("$ref", "")).removeprefix("#/definitions/")
    found: Mapping[str, Any] = whole.get("definitions", {}).get(name, wanted)
    return found


def _name(path: str) -> str:
    return path.removeprefix("/properties/")
