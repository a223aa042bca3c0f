"""A click counts once, for who may, while the offer stands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bot.domain.instance import Ingress
from bot.domain.plan import PlanState
from bot.domain.policy import Policy
from bot.ports import Job
from bot.workflows.decide_plan import (
    Blocked,
    Choice,
    Decided,
    NoSuchPlan,
    NotYours,
    Outcome,
    TooLate,
)
from tests.fakes.records import APPROVER, ASKER, plan_record
from tests.workflows.stage import DurableStage, World, new_ts

SSH = Ingress.model_validate(
    {"protocol": "tcp", "from_port": 22, "to_port": 22, "source": "0.0.0.0/0"}
)
THREADS = 16


def test_an_approval_is_kept_with_who_and_when_and_starts_the_launch(
    world: World, stage: DurableStage
) -> None:
    record = world.offers()
    outcome = world.decides(record, "approve")

    assert isinstance(outcome, Decided)
    assert outcome.record.state is PlanState.APPROVED
    assert (outcome.record.decided_by, outcome.record.decided_at) == (APPROVER, world.clock.at)
    assert outcome.record.digest == record.digest
    stage.finish(f"launch-{record.id}")
    assert world.plan(record.id).state is PlanState.RUNNING


def test_a_cancelled_plan_is_never_launched(world: World, stage: DurableStage) -> None:
    record = world.offers()
    outcome = world.decides(record, "cancel", by=ASKER)
    stage.finish(f"redraw-{record.id}-cancelled")

    assert isinstance(outcome, Decided)
    assert world.card(record).state is PlanState.CANCELLED
    assert isinstance(world.decides(record, "approve"), TooLate)
    assert world.instances.calls == []


def test_the_second_click_hears_who_was_quicker(world: World, stage: DurableStage) -> None:
    record = world.offers()
    world.decides(record, "approve", by="U0FIRST")
    late = world.decides(record, "cancel", by="U0SECOND")

    assert isinstance(late, TooLate)
    assert late.record.decided_by == "U0FIRST"
    stage.finish(f"launch-{record.id}")


def test_a_double_click_launches_once(world: World, stage: DurableStage) -> None:
    record = world.offers()
    first, second = (world.decides(record, "approve") for _ in range(2))
    stage.finish(f"launch-{record.id}")

    assert isinstance(first, Decided)
    assert isinstance(second, TooLate)
    assert second.record.decided_by == APPROVER
    assert len(world.instances.launches) == 1


def test_many_clicks_at_the_same_moment_launch_once(world: World, stage: DurableStage) -> None:
    record = world.offers()
    ready = Barrier(THREADS)

    def click(number: int) -> Outcome:
        ready.wait()
        return world.decides(record, "approve", by=f"U{number}")

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(click, range(THREADS)))
    stage.finish(f"launch-{record.id}")

    counted = [outcome for outcome in outcomes if isinstance(outcome, Decided)]
    late = [outcome for outcome in outcomes if isinstance(outcome, TooLate)]
    assert (len(counted), len(late)) == (1, THREADS - 1)
    assert {one.record.decided_by for one in late} == {counted[0].record.decided_by}
    assert len(world.instances.launches) == 1
    assert world.instances.calls.count("run") == 1


@pytest.mark.parametrize("attempt", range(3))
def test_approve_and_cancel_at_the_same_moment_are_not_both_true(
    world: World, stage: DurableStage, attempt: int
) -> None:
    record = world.offers()
    ready = Barrier(2)

    def click(choice: Choice) -> Outcome:
        ready.wait()
        return world.decides(record, choice)

    choices: list[Choice] = ["approve", "cancel"]
    with ThreadPoolExecutor(2) as pool:
        approved, cancelled = (isinstance(one, Decided) for one in pool.map(click, choices))

    assert approved is not cancelled
    if approved:
        stage.finish(f"launch-{record.id}")
    assert (record.digest in world.instances.launches) is approved


def test_who_may_not_hears_who_can(stage: DurableStage) -> None:
    world = stage.enter(policy=Policy(approvers=frozenset({"U0LEAD", "U0BOSS"})))
    record = world.offers()

    assert world.decides(record, "approve", by=ASKER) == NotYours(("U0BOSS", "U0LEAD"))
    assert world.decides(record, "cancel", by="U0TOM") == NotYours(("U0BOSS", "U0LEAD"))
    assert world.plan(record.id) == record
    assert isinstance(world.decides(record, "cancel", by=ASKER), Decided)


def test_the_policy_of_this_moment_counts_not_that_of_the_offer(stage: DurableStage) -> None:
    record = stage.enter().offers()
    stricter = stage.enter(policy=Policy(approvers=frozenset({"U0LEAD"})))

    assert stricter.decides(record, "approve") == NotYours(("U0LEAD",))


@pytest.mark.parametrize("choice", ["approve", "cancel"])
def test_a_plan_nobody_knows_is_said_to_be_unknown(world: World, choice: Choice) -> None:
    assert world.decides(plan_record(id="plan-0"), choice) == NoSuchPlan()


def test_a_blocking_finding_cannot_be_approved_but_cancelled(world: World) -> None:
    record = world.offers(ingress=(SSH,))

    assert world.decides(record, "approve") == Blocked(record)
    assert world.plan(record.id).state is PlanState.PROPOSED
    assert isinstance(world.decides(record, "cancel"), Decided)


# --- time passes -----------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["approve", "cancel"])
def test_a_click_after_the_offer_ended_counts_as_too_late(
    world: World, stage: DurableStage, choice: Choice
) -> None:
    record = world.offers()
    world.clock.pass_time(timedelta(hours=24))
    outcome = world.decides(record, choice)
    stage.finish(f"redraw-{record.id}-expired")

    assert isinstance(outcome, TooLate)
    assert outcome.record.state is PlanState.EXPIRED
    assert outcome.record.decided_by is None
    assert world.card(record).state is PlanState.EXPIRED
    assert world.instances.calls == []


def test_the_last_second_of_an_offer_still_counts(world: World, stage: DurableStage) -> None:
    record = world.offers()
    world.clock.pass_time(timedelta(hours=24) - timedelta(seconds=1))

    assert isinstance(world.decides(record, "approve"), Decided)
    stage.finish(f"launch-{record.id}")


def expire(world: World, plan: str) -> None:
    world.runs(Job("expire_plan", f"expire-{plan}-{new_ts()}", (plan,), order=plan))


def test_an_offer_nobody_decided_on_is_taken_back(world: World) -> None:
    record = world.offers()
    expire(world, record.id)

    assert world.plan(record.id).state is PlanState.EXPIRED
    assert world.card(record).state is PlanState.EXPIRED


def test_taking_back_again_after_a_crash_draws_the_card(world: World) -> None:
    record = world.offers()
    expire(world, record.id)
    shown = len(world.threads.posts[0].versions)
    expire(world, record.id)

    assert len(world.threads.posts[0].versions) == shown + 1


def test_what_was_decided_is_not_taken_back(world: World) -> None:
    record = world.launches(world.offers())
    expire(world, record.id)
    expire(world, "plan-unknown")

    assert world.plan(record.id).state is PlanState.RUNNING
