"""From a mention to a running instance, over three sockets."""

import pytest

from bot.sandbox.workspace import JONAS, MAYA, PRIYA, TOM, Mood
from tests.journeys.world import World, actions

MINECRAFT = (
    "Please create a new EC2 instance for me.\n"
    "I want to use it as a Minecraft Bedrock server for up to 25 concurrent players. Please balance "
    "performance and cost.\nI'd also like it to have a 1/4 TB of storage.\n"
    "After its created, I want to be able to easily get rid of this instance using the AWS console."
)


def test_the_minecraft_request_becomes_exactly_the_instance_that_was_approved(world: World) -> None:
    thread = world.asks(MINECRAFT)
    card = world.card(thread, "t3.medium", "250 GiB", "False (easy to end)", "embedded-rules")
    assert world.instances() == [], "nothing is launched before somebody approves"

    assert world.presses("plan_approve", card, user=MAYA.id)

    result = world.sees(thread, "is running in us-east-1", "i-", f"<@{PRIYA.id}>")
    (instance,) = world.instances()
    assert instance["id"] in result.text
    assert (instance["type"], instance["volume_gib"], instance["encrypted"]) == (
        "t3.medium",
        250,
        True,
    )
    assert instance["protected"] is False
    assert instance["tags"]["gpt-to-aws:approved-by"] == MAYA.id
    assert instance["tags"]["gpt-to-aws:requested-by"] == PRIYA.id
    assert "Running" in str(world.slack.message(world.channel, card.ts).blocks)
    assert len(world.answers(thread)) == 2, "one card, which is updated, and one result"


