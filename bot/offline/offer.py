"""What the caller offers: the limits that the schema of `run_instances` states."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RUN_INSTANCES = "run_instances"
READ_ARCHITECTURE = "read_architecture"
CREATE_STACK = "create_stack"
REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Offer:
    """The instance types and operating systems that may be chosen, the parameters that exist, and whether stacks can
    be proposed too.
    """

    instance_types: tuple[str, ...]
    systems: tuple[str, ...]
    parameters: tuple[str, ...]
    stacks: bool = False


def offer(schema: Mapping[str, Any]) -> Offer:
    properties = schema.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    return Offer(
        _choices(properties.get("InstanceType"), schema),
        _choices(properties.get("operating_system"), schema),
        tuple(properties),
    )


def _choices(schema: object, root: Mapping[str, Any]) -> tuple[str, ...]:
    """The strings that an enum allows, also inside `anyOf` and behind a `$ref`."""
    if not isinstance(schema, Mapping):
        return ()
    if "const" in schema:
        return (str(schema["const"]),)
    if isinstance(schema.get("enum"), list):
        return tuple(choice for choice in schema["enum"] if isinstance(choice, str))
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/$defs/"):
        definitions = root.get("$defs")
        name = reference.removeprefix("#/$defs/")
        return _choices(definitions.get(name), root) if isinstance(definitions, Mapping) else ()
    branches = schema.get("anyOf")
    branches = branches if isinstance(branches, list) else []
    return tuple(choice for branch in branches for choice in _choices(branch, root))
