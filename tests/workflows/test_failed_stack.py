"""What a failed launch leaves: it is explained, kept or deleted, by somebody or by itself, and what stays is named."""

from datetime import timedelta

import pytest

from bot.domain.errors import UpstreamRejected
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.domain.reading import Drafted
from bot.domain.request import Words
from bot.ports import Job
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.edit_plan import AGAIN, AS_IT_IS, RetryPlan, Revised
from bot.workflows.keep_failed import KeepFailed, Kept, NotKept
from tests.fakes.planner import MODEL
from tests.fakes.records import APPROVER, ASKER
from tests.fakes.stacks import InMemoryStacks, stack_draft
from tests.workflows.stage import DurableStage, World

THROTTLED = "Rate exceeded (Service: Sqs, Status Code: 400)"
MISSING = "The subnet ID 'subnet-0123' does not exist"


def fails(world: World, why: str = MISSING) -> PlanRecord:
    """A stack that AWS could not create, as it stands then."""
    record = world.offers_stack()
    world.stacks.broken, world.stacks.why_broken = "JobsQueue", why
    failed = world.launches(record)
    assert failed.state is PlanState.FAILED
    world.stacks.broken = None
    return failed


def keeps(world: World, record: PlanRecord, *, by: str = ASKER) -> Kept | NotKept:
    return KeepFailed(world.store, world.policy)(plan_id=record.id, user=by)


def asks_for_fix(world: World, record: PlanRecord) -> PlanRecord:
    """Press the button and return the plan that comes of it."""
    world.planner.will_say(Drafted(stack_draft(title="Mended"), MODEL))
    retry = RetryPlan(world.store, world.policy, world.clock)
    assert retry(plan_id=record.id, user=ASKER) == Revised()
    shown = world.answer_to(f"retry-{record.id}-0").shown
    assert isinstance(shown, PlanRecord), shown
    return shown


def grace_ends(world: World, record: PlanRecord) -> None:
    """What the job of that moment does, at once."""
    world.runs(Job("clear_away", f"grace-{record.id}", (record.id,), order=record.id))
    _follow_end(world, record)


def _follow_end(world: World, record: PlanRecord) -> None:
    job = f"end-{record.id}-{record.version}"
    if world.stage.knows(job):
        world.stage.finish(job)


# --- why -------------------------------------------------------------------------------------


def test_a_failure_is_kept_with_its_likely_cause_and_what_helps(world: World) -> None:
    failed = fails(world, THROTTLED)

    assert failed.diagnosis is not None
    assert (failed.diagnosis.logical_id, failed.diagnosis.type) == ("JobsQueue", "AWS::SQS::Queue")
    assert (failed.diagnosis.said, failed.diagnosis.remedy) == ("Rate exceeded", "wait")
    assert failed.failure == (
        "JobsQueue (SQS queue) failed first; AWS said: “Rate exceeded”. AWS has undone what it had made."
    )


def test_the_thread_hears_what_failed_first_why_what_helps_and_what_becomes_of_the_rest(
    world: World,
) -> None:
    (told,) = world.told(fails(world))

    assert (told.kind, told.mention) == ("failure", ASKER)
    assert told.text.split("\n") == [
        "The launch of Jobs and orders failed.",
        (
            "JobsQueue (SQS queue) failed first; AWS said: “The subnet ID 'subnet-0123' does not exist”. AWS has undone "
            "what it had made."
        ),
        "Likely cause: The template refers to something that is not in this account and region.",
        "What to do: Have the template make it, or refer to one that is there.",
        "What is left of it is deleted by itself in 24 hours, unless somebody presses Keep for diagnosis on the card.",
    ]


def test_a_launch_that_never_began_has_nothing_to_explain_or_to_clear_away(world: World) -> None:
    record = world.offers_stack()
    world.stacks.fail_next("create", UpstreamRejected("AWS", "no such role", "Ask for one."))
    failed = world.launches(record)

    assert (failed.diagnosis, failed.cleared_at, failed.stack) == (None, None, None)


# --- asking for a fix ------------------------------------------------------------------------


def test_the_reason_goes_to_the_model_and_a_new_plan_waits_for_approval(world: World) -> None:
    failed = fails(world)
    mended = asks_for_fix(world, failed)

    said = world.planner.read_so_far[-1][-1]
    assert AGAIN in str(said)
    assert "What to do: Have the template make it" in str(said)
    assert mended.state is PlanState.PROPOSED
    assert world.plan(failed.id).state is PlanState.FAILED


