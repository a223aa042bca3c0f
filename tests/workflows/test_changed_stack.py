"""Later words in a thread change its running stack: the same one, only where they say so, and only once."""

import json
from datetime import timedelta

import pytest

from bot.domain.difference import NOTHING_CHANGES
from bot.domain.errors import OutcomeUnknown, UpstreamRejected
from bot.domain.finding import Severity
from bot.domain.findings import review
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.reading import Drafted
from bot.domain.request import Proposed, Words
from bot.domain.stack import StackPlan
from bot.workflows.decide_plan import Decided, TooLate
from bot.workflows.edit_plan import AGAIN, RetryPlan
from bot.workflows.end_resource import BeingChanged, Ending
from bot.workflows.expire_plan import ExpirePlan
from bot.workflows.launch_stack import TOO_SLOW_TO_CHANGE
from bot.workflows.propose_plan import CHANGED_MEANWHILE, DECIDED_MEANWHILE
from bot.workflows.redraw_card import CardDrawing
from tests.fakes.clock import TickingClock
from tests.fakes.planner import MODEL
from tests.fakes.records import APPROVER, ASKER
from tests.fakes.stacks import TEMPLATE, stack_draft
from tests.workflows.stage import DurableStage, World


def with_queue(name: str = "MoreQueue", template: str = TEMPLATE) -> str:
    body = json.loads(template)
    body["Resources"][name] = {"Type": "AWS::SQS::Queue"}
    return json.dumps(body)


def planned(record: PlanRecord) -> StackPlan:
    assert isinstance(record.plan, StackPlan)
    return record.plan


def running(world: World) -> PlanRecord:
    launched = world.launches(world.offers_stack())
    assert launched.state is PlanState.RUNNING
    return launched


def proposes(world: World, thread: PlanRecord, **draft: object) -> object:
    """What words are answered with, when the model makes this draft of them."""
    world.planner.will_say(Drafted(stack_draft(**({"template": with_queue()} | draft)), MODEL))
    return world.answers("add a queue", thread_ts=thread.thread_ts).shown


def added(record: PlanRecord) -> list[str]:
    difference = planned(record).difference
    assert difference is not None
    return [one.logical_id for one in difference.added]


def offers_change(world: World, thread: PlanRecord, **draft: object) -> PlanRecord:
    shown = proposes(world, thread, **draft)
    assert isinstance(shown, PlanRecord), shown
    return shown


def with_disk(size: int) -> str:
    body = json.loads(TEMPLATE)
    disk = {"AvailabilityZone": "us-east-1a", "Size": size, "Encrypted": True}
    body["Resources"]["Disk"] = {
        "Type": "AWS::EC2::Volume",
        "DeletionPolicy": "Snapshot",
        "Properties": disk,
    }
    return json.dumps(body)


def with_note(note: str) -> str:
    """The table has to be changed."""
    body = json.loads(TEMPLATE)
    body["Resources"]["OrdersTable"]["Metadata"] = {"note": note}
    return json.dumps(body)


def anew(world: World, old: PlanRecord) -> PlanRecord:
    """The change of a running stack that makes its table anew and keeps the old one."""
    world.stacks.made_anew = world.stacks.retained = {"OrdersTable"}
    return world.launches(offers_change(world, old, template=with_note("other keys")))


def left(record: PlanRecord) -> list[tuple[str | None, str]]:
    return sorted((one.name, one.id) for one in record.left)


# --- what is proposed ------------------------------------------------------------------------


def test_words_about_a_running_stack_offer_to_change_it(world: World) -> None:
    old = running(world)
    plan = planned(offers_change(world, old))

    assert plan.update is not None
    assert old.stack is not None
    assert (plan.update.plan_id, plan.update.stack_id) == (old.id, old.stack.id)
    assert (plan.stack_name, plan.region) == (planned(old).stack_name, old.plan.region)
    assert plan.alongside == (), "the stack that is changed is not one beside it"
    assert plan.change_set is not None
    assert [(one.action, one.logical_id) for one in plan.change_set.changes] == [
        ("Add", "MoreQueue")
    ]


