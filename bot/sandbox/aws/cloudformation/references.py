"""Who names whom in a template, and the order that follows from it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.sandbox.aws.cloudformation.refusals import ValidationError

# ${Name}, ${Name.Attribute}, and not the literal ${!Name}.
SUBSTITUTION = re.compile(r"\$\{([^!{}][^{}]*)\}")


def references(node: Any) -> Iterator[tuple[str, str | None]]:
    """Every name that a value refers to; with an attribute where it asks for one."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _named(key, value)
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def _named(function: str, value: Any) -> Iterator[tuple[str, str | None]]:
    if function == "Ref" and isinstance(value, str):
        yield value, None
    elif function == "Fn::GetAtt":
        yield from _attribute(value)
    elif function == "Fn::Sub":
        yield from _substituted(value)


def _attribute(value: Any) -> Iterator[tuple[str, str | None]]:
    parts = value.split(".") if isinstance(value, str) else value
    if isinstance(parts, list) and parts and all(isinstance(part, str) for part in parts):
        yield parts[0], ".".join(parts[1:])


def _substituted(value: Any) -> Iterator[tuple[str, str | None]]:
    text, given = (
        (value[0], value[1]) if isinstance(value, list) and len(value) > 1 else (value, {})
    )
    if not isinstance(text, str):
        return
    for name in SUBSTITUTION.findall(text):
        if name not in given:
            target, _, attribute = name.strip().partition(".")
            yield target, attribute or None


def depended_on(resource: Mapping[str, Any]) -> frozenset[str]:
    """What a resource waits for."""
    said = resource.get("DependsOn", [])
    named = (said,) if isinstance(said, str) else tuple(said)
    return frozenset(name for name, _ in references(resource.get("Properties", {}))) | set(named)


def dependencies(resources: Mapping[str, Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """What each resource waits for, among these resources."""
    return {
        name: depended_on(resource) & (resources.keys() - {name})
        for name, resource in resources.items()
    }


def check_order(resources: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises ValidationError when resources wait for each other."""
    for name, resource in resources.items():
        if name in depended_on(resource):
            raise ValidationError(f"Circular dependency between resources: [{name}]")
    left = dependencies(resources)
    while ready := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in ready:
            del left[name]
    if left:
        raise ValidationError(
            f"Circular dependency between resources: [{', '.join(sorted(_in_circles(left)))}]"
        )


def _in_circles(left: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """Those that are waited for as well as waiting; the others hang on a circle and are in none."""
    circle = dict(left)
    while loose := [name for name in circle if not any(name in needs for needs in circle.values())]:
        for name in loose:
            del circle[name]
    return circle
