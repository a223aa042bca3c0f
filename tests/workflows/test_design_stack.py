"""A picture becomes a plan of a stack: read, checked, mended, shown to AWS, offered."""

import json

from bot.domain.architecture import Architecture, Component
from bot.domain.errors import UpstreamRejected, UpstreamUnavailable
from bot.domain.findings import is_blocked, review
from bot.domain.plan import PlanRecord, PlanState, digest
from bot.domain.reading import Drafted
from bot.domain.request import Checked, Conversation, Picture, Proposed, RequestState, Said, Words
from bot.domain.stack import StackDraft, StackPlan
from bot.ports import Attachment
from bot.workflows.decide_plan import Blocked
from bot.workflows.draft_plan import NOTHING_SEEN, REPLACED_MEANWHILE
from bot.workflows.edit_plan import AGAIN, RetryPlan, Revised, ReviseStack
from bot.workflows.hear_request import SEND_AGAIN
from tests.fakes.planner import MODEL, drafted, worded
from tests.fakes.records import ASKER, CHANNEL
from tests.fakes.stacks import PNG, TEMPLATE, connected, stack_draft
from tests.workflows.stage import DurableStage, World, new_ts

AWAY = UpstreamUnavailable("OpenAI", "overloaded", "Try again in a minute.")
THROTTLED = UpstreamUnavailable("AWS CloudFormation", "throttled", "Try again in a minute.")


def read(**draft: object) -> Drafted:
    return Drafted(stack_draft(**draft), MODEL)


def faulty(word: str) -> str:
    """A template that the linter of the test finds fault with, once it is told of the word."""
    return json.dumps({**json.loads(TEMPLATE), "Description": word})


def planned(record: PlanRecord) -> StackPlan:
    assert isinstance(record.plan, StackPlan)
    return record.plan


def last_said(conversation: Conversation) -> Said:
    last = conversation[-1]
    assert isinstance(last, Said)
    return last


def test_a_picture_is_answered_by_a_card_that_says_exactly_what_would_be_created(
    world: World,
) -> None:
    record = world.offers_stack()
    plan = planned(record)

    assert record.state is PlanState.PROPOSED
    assert record.digest == digest(plan)
    assert plan.draft.template == TEMPLATE
    assert dict(plan.by_type) == {"AWS::SQS::Queue": 1, "AWS::DynamoDB::Table": 1}
    assert (plan.picture, plan.read_by, plan.requested_by) == ("drawing.png", MODEL, ASKER)
    assert plan.stack_name.startswith("slackbot-jobs-and-orders-")
    assert not is_blocked(plan)


def test_the_model_gets_the_picture_and_the_words_that_came_with_it(world: World) -> None:
    world.planner.will_say(read())
    world.answer_to(world.drops("F1", text="without a VPC please"))

    (conversation,) = world.planner.read_so_far
    assert last_said(conversation) == Said(
        ASKER, "without a VPC please", picture=Picture(PNG, "image/png")
    )


def test_aws_has_worked_out_the_changes_before_anybody_sees_the_card(world: World) -> None:
    plan = planned(world.offers_stack())

    assert plan.change_set is not None
    assert [one.logical_id for one in plan.change_set.changes] == ["JobsQueue", "OrdersTable"]
    assert world.stacks.waiting() == [plan.change_set.stack_id]
    assert world.stacks.executed == []


def test_a_rehearsal_asks_aws_nothing(stage: DurableStage) -> None:
    world = stage.enter(rehearse=True)
    record = world.offers_stack()

    assert planned(record).change_set is None
    assert world.launches(record).state is PlanState.REHEARSED
    assert world.stacks.calls == []


def test_the_reading_and_the_template_lie_beside_the_card(world: World) -> None:
    plan = planned(world.offers_stack())

    assert [one.name for _, _, one in world.threads.attached] == [
        f"{plan.stack_name}.png",
        f"{plan.stack_name}.json",
    ]
    assert world.threads.attached[1][2].content.decode() == TEMPLATE


