"""A request becomes a plan card, or words, in one message of ours."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from bot.domain.errors import UpstreamRejected, UpstreamUnavailable
from bot.domain.plan import PlanRecord, PlanState, digest
from bot.domain.policy import Policy
from bot.domain.reading import Reading
from bot.domain.request import Conversation, Proposed, RequestState, Said, Words
from bot.workflows.draft_plan import READING, WORDLESS
from tests.fakes.planner import MODEL, drafted, worded
from tests.fakes.records import ASKER, CHANNEL, NOON, instances, message
from tests.workflows.stage import DurableStage, World, new_ts

TIME_TO_OVERTAKE = 0.3
AWAY = UpstreamUnavailable("OpenAI", "overloaded", "Try again in a minute.")


def test_a_request_is_answered_by_a_card_that_says_exactly_what_would_run(world: World) -> None:
    record = world.offers(instance_type="t3.large", name="build", operating_system="ubuntu-24.04")

    assert record == world.plan(record.id)
    assert record.state is PlanState.PROPOSED
    assert record.digest == digest(record.plan)
    assert record.plan.requested_by == ASKER
    assert record.plan.region == "us-east-1"
    assert instances(record).image.id == "ami-ubuntu-24.04-us-east-1"
    assert record.plan.permalink.endswith(record.thread_ts.replace(".", ""))
    assert record.plan.read_by == MODEL
    assert (record.proposed_at, record.expires_at) == (NOON, NOON + timedelta(hours=24))


def test_the_person_sees_a_status_first_and_the_same_message_becomes_the_card(
    world: World,
) -> None:
    world.planner.will_say(drafted())
    ts = new_ts()
    post = world.answers("a server", ts=ts)

    assert post.versions[0] == READING
    assert isinstance(post.shown, PlanRecord)
    assert post.shown.card_ts == post.ts
    assert world.threads.reactions == [(CHANNEL, ts)]
    assert len(world.threads.posts) == 1


def test_a_request_without_a_plan_is_answered_in_words(world: World) -> None:
    world.planner.will_say(worded("I build servers."))
    post = world.answers("what can you do?")

    assert post.shown == Words("answer", "I build servers.", read_by=MODEL)
    assert world.request(post.key).state is RequestState.ANSWERED
    assert world.plan_for(post.key) is None


def test_the_region_the_person_named_wins_over_the_default(stage: DurableStage) -> None:
    world = stage.enter(policy=Policy(default_region="eu-west-1"))

    assert world.offers().plan.region == "eu-west-1"
    assert world.offers(region="us-west-2").plan.region == "us-west-2"


def test_a_draft_outside_the_policy_is_refused_after_the_model(world: World) -> None:
    world.planner.will_say(drafted(volume_gib=65_536))
    post = world.answers("a t3.micro with a 64 TB disk")

    assert post.shown == Words(
        "refusal",
        "I can’t offer that. A disk of 65,536 GiB is too large; "
        "at most 4,096 GiB is allowed (rule `max-volume`).",
        read_by=MODEL,
    )
    assert world.plan_for(post.key) is None


def test_all_broken_rules_are_told_at_once(world: World) -> None:
    world.planner.will_say(drafted(volume_gib=65_536, count=21))
    shown = world.answers("everything").shown

    assert isinstance(shown, Words)
    assert shown.text.count("\n• ") == 2


def test_a_disk_smaller_than_its_image_is_refused(world: World) -> None:
    world.planner.will_say(drafted(volume_gib=20, operating_system="windows-2025"))
    shown = world.answers("a small windows box").shown

    assert isinstance(shown, Words)
    assert shown.kind == "refusal"
    assert "needs at least 30 GiB (rule `min-volume`)" in shown.text


def test_an_image_that_the_region_lacks_is_told_to_the_person(world: World) -> None:
    world.images.missing = frozenset({("debian-13", "us-east-1")})
    world.planner.will_say(drafted(operating_system="debian-13"))
    post = world.answers("a debian box")

    assert post.shown == Words("failure", "AWS offers no image of Debian 13 in us-east-1.")
    assert world.request(post.key).state is RequestState.FAILED


def test_a_bare_mention_is_answered_without_the_model(world: World) -> None:
    assert world.answers("  ").shown == WORDLESS
    assert world.planner.read_so_far == []


def test_a_form_is_a_plan_without_the_model_and_without_a_reaction(world: World) -> None:
    ts = new_ts()
    post = world.answers(
        "I changed it.", ts=ts, request_id=f"edit-{ts}", draft=drafted(name="by hand").draft
    )

    assert isinstance(post.shown, PlanRecord)
    assert post.shown.plan.read_by is None
    assert world.planner.read_so_far == []
    assert world.threads.reactions == []


def test_a_model_that_is_briefly_away_is_asked_again(world: World) -> None:
    world.planner.will_say(AWAY, AWAY)

    assert world.offers().state is PlanState.PROPOSED
    assert len(world.planner.read_so_far) == 3


def test_a_model_that_stays_away_is_said_to_be_so(world: World) -> None:
    world.planner.will_say(AWAY, AWAY, AWAY)
    post = world.answers("a server")

    assert post.shown == Words("failure", "OpenAI: overloaded. Try again in a minute.")
    assert world.request(post.key).state is RequestState.FAILED
    assert len(world.planner.read_so_far) == 3


def test_a_definite_no_is_not_asked_again(world: World) -> None:
    world.planner.will_say(UpstreamRejected("OpenAI", "no such model", "Check OPENAI_MODEL."))
    shown = world.answers("a server").shown

    assert shown == Words("failure", "OpenAI: no such model. Check OPENAI_MODEL.")
    assert len(world.planner.read_so_far) == 1


def test_a_bug_gives_the_person_an_incident_id_and_the_log_the_traceback(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, logger="bot")
    world.planner.will_say(ZeroDivisionError("the secret inside"))
    shown = world.answers("a server").shown

    assert isinstance(shown, Words)
    (record,) = [one for one in caplog.records if one.name == "bot.incident"]
    incident = record.getMessage().removeprefix("incident ")
    assert shown.text.startswith(f"Something went wrong on our side (incident {incident})")
    assert "secret" not in shown.text
    assert "Traceback" not in shown.text
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ZeroDivisionError)


def test_a_message_that_takes_no_reaction_is_answered_all_the_same(world: World) -> None:
    no = UpstreamRejected("Slack", "message_not_found", "Look.", "message_not_found")
    world.threads.fail_next("acknowledge", no)

    assert world.offers().state is PlanState.PROPOSED


def test_a_card_whose_update_got_lost_is_drawn_again(world: World) -> None:
    world.threads.lose_answer("show")

    record = world.offers()
    assert world.card(record).state is PlanState.PROPOSED


# --- Slack is away, or does not want to hear it ----------------------------------------------

SLACK_AWAY = UpstreamUnavailable("Slack", "it could not be reached", "Try again.")
ARCHIVED = UpstreamRejected("Slack", "is_archived", "Ask in another channel.", "is_archived")
DELETED = UpstreamRejected("Slack", "message_not_found", "Ask again.", "message_not_found")


def test_a_request_outlasts_hours_without_slack(world: World) -> None:
    world.threads.fail_next("post_once", *[SLACK_AWAY] * 200)
    world.threads.fail_next("show", *[SLACK_AWAY] * 200)
    record = world.offers()

    assert world.card(record).state is PlanState.PROPOSED


def test_a_thread_that_takes_no_message_ends_the_request(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.threads.fail_next("post_once", ARCHIVED)
    request_id = world.hears("a server")
    world.stage.finish(f"draft-{request_id}")

    request = world.request(request_id)
    assert request.state is RequestState.FAILED
    assert request.answer == Words("failure", "Slack: is_archived. Ask in another channel.")
    assert world.planner.read_so_far == []
    assert f"{request_id} cannot be answered in its thread" in caplog.text


def test_an_answer_whose_place_is_gone_is_said_to_be_so_in_the_thread(world: World) -> None:
    world.threads.fail_next("show", DELETED)
    world.planner.will_say(drafted())
    ts = new_ts()
    world.answers("a server", ts=ts)

    assert [post.shown for post in world.threads.in_thread(CHANNEL, ts)][1:] == [
        Words("failure", "Slack: message_not_found. Ask again.")
    ]


def test_an_answer_that_can_be_said_nowhere_ends_quietly(world: World) -> None:
    def read_while_somebody_archives(_: Conversation) -> Reading:
        world.threads.fail_next("show", ARCHIVED)
        world.threads.fail_next("post_once", ARCHIVED)
        return worded("I build servers.")

    world.planner.will_say(read_while_somebody_archives)
    request_id = world.hears("what can you do?")
    world.stage.finish(f"draft-{request_id}")

    assert world.request(request_id).state is RequestState.ANSWERED


# --- the thread goes on ----------------------------------------------------------------------


def test_the_model_reads_the_whole_thread(world: World) -> None:
    first = world.offers()
    world.offers(thread_ts=first.thread_ts)

    assert world.planner.read_so_far[-1] == (
        Said(ASKER, "a server"),
        Proposed(first.plan.draft),
        Said(ASKER, "a server"),
    )


def test_a_newer_plan_takes_the_place_of_an_open_one(world: World, stage: DurableStage) -> None:
    first = world.offers()
    second = world.offers(thread_ts=first.thread_ts, count=2)
    stage.finish(f"redraw-{first.id}-superseded")

    assert world.plan(first.id).state is PlanState.SUPERSEDED
    assert world.card(first).state is PlanState.SUPERSEDED
    assert second.state is PlanState.PROPOSED
    assert second.plan.alongside == ()


def test_words_leave_an_open_plan_as_it_is(world: World) -> None:
    first = world.offers()
    world.planner.will_say(worded("It costs this because …"))
    world.answers("why so much?", thread_ts=first.thread_ts)

    assert world.plan(first.id).state is PlanState.PROPOSED


def test_a_refused_change_leaves_an_open_plan_as_it_is(world: World) -> None:
    first = world.offers()
    world.planner.will_say(drafted(count=1000))
    world.answers("a thousand of them", thread_ts=first.thread_ts)

    assert world.plan(first.id).state is PlanState.PROPOSED


def test_what_was_launched_stays_and_the_new_card_says_so(world: World) -> None:
    first = world.launches(world.offers(name="one"))
    second = world.offers(thread_ts=first.thread_ts)

    assert world.plan(first.id).state is PlanState.RUNNING
    assert second.plan.alongside == ("1 × t3.medium “one”",)


def test_quick_replies_in_a_thread_are_read_in_the_order_they_came(world: World) -> None:
    thread = new_ts()
    texts = ["a server", "bigger", "smaller", "two of them"]

    overtaken = Event()

    def read(conversation: Conversation) -> Reading:
        if len(conversation) == 1:
            overtaken.wait(TIME_TO_OVERTAKE)  # in vain, when all is well
        else:
            overtaken.set()
        said = [turn.text for turn in conversation if isinstance(turn, Said)]
        return drafted(name=said[-1], count=len(said))

    world.planner.will_say(*[read] * len(texts))
    ids = [world.hears(text, thread_ts=thread) for text in texts]
    cards = [world.answer_to(one).versions for one in ids]

    assert [turns[-1] for turns in world.planner.read_so_far] == [
        Said(ASKER, text) for text in texts
    ]
    assert [len(turns) for turns in world.planner.read_so_far] == [1, 3, 5, 7]
    open_plans = [plan for plan in map(world.plan_for, ids) if plan is not None]
    assert [plan.state for plan in open_plans] == [PlanState.SUPERSEDED] * 3 + [PlanState.PROPOSED]
    assert all(len(versions) > 1 for versions in cards)


# --- once ------------------------------------------------------------------------------------


def test_twins_delivered_at_the_same_moment_are_answered_once(world: World) -> None:
    world.planner.will_say(drafted())
    ts = new_ts()
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: world.hears("a server", ts=ts), range(8)))

    (request_id,) = ids
    world.answer_to(request_id)
    assert len(world.planner.read_so_far) == 1
    assert len(world.threads.posts) == 1


def test_others_talk_in_the_thread_undisturbed_until_they_mention_the_bot(world: World) -> None:
    record = world.offers()
    chatter = message("nice!", ts=new_ts(), thread_ts=record.thread_ts, user="U0TOM")
    asked = new_ts()
    world.hears("nice!", ts=chatter.ts, thread_ts=record.thread_ts, user="U0TOM", addressed=False)
    world.planner.will_say(worded("Thanks!"))
    world.answers("thanks!", ts=asked, thread_ts=record.thread_ts, user="U0TOM")

    with world.store.transaction() as tx:
        assert tx.request(chatter.request_id) is None
    assert len(world.threads.posts) == 2


def test_who_asked_needs_no_mention_in_their_thread(world: World) -> None:
    record = world.offers()
    world.planner.will_say(worded("Yes."))

    post = world.answers("really?", thread_ts=record.thread_ts, addressed=False)
    assert isinstance(post.shown, Words)


def test_talk_in_the_channel_is_not_for_the_bot(world: World) -> None:
    request_id = world.hears("lunch?", addressed=False)

    with world.store.transaction() as tx:
        assert tx.request(request_id) is None


def test_an_offer_ends_by_itself_after_as_long_as_the_policy_says(
    world: World, stage: DurableStage
) -> None:
    record = world.offers()
    status = stage.status(f"expire-{record.id}")

    assert status.status == "DELAYED"
    assert status.input == {"args": (record.id,), "kwargs": {}}
    assert status.delay_until_epoch_ms is not None
    assert status.created_at is not None
    assert status.delay_until_epoch_ms - status.created_at == pytest.approx(86_400_000, abs=2000)
