"""CloudFormation's intrinsic functions as values, and the names that a value refers to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_IN_SUB = re.compile(r"\$\{([A-Za-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Ref:
    name: str


@dataclass(frozen=True, slots=True)
class GetAtt:
    name: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Sub:
    """`${Name}` and `${Name.Attribute}` in `text` are replaced; `values` gives names of its own."""

    text: str
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """Any other function: Select, GetAZs, Base64."""

    function: str
    argument: Any


def own_name(name: str, after: str = "") -> Sub:
    """For what has to have a name: one that no second stack has, of lower-case letters, digits and hyphens."""
    stack = Call("Select", [2, Call("Split", ["/", Ref("AWS::StackId")])])
    return Sub(
        f"{name}-${{Stack}}{after}", {"Stack": Call("Select", [4, Call("Split", ["-", stack])])}
    )


REGION = Ref("AWS::Region")
ACCOUNT = Ref("AWS::AccountId")


def zone(number: int) -> Call:
    """The region's Availability Zone of that number, counted from 0."""
    return Call("Select", [number, Call("GetAZs", "")])


def references(value: Any) -> Iterator[str]:
    """Every name that is referred to, however deep; pseudo parameters are left out."""
    match value:
        case Ref(name) | GetAtt(name):
            yield from () if "::" in name else (name,)
        case Sub(text, values):
            given = values or {}
            yield from (name for name in _IN_SUB.findall(text) if name not in {"AWS", *given})
            yield from references(given)
        case Call(_, argument):
            yield from references(argument)
        case Mapping():
            yield from _all(value.values())
        case list() | tuple():
            yield from _all(value)
        case _:
            pass


def _all(values: Iterable[Any]) -> Iterator[str]:
    for each in values:
        yield from references(each)
