"""What a message in a thread is about, and which running stack its answer changes."""

import pytest

from bot.domain.follow_up import (
    at_hand,
    changed_by,
    is_at_work,
    is_being_made,
    is_changeable,
    is_open_update,
)
from bot.domain.plan import PlanRecord, PlanState, Resource
from bot.domain.stack import PlannedResource, Update
from tests.fakes.records import plan_record
from tests.fakes.stacks import stack_plan

QUEUE = PlannedResource(logical_id="Jobs", type="AWS::SQS::Queue")
TOPIC = PlannedResource(logical_id="Jobs", type="AWS::SNS::Topic")
STACK = Resource(id="arn:stack", kind="stack", region="us-east-1")
UPDATE = Update(plan_id="first", stack_id=STACK.id)
S = PlanState


def stack(
    plan_id: str, state: PlanState, *, update: Update | None = None, made: bool = False
) -> PlanRecord:
    """A plan of a stack; `made` where the stack exists."""
    plan = stack_plan(request_id=plan_id, resources=(QUEUE,), update=update)
    return plan_record(plan, id=plan_id, state=state, resources=(STACK,) if made else ())


RUNNING = stack("first", S.RUNNING, made=True)


def found(*plans: PlanRecord, replaces: str | None = None) -> str | None:
    about = at_hand(plans, replaces)
    return about.id if about else None


def test_the_first_words_of_a_thread_are_about_nothing() -> None:
    assert found() is None


def test_words_are_about_the_newest_plan() -> None:
    assert found(RUNNING, stack("second", S.PROPOSED)) == "second"


@pytest.mark.parametrize("state", [S.CANCELLED, S.EXPIRED, S.FAILED, S.ENDED, S.SUPERSEDED])
def test_words_are_about_what_runs_rather_than_what_came_to_nothing(state: PlanState) -> None:
    assert found(RUNNING, stack("second", state)) == "first"
    assert found(stack("second", state)) == "second", "but where nothing runs it is the newest"


def test_words_after_instances_are_about_those() -> None:
    assert found(RUNNING, plan_record(id="second", state=S.CANCELLED)) == "second"


def test_a_form_or_a_button_names_its_plan() -> None:
    assert found(RUNNING, stack("second", S.FAILED), replaces="second") == "second"


@pytest.mark.parametrize(
    ("about", "changes"),
    [
        (RUNNING, "first"),
        (stack("second", S.PROPOSED, update=UPDATE), "first"),
        (stack("second", S.FAILED, update=UPDATE), "first"),
        (stack("second", S.PROPOSED), None),
        (stack("second", S.FAILED, made=True), None),
    ],
    ids=["it runs", "an offer to change it", "a failed change", "an offer", "failed"],
)
def test_a_revision_changes_the_stack_that_the_plan_at_hand_is_of(
    about: PlanRecord, changes: str | None
) -> None:
    target = changed_by((RUNNING, about), about, (QUEUE,))

    assert (target.id if target else None) == changes


@pytest.mark.parametrize("resources", [(), (TOPIC,)], ids=["nothing", "another type"])
def test_what_has_nothing_in_common_changes_nothing(
    resources: tuple[PlannedResource, ...],
) -> None:
    assert changed_by((RUNNING,), RUNNING, resources) is None


def test_a_stack_changed_before_is_the_newer_plans() -> None:
    older, newer = stack("first", S.SUPERSEDED, made=True), stack("newer", S.RUNNING, made=True)
    about = stack("third", S.FAILED, update=UPDATE)
    target = changed_by((older, newer, about), about, (QUEUE,))

    assert target is newer


def test_of_several_stacks_it_is_the_one_with_most_in_common() -> None:
    more = PlannedResource(logical_id="More", type="AWS::SQS::Queue")
    other = plan_record(
        stack_plan(request_id="other", resources=(QUEUE, more)),
        id="other",
        state=S.RUNNING,
        resources=(Resource(id="arn:other", kind="stack", region="us-east-1"),),
    )
    plans = (other, RUNNING, stack("third", S.PROPOSED))

    assert changed_by(plans, RUNNING, (QUEUE, more)) is other
    assert changed_by(plans, plans[2], (QUEUE, more)) is other
    assert changed_by(plans, RUNNING, (QUEUE,)) is RUNNING, "and among equals the one at hand"
    assert changed_by(plans, other, (QUEUE,)) is other
    assert changed_by(plans, plans[2], (QUEUE,)) is None, "which may be an offer"


def test_a_stack_that_has_ended_is_changed_by_nothing() -> None:
    about = stack("second", S.PROPOSED, update=UPDATE)

    assert changed_by((stack("first", S.ENDED, made=True), about), about, (QUEUE,)) is None


@pytest.mark.parametrize(
    ("other", "changeable"),
    [
        (stack("second", S.PROPOSED, update=UPDATE), True),
        (stack("second", S.CANCELLED, update=UPDATE), True),
        (stack("second", S.LAUNCHING), True),
        (stack("second", S.APPROVED, update=UPDATE), False),
        (stack("second", S.LAUNCHING, update=UPDATE), False),
    ],
)
def test_one_change_is_made_at_a_time(other: PlanRecord, *, changeable: bool) -> None:
    assert is_changeable(UPDATE, (RUNNING, other)) is changeable
    assert is_at_work(other, STACK.id) is not changeable


@pytest.mark.parametrize("state", [S.ENDING, S.ENDED, S.SUPERSEDED, S.FAILED])
def test_only_a_stack_that_runs_is_changed(state: PlanState) -> None:
    assert not is_changeable(UPDATE, (stack("first", state, made=True),))


def test_an_open_offer_to_change_is_of_one_stack() -> None:
    offer = stack("second", S.PROPOSED, update=UPDATE)

    assert is_open_update(offer, STACK.id)
    assert not is_open_update(offer, "arn:another")
    assert not is_open_update(stack("second", S.PROPOSED), STACK.id)


def test_a_stack_is_being_made_from_its_approval_on() -> None:
    assert is_being_made(stack("first", S.APPROVED), (QUEUE,))
    assert is_being_made(stack("first", S.LAUNCHING, made=True), (QUEUE,))
    assert not is_being_made(stack("first", S.LAUNCHING), (TOPIC,))
    assert not is_being_made(RUNNING, (QUEUE,))
