"""CloudFormation's functions in a template's long form: what a value refers to, how it reads, what it can be.

Whatever a template holds, nothing here raises but `Unbounded`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str, ...]
Body: TypeAlias = Mapping[str, Any]

NO_VALUE = "AWS::NoValue"
# A value with more possible readings than this is nobody's honest wording.
MOST_READINGS = 500

_PLACEHOLDER = re.compile(r"\$\{(?!!)\s*([^}]*?)\s*\}")
_ARN_PARTS = 6


class Unbounded(ValueError):
    """A value has too many possible readings to look at each."""


def section(body: Body, name: str) -> Mapping[str, Any]:
    """A top-level section of a template; empty when it is missing or no mapping."""
    return mapping(body.get(name))


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
        for placeholder in _PLACEHOLDER.findall(text):
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
    """A value for people: what it refers to by logical id, an ARN without what is the same in all of them."""
    text = _text(value)
    parts = text.split(":", _ARN_PARTS - 1)
    if parts[0] == "arn" and len(parts) == _ARN_PARTS:
        text = f"{parts[2]} {parts[5]}".strip()
    return "everything" if text == "*" else " ".join(text.split())


def _text(value: object) -> str:
    call = function(value)
    if call is not None:
        return _call_in_words(*call)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(each)}" for key, each in value.items())
    if is_list(value):
        return ", ".join(_text(each) for each in members(value))
    return str(value)


def _call_in_words(name: str, argument: Any) -> str:
    parts = members(argument)
    if name == "Fn::GetAtt":
        target, attr = attribute(argument)
        return target if attr.endswith("Arn") else f"{target} {attr}".strip()
    if name == "Fn::Sub":
        text, variables = substitution(argument)
        return _PLACEHOLDER.sub(lambda found: _placeholder(found[1], variables), text)
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
    if name.startswith("AWS::"):
        return name.removeprefix("AWS::")
    target, _, attr = name.partition(".")
    return target if attr.endswith("Arn") else name


# --- what it can be --------------------------------------------------------------------------


@dataclass(frozen=True)
class Scope:
    """A template's parameters and mappings, to say what its values can be.

    No stack is created with parameters of its own here, so a parameter is its default.
    """

    body: Body

    def readings(self, value: object) -> tuple[Any, ...]:
        """Every value this can be; what only AWS knows stays the function call it is.

        Both sides of a condition count, and all of a mapping. Raises Unbounded.
        """
        call = function(value)
        if call is None:
            return (value,)
        name, argument = call
        work_out = {
            "Ref": self._of_reference,
            "Fn::If": self._of_condition,
            "Fn::Sub": self._of_substitution,
            "Fn::Join": self._of_join,
            "Fn::FindInMap": self._of_mapping,
            "Fn::Select": self._of_selection,
        }.get(name)
        found = None if work_out is None else work_out(argument)
        return (value,) if found is None else found

    def each(self, value: object) -> tuple[Any, ...]:
        """Every member a list can have, with the lists in it opened."""
        opened: list[Any] = []
        waiting = [value]
        while waiting:
            for reading in self.readings(waiting.pop()):
                if is_list(reading):
                    waiting.extend(reading)
                elif reading is not None:
                    opened.append(reading)
            if len(opened) > MOST_READINGS:
                raise Unbounded
        return tuple(opened)

    def texts(self, value: object) -> tuple[str, ...]:
        """Every text a value or its members can be, with `${Name}` for what only AWS knows."""
        return tuple(_plain(one) for one in self.each(value) if not isinstance(one, Mapping))

    def at(self, value: object, *keys: str) -> tuple[Any, ...]:
        """What can stand under these keys of a value, through conditions and lists on the way."""
        found: tuple[Any, ...] = self.each(value)
        for key in keys:
            found = tuple(
                inner
                for one in found
                if isinstance(one, Mapping) and key in one
                for inner in self.each(one[key])
            )
        return found

    def _of_reference(self, argument: object) -> tuple[Any, ...] | None:
        if argument == NO_VALUE:
            return ()
        parameter = mapping(section(self.body, "Parameters").get(str(argument)))
        if "Default" not in parameter or str(parameter.get("Type")).startswith("AWS::SSM::"):
            return None
        default = parameter["Default"]
        if "List" in str(parameter.get("Type")) and isinstance(default, str):
            return ([one.strip() for one in default.split(",")],)
        return (default,)

    def _of_condition(self, argument: object) -> tuple[Any, ...]:
        return self._of_all(members(argument)[1:])

    def _of_selection(self, argument: object) -> tuple[Any, ...] | None:
        # Whichever it selects, it is a member of the list.
        return self.each(list(members(argument)[1:])) or None

    def _of_mapping(self, argument: object) -> tuple[Any, ...] | None:
        inside: Any = self.body.get("Mappings")
        for key in members(argument):
            # A key that is worked out can be any of them.
            if not isinstance(key, str) or key not in mapping(inside):
                break
            inside = mapping(inside)[key]
        found = tuple(one for _, one in walk(inside) if isinstance(one, str | int | float))
        return found or None

    def _of_substitution(self, argument: object) -> tuple[Any, ...]:
        text, variables = substitution(argument)
        pieces = _PLACEHOLDER.split(text)
        # Every second piece is the name of a placeholder.
        choices = [
            self._of_placeholder(piece, variables) if index % 2 else (piece,)
            for index, piece in enumerate(pieces)
        ]
        return _combined(choices, "")

    def _of_placeholder(self, name: str, variables: Mapping[str, Any]) -> tuple[str, ...]:
        if "." in name and name not in variables:
            return (f"${{{name}}}",)
        readings = self.readings(variables.get(name, {"Ref": name}))
        return tuple(_known_or(name, one) for one in readings)

    def _of_join(self, argument: object) -> tuple[Any, ...] | None:
        parts = members(argument)
        if len(parts) != 2 or not is_list(parts[1]):  # noqa: PLR2004 the separator and the parts
            return None
        choices = [
            tuple(_known_or(in_words(one), one) for one in self.readings(part)) for part in parts[1]
        ]
        return _combined(choices, str(parts[0]))

    def _of_all(self, values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(reading for one in values for reading in self.readings(one))


def _known_or(name: str, reading: object) -> str:
    """A reading as text; by name what only AWS knows."""
    return f"${{{name}}}" if isinstance(reading, Mapping) else _plain(reading)


def _combined(choices: Sequence[Sequence[str]], separator: str) -> tuple[str, ...]:
    if prod(max(1, len(one)) for one in choices) > MOST_READINGS:
        raise Unbounded
    return tuple(separator.join(one) for one in product(*(each or ("",) for each in choices)))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if is_list(value):
        return ",".join(_plain(one) for one in members(value))
    return str(value)
