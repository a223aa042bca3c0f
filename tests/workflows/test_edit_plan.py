"""A plan changed by hand is a new plan in the place of the old one."""

from typing import Any

import pytest

from bot.domain.instance import Reason
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.domain.request import Said
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.edit_plan import Changes, Opened, OpenEditor, Outside, Revised, RevisePlan
from tests.fakes.planner import drafted
from tests.fakes.records import APPROVER, ASKER, instances
from tests.fakes.slack import RecordingForms
from tests.workflows.stage import DurableStage, World, new_ts


def changes(**more: Any) -> Changes:
    """The form as it opens on the plan of these tests, and what was changed in it."""
    as_it_was: dict[str, Any] = {
        "instance_type": "t3.medium",
        "volume_gib": 250,
        "termination_protection": False,
        "count": 1,
        "name": None,
        "region": "us-east-1",
    }
    return Changes(**(as_it_was | more))


def revise(world: World, record: PlanRecord, by: str = ASKER, **more: Any) -> object:
    revision = RevisePlan(world.store, world.policy, world.clock)
    return revision(plan_id=record.id, user=by, changes=changes(**more), key=f"V-{record.id}")


def revised(world: World, record: PlanRecord, **more: Any) -> PlanRecord:
    assert revise(world, record, **more) == Revised()
    shown = world.answer_to(f"edit-V-{record.id}").shown
    assert isinstance(shown, PlanRecord)
    return shown


def test_a_change_by_hand_replaces_the_plan(world: World, stage: DurableStage) -> None:
    first = world.offers()
    second = revised(world, first, instance_type="t3.large", region="eu-west-1")
    stage.finish(f"redraw-{first.id}-superseded")

    assert world.card(first).state is PlanState.SUPERSEDED
    assert second.state is PlanState.PROPOSED
    assert second.thread_ts == first.thread_ts
    assert (instances(second).draft.instance_type, second.plan.region) == ("t3.large", "eu-west-1")
    assert instances(second).image.id.endswith("eu-west-1")
    assert second.digest != first.digest
    assert len(world.planner.read_so_far) == 1


def test_reasons_stay_with_what_stayed(world: World) -> None:
    reasons = (
        Reason(parameter="InstanceType", reason="25 players"),
        Reason(parameter="VolumeSize", reason="a quarter of a terabyte"),
    )
    second = revised(world, world.offers(reasons=reasons), volume_gib=300, name="bedrock")

    assert {one.parameter: one.reason for one in instances(second).draft.reasons} == {
        "InstanceType": "25 players",
        "VolumeSize": "Chosen by hand.",
        "name": "Chosen by hand.",
    }


def test_the_model_hears_of_the_change_when_the_thread_goes_on(world: World) -> None:
    first = world.offers()
    revised(world, first, count=2)
    world.planner.will_say(drafted())
    world.answers("and bigger", ts=new_ts().replace("17", "19", 1), thread_ts=first.thread_ts)

    assert Said(ASKER, "I changed the plan by hand: count 2.") in world.planner.read_so_far[-1]


def test_a_form_sent_twice_makes_one_plan(world: World) -> None:
    first = world.offers()
    second = revised(world, first, count=2)
    again = revise(world, first, count=2)

    assert isinstance(again, TooLate)
    assert world.plan(second.id).state is PlanState.PROPOSED
    assert len(world.threads.posts) == 2


def test_the_policy_judges_what_was_entered(world: World) -> None:
    record = world.offers()
    outcome = revise(world, record, volume_gib=10_000, count=50)

    assert isinstance(outcome, Outside)
    assert [one.rule for one in outcome.violations] == ["max-volume", "max-count"]
    assert world.plan(record.id).state is PlanState.PROPOSED


def test_a_disk_smaller_than_the_image_is_told_before_the_form_closes(world: World) -> None:
    outcome = revise(world, world.offers(), volume_gib=1)

    assert isinstance(outcome, Outside)
    assert [one.rule for one in outcome.violations] == ["min-volume"]


def test_who_may_not_cancel_may_not_edit(stage: DurableStage) -> None:
    world = stage.enter(policy=Policy(approvers=frozenset({"U0LEAD"})))
    record = world.offers()

    assert revise(world, record, by="U0TOM", count=2) == NotYours(("U0LEAD",))
    assert open_form(world, record, by="U0TOM") == (NotYours(("U0LEAD",)), [])


# --- opening the form ------------------------------------------------------------------------


def open_form(world: World, record: PlanRecord, by: str = ASKER) -> tuple[object, list[PlanRecord]]:
    forms = RecordingForms()
    editor = OpenEditor(world.store, forms, world.policy)
    outcome = editor(plan_id=record.id, user=by, trigger_id="trigger-1")
    return outcome, [shown for _, shown in forms.opened]


def test_the_form_opens_on_the_plan_as_it_is(world: World) -> None:
    record = world.offers()

    assert open_form(world, record) == (Opened(), [record])


@pytest.mark.parametrize("by", [ASKER, APPROVER])
def test_a_decided_plan_cannot_be_edited_any_more(world: World, by: str) -> None:
    record = world.offers()
    world.decides(record, "cancel")
    outcome, shown = open_form(world, record, by)

    assert isinstance(outcome, TooLate)
    assert outcome.record.state is PlanState.CANCELLED
    assert isinstance(revise(world, record, by, count=2), TooLate)
    assert shown == []


def test_a_plan_nobody_knows_cannot_be_edited(world: World) -> None:
    record = world.offers().model_copy(update={"id": "plan-0"})

    assert open_form(world, record) == (NoSuchPlan(), [])
    assert revise(world, record, count=2) == NoSuchPlan()
