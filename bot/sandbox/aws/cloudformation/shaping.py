"""Values in the types that a resource wants: in a template, a number or a truth may stand as text."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.aws.cloudformation import catalogue

_TRUTHS = {"true": True, "false": False}


def shaped(properties: Mapping[str, Any], type_: str) -> dict[str, Any]:
    whole = catalogue.schema(type_)
    known = whole.get("properties", {})
    return {key: _shaped(value, known.get(key, {}), whole) for key, value in properties.items()}


def _shaped(value: Any, wanted: Mapping[str, Any], whole: Mapping[str, Any]) -> Any:
    wanted = catalogue.followed(wanted, whole)
    if isinstance(value, dict):
        known = wanted.get("properties", {})
        return {key: _shaped(one, known.get(key, {}), whole) for key, one in value.items()}
    if isinstance(value, list):
        return [_shaped(one, wanted.get("items", {}), whole) for one in value]
    return _of_text(value, wanted.get("type")) if isinstance(value, str) else value


def _of_text(text: str, wanted: Any) -> Any:
    if wanted == "integer" and text.lstrip("-").isdecimal():
        return int(text)
    if wanted == "boolean":
        return _TRUTHS.get(text.lower(), text)
    return text
