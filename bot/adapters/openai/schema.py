"""JSON schemas that every server with structured output accepts: the safest common subset.

Each object closed, each property required, nothing optional but null, no default, no bound, no
reference. What is left out is checked on the answer by the same pydantic model.
"""

from typing import Any

from pydantic import BaseModel

_KEPT = ("type", "enum", "description", "required", "additionalProperties")


def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema()
    strict = _strict(schema, schema.get("$defs", {}))
    return {key: value for key, value in strict.items() if key != "description"}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def closed_object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _strict(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return _strict({**definitions[name], **_without_reference(schema)}, definitions)
    kept = {key: schema[key] for key in _KEPT if key in schema}
    if "const" in schema:
        kept["enum"] = [schema["const"]]
    if "items" in schema:
        kept["items"] = _strict(schema["items"], definitions)
    if "anyOf" in schema:
        kept["anyOf"] = [_strict(option, definitions) for option in schema["anyOf"]]
    if "properties" in schema:
        properties = {
            name: _strict(inner, definitions) for name, inner in schema["properties"].items()
        }
        kept |= closed_object(properties)
    return kept


def _without_reference(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "$ref"}
