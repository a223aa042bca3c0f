"""A running workspace, a client for it, and an app that is reached over HTTP."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.sandbox.workspace import Settings, Workspace
from tests.sandbox.workspace.app_side import RequestUrl

EVERY_READ = {"channels:read", "im:read", "im:write", "reactions:read", "team:read"}


class SettableClock:
    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def request_url() -> Iterator[RequestUrl]:
    with RequestUrl() as url:
        yield url


@pytest.fixture
def slack(request_url: RequestUrl, clock: SettableClock) -> Iterator[Workspace]:
    """A workspace whose app answers 200 to everything unless the test says otherwise."""
    plain = Settings()
    settings = Settings(
        request_url=request_url.url,
        scopes=plain.scopes | EVERY_READ,
        subscriptions=plain.subscriptions | {"reaction_added", "file_shared"},
        retry_delays=(0.0, 0.0, 0.0),
        share_seconds=0.0,
    )
    with Workspace(settings, clock=clock) as workspace:
        yield workspace


@pytest.fixture
def client(slack: Workspace) -> WebClient:
    return WebClient(token=slack.settings.bot_token, base_url=slack.api_url)
