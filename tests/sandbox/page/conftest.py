"""The page in headless Chromium, before a workspace that runs for one test."""

from collections.abc import Iterator
from typing import Any

import pytest
from selenium import webdriver
from slack_sdk import WebClient

from bot.sandbox.workspace import PAGE_FOLDER, PageSettings, Settings, Workspace
from tests.sandbox.page.screen import Screen
from tests.sandbox.workspace.app_side import RequestUrl


@pytest.fixture(scope="module")
def rendering(chromium: webdriver.Chrome) -> Iterator[Screen]:
    """One page for all tests of a module that only ask what something looks like."""
    with Workspace() as workspace:
        chromium.get(workspace.url)
        shown = Screen(chromium)
        shown.one("composer")
        yield shown
        chromium.get("about:blank")


@pytest.fixture
def app() -> Iterator[RequestUrl]:
    """The app's end of the wire: takes every event and click, and answers 200."""
    with RequestUrl() as url:
        yield url


@pytest.fixture
def aws() -> dict[str, Any]:
    """What there is in AWS."""
    return {"instances": [INSTANCE], "security_groups": [], "stacks": []}


@pytest.fixture
def slack(app: RequestUrl, aws: dict[str, Any]) -> Iterator[Workspace]:
    def fail(wished: str, wanted: bool) -> None:  # noqa: FBT001 as the setting has it
        for one in aws["failures"]:
            one["waiting"] = wanted and one["id"] == wished
        workspace.aws_changed()

    page = PageSettings(
        PAGE_FOLDER,
        examples=[
            {"title": "a game server", "text": "a Minecraft server for 25 players"},
            {"title": "a picture", "text": "build this", "picture": f"/examples/{PICTURE.name}"},
        ],
        simulated=[{"what": "AWS", "how": "moto, in memory"}],
        aws=lambda: aws,
        fail_aws=fail,
    )
    with Workspace(Settings(request_url=app.url), page=page) as workspace:
        yield workspace


PICTURE = PAGE_FOLDER / "examples" / "hla.png"
INSTANCE = {
    "id": "i-0abc",
    "name": "minecraft",
    "type": "t3.medium",
    "state": "running",
    "region": "eu-central-1",
    "image": "ami-1",
    "volume_gib": 256,
    "volume_type": "gp3",
    "encrypted": True,
    "public_ip": "3.120.4.17",
    "protected": True,
    "launched_at": "2026-11-22T13:00:00Z",
    "tags": {"owner": "maya"},
}


@pytest.fixture
def bot(slack: Workspace) -> WebClient:
    """The bot's own hands: what it posts with."""
    return WebClient(token=slack.settings.bot_token, base_url=slack.api_url)


@pytest.fixture
def screen(chromium: webdriver.Chrome, slack: Workspace) -> Iterator[Screen]:
    """The page, open and ready; whatever it complained about in the console fails the test."""
    chromium.get(slack.url)
    shown = Screen(chromium)
    shown.wait_for(lambda: not shown.matching("#starting"))
    shown.one("composer")
    yield shown
    complaints = [entry["message"] for entry in chromium.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium leaves it untyped
    chromium.get("about:blank")
    assert not [line for line in complaints if "Content Security Policy" in line]
    assert not [line for line in complaints if "Uncaught" in line]
