"""Socket Mode: a Bolt app connects, hears, answers; and hears it again when it was away."""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from slack_bolt import Ack, App, BoltRequest, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox.workspace import GAMES, MAYA, PRIYA, Settings, Workspace
from tests.sandbox.workspace.app_side import actions, button, modal

Json = dict[str, Any]

QUIET = logging.getLogger("quiet-bolt")
QUIET.setLevel(logging.CRITICAL)


def bolt_app(slack: Workspace) -> App:
    """A small bot: answers a mention with a card, an approval with an update, an edit with a modal."""
    client = WebClient(token=slack.settings.bot_token, base_url=slack.api_url, logger=QUIET)
    app = App(client=client, logger=QUIET)

    @app.event("app_mention")
    def card(event: Json, say: Say) -> None:
        blocks = [actions(button("plan_approve"), button("plan_edit"))]
        say(text="plan", blocks=blocks, thread_ts=event["ts"])

    @app.event("message")
    def read(request: BoltRequest) -> None:
        """Take note only."""

    @app.action("plan_approve")
    def approve(ack: Ack, body: Json, client: WebClient, respond: Respond) -> None:
        ack()
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        client.chat_update(**where, text="approved", blocks=[])
        respond("thank you")

    @app.action("plan_edit")
    def edit(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    @app.view("plan_edit")
    def save(ack: Ack) -> None:
        ack(response_action="errors", errors={"size": "too small"})

    return app


@pytest.fixture
def slack() -> Iterator[Workspace]:
    with Workspace() as workspace:
        yield workspace


def connected(slack: Workspace, app: App | None = None) -> SocketModeHandler:
    handler = SocketModeHandler(app or bolt_app(slack), slack.settings.app_token, logger=QUIET)
    handler.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
    slack.wait_until(lambda: slack.online)
    return handler


def gone(slack: Workspace, handler: SocketModeHandler) -> None:
    """End the app at once. Its client sits in `recv` for up to three seconds unless it is cut off;
    then both its thread and this one close the socket, and the SDK guards only one of them.
    """
    handler.client.auto_reconnect_enabled = False
    slack.drops_connections()
    with suppress(AttributeError):
        handler.close()  # type: ignore[no-untyped-call]  # likewise
    handler.close()  # type: ignore[no-untyped-call]  # likewise


@pytest.fixture
def bot(slack: Workspace) -> Iterator[SocketModeHandler]:
    handler = connected(slack)
    yield handler
    gone(slack, handler)


def test_a_conversation_goes_through(slack: Workspace, bot: SocketModeHandler) -> None:
    ts = slack.says("@gpt-to-aws a server", user=MAYA.id, channel=GAMES.id)
    slack.wait_until(lambda: len(slack.thread(GAMES.id, ts)) == 2)

    assert slack.presses("plan_approve", user=PRIYA.id, channel=GAMES.id).ok

    slack.wait_until(lambda: slack.thread(GAMES.id, ts)[-1].text == "approved")
    assert slack.wait_until(lambda: slack.ephemerals(PRIYA.id))[0].text == "thank you"


def test_a_modal_answers_with_an_error(slack: Workspace, bot: SocketModeHandler) -> None:
    slack.says("@gpt-to-aws a server", user=MAYA.id, channel=GAMES.id)
    slack.wait_until(lambda: len(slack.messages(GAMES.id)) == 2)
    slack.presses("plan_edit", user=PRIYA.id, channel=GAMES.id)
    slack.wait_until(lambda: slack.modal(PRIYA.id))

    assert slack.submits(PRIYA.id, {"size_gib": "1"}).errors == {"size": "too small"}


def test_what_happened_while_the_app_was_away_reaches_it(slack: Workspace) -> None:
    ts = slack.says("@gpt-to-aws a server", user=MAYA.id, channel=GAMES.id)
    assert not slack.online

    handler = connected(slack)
    slack.wait_until(lambda: len(slack.thread(GAMES.id, ts)) == 2)
    gone(slack, handler)


def test_a_click_while_the_app_is_away_fails(slack: Workspace) -> None:
    client = WebClient(token=slack.settings.bot_token, base_url=slack.api_url)
    client.chat_postMessage(channel=GAMES.id, text="plan", blocks=[actions()])

    outcome = slack.presses("plan_approve", user=PRIYA.id, channel=GAMES.id)

    assert outcome.error == "the app is not connected"


@pytest.mark.parametrize("how", ["refreshes_connections", "drops_connections"])
def test_the_app_connects_anew(how: str, slack: Workspace, bot: SocketModeHandler) -> None:
    calls = len([call for call in slack.calls if call.method == "apps.connections.open"])
    getattr(slack, how)()
    if how == "drops_connections":
        bot.client.connect_to_new_endpoint(force=True)
    slack.wait_until(
        lambda: len([c for c in slack.calls if c.method == "apps.connections.open"]) > calls
    )

    ts = slack.says("@gpt-to-aws still there?", user=MAYA.id, channel=GAMES.id)

    slack.wait_until(lambda: len(slack.thread(GAMES.id, ts)) == 2)


def test_an_event_that_is_not_acknowledged_comes_again() -> None:
    """Bolt keeps silent when nothing listens; Slack repeats the event and says so."""
    retries: list[tuple[str, str]] = []
    with Workspace(Settings(ack_seconds=0.1, retry_delays=(0.0, 0.0, 0.0))) as slack:
        client = WebClient(token=slack.settings.bot_token, base_url=slack.api_url)
        app = App(client=client, logger=QUIET)

        @app.use
        def note(req: BoltRequest, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt's name
            number = req.headers.get("x-slack-retry-num", [""])[0]
            retries.append((number, req.headers.get("x-slack-retry-reason", [""])[0]))
            next()

        handler = connected(slack, app)
        slack.says("hello", user=MAYA.id, channel=GAMES.id)
        slack.wait_until(lambda: len(slack.deliveries) == 4)
        gone(slack, handler)

        assert [delivery.ok for delivery in slack.deliveries] == [False] * 4
    assert retries == [("0", ""), ("1", "timeout"), ("2", "timeout"), ("3", "timeout")]


def test_a_ticket_is_good_for_one_connection(slack: Workspace) -> None:
    client = WebClient(base_url=slack.api_url)
    first = client.apps_connections_open(app_token=slack.settings.app_token)["url"]
    second = client.apps_connections_open(app_token=slack.settings.app_token)["url"]

    assert first != second
    assert first.startswith("ws://127.0.0.1:")