def test_the_card_has_the_difference_and_the_thread_the_lines(world: World) -> None:
    old = running(world)
    plan = planned(offers_change(world, old))

    assert plan.difference is not None
    assert [one.logical_id for one in plan.difference.added] == ["MoreQueue"]
    assert (plan.difference.changed, plan.difference.removed) == ((), ())
    files = [one for _, _, one in world.threads.attached]
    assert len({one.name for one in files}) == 5, "no file is taken for one of the first plan"
    assert files[-1].name.endswith(".diff")
    assert files[-1].content.decode() == plan.difference.text


def test_a_first_plan_differs_from_nothing(world: World) -> None:
    assert planned(world.offers_stack()).difference is None


def test_a_revision_of_an_offer_differs_from_the_offer(world: World) -> None:
    old = world.offers_stack()
    plan = planned(offers_change(world, old))

    assert plan.update is None
    assert plan.difference is not None
    assert [one.logical_id for one in plan.difference.added] == ["MoreQueue"]
    assert world.plan(old.id).state is PlanState.SUPERSEDED


def test_what_the_stack_is_already_is_no_plan(world: World) -> None:
    old = running(world)

    assert proposes(world, old, template=TEMPLATE) == Words("answer", NOTHING_CHANGES)
    assert world.plan(old.id).state is PlanState.RUNNING


def test_what_aws_finds_no_change_in_is_no_plan_and_leaves_nothing_there(world: World) -> None:
    """Another order of the same lines."""
    old = running(world)
    rewritten = json.dumps(json.loads(TEMPLATE), indent=1)

    assert proposes(world, old, template=rewritten) == Words("answer", NOTHING_CHANGES)
    assert len(world.stacks.change_sets) == 1, "only the one that was executed"


def test_a_new_picture_is_a_stack_of_its_own(world: World) -> None:
    old = running(world)
    world.planner.will_say(Drafted(stack_draft(title="Another"), MODEL))
    new = world.answer_to(world.drops("F1", thread_ts=old.thread_ts)).shown

    assert isinstance(new, PlanRecord)
    assert planned(new).update is None
    assert planned(new).difference is None
    assert new.plan.alongside == (old.plan.title,)


def test_something_else_altogether_is_a_stack_of_its_own(world: World) -> None:
    old = running(world)
    other = json.dumps({"Resources": {"Site": {"Type": "AWS::S3::Bucket"}}})
    plan = planned(offers_change(world, old, template=other, title="A site"))

    assert plan.update is None
    assert plan.alongside == (old.plan.title,)


def test_an_offer_of_another_stack_stays_beside_the_change(world: World) -> None:
    old = running(world)
    site = json.dumps({"Resources": {"Site": {"Type": "AWS::S3::Bucket"}}})
    world.planner.will_say(Drafted(stack_draft(template=site, title="A site"), MODEL))
    other = world.answer_to(world.drops("F1", thread_ts=old.thread_ts)).shown
    assert isinstance(other, PlanRecord)
    change = planned(offers_change(world, old))

    assert change.update is not None
    assert change.alongside == ()
    assert world.plan(other.id).state is PlanState.PROPOSED


def test_servers_on_offer_in_between_do_not_hide_the_stack(world: World) -> None:
    old = running(world)
    world.offers(thread_ts=old.thread_ts)

    assert planned(offers_change(world, old)).update is not None


def test_another_region_needs_a_stack_of_its_own_and_says_so(world: World) -> None:
    old = running(world)
    plan = planned(offers_change(world, old, region="eu-central-1"))

    assert plan.update is None
    assert plan.region == "eu-central-1"
    assert "cannot move to another region" in plan.draft.assumptions[-1]
    assert plan.alongside == (old.plan.title,)


def test_a_change_stays_where_the_stack_is(world: World) -> None:
    old = world.launches(world.offers_stack(region="eu-central-1"))

    assert planned(offers_change(world, old)).region == "eu-central-1"


