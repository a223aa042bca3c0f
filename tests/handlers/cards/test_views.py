"""The form that changes a plan, and the App Home."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot
from pydantic import ValidationError

from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.sandbox.workspace import limits
from bot.workflows.edit_plan import Changes
from handlers.cards import architecture_form, edit_form, home_view, render_editor
from tests.domain.strategies import plan_records
from tests.fakes.aws import instance_plan
from tests.fakes.records import plan_record
from tests.handlers.cards.rendering import assert_nothing_comes_alive, drawn
from tests.handlers.cards.stacks import stack_record, stack_records

ENTERED = {
    "instance_type": "t3.large",
    "volume_gib": "300",
    "termination_protection": "yes",
    "count": "2",
    "name": None,
    "region": "eu-west-1",
}


def test_the_form_opens_on_the_plan_as_it_is() -> None:
    plan = instance_plan(name="bedrock", termination_protection=True, region="eu-west-1")
    view = edit_form.build(plan_record(plan), Policy())

    assert limits.view_faults(view) == []
    assert view["private_metadata"] == plan_record(plan).id
    assert drawn(view["blocks"]) == snapshot("""\
Instance type: t3.medium – 2 vCPU, 4 GiB
Disk (GiB): 250
Termination protection: On: protected from being ended by mistake
How many: 1
Name: bedrock
Region: eu-west-1\
""")


def test_the_form_offers_what_the_policy_allows() -> None:
    policy = Policy(instance_types=("t3.micro", "m7i.large"), regions=("eu-west-1",))
    view = edit_form.build(plan_record(), policy)
    offered = {
        block["block_id"]: [option["value"] for option in block["element"]["options"]]
        for block in view["blocks"]
        if "options" in block["element"]
    }

    assert offered["instance_type"] == ["t3.micro", "m7i.large"]
    assert offered["region"] == ["eu-west-1"]


def test_the_form_is_read_back_as_it_was_filled_in() -> None:
    assert edit_form.parse(ENTERED) == Changes(
        instance_type="t3.large",
        volume_gib=300,
        termination_protection=True,
        count=2,
        name=None,
        region="eu-west-1",
    )


@pytest.mark.parametrize(
    ("entered", "fault"),
    [
        ({"volume_gib": "0"}, {"volume_gib": "Input should be greater than or equal to 1."}),
        (
            {"count": "many"},
            {"count": "Input should be a valid integer, unable to parse string as an integer."},
        ),
        ({"name": "x" * 256}, {"name": "String should have at most 255 characters."}),
        ({"instance_type": None}, {"instance_type": "Input should be a valid string."}),
    ],
    ids=["zero", "no number", "too long", "empty"],
)
def test_what_is_wrong_is_said_beside_its_field(
    entered: dict[str, str | None], fault: dict[str, str]
) -> None:
    with pytest.raises(ValidationError) as caught:
        edit_form.parse(ENTERED | entered)

    assert edit_form.faults(caught.value) == fault


def test_every_rule_a_form_can_break_has_a_field_in_it() -> None:
    view = edit_form.build(plan_record(), Policy())
    draft = instance_plan(instance_type="x", volume_gib=9999, count=99).draft
    broken = Policy().violations(draft.model_copy(update={"region": "nowhere"}))
    shown = edit_form.violations(broken)

    assert len(shown) == 4
    assert set(shown) <= {block["block_id"] for block in view["blocks"]}
    assert shown["count"] == (
        "99 instances are too many for one plan; at most 20 are allowed (rule max-count)."
    )


def test_a_stack_has_a_form_of_its_own() -> None:
    assert render_editor(plan_record(), Policy())["callback_id"] == edit_form.SUBMIT
    assert render_editor(stack_record(), Policy())["callback_id"] == architecture_form.SUBMIT
    with pytest.raises(TypeError):
        edit_form.build(stack_record(), Policy())


@settings(deadline=None, max_examples=50)
@given(plan_records())
def test_slack_takes_the_form_of_every_plan(record: PlanRecord) -> None:
    assert limits.view_faults(edit_form.build(record, Policy())) == []


# --- the App Home ----------------------------------------------------------------------------


def test_the_home_says_what_to_ask_and_what_was_asked() -> None:
    running = plan_record(instance_plan(name="bedrock"), state=PlanState.RUNNING)

    assert drawn(home_view.build([running])["blocks"]) == snapshot("""\
# Ask in plain words, or show me a picture
Mention me in a channel or write to me here. I answer with a plan: what, why, what it costs. Nothing is launched until somebody approves it.
*A picture of an architecture* becomes a CloudFormation template: drop a diagram or a sketch into a thread, with or without words. Words alone do too, as in _a queue that a function works off into a table_.
*A server* in your words:
• _a Minecraft Bedrock server for 25 players with 1/4 TB, easy to get rid of_
• _two servers, 16 GB RAM and 4 vCPU each_
• _a t3.small in eu-west-1 called build-cache with 60 GB_
---
# Your latest plans
*<https://example.slack.com/archives/C0INFRA/p1700000000000100|1 × t3.medium “bedrock”>* – running
(Instances in us-east-1, asked <!date^1795348800^{date_short_pretty} at {time}|2026-11-22 12:00 UTC>)\
""")


def test_a_stack_is_listed_with_its_title_and_state() -> None:
    shown = drawn(home_view.build([stack_record(state=PlanState.LAUNCHING)])["blocks"])

    assert shown.split("# Your latest plans\n")[1] == snapshot("""\
*<https://example.slack.com/archives/C0INFRA/p1700000000000100|API Gateway → Lambda → DynamoDB>* – launching
(A stack in us-east-1, asked <!date^1795348800^{date_short_pretty} at {time}|2026-11-22 12:00 UTC>)\
""")


def test_a_home_without_plans_says_so() -> None:
    assert drawn(home_view.build([])["blocks"]).endswith("None yet.")


@settings(deadline=None, max_examples=50)
@given(st.lists(plan_records() | stack_records(), max_size=3))
def test_slack_takes_every_home_and_no_text_in_it_comes_alive(records: list[PlanRecord]) -> None:
    view = home_view.build(records)

    assert limits.view_faults(view) == []
    assert not limits.view_too_large(view)
    assert_nothing_comes_alive("", view)
