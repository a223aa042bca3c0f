"""The values of a template's parameters: what was given, or their defaults, if AWS would take them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.template import Template, as_text

_SSM = re.compile(r"^AWS::SSM::Parameter::Value<(.+)>$")

Lookup = Callable[[str], str | None]
"""The value of a Systems Manager parameter, by its name."""


def resolve(
    template: Template, given: Sequence[Mapping[str, Any]], lookup: Lookup
) -> dict[str, Any]:
    """Raises ValidationError when one is missing, unknown or outside its limits."""
    said = {one["ParameterKey"]: one.get("ParameterValue", "") for one in given}
    if unknown := said.keys() - template.parameters.keys():
        raise ValidationError(
            f"Parameters: [{', '.join(sorted(unknown))}] do not exist in the template"
        )
    defaults = {
        name: as_text(one["Default"])
        for name, one in template.parameters.items()
        if "Default" in one
    }
    if missing := template.parameters.keys() - defaults.keys() - said.keys():
        raise ValidationError(f"Parameters: [{', '.join(sorted(missing))}] must have values")
    return {
        name: _value(name, declared, (defaults | said)[name], lookup)
        for name, declared in template.parameters.items()
    }


def _value(name: str, declared: Mapping[str, Any], text: str, lookup: Lookup) -> Any:
    for fault in _faults(name, declared, text):
        raise ValidationError(fault)
    type_ = str(declared.get("Type", "String"))
    if stored := _SSM.match(type_):
        found = lookup(text)
        if found is None:
            raise ValidationError(f"Parameters: [ssm:{text}] cannot be found.")
        text, type_ = found, stored[1]
    return [part.strip() for part in text.split(",")] if _is_list(type_) else text


def _is_list(type_: str) -> bool:
    return type_ == "CommaDelimitedList" or type_.startswith("List<")


def _faults(name: str, declared: Mapping[str, Any], text: str) -> Iterator[str]:
    type_ = str(declared.get("Type", "String"))
    if type_ == "Number" and not _is_number(text):
        yield f"Parameter '{name}' must be a number."
    parts = [part.strip() for part in text.split(",")] if _is_list(type_) else [text]
    allowed = [as_text(value) for value in declared.get("AllowedValues", parts)]
    if not set(parts) <= set(allowed):
        yield f"Parameter '{name}' must be one of AllowedValues"
    pattern = declared.get("AllowedPattern")
    if pattern and not all(re.fullmatch(pattern, part) for part in parts):
        why = declared.get("ConstraintDescription", f"must match pattern {pattern}")
        yield f"Parameter '{name}' failed to satisfy constraint: {why}"
    yield from _outside(name, declared, text)


def _outside(name: str, declared: Mapping[str, Any], text: str) -> Iterator[str]:
    size = len(text)
    if size < int(declared.get("MinLength", 0)):
        yield f"Parameter '{name}' must contain at least {declared['MinLength']} characters"
    if size > int(declared.get("MaxLength", size)):
        yield f"Parameter '{name}' must contain at most {declared['MaxLength']} characters"
    if not _is_number(text):
        return
    if float(text) < float(declared.get("MinValue", text)):
        yield f"Parameter '{name}' must be a number not less than {declared['MinValue']}"
    if float(text) > float(declared.get("MaxValue", text)):
        yield f"Parameter '{name}' must be a number not greater than {declared['MaxValue']}"


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None
