"""An approved stack is created: exactly its change set, once, and its end is told and kept."""

from datetime import timedelta

import pytest

from bot.domain.errors import OutcomeUnknown, UpstreamRejected, UpstreamUnavailable
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.reading import Drafted
from bot.domain.stack import StackPlan
from bot.workflows.decide_plan import NotYours, TooLate
from bot.workflows.end_resource import NOT_BEGUN, Ending
from tests.fakes.clock import TickingClock
from tests.fakes.planner import MODEL
from tests.fakes.records import APPROVER, ASKER
from tests.fakes.stacks import InMemoryStacks, stack_draft
from tests.workflows.stage import DurableStage, World

PROTECTED = UpstreamRejected("AWS", "TerminationProtection is enabled", "Switch it off.")
AWAY = UpstreamUnavailable("AWS CloudFormation", "throttled", "Try again in a minute.")


def change_set(record: PlanRecord) -> str:
    assert isinstance(record.plan, StackPlan)
    assert record.plan.change_set is not None
    return record.plan.change_set.id


def test_exactly_the_change_set_of_the_card_is_executed(world: World) -> None:
    record = world.offers_stack()
    launched = world.launches(record)

    assert launched.state is PlanState.RUNNING
    assert world.stacks.executed == [change_set(record)]


def test_what_the_stack_made_and_its_outputs_stand_on_the_card(world: World) -> None:
    launched = world.launches(world.offers_stack())

    made = {(one.kind, one.name, one.id) for one in launched.resources[1:]}
    assert launched.stack is not None
    assert made == {
        ("stack-resource", "JobsQueue", "physical-JobsQueue"),
        ("stack-resource", "OrdersTable", "physical-OrdersTable"),
        ("output", "QueueUrl", "https://example.com/q"),
    }
    assert world.card(launched) == launched


def test_the_asker_hears_that_it_is_created_and_where(world: World) -> None:
    launched = world.launches(world.offers_stack())

    (told,) = world.told(launched)
    assert told.text == (
        "Jobs and orders is created in us-east-1: 2 resources.\n• QueueUrl: https://example.com/q"
    )
    assert told.mention == ASKER


def test_progress_is_drawn_while_aws_works(world: World) -> None:
    record = world.offers_stack()
    world.launches(record)

    (post,) = [one for one in world.threads.posts if one.ts == record.card_ts]
    drawn = [one for one in post.versions if isinstance(one, PlanRecord)]
    busy = [one for one in drawn if one.state is PlanState.LAUNCHING and one.progress]
    assert any(one.progress and one.progress.done == ("JobsQueue",) for one in busy)
    assert any(
        one.progress and one.progress.current == "OrdersTable (AWS::DynamoDB::Table)"
        for one in busy
    )


def test_an_answer_that_is_lost_does_not_execute_it_twice(world: World) -> None:
    record = world.offers_stack()
    world.stacks.lose_answer("create")

    assert world.launches(record).state is PlanState.RUNNING
    assert world.stacks.executed == [change_set(record)]


@pytest.mark.parametrize("operation", ["create", "look"])
def test_aws_being_away_for_a_while_fails_nothing(world: World, operation: str) -> None:
    record = world.offers_stack()
    world.stacks.fail_next(operation, AWAY, AWAY)  # type: ignore[arg-type] # one of its literals

    assert world.launches(record).state is PlanState.RUNNING


def test_a_stack_that_aws_rolled_back_has_failed_and_says_what_failed_first(world: World) -> None:
    record = world.offers_stack()
    world.stacks.broken = "JobsQueue"
    launched = world.launches(record)

    assert launched.state is PlanState.FAILED
    assert launched.failure == (
        "JobsQueue (SQS queue) failed first; AWS said: “No room”. AWS has undone what it had made."
    )
    assert launched.stack is not None, "what is left of it can be deleted"
    assert "failed" in world.told(launched)[0].text


def test_a_refusal_of_aws_fails_the_launch_with_its_words(world: World) -> None:
    record = world.offers_stack()
    world.stacks.fail_next("create", UpstreamRejected("AWS", "no such role", "Ask for one."))

    assert world.launches(record).failure == "AWS: no such role. Ask for one."


def test_an_answer_that_is_lost_for_good_is_found_out_by_looking(world: World) -> None:
    record = world.offers_stack()
    for _ in range(12):
        world.stacks.lose_answer("create")
    launched = world.launches(record)

    assert launched.state is PlanState.RUNNING
    assert world.stacks.executed == [change_set(record)]