def test_a_template_that_was_not_at_fault_is_asked_for_as_it_is(world: World) -> None:
    asks_for_fix(world, fails(world, THROTTLED))

    assert AS_IT_IS in str(world.planner.read_so_far[-1][-1])


def test_a_fix_is_still_made_when_what_failed_is_deleted_meanwhile(world: World) -> None:
    failed = fails(world)
    world.planner.will_say(Drafted(stack_draft(title="Mended"), MODEL))
    retry = RetryPlan(world.store, world.policy, world.clock)
    retry(plan_id=failed.id, user=ASKER)
    world.ends(failed)

    assert isinstance(world.answer_to(f"retry-{failed.id}-0").shown, PlanRecord)


def test_a_failed_stack_is_named_on_the_next_card_only_while_somebody_keeps_it(
    world: World,
) -> None:
    failed = fails(world)
    keeps(world, failed)

    assert asks_for_fix(world, failed).plan.alongside == (
        "Jobs and orders (the failed stack is kept)",
    )


# --- deleted by itself -----------------------------------------------------------------------


def test_what_is_left_is_deleted_by_itself_after_a_day(world: World, stage: DurableStage) -> None:
    failed = fails(world)

    assert failed.cleared_at == world.clock.now() + timedelta(hours=24)
    assert stage.knows(f"clear-{failed.id}")

    grace_ends(world, failed)
    ended = world.plan(failed.id)
    assert (ended.state, ended.ended_by) == (PlanState.ENDED, None)
    assert world.card(ended) == ended
    assert world.told(ended)[-1] == Words(
        "result", "What the failed launch of Jobs and orders left has been deleted."
    )


def test_what_somebody_deleted_before_is_not_deleted_again(world: World) -> None:
    failed = fails(world)
    world.ends(failed)
    grace_ends(world, failed)

    assert world.plan(failed.id).ended_by == ASKER
    assert world.stacks.calls.count("delete") == 1


def test_what_is_left_goes_at_once_when_a_fix_runs(world: World, stage: DurableStage) -> None:
    failed = fails(world)
    mended = world.launches(asks_for_fix(world, failed))
    stage.finish(f"clear-{failed.id}-mended")
    _follow_end(world, failed)

    assert mended.state is PlanState.RUNNING
    assert world.plan(failed.id).state is PlanState.ENDED


def test_what_is_left_goes_when_the_fix_of_a_fix_runs(world: World, stage: DurableStage) -> None:
    failed = fails(world)
    again = asks_for_fix(world, failed)
    world.stacks.broken = "JobsQueue"
    again = world.launches(again)
    world.stacks.broken = None
    world.planner.will_say(Drafted(stack_draft(title="Without the wrong one"), MODEL))
    last = world.answers("another name", thread_ts=failed.thread_ts).shown
    assert isinstance(last, PlanRecord)
    world.launches(last)
    for old in (failed, again):
        stage.finish(f"clear-{old.id}-mended")
        _follow_end(world, old)

    assert [world.plan(one.id).state for one in (failed, again)] == [PlanState.ENDED] * 2


def test_a_fix_that_fails_too_clears_nothing_away(world: World, stage: DurableStage) -> None:
    failed = fails(world)
    mended = asks_for_fix(world, failed)
    world.stacks.broken = "JobsQueue"
    world.launches(mended)

    assert not stage.knows(f"clear-{failed.id}-mended")
    assert world.plan(failed.id).state is PlanState.FAILED


def test_a_stack_that_is_still_being_made_is_not_deleted_by_itself(stage: DurableStage) -> None:
    world = stage.enter(stacks=InMemoryStacks(busy_looks=99))
    given_up = world.launches(world.offers_stack())

    assert given_up.cleared_at is None
    assert not stage.knows(f"clear-{given_up.id}")


@pytest.mark.parametrize("state", ["IMPORT_COMPLETE", "UPDATE_COMPLETE", "DELETE_FAILED"])
def test_what_is_no_longer_as_the_failed_launch_left_it_is_left_alone(
    state: str, world: World
) -> None:
    failed = fails(world)
    (stack,) = world.stacks.stacks.values()
    stack.state = state
    grace_ends(world, failed)
    world.stage.finish(f"redraw-{failed.id}-left-{failed.version}")
    now = world.plan(failed.id)

    assert (now.state, now.cleared_at) == (PlanState.FAILED, None)
    assert world.card(now) == now, "which no longer says that it goes by itself"
    assert "delete" not in world.stacks.calls


