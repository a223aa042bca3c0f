"""However a value is put together, what is refused stays refused."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.finding import Severity
from bot.domain.guardrails import check
from bot.domain.intrinsics import function, is_list
from tests.domain.guardrails.cases import LEFT_ALONE, REFUSED, among_others
from tests.domain.templates import of_type, ref

Wrap = Callable[[Any, dict[str, Any]], Any]


def _is_text(value: Any) -> bool:
    return isinstance(value, str | bool | int)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _picked(value: Any, body: dict[str, Any]) -> Any:
    return {"Fn::Select": [0, [value, "x"]]}


def _split(value: Any, body: dict[str, Any]) -> Any:
    return {"Fn::Split": [";;", f"{_text(value)};;{_text(value)}"]} if _is_text(value) else value


def _picked_of_split(value: Any, body: dict[str, Any]) -> Any:
    return {"Fn::Select": [1, _split(value, body)]} if _is_text(value) else value


def _joined(value: Any, body: dict[str, Any]) -> Any:
    if not _is_text(value):
        return {"Fn::Join": ["", [value, ""]]}
    text = _text(value)
    return {"Fn::Join": ["", [text[:1], ref("AWS::NoValue"), text[1:]]]}


def _substituted(value: Any, body: dict[str, Any]) -> Any:
    return {"Fn::Sub": ["${Value}", {"Value": value}]}


def _on_a_condition(value: Any, body: dict[str, Any]) -> Any:
    return {"Fn::If": ["Either", value, ref("AWS::NoValue")]}


def _either_way(value: Any, body: dict[str, Any]) -> Any:
    return {"Fn::If": ["Either", value, value]}


def _looked_up(value: Any, body: dict[str, Any]) -> Any:
    if not _is_text(value):
        return value
    body["Mappings"] = {"Of": {"the": {"template": _text(value)}}}
    return {"Fn::FindInMap": ["Of", "the", "template"]}


def _asked_for(value: Any, body: dict[str, Any]) -> Any:
    if not _is_text(value):
        return value
    body["Parameters"] = {"Asked": {"Type": "String", "Default": _text(value)}}
    return ref("Asked")


def _set(value: Any, body: dict[str, Any]) -> Any:
    body["Resources"]["Wrap"] = of_type("AWS::SSM::Parameter", Type="String", Value=value)
    return {"Fn::GetAtt": ["Wrap", "Value"]}


def _set_by_another(value: Any, body: dict[str, Any]) -> Any:
    inner = _set(value, body)
    body["Resources"]["Outer"] = of_type("AWS::SSM::Parameter", Type="String", Value=inner)
    return {"Fn::Sub": "${Outer.Value}"}


WRAPS: tuple[Wrap, ...] = (
    _picked,
    _split,
    _picked_of_split,
    _joined,
    _substituted,
    _on_a_condition,
    _looked_up,
    _asked_for,
    _set,
    _set_by_another,
)
# What is refused for its type or for a function is not refused for a value.
_BY_VALUE = [
    resource
    for rule, resources in REFUSED.items()
    if rule not in ("type-not-allowed", "code-running-type", "template-transform")
    for resource in resources
]


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where a value stands that AWS would take from a function: a text, a number, or another function."""
    if _is_text(value) or function(value):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif is_list(value):
        for index, inner in enumerate(value):
            yield from _places(inner, (*path, index))


def _wrapped(resource: Any, path: tuple[Any, ...], wrap: Wrap) -> dict[str, Any]:
    body = deepcopy(among_others(resource))
    holder = body["Resources"]["Thing"]["Properties"]
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = wrap(holder[path[-1]], body)
    return body


def _is_blocked(body: dict[str, Any]) -> bool:
    return any(one.severity is Severity.BLOCKING for one in check(body))


@given(st.data(), st.sampled_from(_BY_VALUE), st.sampled_from(WRAPS))
def test_what_is_refused_is_refused_in_every_wrapping(
    data: st.DataObject, resource: Any, wrap: Wrap
) -> None:
    places = [*_places(resource["Properties"])]
    if places:
        assert _is_blocked(_wrapped(resource, data.draw(st.sampled_from(places)), wrap))


@pytest.mark.parametrize("resource", LEFT_ALONE, ids=range(len(LEFT_ALONE)))
def test_what_is_fine_is_fine_on_a_condition(resource: Any) -> None:
    for path in _places(resource["Properties"]):
        assert not _is_blocked(_wrapped(resource, path, _either_way))