def test_a_stack_that_aws_never_began_has_failed_and_is_taken_back(stage: DurableStage) -> None:
    world = stage.enter(clock=TickingClock(tick=timedelta(minutes=3)))
    record = world.offers_stack()
    never = OutcomeUnknown("AWS CloudFormation", "no answer", "Look.")
    world.stacks.fail_next("create", *[never] * 12)
    launched = world.launches(record)
    stage.finish(f"withdraw-{record.id}")

    assert launched.state is PlanState.FAILED
    assert "did not begin" in (launched.failure or "")
    assert world.stacks.waiting() == []


def test_that_aws_cannot_be_asked_says_nothing_of_the_stack(world: World) -> None:
    record = world.offers_stack()
    expired = UpstreamRejected("AWS", "the keys have expired", "Renew them.")
    world.stacks.fail_next("look", expired, expired)

    assert world.launches(record).state is PlanState.RUNNING


def test_a_change_set_that_is_not_executed_after_all_is_withdrawn(world: World) -> None:
    record = world.offers_stack()
    world.stacks.fail_next("create", UpstreamRejected("AWS", "no such role", "Ask for one."))
    launched = world.launches(record)
    world.stage.finish(f"withdraw-{record.id}")

    assert launched.stack is None, "there is nothing to end"
    assert world.stacks.waiting() == []


def test_a_stack_that_failed_and_goes_by_itself_is_not_named_on_the_next_card(world: World) -> None:
    record = world.offers_stack()
    world.stacks.broken = "JobsQueue"
    world.launches(record)
    world.planner.will_say(Drafted(stack_draft(title="Again"), MODEL))
    shown = world.answers("try again", thread_ts=record.thread_ts).shown

    assert isinstance(shown, PlanRecord)
    assert shown.plan.alongside == ()


def test_a_stack_that_takes_for_ever_is_given_up_with_words_that_do_not_lie(
    stage: DurableStage,
) -> None:
    world = stage.enter(stacks=InMemoryStacks(busy_looks=99))
    launched = world.launches(world.offers_stack())

    assert launched.state is PlanState.FAILED
    assert "still creating" in (launched.failure or "")
    assert launched.stack is not None


def test_a_plan_of_a_rehearsal_is_never_launched_later(stage: DurableStage) -> None:
    rehearsing = stage.enter(rehearse=True)
    record = rehearsing.offers_stack()
    world = stage.enter()
    launched = world.launches(record)

    assert launched.state is PlanState.FAILED
    assert "SKIP_AWS" in (launched.failure or "")
    assert world.stacks.calls == []


# --- the end ---------------------------------------------------------------------------------


def test_end_deletes_the_stack_and_says_so(world: World) -> None:
    running = world.launches(world.offers_stack())
    outcome = world.ends(running)

    assert isinstance(outcome, Ending)
    ended = world.plan(running.id)
    assert ended.state is PlanState.ENDED
    assert ended.ended_by == ASKER
    assert world.card(ended) == ended
    assert world.told(ended)[-1].text == "Jobs and orders has been deleted."


def test_end_clears_away_what_a_failed_launch_left(world: World) -> None:
    record = world.offers_stack()
    world.stacks.broken = "JobsQueue"
    failed = world.launches(record)
    world.ends(failed)

    assert world.plan(record.id).state is PlanState.ENDED


def test_a_stack_that_cannot_be_deleted_says_why_and_end_can_be_pressed_again(
    world: World,
) -> None:
    running = world.launches(world.offers_stack())
    world.stacks.undeletable = True
    world.ends(running)
    stuck = world.plan(running.id)

    assert stuck.state is PlanState.FAILED
    assert "not empty" in (stuck.failure or "")
    assert "could not be deleted" in world.told(stuck)[-1].text

    world.stacks.undeletable = False
    world.ends(stuck)
    assert world.plan(running.id).state is PlanState.ENDED


def test_a_lost_answer_to_the_deletion_is_asked_for_again(world: World) -> None:
    running = world.launches(world.offers_stack())
    world.stacks.fail_next("delete", OutcomeUnknown("AWS", "no answer", "Look."))
    world.ends(running)

    assert world.plan(running.id).state is PlanState.ENDED


