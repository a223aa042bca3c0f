"""What the values of a template can be, as far as the template says it.

Whatever it holds, nothing here raises but `Unbounded`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, TypeVar

from bot.domain.deciding import Decisions
from bot.domain.intrinsics import (
    NO_VALUE,
    PLACEHOLDER,
    Body,
    attribute,
    function,
    is_list,
    mapping,
    members,
    referred,
    section,
    substitution,
)

_T = TypeVar("_T")

# A value with more possible readings than this is nobody's honest wording.
MOST_READINGS = 500
# What stands in a text for a function call whose outcome the template does not say.
UNREAD = "Fn::"
_OF_THE_STACK = re.compile(r"\$\{AWS::\w+\}")
_PAIR = 2
# A condition's name, and the value on either side.
_CHOICE = 3


class Unbounded(ValueError):
    """A value has too many possible readings to look at each."""


@dataclass(frozen=True)
class Scope:
    """A template's parameters, mappings and settings, to say what its values can be.

    No stack is created with parameters of its own here, so a parameter is its default.
    """

    body: Body

    def readings(self, value: object) -> tuple[Any, ...]:
        """Every value this can be; what only AWS knows stays the function call it is.

        Both sides of a condition count unless parameters decide it, and all of a mapping or a list that is
        selected from. Raises Unbounded.
        """
        call = function(value)
        if call is None:
            return (value,)
        name, argument = call
        work_out = {
            "Ref": self._of_reference,
            "Fn::GetAtt": self._of_attribute,
            "Fn::If": self._of_condition,
            "Fn::Sub": self._of_substitution,
            "Fn::Join": self._of_join,
            "Fn::Split": self._of_split,
            "Fn::FindInMap": self._of_mapping,
            "Fn::Select": self._of_selection,
            "Fn::Cidr": self._of_subdivision,
        }.get(name)
        found = None if work_out is None else work_out(argument)
        return (value,) if found is None else found

    def each(self, value: object) -> tuple[Any, ...]:
        """Every member a list can have, with the lists in it opened."""
        opened: list[Any] = []
        for one in self._opened(value):
            opened.append(one)
            if len(opened) > MOST_READINGS:
                raise Unbounded
        return tuple(opened)

    def _opened(self, value: object) -> Iterator[Any]:
        for reading in self.readings(value):
            if is_list(reading):
                for one in reading:
                    yield from self._opened(one)
            elif reading is not None:
                yield reading

    def texts(self, value: object) -> tuple[str, ...]:
        """Every text a value or its members can be.

        What only AWS knows is written `${Name}` or `${Name.Attribute}`, and `${Fn::Name}` what cannot be told at all.
        """
        return tuple(_plain(one) for one in self.each(value))

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

    def _of_attribute(self, argument: object) -> tuple[Any, ...] | None:
        """A setting of this template says what its value is, unless it leads on to another one."""
        target, name = attribute(argument)
        value = mapping(self._setting(target)).get("Value") if name == "Value" else None
        if value is None or any(self._setting(one) is not None for one in referred(value)):
            return None
        return self.readings(value)

    def _setting(self, logical_id: str) -> Any:
        resource = mapping(section(self.body, "Resources").get(logical_id))
        is_setting = resource.get("Type") == "AWS::SSM::Parameter"
        return mapping(resource.get("Properties")) if is_setting else None

    def decides(self, condition: object) -> bool | None:
        """Whether a condition holds, by its name; None if that is not sure."""
        return self._decisions.of(str(condition))

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(section(self.body, "Conditions"), self._said)

    def _said(self, value: object) -> str | None:
        """The text that a value is, or that the parameter has which it refers to."""
        name, argument = function(value) or ("", None)
        found = self._of_reference(argument) if name == "Ref" else (value,)
        return found[0] if found and isinstance(found[0], str) else None

    def _of_condition(self, argument: object) -> tuple[Any, ...]:
        parts = members(argument)
        holds = self.decides(parts[0]) if len(parts) == _CHOICE else None
        if holds is None:
            return self._of_all(parts[1:])
        return self.readings(parts[1 if holds else 2])

    def _of_selection(self, argument: object) -> tuple[Any, ...] | None:
        # Whichever it selects, it is a member of the list.
        return self.each(list(members(argument)[1:])) or None

    def _of_split(self, argument: object) -> tuple[Any, ...] | None:
        separator, source = _two(argument)
        texts = [_plain(one) for one in self.readings(source)]
        if not isinstance(separator, str) or not separator:
            return None
        pieces = [_pieces(one, separator) for one in texts]
        return None if None in pieces else tuple(pieces)

    def _of_subdivision(self, argument: object) -> tuple[Any, ...]:
        # Whatever it makes lies inside the range that it divides.
        return self.readings(next(iter(members(argument)), None))

    def _of_mapping(self, argument: object) -> tuple[Any, ...] | None:
        inside: Any = self.body.get("Mappings")
        for key in members(argument):
            # A key that is worked out can be any of them.
            if not isinstance(key, str) or key not in mapping(inside):
                break
            inside = mapping(inside)[key]
        return _leaves(inside) or None

    def _of_substitution(self, argument: object) -> tuple[Any, ...]:
        text, variables = substitution(argument)
        pieces = PLACEHOLDER.split(text)
        # Every second piece is the name of a placeholder.
        choices = [
            self._of_placeholder(piece, variables) if index % 2 else (piece,)
            for index, piece in enumerate(pieces)
        ]
        return _combined(choices)

    def _of_placeholder(self, name: str, variables: Mapping[str, Any]) -> tuple[str, ...]:
        call = {"Fn::GetAtt": name} if "." in name else {"Ref": name}
        return tuple(_plain(one) for one in self.readings(variables.get(name, call)))

    def _of_join(self, argument: object) -> tuple[Any, ...] | None:
        separator, parts = _two(argument)
        if not isinstance(separator, str):
            return None
        joined: list[str] = []
        for one in self.readings(parts):
            choices = [self._of_part(part) for part in members(one)]
            joined += [
                separator.join(piece for pieces in choice for piece in pieces)
                for choice in _bounded(choices)
            ]
        return tuple(joined)

    def _of_part(self, part: object) -> tuple[tuple[str, ...], ...]:
        """What a part of a join can be; nothing at all leaves its separator out, too."""
        found = tuple((_plain(one),) for one in self.readings(part))
        return (*found, ()) if _can_be_left_out(part) or not found else found

    def _of_all(self, values: Sequence[Any]) -> tuple[Any, ...]:
        found: list[Any] = []
        for one in values:
            found += self.readings(one)
            if len(found) > MOST_READINGS:
                raise Unbounded
        return tuple(found)


def _two(argument: object) -> tuple[Any, Any]:
    parts = members(argument)
    return (parts[0], parts[1]) if len(parts) == _PAIR else (None, None)


def _pieces(text: str, separator: str) -> list[str] | None:
    # What only AWS knows can hold the separator; of its own identifiers any piece is as good as the whole.
    if _OF_THE_STACK.fullmatch(text):
        return [text]
    return None if "${" in text else text.split(separator)


def _leaves(value: object) -> tuple[Any, ...]:
    """What a mapping holds at its ends, lists as a whole."""
    if isinstance(value, Mapping):
        return tuple(leaf for one in value.values() for leaf in _leaves(one))
    return () if value is None else (value,)


def _can_be_left_out(value: object) -> bool:
    name, argument = function(value) or ("", None)
    if name == "Fn::If":
        return any(_can_be_left_out(one) for one in members(argument)[1:])
    return name == "Ref" and argument == NO_VALUE


def _combined(choices: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple("".join(one) for one in _bounded([each or ("",) for each in choices]))


def _bounded(choices: Sequence[Sequence[_T]]) -> Iterator[tuple[_T, ...]]:
    if prod(map(len, choices)) > MOST_READINGS:
        raise Unbounded
    return product(*choices)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return f"${{{_unknown(value)}}}"
    if is_list(value):
        return ",".join(_plain(one) for one in members(value))
    return str(value)


def _unknown(value: Mapping[str, Any]) -> str:
    name, argument = function(value) or (UNREAD, None)
    if name == "Ref" and isinstance(argument, str):
        return argument
    # An attribute that is itself worked out can be any of them.
    is_said = name == "Fn::GetAtt" and all(isinstance(one, str) for one in members(argument))
    target, attr = attribute(argument) if is_said else ("", "")
    return f"{target}.{attr}" if target else name if name.startswith(UNREAD) else UNREAD