def test_a_file_that_knows_its_own_structure_is_not_looked_at_by_the_model(world: World) -> None:
    exact = connected(("apigateway", "lambda"))
    world.diagrams.exact["orders.drawio.png"] = exact
    world.files.put("F9", "orders.drawio.png")
    world.planner.will_say(read())
    record = world.answer_to(world.drops("F9")).shown

    assert last_said(world.planner.read_so_far[0]) == Said(ASKER, "", architecture=exact)
    assert isinstance(record, PlanRecord)
    assert planned(record).draft.architecture == exact, "and what it says of it does not count"


def test_a_structure_with_something_nameless_is_looked_at_all_the_same(world: World) -> None:
    world.diagrams.exact["drawing.png"] = connected(("apigateway", "unknown"))
    world.planner.will_say(read())
    world.answer_to(world.drops("F1"))

    assert last_said(world.planner.read_so_far[0]).picture is not None


def test_an_architecture_spelled_out_in_words_is_taken_as_exact(world: World) -> None:
    mermaid = "graph LR; api[API Gateway] --> fn[Lambda]"
    world.diagrams.texts[mermaid] = connected(("apigateway", "lambda"))
    world.planner.will_say(read())
    world.answers(mermaid)

    assert last_said(world.planner.read_so_far[0]).architecture == connected(
        ("apigateway", "lambda")
    )


def test_several_pictures_make_a_plan_each_in_their_order(world: World) -> None:
    world.planner.will_say(read(title="First"), read(title="Second"), read(title="Third"))
    request_id = world.drops("F1", "F2", "F3")
    first = world.answer_to(request_id)

    shown = [post.shown for post in world.threads.in_thread(first.channel, first.thread_ts)]
    plans = [one for one in shown if isinstance(one, PlanRecord)]
    assert [one.plan.title for one in plans] == ["First", "Second", "Third"]
    assert {world.plan(one.id).state for one in plans} == {PlanState.PROPOSED}


def test_words_after_several_pictures_replace_the_last_and_leave_the_others_on_offer(
    world: World,
) -> None:
    ts = new_ts()
    world.planner.will_say(read(title="First"), read(title="Second"), read(title="Revised"))
    world.answer_to(world.drops("F1", "F2", ts=ts))
    world.answers("no VPC", thread_ts=ts)

    with world.store.transaction() as tx:
        plans = tx.plans_in_thread(CHANNEL, ts)
    assert {one.plan.title: one.state for one in plans} == {
        "First": PlanState.PROPOSED,
        "Second": PlanState.SUPERSEDED,
        "Revised": PlanState.PROPOSED,
    }


def test_one_picture_of_several_that_cannot_be_read_does_not_cost_the_others(world: World) -> None:
    world.files.put("F2", "notes.png", b"these are notes")
    world.planner.will_say(read(title="First"), read(title="Third"))
    request_id = world.drops("F1", "F2", "F3")
    first = world.answer_to(request_id)

    shown = [post.shown for post in world.threads.in_thread(first.channel, first.thread_ts)]
    assert [type(one) for one in shown] == [PlanRecord, Words, PlanRecord]
    assert "no picture" in getattr(shown[1], "text", "")
    assert world.request(request_id).state is RequestState.PROPOSED


def test_a_file_that_is_no_picture_is_said_to_be_none(world: World) -> None:
    world.files.put("F1", "login.png", b"<html>")
    post = world.answer_to(world.drops("F1"))

    assert post.shown == Words(
        "failure", "“login.png”: This is no picture. Please send a PNG or a JPEG."
    )
    assert world.planner.read_so_far == []


def test_a_picture_of_something_else_gets_a_friendly_answer_and_no_plan(world: World) -> None:
    world.planner.will_say(worded("A lovely cat, and no architecture."))
    post = world.answer_to(world.drops("F1"))

    assert post.shown == Words("answer", "A lovely cat, and no architecture.", read_by=MODEL)
    assert world.plan_for(post.key) is None


