"""What one template makes different from another."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.difference import difference
from bot.domain.intrinsics import Body
from bot.domain.stack import Difference
from tests.domain.templates import bodies


def between(before: Body, after: Body) -> Difference:
    return difference(before, after, before_text=str(before), after_text=str(after))


def names(found: Difference) -> tuple[list[str], list[str], list[str]]:
    parts = (found.added, found.changed, found.removed)
    added, changed, removed = ([one.logical_id for one in part] for part in parts)
    return added, changed, removed


def made(**kinds: str) -> dict[str, object]:
    return {"Resources": {name: {"Type": f"AWS::{kind}"} for name, kind in kinds.items()}}


def test_resources_are_told_apart_by_their_logical_id_in_the_order_of_the_template() -> None:
    found = between(
        made(B="SQS::Queue", A="SQS::Queue", Gone="SNS::Topic"),
        made(New="SNS::Topic", B="SQS::Queue", Also="SNS::Topic", A="SQS::Queue"),
    )

    assert names(found) == (["New", "Also"], [], ["Gone"])


def test_another_type_under_the_same_name_is_a_change() -> None:
    found = between(made(A="SQS::Queue"), made(A="SNS::Topic"))

    assert names(found) == ([], ["A"], [])
    assert found.changed[0].type == "AWS::SNS::Topic"


def test_any_part_of_a_definition_counts() -> None:
    before = {"Resources": {"A": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Delete"}}}
    after = {"Resources": {"A": {"Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain"}}}

    assert names(between(before, after)) == ([], ["A"], [])


def test_the_lines_are_those_of_a_unified_diff() -> None:
    found = difference({}, {}, before_text="a: 1\nb: 2\n", after_text="a: 1\nb: 3\n")

    assert found.text == "--- before.yaml\n+++ after.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n"


def test_the_same_text_is_no_difference() -> None:
    found = difference({}, {}, before_text="a: 1\n", after_text="a: 1\n")

    assert found == Difference()
    assert found.is_nothing


def test_it_says_what_becomes_of_what_was_there_and_what_aws_would_refuse() -> None:
    disk = {"Type": "AWS::EC2::Volume", "DeletionPolicy": "Snapshot"}
    before = {"Resources": {"Disk": disk | {"Properties": {"Size": 50}}}}
    after = {"Resources": {"Disk": disk | {"Properties": {"Size": 20}}}}
    found = between(before, after)

    assert found.fates_of("Disk").removed == "snapshot"
    assert found.fates_of("Other").removed == "deleted"
    assert [one.rule for one in found.impossible] == ["cannot-shrink"]


@given(bodies, bodies)
def test_no_two_templates_are_too_odd(before: Body, after: Body) -> None:
    found = between(before, after)

    assert not {one.logical_id for one in found.added} & {one.logical_id for one in found.removed}


@given(st.dictionaries(st.text(min_size=1), st.sampled_from(["SQS::Queue", "SNS::Topic"])))
def test_nothing_differs_from_itself(kinds: dict[str, str]) -> None:
    assert between(made(**kinds), made(**kinds)) == Difference()
