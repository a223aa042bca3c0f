"""A person's message is taken on once; everything else Slack tells us is answered and left alone."""

from typing import Any

import pytest
from slack_bolt import BoltResponse

from bot.domain.request import RequestState
from handlers.payloads import plain
from tests.fakes.records import ASKER, CHANNEL, TS
from tests.handlers.conftest import SlackSide
from tests.handlers.payloads import BOT, TEAM, event, mention, message, signed

ASKED = f"<@{BOT}> a small server"
FILE = {"id": "F1", "name": "sketch.png", "mimetype": "image/png"}


def test_a_mention_is_taken_on_before_slack_hears_so(slack: SlackSide) -> None:
    response = slack.hears(mention(ASKED))

    assert (response.status, response.body) == (200, "")
    (request,) = slack.requests
    assert (request.user, request.text) == (ASKER, "a small server")
    assert (request.channel, request.ts, request.thread_ts) == (CHANNEL, TS, TS)
    assert request.state is RequestState.RECEIVED


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["mention first", "message first"])
def test_the_two_events_of_one_mention_are_one_request(
    slack: SlackSide, order: tuple[int, int]
) -> None:
    twins = [mention(ASKED), message(ASKED, subtype="file_share", files=[FILE])]

    for number in order:
        assert slack.hears(twins[number], event_id=f"Ev{number}").status == 200
    (request,) = slack.requests
    assert (request.text, request.files) == ("a small server", ("F1",))


def test_a_delivery_slack_repeats_changes_nothing(slack: SlackSide) -> None:
    slack.hears(mention(ASKED))
    response = slack.hears(mention(ASKED), **{"x-slack-retry-num": "1"})

    assert response.status == 200
    assert len(slack.requests) == 1


def test_a_repeated_delivery_may_be_the_only_one_that_arrives(slack: SlackSide) -> None:
    slack.hears(mention(ASKED), **{"x-slack-retry-num": "3", "x-slack-retry-reason": "http_error"})

    assert len(slack.requests) == 1


def test_a_mention_with_its_file_only_in_its_blocks_keeps_the_file(slack: SlackSide) -> None:
    block = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [{"type": "user", "user_id": BOT}, {"type": "file", "file_id": "F9"}],
            }
        ],
    }
    slack.hears(mention(ASKED, blocks=[block], files=[FILE, FILE]))

    assert slack.requests[0].files == ("F1", "F9")


def test_a_direct_message_needs_no_mention(slack: SlackSide) -> None:
    slack.hears(message("a small server", channel="D0ASKER", channel_type="im"))

    assert slack.requests[0].channel == "D0ASKER"


def test_an_upload_without_words_is_taken_on_where_the_bot_is_meant(slack: SlackSide) -> None:
    slack.hears(message("", channel="D0A", channel_type="im", subtype="file_share", files=[FILE]))

    assert (slack.requests[0].text, slack.requests[0].files) == ("", ("F1",))


def test_a_reply_of_who_asked_goes_on_in_the_thread(slack: SlackSide) -> None:
    slack.hears(mention(ASKED))
    slack.hears(message("smaller", ts="1700000009.000100", thread_ts=TS))

    assert [one.thread_ts for one in slack.requests] == [TS, TS]
    drafts = [job for job in slack.jobs.all if job.workflow == "draft_plan"]
    assert [job.order for job in drafts] == [f"{CHANNEL}-{TS}"] * 2


def test_a_reply_that_is_also_sent_to_the_channel_counts(slack: SlackSide) -> None:
    slack.hears(mention(ASKED))
    slack.hears(
        message("smaller", ts="1700000009.000100", thread_ts=TS, subtype="thread_broadcast")
    )

    assert len(slack.requests) == 2


def test_others_may_talk_in_the_thread_until_they_mention_the_bot(slack: SlackSide) -> None:
    slack.hears(mention(ASKED))
    other = {"thread_ts": TS, "user": "U0TOM"}
    slack.hears(message("nice!", ts="1700000008.000100", **other))
    slack.hears(mention(f"<@{BOT}> bigger", ts="1700000009.000100", **other))

    assert [(one.user, one.text) for one in slack.requests] == [
        (ASKER, "a small server"),
        ("U0TOM", "bigger"),
    ]