def test_while_the_stack_is_being_made_nothing_is_proposed_beside_it(world: World) -> None:
    record = world.offers_stack()
    world.stage.stop()
    world.decides(record, "approve")
    world.planner.will_say(Drafted(stack_draft(template=with_queue()), MODEL))
    with world.store.transaction() as tx:
        approved = tx.plan(record.id)
        assert approved is not None
        tx.move(approved, PlanState.LAUNCHING)
    request_id = world.hears("add a queue", thread_ts=record.thread_ts)
    world.stage.start()
    shown = world.answer_to(request_id).shown

    assert isinstance(shown, Words | PlanRecord)
    if isinstance(shown, Words):
        assert "being created just now" in shown.text
    else:  # the launch was quicker
        assert planned(shown).update is not None


def test_faults_of_a_change_are_mended_and_it_stays_one(world: World) -> None:
    old = running(world)
    world.templates.faults = {"Broken": "no such property"}
    world.planner.will_say(Drafted(stack_draft(template=with_queue("BrokenQueue")), MODEL))
    plan = planned(offers_change(world, old))

    assert plan.update is not None
    assert plan.draft.template == with_queue()
    assert len(world.stacks.change_sets) == 2, "none is left of what was mended"


# --- what the model hears --------------------------------------------------------------------


def test_after_a_cancelled_change_words_are_about_what_runs(world: World) -> None:
    old = running(world)
    cancelled = offers_change(world, old)
    world.decides(cancelled, "cancel")
    again = offers_change(world, old, template=with_queue("OtherQueue"))

    *_, at_hand, _ = world.planner.read_so_far[-1]
    assert at_hand == Proposed(planned(old).draft)
    assert planned(again).update is not None
    assert planned(again).difference is not None


def test_a_change_that_failed_is_tried_again_with_the_reason(world: World) -> None:
    old = running(world)
    world.stacks.broken = "MoreQueue"
    failed = world.launches(offers_change(world, old))
    world.stacks.broken = None
    world.planner.will_say(Drafted(stack_draft(template=with_queue("OtherQueue")), MODEL))
    RetryPlan(world.store, world.policy, world.clock)(plan_id=failed.id, user=ASKER)
    again = world.answer_to(f"retry-{failed.id}-0").shown

    assert isinstance(again, PlanRecord)
    assert planned(again).update == planned(failed).update
    *_, at_hand, said = world.planner.read_so_far[-1]
    assert at_hand == Proposed(planned(failed).draft)
    assert AGAIN in getattr(said, "text", "")
    assert world.launches(again).state is PlanState.RUNNING


# --- what is launched ------------------------------------------------------------------------


def test_an_approved_change_is_made_and_takes_the_stack_over(world: World) -> None:
    old = running(world)
    change = world.launches(offers_change(world, old))

    assert change.state is PlanState.RUNNING
    assert change.stack == old.stack
    assert "MoreQueue" in {one.name for one in change.resources}
    assert world.plan(old.id).state is PlanState.SUPERSEDED
    world.stage.finish(f"redraw-{old.id}-superseded")
    assert world.card(old).state is PlanState.SUPERSEDED
    assert world.told(change)[-1].text.startswith("Jobs and orders is changed in us-east-1:")


def test_progress_counts_what_has_still_to_change_as_not_done(world: World) -> None:
    old = running(world)
    template = json.loads(with_queue())
    template["Resources"]["OrdersTable"]["Metadata"] = {"note": "changed"}
    change = offers_change(world, old, template=json.dumps(template))
    world.launches(change)

    (post,) = [one for one in world.threads.posts if one.ts == change.card_ts]
    drawn = [one for one in post.versions if isinstance(one, PlanRecord)]
    busy = [one.progress for one in drawn if one.state is PlanState.LAUNCHING and one.progress]
    assert {one.done for one in busy} == {("JobsQueue",)}


def test_a_second_change_is_of_the_first(world: World) -> None:
    old = running(world)
    first = world.launches(offers_change(world, old))
    two = with_queue("ThirdQueue", with_queue())
    second = offers_change(world, old, template=two)

    assert planned(second).update is not None
    assert added(second) == ["ThirdQueue"]
    assert world.launches(second).state is PlanState.RUNNING
    assert world.plan(first.id).state is PlanState.SUPERSEDED
    assert world.plan(old.id).state is PlanState.SUPERSEDED


