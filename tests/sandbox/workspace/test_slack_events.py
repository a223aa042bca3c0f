"""The events of a conversation have the shapes Slack gives them, over signed HTTP."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.workspace import GAMES, JONAS, MAYA, Channel, Mood, Settings, Team, Workspace
from tests.sandbox.workspace.app_side import Reply, RequestUrl
from tests.sandbox.workspace.conftest import SettableClock

Json = dict[str, Any]

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (640).to_bytes(4, "big") + (480).to_bytes(4, "big")


def delivered(slack: Workspace, count: int) -> None:
    slack.wait_until(lambda: len(slack.deliveries) >= count)


def test_a_mention_arrives_as_twins(slack: Workspace, request_url: RequestUrl) -> None:
    ts = slack.says("@gpt-to-aws 2 < 3 & <b>", user=MAYA.id, channel=GAMES.id)
    delivered(slack, 2)

    first, second = (received.payload for received in request_url.received)
    mention, message = first["event"], second["event"]
    bot = slack.team.bot.user_id
    assert (mention["type"], message["type"]) == ("app_mention", "message")
    assert mention["ts"] == message["ts"] == ts
    assert first["event_id"] != second["event_id"]
    assert (
        first["authorizations"][0] | {"user_id": bot, "is_bot": True} == first["authorizations"][0]
    )
    assert message["text"] == f"<@{bot}> 2 &lt; 3 &amp; &lt;b&gt;"
    assert message["channel_type"] == "channel"
    assert "channel_type" not in mention
    assert mention["client_msg_id"] == message["client_msg_id"]
    (section,) = message["blocks"][0]["elements"]
    assert section["elements"] == [
        {"type": "user", "user_id": bot},
        {"type": "text", "text": " 2 < 3 & <b>"},
    ]


def test_the_signature_is_slacks(
    slack: Workspace, request_url: RequestUrl, clock: SettableClock
) -> None:
    slack.says("hello", user=MAYA.id, channel=GAMES.id)
    delivered(slack, 1)

    (received,) = request_url.received
    timestamp = received.headers["X-Slack-Request-Timestamp"]
    signer = SignatureVerifier(slack.settings.signing_secret)
    expected = signer.generate_signature(timestamp=timestamp, body=received.body)
    assert received.headers["X-Slack-Signature"] == expected
    assert timestamp == str(int(clock.now))


@pytest.mark.parametrize(
    ("mood", "kinds"),
    [
        (Mood(twins="mention_first"), ["app_mention", "message"]),
        (Mood(twins="message_first"), ["message", "app_mention"]),
        (Mood(twins="mention_only"), ["app_mention"]),
        (Mood(twins="message_only"), ["message"]),
    ],
    ids=lambda value: value.twins if isinstance(value, Mood) else None,
)
def test_twins_come_in_any_order_or_alone(
    mood: Mood, kinds: list[str], slack: Workspace, request_url: RequestUrl
) -> None:
    slack.set_mood(mood)
    slack.says(f"{slack.bot} hi", user=MAYA.id, channel=GAMES.id)
    delivered(slack, len(kinds))
    slack.says("the end", user=MAYA.id, channel=GAMES.id)
    delivered(slack, len(kinds) + 1)

    assert [r.event["type"] for r in request_url.received] == [*kinds, "message"]


def test_a_mention_may_come_without_its_file(slack: Workspace, request_url: RequestUrl) -> None:
    file = slack.uploads("sketch.png", PNG, user=MAYA.id)
    mood = Mood(mention_has_files=False)
    slack.says("@gpt-to-aws this", user=MAYA.id, channel=GAMES.id, files=[file], mood=mood)
    delivered(slack, 3)

    (mention,) = request_url.events("app_mention")
    (message,) = request_url.events("message")
    (section,) = mention["blocks"][0]["elements"]
    assert "files" not in mention
    assert section["elements"][-1] == {"type": "file", "file_id": file}
    assert (message["subtype"], message["files"][0]["id"]) == ("file_share", file)
    assert (message["files"][0]["original_w"], message["files"][0]["original_h"]) == (640, 480)
    assert request_url.events("file_shared")[0]["file_id"] == file


def test_a_dropped_file_needs_no_words(slack: Workspace, request_url: RequestUrl) -> None:
    root = slack.says("look", user=MAYA.id, channel=GAMES.id)
    file = slack.uploads("sketch.png", PNG, user=JONAS.id)
    slack.says("", user=JONAS.id, channel=GAMES.id, thread_ts=root, files=[file])
    delivered(slack, 3)

    _, shared = request_url.events("message")
    assert (shared["subtype"], shared["text"], shared["thread_ts"]) == ("file_share", "", root)
    assert shared["parent_user_id"] == MAYA.id
    assert "blocks" not in shared
    assert request_url.events("app_mention") == []


def test_a_direct_message_is_never_a_mention(slack: Workspace, request_url: RequestUrl) -> None:
    slack.says(f"{slack.bot} hello", user=MAYA.id, channel=slack.direct(MAYA.id))
    delivered(slack, 1)

    (received,) = request_url.received
    assert (received.event["type"], received.event["channel_type"]) == ("message", "im")


def test_an_edit_that_adds_the_mention_announces_it(
    slack: Workspace, request_url: RequestUrl
) -> None:
    ts = slack.says("a server please", user=MAYA.id, channel=GAMES.id)
    slack.edits("@gpt-to-aws a server please", user=MAYA.id, channel=GAMES.id, ts=ts)
    delivered(slack, 3)

    (mention,) = request_url.events("app_mention")
    changed = next(e for e in request_url.events("message") if "subtype" in e)
    assert (mention["ts"], mention["edited"]["user"]) == (ts, MAYA.id)
    assert changed["subtype"] == "message_changed"
    assert changed["previous_message"]["text"] == "a server please"


def test_the_bots_own_posts_are_events_too(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    posted = client.chat_postMessage(channel=GAMES.id, text="hello")
    client.chat_delete(channel=GAMES.id, ts=posted["ts"])
    client.chat_postEphemeral(channel=GAMES.id, user=MAYA.id, text="psst")
    delivered(slack, 2)

    said = next(e for e in request_url.events("message") if "subtype" not in e)
    gone = next(e for e in request_url.events("message") if "subtype" in e)
    assert (said["bot_id"], said["user"]) == (slack.team.bot.bot_id, slack.team.bot.user_id)
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", posted["ts"])
    assert len(request_url.received) == 2


def test_a_persons_reaction_is_an_event(slack: Workspace, request_url: RequestUrl) -> None:
    ts = slack.says("done", user=MAYA.id, channel=GAMES.id)
    slack.reacts("tada", user=JONAS.id, channel=GAMES.id, ts=ts)
    delivered(slack, 2)

    (reaction,) = request_url.events("reaction_added")
    assert reaction["item"] == {"type": "message", "channel": GAMES.id, "ts": ts}


def test_opening_the_home_brings_the_view_published_before(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    slack.opens_home(MAYA.id)
    delivered(slack, 1)
    blocks = [{"type": "divider"}]
    client.views_publish(user_id=MAYA.id, view={"type": "home", "blocks": blocks})
    slack.opens_home(MAYA.id)
    slack.opens_home(MAYA.id, tab="messages")
    delivered(slack, 3)

    opened = {
        (event["tab"], "view" in event): event for event in request_url.events("app_home_opened")
    }
    assert set(opened) == {("home", False), ("home", True), ("messages", False)}
    assert opened["home", True]["view"]["type"] == "home"
    assert opened["home", True]["channel"] == slack.direct(MAYA.id)


@pytest.mark.parametrize(
    ("settings", "room"),
    [
        ({"subscriptions": frozenset({"app_home_opened"})}, GAMES),
        ({"scopes": frozenset({"chat:write"})}, GAMES),
        ({}, Channel(GAMES.id, "games", has_bot=False)),
    ],
    ids=["not subscribed", "no scope", "not a member"],
)
def test_the_app_hears_only_what_it_may(
    settings: Json, room: Channel, request_url: RequestUrl
) -> None:
    told = Settings(request_url=request_url.url, **settings)
    with Workspace(told, team=Team(rooms=(room,))) as slack:
        slack.says("@gpt-to-aws hello", user=MAYA.id, channel=GAMES.id)
        slack.opens_home(MAYA.id)
        delivered(slack, 1)

    assert [r.event["type"] for r in request_url.received] == ["app_home_opened"]


def test_what_is_not_acknowledged_is_sent_three_more_times(
    slack: Workspace, request_url: RequestUrl
) -> None:
    request_url.answer = lambda _: Reply(500)
    slack.says("hello", user=MAYA.id, channel=GAMES.id)
    delivered(slack, 4)

    retries = [r.headers.get("X-Slack-Retry-Num") for r in request_url.received]
    reasons = {r.headers.get("X-Slack-Retry-Reason") for r in request_url.received[1:]}
    assert retries == [None, "1", "2", "3"]
    assert reasons == {"http_error"}
    assert len({r.body for r in request_url.received}) == 1


def test_retries_end_when_the_app_answers(slack: Workspace, request_url: RequestUrl) -> None:
    replies = iter([Reply(503), Reply(302, headers={"Location": "/"}), Reply()])
    request_url.answer = lambda _: next(replies)
    slack.says("hello", user=MAYA.id, channel=GAMES.id)
    delivered(slack, 3)

    assert [d.ok for d in slack.deliveries] == [False, False, True]


def test_the_app_can_forbid_retries(slack: Workspace, request_url: RequestUrl) -> None:
    request_url.answer = lambda _: Reply(404, headers={"X-Slack-No-Retry": "1"})
    slack.says("one", user=MAYA.id, channel=GAMES.id)
    delivered(slack, 1)
    slack.says("two", user=MAYA.id, channel=GAMES.id)
    delivered(slack, 2)

    assert [d.attempt for d in slack.deliveries] == [0, 0]


def test_a_slow_app_is_asked_again(request_url: RequestUrl) -> None:
    settings = Settings(request_url=request_url.url, ack_seconds=0.05, retry_delays=(0.0,))
    with Workspace(settings) as slack:
        request_url.answer = lambda received: (
            Reply() if "X-Slack-Retry-Num" in received.headers else _late(slack)
        )
        slack.says("hello", user=MAYA.id, channel=GAMES.id)
        delivered(slack, 2)
        first, second = slack.deliveries

    assert (first.ok, first.reason, second.ok) == (False, "http_timeout", True)
    assert request_url.received[1].headers["X-Slack-Retry-Reason"] == "http_timeout"


def _late(slack: Workspace) -> Reply:
    """Answer only once the workspace has given up on this attempt."""
    slack.wait_until(lambda: slack.deliveries)
    return Reply()


def test_an_app_that_is_away_is_offline(request_url: RequestUrl) -> None:
    settings = Settings(request_url="http://127.0.0.1:9/slack/events", retry_delays=())
    with Workspace(settings) as slack:
        slack.says("hello", user=MAYA.id, channel=GAMES.id)
        delivered(slack, 1)

        assert slack.deliveries[0].reason == "connection_failed"
        assert not slack.online


def test_one_event_can_come_several_times(slack: Workspace, request_url: RequestUrl) -> None:
    slack.says("hello", user=MAYA.id, channel=GAMES.id, mood=Mood(copies=3))
    delivered(slack, 3)

    assert len({r.payload["event_id"] for r in request_url.received}) == 1
    assert [r.headers.get("X-Slack-Retry-Num") for r in request_url.received] == [None, "1", "2"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("see https://example.com/?a=1&b=2 there", "see <https://example.com/?a=1&amp;b=2> there"),
        ("@maya and @mayan", f"<@{MAYA.id}> and @mayan"),
        ("@jonas.", f"<@{JONAS.id}>."),
        ("me@maya.example", "me@maya.example"),
        ("<!channel> &amp;", "&lt;!channel&gt; &amp;amp;"),
    ],
)
def test_typed_words_are_written_as_slack_writes_them(
    typed: str, text: str, slack: Workspace
) -> None:
    ts = slack.says(typed, user=MAYA.id, channel=GAMES.id)

    assert slack.message(GAMES.id, ts).text == text


def test_impossible_acts_say_why(slack: Workspace) -> None:
    ts = slack.says("root", user=MAYA.id, channel=GAMES.id)
    with pytest.raises(LookupError, match="no channel C0NOWHERE1"):
        slack.says("hello", user=MAYA.id, channel="C0NOWHERE1")
    with pytest.raises(LookupError, match="no person U0NOBODY01"):
        slack.says("hello", user="U0NOBODY01", channel=GAMES.id)
    with pytest.raises(LookupError, match=r"no thread 1\.000001"):
        slack.says("hello", user=MAYA.id, channel=GAMES.id, thread_ts="1.000001")
    with pytest.raises(LookupError, match="not in the conversation"):
        slack.says("hello", user=MAYA.id, channel=slack.direct(JONAS.id))
    with pytest.raises(ValueError, match="words or a file"):
        slack.says(" ", user=MAYA.id, channel=GAMES.id)
    with pytest.raises(PermissionError, match="did not write"):
        slack.edits("mine", user=JONAS.id, channel=GAMES.id, ts=ts)
    with pytest.raises(TimeoutError, match="the last messages"):
        slack.wait_until(lambda: False, timeout=0)
