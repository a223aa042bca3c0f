"""Enough of JSON Schema to find an object in it and to make a value that conforms to it."""

from collections.abc import Iterator, Mapping
from typing import Any

_DEEPEST = 12


def resolved(schema: object, root: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema itself, or what its `$ref` points to."""
    for _ in range(_DEEPEST):
        if not isinstance(schema, Mapping):
            return {}
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema
        schema = root
        for step in reference.removeprefix("#").strip("/").split("/"):
            schema = schema.get(step) if isinstance(schema, Mapping) and step else schema
    return {}


def find_object(schema: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    """The first object schema, at any depth, that has this property."""
    return next(_objects_with(schema, schema, key, _DEEPEST), None)


def _objects_with(
    schema: object, root: Mapping[str, Any], key: str, deep: int
) -> Iterator[Mapping[str, Any]]:
    here = resolved(schema, root)
    if not here or deep == 0:
        return
    properties = here.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    if key in properties:
        yield here
    branches = here.get("anyOf")
    for inner in [*properties.values(), *(branches if isinstance(branches, list) else [])]:
        yield from _objects_with(inner, root, key, deep - 1)


def conforming(schema: Mapping[str, Any], text: str) -> Any:
    """A minimal value for the schema, with `text` wherever it wants free words."""
    return _value(schema, schema, text, _DEEPEST)


def _value(schema: object, root: Mapping[str, Any], text: str, deep: int) -> Any:
    here = resolved(schema, root)
    if "const" in here:
        return here["const"]
    if isinstance(here.get("enum"), list) and here["enum"]:
        return here["enum"][0]
    branches = here.get("anyOf") or here.get("oneOf")
    if isinstance(branches, list) and branches and deep > 0:
        return _value(_simplest(branches, root), root, text, deep - 1)
    return _typed(here, root, text, deep)


def _simplest(branches: list[Any], root: Mapping[str, Any]) -> object:
    nulls = [branch for branch in branches if resolved(branch, root).get("type") == "null"]
    return (nulls or branches)[0]


def _typed(schema: Mapping[str, Any], root: Mapping[str, Any], text: str, deep: int) -> Any:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else next(iter(kind), None)
    properties = schema.get("properties")
    if deep > 0 and (kind == "object" or isinstance(properties, Mapping)):
        names = properties if isinstance(properties, Mapping) else {}
        return {name: _value(inner, root, text, deep - 1) for name, inner in names.items()}
    plain: dict[object, Any] = {
        "string": text,
        "integer": 0,
        "number": 0,
        "boolean": False,
        "array": [],
        "object": {},
    }
    return plain.get(kind)