def test_ending_a_changed_stack_ends_all_of_it(world: World) -> None:
    old = running(world)
    change = world.launches(offers_change(world, old))

    assert isinstance(world.ends(world.plan(old.id)), TooLate)
    assert isinstance(world.ends(change), Ending)
    assert world.plan(change.id).state is PlanState.ENDED
    assert {one.state for one in world.stacks.stacks.values()} == {"DELETE_COMPLETE"}


def test_a_change_that_failed_leaves_the_stack_to_the_plan_before(world: World) -> None:
    old = running(world)
    world.stacks.broken = "MoreQueue"
    failed = world.launches(offers_change(world, old))

    assert failed.state is PlanState.FAILED
    assert (failed.failure or "").endswith("The stack is as it was before.")
    assert failed.stack is None, "who ends it there would end the stack that runs"
    assert world.plan(old.id).state is PlanState.RUNNING
    assert isinstance(world.ends(failed), TooLate)
    assert isinstance(world.ends(world.plan(old.id)), Ending)


def test_a_change_that_cannot_even_be_taken_back_says_what_to_do(world: World) -> None:
    old = running(world)
    world.stacks.broken, world.stacks.stuck = "MoreQueue", True
    failed = world.launches(offers_change(world, old))

    assert failed.state is PlanState.FAILED
    assert "Continue update rollback" in (failed.failure or "")
    assert world.plan(old.id).state is PlanState.RUNNING


def test_a_change_that_takes_for_ever_is_given_up_with_words_that_say_what_may_be(
    world: World,
) -> None:
    old = running(world)
    world.stacks.busy_looks = 99
    given_up = world.launches(offers_change(world, old))

    assert (given_up.state, given_up.failure) == (PlanState.FAILED, TOO_SLOW_TO_CHANGE)
    assert "may yet end as changed" in world.told(given_up)[-1].text
    assert world.plan(old.id).state is PlanState.RUNNING


def test_what_a_change_made_after_it_was_given_up_is_not_taken_out_unsaid(world: World) -> None:
    old = running(world)
    world.stacks.busy_looks = 99
    world.launches(offers_change(world, old))
    world.stacks.busy_looks = 0
    (stack,) = world.stacks.stacks
    assert world.stacks.look(stack, old.plan.region).state == "UPDATE_COMPLETE"
    change = offers_change(world, old, template=with_queue("OtherQueue"))

    assert added(change) == ["OtherQueue"], "as far as this thread knows"
    (told,) = review(change.plan)
    assert (told.rule, told.severity) == ("changed-elsewhere", Severity.WARNING)
    assert told.text.endswith("This would take out what came with that: MoreQueue.")


def test_a_change_that_aws_never_began_leaves_the_stack_and_is_taken_back(
    stage: DurableStage,
) -> None:
    world = stage.enter(clock=TickingClock(tick=timedelta(minutes=3)))
    old = running(world)
    change = offers_change(world, old)
    never = OutcomeUnknown("AWS CloudFormation", "no answer", "Look.")
    world.stacks.fail_next("create", *[never] * 12)
    launched = world.launches(change)
    stage.finish(f"withdraw-{change.id}")

    assert launched.state is PlanState.FAILED
    assert "as it was before" in (launched.failure or "")
    assert world.plan(old.id).state is PlanState.RUNNING
    assert len(world.stacks.change_sets) == 1


def test_a_lost_answer_does_not_change_it_twice(world: World) -> None:
    old = running(world)
    change = offers_change(world, old)
    world.stacks.lose_answer("create")

    assert world.launches(change).state is PlanState.RUNNING
    assert len(world.stacks.executed) == 2


def test_a_refusal_of_aws_fails_the_change_alone(world: World) -> None:
    old = running(world)
    change = offers_change(world, old)
    world.stacks.fail_next("create", UpstreamRejected("AWS", "no such role", "Ask for one."))
    failed = world.launches(change)

    assert failed.state is PlanState.FAILED
    assert world.plan(old.id).state is PlanState.RUNNING


# --- what a change leaves behind -------------------------------------------------------------


def test_the_old_one_of_what_was_made_anew_and_kept_is_named_with_its_id(world: World) -> None:
    change = anew(world, running(world))

    assert left(change) == [("OrdersTable", "physical-OrdersTable")]
    assert ("OrdersTable", "physical-OrdersTable-anew") in {
        (one.name, one.id) for one in change.resources if one.kind == "stack-resource"
    }
    assert world.card(change) == change
    assert world.told(change)[-1].text.endswith(
        "Still there, and may cost money:\n• OrdersTable (DynamoDB table): physical-OrdersTable"
    )