def test_what_aws_does_not_show_is_left_alone(world: World) -> None:
    failed = fails(world)
    world.stacks.fail_next("look", UpstreamRejected("AWS", "the keys have expired", "Renew them."))
    grace_ends(world, failed)

    assert world.plan(failed.id).state is PlanState.FAILED
    assert "delete" not in world.stacks.calls


def test_what_somebody_deleted_at_aws_has_ended(world: World) -> None:
    failed = fails(world)
    (stack,) = world.stacks.stacks.values()
    stack.state = "DELETE_COMPLETE"
    grace_ends(world, failed)

    assert world.plan(failed.id).state is PlanState.ENDED


def test_a_deletion_by_itself_that_fails_says_why(world: World) -> None:
    failed = fails(world)
    world.stacks.undeletable = True
    grace_ends(world, failed)
    stuck = world.plan(failed.id)

    assert stuck.is_stuck
    assert stuck.diagnosis is not None
    assert stuck.diagnosis.said == "The bucket is not empty"
    assert "Empty the bucket" in world.told(stuck)[-1].text


# --- kept ------------------------------------------------------------------------------------


def test_what_somebody_keeps_stays_and_the_card_says_who(world: World) -> None:
    failed = fails(world)

    assert isinstance(keeps(world, failed), Kept)
    world.stage.finish(f"redraw-{failed.id}-kept-{failed.version}")
    grace_ends(world, failed)
    kept = world.plan(failed.id)
    assert (kept.state, kept.kept_by, kept.cleared_at) == (PlanState.FAILED, ASKER, None)
    assert world.card(kept) == kept


def test_what_somebody_keeps_stays_although_a_fix_runs(world: World, stage: DurableStage) -> None:
    failed = fails(world)
    keeps(world, failed)
    world.launches(asks_for_fix(world, failed))

    assert not stage.knows(f"clear-{failed.id}-mended")
    assert world.plan(failed.id).state is PlanState.FAILED


def test_keeping_twice_is_keeping_once(world: World) -> None:
    failed = fails(world)
    keeps(world, failed)
    before = world.plan(failed.id)

    assert keeps(world, failed, by=APPROVER) == Kept(before)
    assert world.plan(failed.id) == before


def test_what_is_kept_can_still_be_deleted(world: World) -> None:
    failed = fails(world)
    keeps(world, failed)
    world.ends(world.plan(failed.id))

    assert world.plan(failed.id).state is PlanState.ENDED


def test_there_is_nothing_to_keep_of_what_runs_or_is_not_known(world: World) -> None:
    running = world.launches(world.offers_stack())

    assert keeps(world, running) == TooLate(running)
    assert KeepFailed(world.store, world.policy)(plan_id="?", user=ASKER) == NoSuchPlan()


def test_who_may_not_end_it_may_not_keep_it(stage: DurableStage) -> None:
    world = stage.enter(policy=Policy(approvers=frozenset({APPROVER})))
    failed = fails(world)

    assert keeps(world, failed, by="U0STRANGER") == NotYours((APPROVER,))
    assert world.plan(failed.id) == failed


# --- what stays ------------------------------------------------------------------------------


def test_what_aws_did_not_delete_is_named_with_its_id(world: World) -> None:
    running = world.launches(world.offers_stack())
    world.stacks.retained = {"OrdersTable"}
    world.ends(running)
    ended = world.plan(running.id)

    assert [(one.name, one.id) for one in ended.left] == [("OrdersTable", "physical-OrdersTable")]
    assert world.told(ended)[-1].text == (
        "Jobs and orders has been deleted. Still there, and may cost money:\n"
        "• OrdersTable (DynamoDB table): physical-OrdersTable"
    )


def test_what_stayed_of_a_failed_launch_is_known_before_it_is_deleted(world: World) -> None:
    world.stacks.retained = {"OrdersTable"}

    assert [one.name for one in fails(world).left] == ["OrdersTable"]


def test_nothing_is_left_of_what_was_deleted_whole(world: World) -> None:
    running = world.launches(world.offers_stack())
    world.ends(running)

    assert world.plan(running.id).left == ()