def test_an_edit_that_adds_the_mention_asks(slack: SlackSide) -> None:
    """Slack sends an `app_mention` for it, with the ts of the message that was edited."""
    slack.hears(message("a small server"))
    slack.hears(mention(ASKED, edited={"user": ASKER, "ts": "1700000009.000200"}))

    assert [one.text for one in slack.requests] == ["a small server"]


OWN = {"user": BOT, "bot_id": TEAM.bot.bot_id, "app_id": TEAM.bot.app_id}


@pytest.mark.parametrize(
    "of",
    [
        message("lunch?"),
        message("the card", **OWN),
        message("the card", user=BOT),
        message("beep", bot_id="B0OTHER", user="U0OTHERBOT"),
        message(ASKED, bot_id="B0OTHER", subtype="bot_message"),
        {
            **message(""),
            "subtype": "message_changed",
            "message": message(ASKED),
            "previous_message": message(ASKED),
        },
        {**message(""), "subtype": "message_deleted", "previous_message": message(ASKED)},
        message("joined", subtype="channel_join"),
        message(ASKED, subtype="some_future_subtype"),
    ],
    ids=[
        "talk in the channel",
        "our own message",
        "our own message without its bot id",
        "another bot",
        "another bot that mentions us",
        "an edit",
        "a deletion",
        "a join",
        "a subtype nobody knows yet",
    ],
)
def test_what_is_no_request_is_answered_and_left_alone(
    slack: SlackSide, of: dict[str, Any]
) -> None:
    assert slack.hears(of).status == 200
    assert slack.jobs.all == []


# --- what was typed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("see <https://example.com/a?b=1&amp;c=2>", "see https://example.com/a?b=1&c=2"),
        ("open <http://example.com|example.com>", "open example.com"),
        ("mail <mailto:ops@example.com|ops@example.com>", "mail ops@example.com"),
        ("in <#C0GAMES|games> please", "in games please"),
        ("ask <@U0TOM> first", "ask <@U0TOM> first"),
        ("tell <!subteam^S1|@ops>", "tell @ops"),
        ("  two \t spaces ", "two spaces"),
        ("line\nbreak", "line\nbreak"),
    ],
)
def test_a_text_is_what_the_person_typed(sent: str, typed: str) -> None:
    assert plain(sent) == typed


@pytest.mark.parametrize("by", [f"<@{BOT}>", f"<@{BOT}|gpt-to-aws>"])
def test_the_mention_of_the_bot_is_no_part_of_the_request(slack: SlackSide, by: str) -> None:
    slack.hears(message(f"hey {by} a small server, {by}!"))

    assert slack.requests[0].text == "hey a small server, !"


# --- who may speak to us ---------------------------------------------------------------------


def test_a_wrong_signature_is_refused(slack: SlackSide) -> None:
    forged = signed(event(mention(ASKED)).raw_body, "application/json", secret="guessed")

    assert slack.gets(forged).status == 401
    assert slack.jobs.all == []


def test_a_request_that_was_recorded_earlier_is_refused(slack: SlackSide) -> None:
    request = event(mention(ASKED))
    request.headers["x-slack-request-timestamp"] = ["1"]

    assert slack.gets(request).status == 401


def test_a_store_that_is_away_lets_slack_deliver_again(slack: SlackSide) -> None:
    with slack.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE requests RENAME TO away")
    response: BoltResponse = slack.hears(mention(ASKED))
    assert response.status == 503

    with slack.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO requests")
    assert slack.hears(mention(ASKED), **{"x-slack-retry-num": "1"}).status == 200
    assert len(slack.requests) == 1


def test_a_payload_that_makes_no_sense_is_not_claimed_to_be_received(slack: SlackSide) -> None:
    assert slack.hears({"type": "message", "user": ASKER, "text": "no channel"}).status == 503
