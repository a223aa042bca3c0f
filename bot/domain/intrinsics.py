"""CloudFormation's functions in a template's long form: what a value refers to, and how it reads.

Whatever a template holds, nothing here raises.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str, ...]
Body: TypeAlias = Mapping[str, Any]

NO_VALUE = "AWS::NoValue"
# `${Name}` and `${Name.Attribute}` in the text of a Fn::Sub; `${!Name}` stands for itself.
PLACEHOLDER = re.compile(r"\$\{(?!!)\s*([^}]*?)\s*\}")
_ARN_PARTS = 6
# For what the template does not say.
UNREADABLE = "something that cannot be read"


def section(body: Body, name: str) -> Mapping[str, Any]:
    """A top-level section of a template; empty when it is missing or no mapping."""
    return mapping(body.get(name))


def typed_resources(body: Body) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """The logical id, the type and the properties of each resource that has a type."""
    for logical_id, resource in section(body, "Resources").items():
        kind = mapping(resource).get("Type")
        if isinstance(kind, str) and isinstance(logical_id, str):
            yield logical_id, kind, mapping(mapping(resource).get("Properties"))


def mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def members(value: object) -> Sequence[Any]:
    """A list's members; CloudFormation takes one alone for a list of one."""
    if value is None:
        return ()
    return value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)


def walk(value: object, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything in a value, itself first, each with where it stands."""
    waiting: list[tuple[Path, Any]] = [(path, value)]
    while waiting:
        where, one = waiting.pop()
        yield where, one
        if isinstance(one, Mapping):
            inside = [((*where, str(key)), each) for key, each in one.items()]
        elif is_list(one):
            inside = [((*where, str(index)), each) for index, each in enumerate(one)]
        else:
            continue
        waiting.extend(reversed(inside))


def function(value: object) -> tuple[str, Any] | None:
    """The name and the argument of a function call such as `{"Ref": "Table"}`."""
    if isinstance(value, Mapping) and len(value) == 1:
        name, argument = next(iter(value.items()))
        if isinstance(name, str) and (name == "Ref" or name.startswith("Fn::")):
            return name, argument
    return None


# --- what it refers to -----------------------------------------------------------------------


def referred(value: object) -> Iterator[str]:
    """The names of resources, parameters and pseudo parameters anywhere in a value."""
    for _, one in walk(value):
        call = function(one)
        if call is not None:
            yield from _named_by(*call)


def _named_by(name: str, argument: Any) -> Iterator[str]:
    if name == "Ref" and isinstance(argument, str):
        yield argument
    elif name == "Fn::GetAtt":
        target, _ = attribute(argument)
        yield from [target] if target else []
    elif name == "Fn::Sub":
        text, variables = substitution(argument)
        for placeholder in PLACEHOLDER.findall(text):
            if placeholder not in variables:
                yield placeholder.partition(".")[0]


def attribute(argument: object) -> tuple[str, str]:
    """The logical id and the attribute of a Fn::GetAtt, whichever way it is written."""
    if isinstance(argument, str):
        target, _, name = argument.partition(".")
        return target, name
    parts = [one for one in members(argument) if isinstance(one, str)]
    return (parts[0], ".".join(parts[1:])) if parts else ("", "")


def substitution(argument: object) -> tuple[str, Mapping[str, Any]]:
    """The text and the variables of a Fn::Sub."""
    parts = members(argument)
    text = parts[0] if parts and isinstance(parts[0], str) else ""
    return text, mapping(parts[1]) if len(parts) > 1 else {}


# --- how it reads ----------------------------------------------------------------------------


def in_words(value: object) -> str:
    """A value for people: what it refers to by logical id, an ARN without what is the same in all of them.

    The account is named where it is another one.
    """
    text = _text(value)
    parts = text.split(":", _ARN_PARTS - 1)
    if parts[0] == "arn" and len(parts) == _ARN_PARTS:
        service, account, name = parts[2], parts[4], parts[5]
        of_another = f" of the account {account}" if account.isdecimal() else ""
        text = f"{service} {name}{of_another}".strip()
    return "everything" if text == "*" else " ".join(text.split())


def _text(value: object) -> str:
    call = function(value)
    if call is not None:
        return _call_in_words(*call)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(each)}" for key, each in value.items())
    if is_list(value):
        return ", ".join(_text(each) for each in members(value))
    # A text with names in it, such as one that a substitution became.
    return PLACEHOLDER.sub(lambda found: _placeholder(found[1], {}), str(value))


def _call_in_words(name: str, argument: Any) -> str:
    parts = members(argument)
    if name == "Fn::GetAtt":
        target, attr = attribute(argument)
        return target if attr.endswith("Arn") else f"{target} {attr}".strip()
    if name == "Fn::Sub":
        text, variables = substitution(argument)
        return PLACEHOLDER.sub(lambda found: _placeholder(found[1], variables), text)
    if name == "Fn::Join" and len(parts) == 2:  # noqa: PLR2004 the separator and the parts
        return str(parts[0]).join(_text(one) for one in members(parts[1]))
    if name == "Fn::If" and len(parts) > 1:
        return " or ".join(_text(one) for one in parts[1:])
    if name == "Fn::ImportValue":
        return f"the export {_text(argument)}"
    return _text(argument)


def _placeholder(name: str, variables: Mapping[str, Any]) -> str:
    if name in variables:
        return _text(variables[name])
    if name.startswith("Fn::"):
        return UNREADABLE
    if name.startswith("AWS::"):
        return name.removeprefix("AWS::")
    target, _, attr = name.partition(".")
    return target if attr.endswith("Arn") else name