def test_a_stack_of_nothing_is_no_plan_either(world: World) -> None:
    world.planner.will_say(read(architecture=connected(), template="{}"))
    post = world.answer_to(world.drops("F1"))

    assert post.shown == Words("answer", NOTHING_SEEN, read_by=MODEL)


def test_faults_go_back_to_the_model_with_the_template_they_are_in(world: World) -> None:
    world.templates.faults = {"broken": "JobsQueue has no such property"}
    world.planner.will_say(read(template=faulty("broken")), read())
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert planned(record).draft.template == TEMPLATE
    *_, proposed, checked = world.planner.read_so_far[1]
    assert isinstance(proposed, Proposed)
    assert isinstance(proposed.draft, StackDraft)
    assert proposed.draft.template == faulty("broken")
    assert checked == Checked(("E3002 at Resources: JobsQueue has no such property",))


def test_the_person_sees_that_the_template_is_being_mended(world: World) -> None:
    world.templates.faults = {"broken": "no such property"}
    world.planner.will_say(read(template=faulty("broken")), read())
    post = world.answer_to(world.drops("F1"))

    said = [one.text for one in post.versions if isinstance(one, Words)]
    assert any("one fault" in one and "round 2 of 4" in one for one in said)


def test_mending_ends_after_four_rounds_and_what_still_fails_cannot_be_approved(
    world: World,
) -> None:
    faults = {f"fault-{number}": f"fault {number}" for number in range(9)}
    world.templates.faults = faults
    worse_to_better = [" ".join(list(faults)[:many]) for many in (9, 7, 5, 3, 1)]
    world.planner.will_say(*(read(template=faulty(words)) for words in worse_to_better))
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert len(world.planner.read_so_far) == 4
    assert planned(record).draft.template == faulty(worse_to_better[3])
    assert world.decides(record, "approve") == Blocked(world.plan(record.id))
    assert world.stacks.calls == [], "AWS is not asked about what is known to be wrong"


def test_mending_ends_when_the_faults_do_not_shrink_and_the_better_template_stays(
    world: World,
) -> None:
    world.templates.faults = {"bad": "bad", "worse": "worse"}
    world.planner.will_say(read(template=faulty("bad")), read(template=faulty("bad worse")))
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert planned(record).draft.template == faulty("bad")
    assert len(world.planner.read_so_far) == 2


def test_of_all_rounds_the_best_template_stays(world: World) -> None:
    faults = {f"fault-{number}": f"fault {number}" for number in range(5)}
    world.templates.faults = faults
    rounds = [" ".join(list(faults)[:many]) for many in (5, 2, 3)]
    world.planner.will_say(*(read(template=faulty(words)) for words in rounds))
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert len(world.planner.read_so_far) == 3
    assert planned(record).draft.template == faulty(rounds[1])


def test_what_only_aws_still_refuses_is_better_than_what_our_checks_do(world: World) -> None:
    def mended(_: Conversation) -> Drafted:
        world.stacks.refusal = None
        return read(title="Mended", template=faulty("right"))

    world.templates.faults = {"bad": "the queue is bad"}
    world.stacks.refusal = "Property X is not valid in this region"
    world.planner.will_say(read(template=faulty("bad")), read(), mended)
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert (record.plan.title, review(record.plan)) == ("Mended", ())


def test_a_model_that_is_away_while_mending_leaves_the_template_as_it_is(world: World) -> None:
    world.templates.faults = {"bad": "bad"}
    world.planner.will_say(read(template=faulty("bad")), AWAY, AWAY, AWAY)
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert is_blocked(record.plan)


