"""A template as it was sent, and what it says: text → plain dictionaries, or the reason why not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cfnlint.decode.decode import decode_str  # type: ignore[import-untyped] # it has no types

from bot.sandbox.aws.cloudformation.refusals import TemplateError, ValidationError

_SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Hooks",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }
)
_OBJECTS = _SECTIONS - {"AWSTemplateFormatVersion", "Description", "Metadata", "Transform"}
_ATTRIBUTES = frozenset(
    {
        "Condition",
        "CreationPolicy",
        "DeletionPolicy",
        "DependsOn",
        "Description",
        "Metadata",
        "Properties",
        "Type",
        "UpdatePolicy",
        "UpdateReplacePolicy",
        "Version",
    }
)


@dataclass(frozen=True)
class Template:
    """`text` is what was sent, unchanged; the sections are its long form."""

    text: str
    resources: Mapping[str, Mapping[str, Any]]
    description: str | None = None
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    mappings: Mapping[str, Any] = field(default_factory=dict)
    conditions: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    transform: Any = None


def read(text: str) -> Template:
    """Raises TemplateError or ValidationError, in AWS's words."""
    body = _plain(_decoded(text))
    if not isinstance(body, dict):
        raise TemplateError("unsupported structure.")
    for fault in _faults(body):
        raise fault
    return Template(
        text=text,
        resources=body["Resources"],
        description=body.get("Description"),
        parameters=body.get("Parameters", {}),
        mappings=body.get("Mappings", {}),
        conditions=body.get("Conditions", {}),
        outputs=body.get("Outputs", {}),
        transform=body.get("Transform"),
    )


def _decoded(text: str) -> Any:
    kind = "JSON" if text.lstrip().startswith("{") else "YAML"
    try:
        body, faults = decode_str(text)
    except Exception as error:  # the parser raises whatever its own parts raise
        raise TemplateError(f"{kind} not well-formed.") from error
    for fault in faults:
        raise TemplateError(
            f"{kind} not well-formed. (line {fault.linenumber}, column {fault.columnnumber})"
        )
    return body


def _plain(node: Any) -> Any:
    """Without the parser's node classes; a date is the text that it was."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, str):
        return str(node)
    return node


def _faults(body: dict[str, Any]) -> Iterator[ValidationError]:
    if unknown := [section for section in body if section not in _SECTIONS]:
        yield ValidationError(f"Invalid template property or properties [{', '.join(unknown)}]")
    for path in _nulls(body, ""):
        yield TemplateError(f"[{path}] 'null' values are not allowed in templates")
    for section in body.keys() & _OBJECTS:
        if not isinstance(body[section], dict):
            yield TemplateError(f"[/{section}] must be an object.")
    if not body.get("Resources"):
        yield TemplateError("At least one Resources member must be defined.")
    for name, resource in body["Resources"].items():
        yield from _faults_of(name, resource)
    yield from _faults_around(body)


def _faults_around(body: dict[str, Any]) -> Iterator[ValidationError]:
    for section in ("Parameters", "Outputs"):
        for name, value in body.get(section, {}).items():
            if not isinstance(value, dict):
                yield TemplateError(f"[/{section}/{name}] must be an object.")
            if section == "Outputs" and "Value" not in value:
                yield TemplateError(
                    f"[/Outputs/{name}] Every Outputs member must contain a Value object"
                )


def _faults_of(name: str, resource: Any) -> Iterator[ValidationError]:
    if not (name.isascii() and name.isalnum()):
        yield TemplateError(f"Resource name {name} is non alphanumeric.")
    if not isinstance(resource, dict):
        yield TemplateError(f"[/Resources/{name}] Every Resources member must be an object.")
    if not isinstance(resource.get("Type"), str):
        yield TemplateError(
            f"[/Resources/{name}] Every Resources object must contain a Type member."
        )
    for unknown in resource.keys() - _ATTRIBUTES:
        yield ValidationError(f"Invalid template resource property '{unknown}'")
    if not isinstance(resource.get("Properties", {}), dict):
        yield TemplateError(f"[/Resources/{name}/Properties] must be an object.")


def _nulls(node: Any, path: str) -> Iterator[str]:
    if node is None:
        yield path
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _nulls(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _nulls(value, f"{path}/{index}")


def as_text(value: Any) -> str:
    """A value where CloudFormation wants text: what JSON writes for it, but for text itself."""
    return value if isinstance(value, str) else json.dumps(value)