def test_a_stack_that_aws_refuses_to_delete_runs_on_and_end_can_be_pressed_again(
    world: World,
) -> None:
    running = world.launches(world.offers_stack())
    world.stacks.fail_next("delete", PROTECTED)
    world.ends(running)
    now = world.plan(running.id)

    assert (now.state, now.ended_at) == (PlanState.RUNNING, None)
    assert (now.stack, now.resources) == (running.stack, running.resources)
    assert world.card(now) == now
    told = world.told(now)[-1]
    assert (told.kind, told.mention) == ("failure", ASKER)
    assert told.text == (
        "Jobs and orders could not be deleted, and runs on.\n"
        "AWS: TerminationProtection is enabled. Switch it off."
    )

    world.ends(now)
    assert world.plan(running.id).state is PlanState.ENDED


def test_a_refusal_has_changed_nothing_although_aws_cannot_be_asked(world: World) -> None:
    running = world.launches(world.offers_stack())
    world.stacks.fail_next("delete", PROTECTED)
    world.stacks.fail_next("look", UpstreamRejected("AWS", "the keys have expired", "Renew them."))
    world.ends(running)

    assert world.plan(running.id).state is PlanState.RUNNING


def test_a_stack_that_somebody_else_is_deleting_is_followed_to_its_end(world: World) -> None:
    running = world.launches(world.offers_stack())
    (stack,) = world.stacks.stacks.values()
    stack.state, stack.looks = "DELETE_IN_PROGRESS", 0
    world.stacks.fail_next("delete", PROTECTED)
    world.ends(running)

    assert world.plan(running.id).state is PlanState.ENDED


def test_a_stack_that_somebody_else_could_not_delete_has_failed(world: World) -> None:
    running = world.launches(world.offers_stack())
    (stack,) = world.stacks.stacks.values()
    stack.state = "DELETE_FAILED"
    world.stacks.fail_next("delete", PROTECTED)
    world.ends(running)

    assert world.plan(running.id).is_stuck


def test_what_a_failed_launch_left_does_not_run_because_it_cannot_be_deleted(world: World) -> None:
    record = world.offers_stack()
    world.stacks.broken = "JobsQueue"
    failed = world.launches(record)
    world.stacks.fail_next("delete", PROTECTED)
    world.ends(failed)

    assert world.plan(record.id).is_stuck
    assert "could not be deleted" in world.told(failed)[-1].text


def test_an_answer_to_the_deletion_that_is_lost_for_good_is_found_out_by_looking(
    world: World,
) -> None:
    running = world.launches(world.offers_stack())
    for _ in range(12):
        world.stacks.lose_answer("delete")
    world.ends(running)

    assert world.plan(running.id).state is PlanState.ENDED


def test_a_deletion_that_aws_never_began_leaves_the_stack_running(world: World) -> None:
    running = world.launches(world.offers_stack())
    world.stacks.fail_next("delete", *[OutcomeUnknown("AWS", "no answer", "Look.")] * 12)
    world.ends(running)
    now = world.plan(running.id)

    assert now.state is PlanState.RUNNING
    assert NOT_BEGUN in world.told(now)[-1].text


def test_a_deletion_that_takes_for_ever_is_given_up_with_words_that_do_not_lie(
    world: World,
) -> None:
    running = world.launches(world.offers_stack())
    world.stacks.busy_looks = 99
    world.ends(running)

    assert world.plan(running.id).is_stuck
    assert "still deleting" in world.told(running)[-1].text


def test_pressing_end_twice_ends_it_once(world: World) -> None:
    running = world.launches(world.offers_stack())
    world.ends(running)

    assert isinstance(world.ends(running), TooLate)
    assert world.stacks.calls.count("delete") == 1


def test_who_neither_asked_nor_may_approve_cannot_end_it(stage: DurableStage) -> None:
    from bot.domain.policy import Policy  # noqa: PLC0415 - only here

    world = stage.enter(policy=Policy(approvers=frozenset({APPROVER})))
    running = world.launches(world.offers_stack())

    assert world.ends(running, by="U0STRANGER") == NotYours((APPROVER,))
    assert world.plan(running.id).state is PlanState.RUNNING


def test_instances_have_no_end_of_this_kind_yet(world: World) -> None:
    running = world.launches(world.offers())

    assert isinstance(world.ends(running), TooLate)