def test_what_was_taken_out_and_kept_is_named_with_what_it_is(world: World) -> None:
    old = running(world)
    world.stacks.retained = {"OrdersTable"}
    body = json.loads(with_queue())
    del body["Resources"]["OrdersTable"]
    change = world.launches(offers_change(world, old, template=json.dumps(body)))

    assert left(change) == [("OrdersTable", "physical-OrdersTable")]
    assert "• OrdersTable (DynamoDB table): physical-OrdersTable" in world.told(change)[-1].text


def test_what_is_deleted_by_a_change_is_not_left(world: World) -> None:
    old = running(world)
    world.stacks.made_anew = {"OrdersTable"}
    change = world.launches(offers_change(world, old, template=with_note("other keys")))

    assert change.left == ()
    assert "Still there" not in world.told(change)[-1].text


def test_what_one_change_left_is_known_after_the_next_and_after_the_end(world: World) -> None:
    first = anew(world, running(world))
    template = with_queue(template=with_note("other keys"))
    second = world.launches(offers_change(world, first, template=template))

    assert left(second) == [("OrdersTable", "physical-OrdersTable")]

    world.ends(second)
    assert left(world.plan(second.id)) == [
        ("OrdersTable", "physical-OrdersTable"),
        ("OrdersTable", "physical-OrdersTable-anew"),
    ]


def test_what_a_change_left_that_failed_is_on_its_own_card(world: World) -> None:
    old = running(world)
    world.stacks.broken, world.stacks.retained = "BrokenQueue", {"MoreQueue"}
    template = with_queue("BrokenQueue", with_queue())
    failed = world.launches(offers_change(world, old, template=template))

    assert (failed.state, failed.stack) == (PlanState.FAILED, None)
    assert left(failed) == [("MoreQueue", "physical-MoreQueue")]
    assert "• MoreQueue (SQS queue): physical-MoreQueue" in world.told(failed)[-1].text
    assert world.plan(old.id).left == ()


# --- one at a time ---------------------------------------------------------------------------


def test_the_newer_of_two_changes_replaces_the_older(world: World) -> None:
    old = running(world)
    first = offers_change(world, old)
    second = offers_change(world, old, template=with_queue("OtherQueue"))
    world.stage.finish(f"withdraw-{first.id}")

    assert world.plan(first.id).state is PlanState.SUPERSEDED
    assert added(second) == ["OtherQueue"]
    assert world.plan(old.id).state is PlanState.RUNNING
    assert len(world.stacks.change_sets) == 2
    assert isinstance(world.decides(first, "approve"), TooLate)


def test_while_a_change_is_launched_the_stack_cannot_be_ended(world: World) -> None:
    old = running(world)
    change = offers_change(world, old)
    world.stage.stop()
    assert isinstance(world.decides(change, "approve"), Decided)

    outcome = world.ends(world.plan(old.id))
    assert isinstance(outcome, BeingChanged)
    assert outcome.record.id == change.id
    world.stage.start()
    world.stage.finish(f"launch-{change.id}")
    assert world.plan(change.id).state is PlanState.RUNNING


def test_an_approval_takes_hold_of_the_stack(world: World) -> None:
    """An End that another process decided on just before, seeing no approval, comes too late."""
    old = running(world)
    change = offers_change(world, old)
    seen_before = world.plan(old.id)
    world.stage.stop()
    world.decides(change, "approve")

    with world.store.transaction() as tx:
        assert not tx.move(seen_before, PlanState.ENDING)
    world.stage.start()
    world.stage.finish(f"launch-{change.id}")


def test_ending_the_stack_takes_the_offers_to_change_it_back(world: World) -> None:
    old = running(world)
    change = offers_change(world, old)
    assert isinstance(world.ends(world.plan(old.id)), Ending)
    world.stage.finish(f"withdraw-{change.id}")

    assert world.plan(change.id).state is PlanState.SUPERSEDED
    assert isinstance(world.decides(change, "approve"), TooLate)
    assert len(world.stacks.executed) == 1


