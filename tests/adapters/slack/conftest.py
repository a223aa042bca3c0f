"""A running workspace and the adapter on it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.adapters.slack.client import web_client
from bot.adapters.slack.threads import SlackThreads
from bot.sandbox.workspace import GAMES, JONAS, Workspace
from handlers.cards import Cards, home_view


@pytest.fixture(scope="session")
def running_workspace() -> Iterator[Workspace]:
    with Workspace() as workspace:
        yield workspace


@pytest.fixture
def slack(running_workspace: Workspace) -> Workspace:
    """The workspace, with nothing planned to go wrong any more."""
    assert not any(running_workspace._slack.outages.planned.values())
    return running_workspace


@pytest.fixture
def client(slack: Workspace) -> WebClient:
    return web_client(slack.settings.bot_token, slack.api_url)


@pytest.fixture
def threads(client: WebClient) -> SlackThreads:
    return SlackThreads(client, Cards(rehearsal=False).render, home_view.build)


@pytest.fixture
def thread(slack: Workspace) -> str:
    """The ts of a message that somebody has just written in the channel GAMES."""
    return slack.says("a small server", user=JONAS.id, channel=GAMES.id)