def test_whatever_the_template_leaves_out_goes_back_to_the_model_and_then_onto_the_card(
    world: World,
) -> None:
    drawn = connected(("sqs", "lambda"), ("lambda", "dynamodb"))
    world.planner.will_say(read(architecture=drawn), read(architecture=drawn))
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert {one.rule for one in review(record.plan)} == {"not-covered"}
    assert not is_blocked(record.plan), "a person may decide that it is good enough"
    assert len(world.planner.read_so_far) == 2


def test_the_same_template_again_is_not_shown_to_aws_again(world: World) -> None:
    drawn = connected(("sqs", "lambda"), ("lambda", "dynamodb"))
    world.planner.will_say(read(architecture=drawn), read(architecture=drawn))
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert world.stacks.calls.count("prepare") == 1
    assert world.launches(record).state is PlanState.RUNNING, "its change set is still there"


def test_a_reading_that_is_put_right_keeps_what_aws_said_of_the_template(world: World) -> None:
    drawn = connected(("sqs", "lambda"), ("lambda", "dynamodb"))
    world.planner.will_say(read(architecture=drawn), read())
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert review(record.plan) == ()
    assert world.launches(record).state is PlanState.RUNNING


def test_an_answer_of_aws_that_is_lost_for_good_leaves_nothing_waiting_there(
    world: World,
) -> None:
    for _ in range(12):
        world.stacks.lose_answer("prepare")
    world.planner.will_say(read(), worded("I cannot do better."))
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert [one.rule for one in review(record.plan)] == ["aws-refuses"]
    assert world.stacks.waiting() == []


def test_aws_that_cannot_be_asked_how_far_it_is_leaves_nothing_waiting_there(
    world: World,
) -> None:
    world.stacks.fail_next("prepared", *[THROTTLED] * 12)
    world.planner.will_say(read(), worded("I cannot do better."))
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert is_blocked(record.plan)
    assert world.stacks.waiting() == []


def test_what_ends_the_design_after_aws_was_asked_leaves_nothing_waiting_there(
    world: World,
) -> None:
    drawn = connected(("sqs", "lambda"), ("lambda", "dynamodb"))

    def mended(_: Conversation) -> Drafted:
        assert len(world.stacks.waiting()) == 1
        world.threads.fail_next("permalink", UpstreamRejected("Slack", "no such channel", "Look."))
        return read(template=faulty("other"))

    world.planner.will_say(read(architecture=drawn), mended)
    shown = world.answer_to(world.drops("F1")).shown

    assert shown == Words("failure", "Slack: no such channel. Look.")
    assert world.stacks.waiting() == []
    assert world.stacks.change_sets == {}


def test_what_aws_refuses_is_mended_as_well_and_leaves_nothing_there(world: World) -> None:
    world.stacks.refusal = "Property X is not valid in this region"
    world.planner.will_say(read(), read())
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert planned(record).change_set is None
    assert [one.rule for one in review(record.plan)] == ["aws-refuses"]
    assert world.decides(record, "approve") == Blocked(world.plan(record.id))
    assert world.stacks.waiting() == []
    *_, checked = world.planner.read_so_far[1]
    assert isinstance(checked, Checked)
    assert "Property X is not valid in this region" in checked.faults[0]
    assert "What to do: Mend the property that AWS names." in checked.faults[0]


def test_a_refusal_that_the_model_mends_makes_a_plan_like_any_other(world: World) -> None:
    def mended(_: Conversation) -> Drafted:
        world.stacks.refusal = None
        return read(title="Mended", template=faulty("another template"))

    world.stacks.refusal = "Property X is not valid in this region"
    world.planner.will_say(read(), mended)
    record = world.answer_to(world.drops("F1")).shown

    assert isinstance(record, PlanRecord)
    assert (record.plan.title, review(record.plan)) == ("Mended", ())
    assert len(world.stacks.waiting()) == 1


def test_cancelling_takes_the_change_set_back(world: World) -> None:
    record = world.offers_stack()
    world.decides(record, "cancel")
    world.stage.finish(f"withdraw-{record.id}")

    assert world.stacks.waiting() == []