def test_a_stack_that_ends_while_its_change_is_worked_out_is_not_offered_one(world: World) -> None:
    old = running(world)

    def end_it(surface: object) -> None:
        if isinstance(surface, Words) and "AWS is working out" in surface.text:
            with world.store.transaction() as tx:
                now = tx.plan(old.id)
                assert now is not None
                if now.state is PlanState.RUNNING:
                    tx.move(now, PlanState.ENDING)

    world.threads.on_show = end_it

    assert proposes(world, old) == Words("answer", CHANGED_MEANWHILE)
    assert len(world.stacks.change_sets) == 1, "nothing is left at AWS of what was not offered"


def test_an_offer_that_is_approved_while_its_revision_is_worked_out_is_made_alone(
    world: World,
) -> None:
    old = world.offers_stack()

    def approve_it(surface: object) -> None:
        if isinstance(surface, Words) and "AWS is working out" in surface.text:
            world.decides(old, "approve")

    world.threads.on_show = approve_it

    answer = Words("answer", DECIDED_MEANWHILE.format(title=old.plan.title))
    assert proposes(world, old) == answer
    world.stage.finish(f"launch-{old.id}")
    assert world.plan(old.id).state is PlanState.RUNNING
    assert len(world.stacks.stacks) == 1, "nothing is left at AWS of what was not offered"
    assert planned(offers_change(world, old)).update is not None


def test_an_offer_that_is_cancelled_while_its_revision_is_worked_out_makes_room_for_it(
    world: World,
) -> None:
    old = world.offers_stack()

    def cancel_it(surface: object) -> None:
        if isinstance(surface, Words) and "AWS is working out" in surface.text:
            world.decides(old, "cancel")

    world.threads.on_show = cancel_it

    assert offers_change(world, old).state is PlanState.PROPOSED


def test_a_stack_that_aws_refused_to_delete_can_still_be_changed(world: World) -> None:
    old = running(world)
    protected = UpstreamRejected("AWS", "TerminationProtection is enabled", "Switch it off.")
    world.stacks.fail_next("delete", protected)
    world.ends(old)

    assert planned(offers_change(world, old)).update is not None


def test_a_change_of_a_stack_that_no_longer_runs_cannot_be_approved(world: World) -> None:
    old = running(world)
    change = offers_change(world, old)
    with world.store.transaction() as tx:
        now = tx.plan(old.id)
        assert now is not None
        tx.move(now, PlanState.ENDING)
    outcome = world.decides(change, "approve")
    world.stage.finish(f"withdraw-{change.id}")

    assert isinstance(outcome, TooLate)
    assert outcome.record.state is PlanState.SUPERSEDED
    assert len(world.stacks.executed) == 1


@pytest.mark.parametrize("how", ["cancelled", "expired"])
def test_a_change_that_is_not_wanted_leaves_the_stack_and_its_card_alone(
    how: str, world: World
) -> None:
    old = running(world)
    card = world.card(old)
    change = offers_change(world, old)
    if how == "cancelled":
        world.decides(change, "cancel", by=APPROVER)
    else:
        world.stage.finish(f"draft-{change.plan.request_id}")
        draw = CardDrawing(world.store, world.threads)
        assert ExpirePlan(world.store, draw)._expire(change.id)
    world.stage.finish(f"withdraw-{change.id}")

    assert world.plan(change.id).state.value == how
    assert world.plan(old.id).state is PlanState.RUNNING
    assert world.card(old) == card
    assert len(world.stacks.change_sets) == 1
    assert {one.state for one in world.stacks.stacks.values()} == {"CREATE_COMPLETE"}


def test_a_change_that_aws_would_refuse_is_blocked_and_not_shown_to_it(world: World) -> None:
    old = world.launches(world.offers_stack(template=with_disk(50)))
    plan = planned(offers_change(world, old, template=with_disk(20)))

    assert plan.change_set is None
    assert [one.rule for one in review(plan) if one.severity is Severity.BLOCKING] == [
        "cannot-shrink"
    ]
    assert plan.difference is not None
    assert plan.difference.fates_of("Disk").removed == "snapshot"
