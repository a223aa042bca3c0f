"""What CloudFormation finds in the properties while it works out a change set (early validation)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.aws.cloudformation import catalogue
from bot.sandbox.aws.cloudformation.template import Template

_HOOKS = {
    "PROPERTY_VALIDATION": "AWS::EarlyValidation::PropertyValidation",
    "NAME_CONFLICT_VALIDATION": "AWS::EarlyValidation::ResourceExistenceCheck",
}


@dataclass(frozen=True)
class Validation:
    """One fault, and where it is."""

    logical_id: str
    type: str
    path: str
    reason: str
    name: str = "PROPERTY_VALIDATION"


def reason(found: Sequence[Validation]) -> str:
    """What a change set with these faults says of itself."""
    hooks = ", ".join(dict.fromkeys(_HOOKS[one.name] for one in found))
    return (
        f"The following hook(s)/validation failed: [{hooks}]. To troubleshoot Early Validation "
        "errors, use the DescribeEvents API for detailed failure information."
    )


def validate(template: Template) -> list[Validation]:
    """Properties that are missing or that the type does not have; values are the services' matter."""
    return [
        Validation(name, said["Type"], path, f"#: {fault}")
        for name, said in template.resources.items()
        for path, fault in _faults(said, f"/Resources/{name}/Properties")
    ]


def _faults(said: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    schema = catalogue.schema(said["Type"])
    yield from _of_object(said.get("Properties", {}), schema, schema, path)


def _of(
    value: Any, wanted: Mapping[str, Any], whole: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str]]:
    wanted = catalogue.followed(wanted, whole)
    if isinstance(value, dict):
        yield from _of_object(value, wanted, whole, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _of(item, wanted.get("items", {}), whole, f"{path}/{index}")


def _of_object(
    value: Mapping[str, Any], wanted: Mapping[str, Any], whole: Mapping[str, Any], path: str
) -> Iterator[tuple[str, str]]:
    known = wanted.get("properties")
    if known is None or _is_function(value):
        return
    for key in wanted.get("required", []):
        if key not in value:
            yield path, f"required key [{key}] not found"
    for key in value:
        if key in known:
            yield from _of(value[key], known[key], whole, f"{path}/{key}")
        elif wanted.get("additionalProperties") is False and "patternProperties" not in wanted:
            yield path, f"extraneous key [{key}] is not permitted"


def _is_function(value: Mapping[str, Any]) -> bool:
    """A function can come to anything."""
    return any(key in {"Ref", "Condition"} or key.startswith("Fn::") for key in value) and (
        len(value) == 1
    )