def test_a_revision_takes_the_change_set_of_the_plan_it_replaces_back(world: World) -> None:
    old = world.offers_stack()
    world.planner.will_say(read(title="Without a VPC"))
    world.answers("no VPC", thread_ts=old.thread_ts)
    world.stage.finish(f"withdraw-{old.id}")

    assert world.plan(old.id).state is PlanState.SUPERSEDED
    (waiting,) = world.stacks.waiting()
    assert "without-a-vpc" in waiting


def test_a_follow_up_is_read_with_the_stack_it_changes(world: World) -> None:
    old = world.offers_stack()
    world.planner.will_say(read())
    world.answers("add a queue before the Lambda", thread_ts=old.thread_ts)

    conversation = world.planner.read_so_far[-1]
    assert conversation[-2:] == (
        Proposed(planned(old).draft),
        Said(ASKER, "add a queue before the Lambda"),
    )


def test_a_corrected_reading_is_what_the_template_is_made_from(world: World) -> None:
    old = world.offers_stack()
    corrected = Architecture(components=(Component(id="jobs", service="sqs", label="work"),))
    world.planner.will_say(read())
    outcome = ReviseStack(world.store, world.policy, world.clock)(
        plan_id=old.id, user=ASKER, architecture=corrected, key=old.id
    )
    post = world.answer_to(f"edit-{old.id}")

    assert outcome == Revised()
    assert last_said(world.planner.read_so_far[-1]).architecture == corrected
    assert isinstance(post.shown, PlanRecord)
    assert planned(post.shown).draft.architecture == corrected
    assert planned(post.shown).picture == "drawing.png", "whose reading it still is"
    assert world.plan(old.id).state is PlanState.SUPERSEDED


def test_correcting_one_of_several_pictures_replaces_that_one(world: World) -> None:
    ts = new_ts()
    world.planner.will_say(read(title="First"), read(title="Second"), read(title="First, revised"))
    first = world.answer_to(world.drops("F1", "F2", ts=ts)).shown
    assert isinstance(first, PlanRecord)
    corrected = Architecture(components=(Component(id="jobs", service="sqs", label="work"),))
    revise = ReviseStack(world.store, world.policy, world.clock)
    revise(plan_id=first.id, user=ASKER, architecture=corrected, key=first.id)
    world.answer_to(f"edit-{first.id}")

    with world.store.transaction() as tx:
        plans = tx.plans_in_thread(CHANNEL, ts)
    assert {one.plan.title: one.state for one in plans} == {
        "First": PlanState.SUPERSEDED,
        "Second": PlanState.PROPOSED,
        "First, revised": PlanState.PROPOSED,
    }
    *_, proposed, _ = world.planner.read_so_far[-1]
    assert proposed == Proposed(planned(first).draft), "the model hears of that one, not the last"


def test_a_correction_that_comes_after_the_decision_changes_nothing(world: World) -> None:
    old = world.offers_stack()
    corrected = Architecture(components=(Component(id="jobs", service="sqs", label="work"),))
    revise = ReviseStack(world.store, world.policy, world.clock)
    world.stage.stop()
    revise(plan_id=old.id, user=ASKER, architecture=corrected, key=old.id)
    world.decides(old, "approve")
    world.stage.start()
    post = world.answer_to(f"edit-{old.id}")

    assert post.shown == REPLACED_MEANWHILE


def test_a_status_that_somebody_deletes_does_not_cost_the_pictures_after_it(world: World) -> None:
    world.files.put("F2", "notes.png", b"these are notes")
    world.planner.will_say(read(title="First"), read(title="Third"))
    deleted = UpstreamRejected("Slack", "message_not_found", "Post it again.")
    world.threads.on_show = lambda surface: (
        world.threads.fail_next("show", deleted)
        if isinstance(surface, PlanRecord) and surface.plan.title == "First"
        else None
    )
    request_id = world.drops("F1", "F2", "F3")
    first = world.answer_to(request_id)

    shown = [post.shown for post in world.threads.in_thread(first.channel, first.thread_ts)]
    plans = [one.plan.title for one in shown if isinstance(one, PlanRecord)]
    assert plans == ["First", "Third"]
    assert any(
        "notes.png" in one.text or "not_found" in one.text
        for one in shown
        if isinstance(one, Words)
    )