def test_the_person_hears_at_once_that_the_bot_is_reading(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    world.card(thread)
    said = world.slack.message(world.channel, thread)
    assert list(said.reactions) == ["eyes"]
    first = next(call for call in world.slack.calls if call.method == "chat.postMessage")
    assert "Reading your request" in first.arguments["text"]


def test_a_direct_message_needs_no_mention(world: World) -> None:
    world.channel = world.slack.direct(PRIYA.id)
    thread = world.slack.says("a t3.micro with 20 GB", user=PRIYA.id, channel=world.channel)
    world.card(thread, "t3.micro")


@pytest.mark.parametrize(
    "mood",
    [
        Mood(twins="mention_first", copies=3),
        Mood(twins="message_first", copies=2),
        Mood(twins="message_only"),
        Mood(twins="mention_only"),
    ],
    ids=["mention first, thrice", "message first, twice", "message only", "mention only"],
)
def test_one_message_makes_one_plan_however_slack_delivers_it(world: World, mood: Mood) -> None:
    world.slack.set_mood(mood)
    thread = world.asks("a t3.small with 60 GB")
    world.card(thread, "t3.small")
    world.slack.set_mood(Mood())
    world.replies("call it build-cache", thread=thread)
    world.card(thread, "build-cache")
    assert len(world.answers(thread)) == 2


def test_a_reply_replaces_the_plan_and_the_old_card_loses_its_buttons(world: World) -> None:
    thread = world.asks(MINECRAFT)
    old = world.card(thread, "t3.medium")
    world.replies("make it 5 players", thread=thread)
    new = world.card(thread, "t3.micro", "250 GiB")
    assert new.ts != old.ts
    world.sees(thread, "Replaced by a newer plan")
    assert actions(world.slack.message(world.channel, old.ts)) == set()

    world.replies("use eu-west-1", thread=thread)
    world.card(thread, "t3.micro", "eu-west-1")
    world.replies("call it build-cache", thread=thread)
    last = world.card(thread, "t3.micro", "eu-west-1", "build-cache")

    assert world.presses("plan_approve", last, user=PRIYA.id)
    world.sees(thread, "is running in eu-west-1")
    (instance,) = world.instances()
    assert (instance["type"], instance["name"]) == ("t3.micro", "build-cache")


def test_a_reply_that_comes_together_with_the_mention_is_heard_as_well(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    world.replies("call it build-cache", thread=thread)
    world.replies("and what do you all think?", thread=thread, user=TOM.id)
    world.card(thread, "build-cache", "60 GiB")
    assert len(world.answers(thread)) == 2


def test_others_may_talk_in_the_thread_without_changing_the_plan(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    world.card(thread, "t3.small")
    world.replies("make it 4 TB!!", thread=thread, user=TOM.id)
    world.replies("call it build-cache", thread=thread)
    world.card(thread, "build-cache", "60 GiB")
    assert len(world.answers(thread)) == 2


def test_somebody_else_who_mentions_the_bot_is_heard(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    world.card(thread, "t3.small")
    world.replies(f"{world.slack.bot} make it 80 GB", thread=thread, user=TOM.id)
    world.card(thread, "t3.small", "80 GiB", f"<@{TOM.id}>")


def test_an_answer_to_the_bots_question_goes_on_where_it_asked(world: World) -> None:
    thread = world.asks("I need a server")
    question = world.sees(thread, "?", "Read by")
    assert actions(question) == set()
    world.replies("for 10 people playing valheim", thread=thread)
    world.card(thread, "t3.medium")


def test_a_second_click_changes_nothing_and_is_told_so_privately(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    card = world.card(thread)
    world.presses("plan_approve", card, user=MAYA.id)
    world.presses("plan_approve", card, user=JONAS.id)
    world.presses("plan_cancel", card, user=PRIYA.id)
    world.whispered(JONAS.id, "already approved", MAYA.id)
    world.whispered(PRIYA.id, "already approved", MAYA.id)
    world.sees(thread, "is running in")
    assert len(world.instances()) == 1


def test_a_cancelled_plan_stays_cancelled(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    card = world.card(thread)
    world.presses("plan_cancel", card, user=PRIYA.id)
    cancelled = world.sees(thread, "Cancelled by", PRIYA.id)
    assert actions(cancelled) == set()
    world.presses("plan_approve", card, user=MAYA.id)
    world.whispered(MAYA.id, "already cancelled")
    assert world.instances() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hi", "instance"),
        ("a t3.micro with a 64 TB disk", "4,096 GiB"),
        ("give me a p5.48xlarge", "t3.2xlarge"),
        ("delete all our accounts", ""),
        ("a t3.micro in mars-north-1 with 20 GB", ""),
    ],
)
def test_what_cannot_be_built_gets_words_and_no_plan(world: World, text: str, words: str) -> None:
    thread = world.asks(text)
    answer = world.sees(thread, words, "Read by")
    assert "Reading your request" not in answer.text
    assert actions(answer) == set()
    assert len(world.answers(thread)) == 1


def test_ports_make_a_security_group_that_the_card_has_shown(world: World) -> None:
    thread = world.asks("ubuntu box, 4 GB RAM, open 443 to everyone and 22 only from 10.0.0.0/8")
    card = world.card(thread, "443/tcp from 0.0.0.0/0", "22/tcp from 10.0.0.0/8", "Ubuntu 24.04")
    world.presses("plan_approve", card, user=PRIYA.id)
    world.sees(thread, "is running in")
    (group,) = world.aws.snapshot()["security_groups"]
    assert sorted((rule["ports"], rule["source"]) for rule in group["rules"]) == [
        ("22", "10.0.0.0/8"),
        ("443", "0.0.0.0/0"),
    ]


def test_a_plan_with_a_blocking_finding_has_no_approve_button(world: World) -> None:
    thread = world.asks("a t3.micro with 20 GB, open 22 from 0.0.0.0/0")
    card = world.card(thread, "22/tcp", "sensitive-port-open-to-world")
    assert actions(card) == {"plan_edit", "plan_cancel"}


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("port 22 only from 203.0.113.0/24", "22/tcp from 203.0.113.0/24"),
        ("close port 22", "no inbound port"),
    ],
)
def test_what_a_blocking_finding_suggests_can_be_replied_word_for_word(
    world: World, reply: str, shown: str
) -> None:
    thread = world.asks("a t3.micro with 20 GB, open 22 from 0.0.0.0/0")
    world.card(thread, f"“{reply}”")
    world.replies(reply, thread=thread)
    assert "plan_approve" in actions(world.card(thread, shown))


def test_edit_makes_a_new_plan_by_hand(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    card = world.card(thread)
    world.presses("plan_edit", card, user=PRIYA.id)
    world.slack.wait_until(lambda: world.slack.modal(PRIYA.id))
    refused = world.slack.submits(PRIYA.id, {"volume_gib": "9000"})
    assert refused.errors
    assert world.slack.submits(PRIYA.id, {"volume_gib": "80", "name": "by-hand"}).errors == {}
    edited = world.card(thread, "80 GiB", "by-hand", "Chosen by hand")
    world.presses("plan_approve", edited, user=MAYA.id)
    world.sees(thread, "is running in")
    (instance,) = world.instances()
    assert (instance["volume_gib"], instance["name"]) == (80, "by-hand")


def test_a_launch_that_aws_refuses_says_why_and_leaves_nothing_behind(world: World) -> None:
    thread = world.asks("ubuntu box, 4 GB RAM, open 443 to everyone")
    card = world.card(thread)
    world.aws.fail_next(
        "RunInstances",
        code="VcpuLimitExceeded",
        message="You have requested more vCPU capacity than your current vCPU limit of 0 allows.",
    )
    world.presses("plan_approve", card, user=PRIYA.id)
    world.sees(thread, "Failed", "vCPU")
    world.sees(thread, f"<@{PRIYA.id}>", "vCPU")
    assert world.instances() == []
    assert world.aws.snapshot()["security_groups"] == []

    world.replies("try again", thread=thread)
    again = world.card(thread, "443/tcp")
    world.presses("plan_approve", again, user=PRIYA.id)
    world.sees(thread, "is running in")


def test_an_answer_that_got_lost_does_not_launch_twice(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    card = world.card(thread)
    world.aws.lose_answer("RunInstances")
    world.presses("plan_approve", card, user=PRIYA.id)
    world.sees(thread, "is running in")
    assert len(world.instances()) == 1


def test_the_home_tab_lists_what_a_person_asked_for(world: World) -> None:
    thread = world.asks("a t3.small with 60 GB called build-cache")
    world.card(thread)
    world.slack.opens_home(PRIYA.id)
    home = world.slack.wait_until(lambda: world.slack.home(PRIYA.id))
    assert "build-cache" in str(home)
