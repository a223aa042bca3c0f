"""What a template's parameters decide against is not judged; what they leave open is judged on both sides."""

import itertools
from typing import Any

import pytest

from bot.domain.finding import Severity
from bot.domain.guardrails import check
from tests.domain.guardrails.cases import RETAINED, bucket
from tests.domain.templates import made_of, ref

IS_PUBLIC = {"Fn::Equals": [ref("Access"), "Public"]}
BOTH = {"Fn::Equals": ["a", "a"]}


def equal(one: Any, other: Any) -> dict[str, Any]:
    return {"Fn::Equals": [one, other]}


def is_blocked(condition: Any, *, access: Any = "Private", **conditions: Any) -> bool:
    """Whether a bucket is refused that is public on a condition, in both ways of saying so."""
    body = {
        "Parameters": {"Access": {"Type": "String", "Default": access}},
        "Conditions": {"Open": condition, **conditions},
    }
    chosen = bucket(AccessControl={"Fn::If": ["Open", "PublicRead", "Private"]}) | RETAINED
    only_then = bucket(AccessControl="PublicRead") | RETAINED | {"Condition": "Open"}
    one, other = (
        any(finding.severity is Severity.BLOCKING for finding in check(body | made_of(B=each)))
        for each in (chosen, only_then)
    )
    assert one is other
    return one


@pytest.mark.parametrize(
    "condition",
    [
        IS_PUBLIC,
        equal("Public", ref("Access")),
        equal(ref("Access"), ""),
        {"Fn::Not": [equal(ref("Access"), "Private")]},
        {"Fn::And": [BOTH, IS_PUBLIC]},
        {"Fn::And": [equal(ref("AWS::Region"), "eu-west-1"), IS_PUBLIC]},
        {"Fn::Or": [IS_PUBLIC, equal("a", "b")]},
        {"Condition": "Public"},
        {"Fn::Not": [{"Condition": "Always"}]},
    ],
)
def test_what_parameters_decide_against_is_not_judged(condition: Any) -> None:
    assert not is_blocked(condition, Public=IS_PUBLIC, Always=BOTH)


@pytest.mark.parametrize(
    "condition",
    [
        BOTH,
        {"Fn::Not": [IS_PUBLIC]},
        {"Fn::Or": [equal(ref("AWS::Region"), "eu-west-1"), BOTH]},
    ],
)
def test_what_they_decide_for_is_judged(condition: Any) -> None:
    assert is_blocked(condition)


@pytest.mark.parametrize(
    "condition",
    [
        equal(ref("AWS::Region"), "eu-west-1"),
        equal(ref("Unknown"), "x"),
        equal(ref("Access"), {"Fn::FindInMap": ["A", "b", "c"]}),
        {"Fn::And": [BOTH, equal(ref("AWS::Region"), "eu-west-1")]},
        {"Fn::Not": [equal(ref("AWS::Region"), "eu-west-1")]},
        {"Fn::Not": []},
        {"Fn::And": []},
        {"Fn::Equals": ["a"]},
        {"Condition": "Open"},
        {"Fn::Not": [{"Condition": "Open"}]},
        {"Condition": "Nowhere"},
        {"Fn::Maybe": [BOTH]},
        "Open",
        None,
    ],
)
def test_what_they_leave_open_is_judged_on_both_sides(condition: Any) -> None:
    assert is_blocked(condition)


@pytest.mark.parametrize("access", ["yes", "No", "on", "true", True, 0, 10, 1.5, "010", "~", None])
def test_a_word_that_readers_of_yaml_disagree_on_decides_nothing(access: Any) -> None:
    assert is_blocked(IS_PUBLIC, access=access)


def test_a_condition_without_end_decides_nothing() -> None:
    nested: Any = BOTH
    for _ in range(200):
        nested = {"Fn::Not": [nested]}

    assert is_blocked(nested)
    assert is_blocked({"Condition": "A"}, A={"Condition": "B"}, B={"Condition": "A"})


def test_conditions_that_multiply_are_soon_decided() -> None:
    names = [f"C{number}" for number in range(60)]
    each = itertools.pairwise(names)
    many = {one: {"Fn::And": [{"Condition": other}] * 10} for one, other in each}

    assert is_blocked({"Condition": "C0"}, **many)