def test_retry_can_be_pressed_again_when_it_came_to_nothing(world: World) -> None:
    world.templates.faults = {"bad": "the queue is bad"}
    world.planner.will_say(read(template=faulty("bad")), worded("I cannot."))
    old = world.answer_to(world.drops("F1")).shown
    assert isinstance(old, PlanRecord)
    retry = RetryPlan(world.store, world.policy, world.clock)
    world.planner.will_say(AWAY, AWAY, AWAY)
    retry(plan_id=old.id, user=ASKER)
    assert isinstance(world.answer_to(f"retry-{old.id}-0").shown, Words)

    world.planner.will_say(read(title="Again"))
    retry(plan_id=old.id, user=ASKER)
    shown = world.answer_to(f"retry-{old.id}-1").shown
    assert isinstance(shown, PlanRecord)
    assert shown.plan.title == "Again"


def test_retry_has_a_blocked_template_made_anew_once_however_often_it_is_pressed(
    world: World,
) -> None:
    world.templates.faults = {"bad": "the queue is bad"}
    world.planner.will_say(read(template=faulty("bad")), worded("I cannot."))
    old = world.answer_to(world.drops("F1")).shown
    assert isinstance(old, PlanRecord)
    world.planner.will_say(read(title="Again"))
    retry = RetryPlan(world.store, world.policy, world.clock)

    assert retry(plan_id=old.id, user=ASKER) == Revised()
    retry(plan_id=old.id, user=ASKER)
    post = world.answer_to(f"retry-{old.id}-0")

    assert isinstance(post.shown, PlanRecord)
    assert post.shown.plan.title == "Again"
    assert last_said(world.planner.read_so_far[-1]).text == f"{AGAIN} the queue is bad"


def test_retry_makes_a_plan_whose_launch_failed_anew(world: World) -> None:
    record = world.offers_stack()
    world.stacks.broken = "JobsQueue"
    failed = world.launches(record)
    world.planner.will_say(read(title="Again"))
    retry = RetryPlan(world.store, world.policy, world.clock)

    assert retry(plan_id=failed.id, user=ASKER) == Revised()
    shown = world.answer_to(f"retry-{failed.id}-0").shown
    assert isinstance(shown, PlanRecord)
    assert shown.plan.title == "Again"
    assert "No room" in last_said(world.planner.read_so_far[-1]).text
    assert world.plan(failed.id).state is PlanState.FAILED


def test_a_file_that_slack_cannot_give_just_now_is_to_be_sent_again(world: World) -> None:
    world.files.failures.extend([UpstreamUnavailable("Slack", "busy", "Try again.")] * 3)
    post = world.answer_to(world.drops("F1"))

    assert post.shown == Words("failure", f"Slack: busy. {SEND_AGAIN}")


def test_a_template_that_cannot_be_attached_is_said_in_the_thread(world: World) -> None:
    world.threads.fail_next("attach_once", UpstreamRejected("Slack", "no room", "Make some."))
    record = world.offers_stack()

    assert [words.text for words in world.told(record)] == ["Slack: no room. Make some."]
    assert world.plan(record.id).state is PlanState.PROPOSED


def test_a_plan_for_instances_in_words_is_made_as_before(world: World) -> None:
    world.planner.will_say(drafted())
    post = world.answers("a server")

    assert isinstance(post.shown, PlanRecord)
    assert world.threads.attached == []


def test_an_attachment_does_not_show_its_bytes_when_it_is_logged() -> None:
    assert "secret" not in repr(Attachment("a.png", b"secret"))
