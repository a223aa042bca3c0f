"""Tests can make Slack fail: errors, rate limits, 5xx, and answers lost before or after the work."""

import logging
from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator

from bot.sandbox.workspace import GAMES, Outage, Workspace

QUIET = logging.getLogger("quiet-client")
QUIET.setLevel(logging.CRITICAL)


@pytest.fixture
def impatient(slack: Workspace) -> WebClient:
    """A client that repeats nothing by itself."""
    token, url = slack.settings.bot_token, slack.api_url
    return WebClient(token=token, base_url=url, retry_handlers=[], logger=QUIET)


def test_an_error_comes_as_often_as_planned(slack: Workspace, impatient: WebClient) -> None:
    slack.fail_next("chat.postMessage", Outage(error="fatal_error"), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            impatient.chat_postMessage(channel=GAMES.id, text="hello")

    impatient.chat_postMessage(channel=GAMES.id, text="hello")

    assert len(slack.messages(GAMES.id)) == 1
    assert [call.error for call in slack.calls] == ["fatal_error", "fatal_error", None]


def test_a_rate_limit_says_when_to_try_again(slack: Workspace, impatient: WebClient) -> None:
    slack.fail_next("chat.postMessage", Outage(error="ratelimited", retry_after=7))

    with pytest.raises(SlackApiError) as refused:
        impatient.chat_postMessage(channel=GAMES.id, text="hello")

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"


def test_a_server_error_has_its_status(slack: Workspace, impatient: WebClient) -> None:
    slack.fail_next("chat.postMessage", Outage(status=503))

    with pytest.raises(SlackApiError) as refused:
        impatient.chat_postMessage(channel=GAMES.id, text="hello")

    assert refused.value.response.status_code == 503


@pytest.mark.parametrize(("drop", "posted"), [("before", 0), ("after", 1)])
def test_an_answer_is_lost_before_or_after_the_work(
    drop: str, posted: int, slack: Workspace, impatient: WebClient
) -> None:
    outage = Outage(drop="before") if drop == "before" else Outage(drop="after")
    slack.fail_next("chat.postMessage", outage)

    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        impatient.chat_postMessage(channel=GAMES.id, text="hello")

    assert len(slack.messages(GAMES.id)) == posted


def test_a_client_that_repeats_a_post_posts_twice(slack: Workspace, impatient: WebClient) -> None:
    """As slack_sdk does by default, though the first post may have worked."""
    at_once = FixedValueRetryIntervalCalculator(0)
    again = ConnectionErrorRetryHandler(interval_calculator=at_once)
    impatient.retry_handlers.append(again)
    slack.fail_next("chat.postMessage", Outage(drop="after"))

    impatient.chat_postMessage(channel=GAMES.id, text="hello")

    assert len(slack.messages(GAMES.id)) == 2
