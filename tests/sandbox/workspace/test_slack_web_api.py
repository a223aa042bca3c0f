"""The Web API answers slack_sdk's calls as Slack does."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import (
    GAMES,
    INFRASTRUCTURE,
    JONAS,
    MAYA,
    PRIYA,
    RANDOM,
    Channel,
    Settings,
    Team,
    Workspace,
)
from bot.sandbox.workspace.web_api import METHODS
from tests.sandbox.workspace.app_side import actions, section

Json = dict[str, Any]


def error_of(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(refused.value.response["error"])


def test_the_bot_learns_who_it_is_and_what_it_may(client: WebClient, slack: Workspace) -> None:
    answer = client.auth_test()

    assert answer["user_id"] == slack.team.bot.user_id
    assert answer["bot_id"] == slack.team.bot.bot_id
    assert answer["team_id"] == slack.team.id
    assert set(answer.headers["X-OAuth-Scopes"].split(",")) == slack.settings.scopes


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-of-somebody-else", "invalid_auth")],
)
def test_a_wrong_token_gets_nowhere(token: str, error: str, slack: Workspace) -> None:
    with pytest.raises(SlackApiError) as refused:
        WebClient(token=token, base_url=slack.api_url).auth_test()

    assert error_of(refused) == error


def test_each_kind_of_token_has_its_methods(client: WebClient, slack: Workspace) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.apps_connections_open(app_token=slack.settings.bot_token)
    assert error_of(refused) == "not_allowed_token_type"

    with pytest.raises(SlackApiError) as refused:
        client.auth_test(token=slack.settings.app_token)
    assert error_of(refused) == "not_allowed_token_type"


def test_a_missing_scope_is_named() -> None:
    with Workspace(Settings(scopes=frozenset({"chat:write"}))) as slack:
        client = WebClient(token=slack.settings.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError) as refused:
            client.conversations_replies(channel=slack.direct(MAYA.id), ts="1.000001")

    answer = refused.value.response
    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:history")
    assert answer["provided"] == "chat:write"


def test_an_unknown_method_is_called_unknown(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.shout")

    assert error_of(refused) == "unknown_method"
    assert refused.value.response["req_method"] == "chat.shout"


def test_a_call_without_arguments_is_answered_with_slacks_errors(client: WebClient) -> None:
    crashed = []
    for name in METHODS:
        try:
            client.api_call(name)
        except SlackApiError as refused:
            crashed += [name] if refused.response.status_code != 200 else []

    assert crashed == []


@pytest.mark.parametrize("how", ["params", "json"])
def test_arguments_are_read_however_they_are_sent(how: str, client: WebClient) -> None:
    arguments = {"channel": GAMES.id, "text": "one & two", "unfurl_links": "false"}
    sent: Json = {how: arguments}

    answer = client.api_call("chat.postMessage", **sent)

    assert answer["message"]["text"] == "one & two"


def test_a_reply_joins_its_thread(client: WebClient, slack: Workspace) -> None:
    ts = slack.says("anybody?", user=JONAS.id, channel=GAMES.id)

    answer = client.chat_postMessage(channel=GAMES.id, thread_ts=ts, text="me", blocks=[section()])

    assert answer["message"]["thread_ts"] == ts
    assert answer["message"]["parent_user_id"] == JONAS.id
    assert answer["message"]["bot_id"] == slack.team.bot.bot_id
    assert [m.text for m in slack.thread(GAMES.id, ts)] == ["anybody?", "me"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"channel": "C0NOWHERE1"}, "channel_not_found"),
        ({"channel": ""}, "invalid_arguments"),
        ({"channel": RANDOM.id}, "not_in_channel"),
        ({"thread_ts": "1.000001"}, "invalid_thread_ts"),
        ({"metadata": {"event_type": 3}}, "invalid_metadata_format"),
    ],
    ids=["no channel", "empty channel", "not a member", "no thread", "bad metadata"],
)
def test_a_post_that_cannot_be_placed_is_refused(change: Json, error: str) -> None:
    rooms = (GAMES, Channel(RANDOM.id, RANDOM.name, has_bot=False))
    with Workspace(team=Team(rooms=rooms)) as slack:
        client = WebClient(token=slack.settings.bot_token, base_url=slack.api_url)
        body = {"channel": GAMES.id, "text": "hello", **change}
        with pytest.raises(SlackApiError) as refused:
            client.api_call("chat.postMessage", json=body)

    assert error_of(refused) == error


def test_a_channel_goes_by_name_and_a_person_by_id(client: WebClient, slack: Workspace) -> None:
    assert client.chat_postMessage(channel="#games", text="hello")["channel"] == GAMES.id
    assert client.chat_postMessage(channel=MAYA.id, text="psst")["channel"] == slack.direct(MAYA.id)


def test_an_update_keeps_the_blocks_it_does_not_name(client: WebClient, slack: Workspace) -> None:
    posted = client.chat_postMessage(channel=GAMES.id, text="plan", blocks=[actions()])

    client.chat_update(channel=GAMES.id, ts=posted["ts"], text="approved")
    kept = slack.message(GAMES.id, posted["ts"])
    assert (kept.text, [e["action_id"] for e in kept.elements]) == ("approved", ["plan_approve"])

    client.chat_update(channel=GAMES.id, ts=posted["ts"], text="launched", blocks=[])
    assert slack.message(GAMES.id, posted["ts"]).blocks is None


def test_only_the_bots_own_messages_can_be_changed(client: WebClient, slack: Workspace) -> None:
    ts = slack.says("mine", user=MAYA.id, channel=GAMES.id)

    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=GAMES.id, ts=ts, text="yours")
    assert error_of(refused) == "cant_update_message"
    with pytest.raises(SlackApiError) as refused:
        client.chat_delete(channel=GAMES.id, ts=ts)
    assert error_of(refused) == "cant_delete_message"
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=GAMES.id, ts="1.000001", text="whose")
    assert error_of(refused) == "message_not_found"
    own = client.chat_postMessage(channel=GAMES.id, text="short")["ts"]
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=GAMES.id, ts=own, text="x" * 4001)
    assert error_of(refused) == "msg_too_long"


def test_an_ephemeral_message_is_for_one_person(client: WebClient, slack: Workspace) -> None:
    answer = client.chat_postEphemeral(channel=GAMES.id, user=JONAS.id, text="only you")

    assert [m.ts for m in slack.ephemerals(JONAS.id)] == [answer["message_ts"]]
    assert slack.ephemerals(MAYA.id) == []
    assert client.conversations_history(channel=GAMES.id)["messages"] == []
    with pytest.raises(SlackApiError) as refused:
        client.chat_update(channel=GAMES.id, ts=answer["message_ts"], text="all of you")
    assert error_of(refused) == "message_not_found"
    with pytest.raises(SlackApiError) as refused:
        client.chat_postEphemeral(channel=GAMES.id, user="U0NOBODY01", text="only you")
    assert error_of(refused) == "user_not_in_channel"


def test_a_deleted_message_is_gone(client: WebClient, slack: Workspace) -> None:
    posted = client.chat_postMessage(channel=GAMES.id, text="oops")

    client.chat_delete(channel=GAMES.id, ts=posted["ts"])

    assert slack.messages(GAMES.id) == []


def test_a_thread_is_read_with_its_metadata(client: WebClient, slack: Workspace) -> None:
    ts = slack.says("a server", user=MAYA.id, channel=GAMES.id)
    metadata = {"event_type": "plan", "event_payload": {"digest": "abc"}}
    client.chat_postMessage(channel=GAMES.id, thread_ts=ts, text="plan", metadata=metadata)

    bare = client.conversations_replies(channel=GAMES.id, ts=ts)["messages"]
    full = client.conversations_replies(channel=GAMES.id, ts=ts, include_all_metadata=True)

    root, reply = full["messages"]
    assert (root["reply_count"], root["latest_reply"]) == (1, reply["ts"])
    assert reply["metadata"] == metadata
    assert "metadata" not in bare[1]
    with pytest.raises(SlackApiError) as refused:
        client.conversations_replies(channel=GAMES.id, ts="1.000001")
    assert error_of(refused) == "thread_not_found"


def test_history_comes_newest_first_in_pages(client: WebClient, slack: Workspace) -> None:
    for word in ("one", "two", "three"):
        slack.says(word, user=MAYA.id, channel=GAMES.id)

    pages = [
        [message["text"] for message in page["messages"]]
        for page in client.conversations_history(channel=GAMES.id, limit=2)
    ]

    assert pages == [["three", "two"], ["one"]]


def test_history_can_be_bounded(client: WebClient, slack: Workspace) -> None:
    first, second, _ = (slack.says(w, user=MAYA.id, channel=GAMES.id) for w in ("a", "b", "c"))

    after = client.conversations_history(channel=GAMES.id, oldest=first)["messages"]
    exact = client.conversations_history(
        channel=GAMES.id, oldest=second, latest=second, inclusive=True
    )

    assert [m["text"] for m in after] == ["c", "b"]
    assert [m["text"] for m in exact["messages"]] == ["b"]


def test_reactions_are_added_once_and_removed_once(client: WebClient, slack: Workspace) -> None:
    ts = slack.says("hello", user=MAYA.id, channel=GAMES.id)
    where: Json = {"channel": GAMES.id, "timestamp": ts}

    client.reactions_add(name="eyes", **where)
    with pytest.raises(SlackApiError) as refused:
        client.reactions_add(name="eyes", **where)
    assert error_of(refused) == "already_reacted"
    shown = client.reactions_get(**where)["message"]["reactions"]
    assert shown == [{"name": "eyes", "users": [slack.team.bot.user_id], "count": 1}]

    client.reactions_remove(name="eyes", **where)
    with pytest.raises(SlackApiError) as refused:
        client.reactions_remove(name="eyes", **where)
    assert error_of(refused) == "no_reaction"
    with pytest.raises(SlackApiError) as refused:
        client.reactions_add(name="No Such!", **where)
    assert error_of(refused) == "invalid_name"


def test_a_permalink_leads_to_the_thread(client: WebClient, slack: Workspace) -> None:
    ts = slack.says("root", user=MAYA.id, channel=GAMES.id)
    reply = client.chat_postMessage(channel=GAMES.id, thread_ts=ts, text="reply")["ts"]

    link = client.chat_getPermalink(channel=GAMES.id, message_ts=reply)["permalink"]

    stamp = reply.replace(".", "")
    assert link == f"{slack.url}archives/{GAMES.id}/p{stamp}?thread_ts={ts}&cid={GAMES.id}"


def test_the_bot_can_look_people_and_channels_up(client: WebClient, slack: Workspace) -> None:
    bot = slack.team.bot
    assert client.users_info(user=PRIYA.id)["user"]["profile"]["title"] == "Head of engineering"
    assert client.users_info(user=bot.user_id)["user"]["is_bot"]
    assert len(client.users_list()["members"]) == 5
    assert client.bots_info(bot=bot.bot_id)["bot"]["user_id"] == bot.user_id
    assert client.team_info()["team"]["name"] == slack.team.name
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert client.conversations_info(channel=GAMES.id)["channel"]["name"] == "games"
    listed = client.conversations_list()["channels"]
    assert [c["name"] for c in listed] == ["infrastructure", "games", "random"]
    assert bot.user_id in client.conversations_members(channel=INFRASTRUCTURE.id)["members"]
    opened = client.conversations_open(users=MAYA.id)["channel"]["id"]
    assert opened == slack.direct(MAYA.id)
    assert client.conversations_info(channel=opened)["channel"]["user"] == MAYA.id
    with pytest.raises(SlackApiError) as refused:
        client.users_info(user="U0NOBODY01")
    assert error_of(refused) == "user_not_found"


def test_every_call_is_on_record(client: WebClient, slack: Workspace) -> None:
    client.chat_postMessage(channel=GAMES.id, text="hello")

    (call,) = slack.calls
    assert (call.method, call.ok, call.arguments["text"]) == ("chat.postMessage", True, "hello")


def test_posts_can_be_limited_to_slacks_pace() -> None:
    with Workspace(Settings(rate_limits=True), clock=lambda: 1_760_000_000.0) as slack:
        client = WebClient(token=slack.settings.bot_token, base_url=slack.api_url)
        for _ in range(4):
            client.chat_postMessage(channel=GAMES.id, text="quick")
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=GAMES.id, text="too quick")

    assert (error_of(refused), refused.value.response.status_code) == ("ratelimited", 429)
    assert refused.value.response.headers["Retry-After"] == "1"
