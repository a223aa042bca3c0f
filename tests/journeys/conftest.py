"""The bot in this process, its three far ends behind sockets."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot import main
from bot.adapters.slack.probe import SCOPES
from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import GAMES, Mood, Workspace
from bot.sandbox.workspace import Settings as WorkspaceSettings
from bot.settings import Settings
from tests.fakes.embedded_server import EmbeddedModelServer
from tests.journeys.world import World

# What the manifest asks for, and no more: a scope that is missing there must be missed here.
SLACK = WorkspaceSettings(scopes=frozenset(SCOPES))


@pytest.fixture(scope="session")
def aws() -> Iterator[SimulatedAws]:
    with SimulatedAws(boot_seconds=0.3) as simulated:
        yield simulated


@pytest.fixture(scope="session")
def model() -> Iterator[EmbeddedModelServer]:
    with EmbeddedModelServer() as server:
        yield server


@pytest.fixture(scope="session")
def settings(aws: SimulatedAws, model: EmbeddedModelServer) -> Mapping[str, Any]:
    """Everything but Slack and the database, as `Settings` calls it."""
    return {
        "slack_bot_token": SLACK.bot_token,
        "openai_base_url": model.base_url,
        "openai_api_key": "any-word",
        "skip_aws": False,
        "aws_endpoint_url": aws.endpoint_url,
        "aws_access_key_id": ACCESS_KEY_ID,
        "aws_secret_access_key": SECRET_ACCESS_KEY,
        "aws_region": "us-east-1",
    }


@pytest.fixture(scope="module")
def shared_world(
    settings: Mapping[str, Any], aws: SimulatedAws, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Slack reaches the bot over Socket Mode; one bot for all stories of a file, as in real life."""
    with over_socket_mode(settings, aws, tmp_path_factory.mktemp("bot")) as world:
        yield world


@pytest.fixture
def world(shared_world: World) -> Iterator[World]:
    shared_world.aws.reset()
    shared_world.channel = GAMES.id
    shared_world.slack.set_mood(Mood())
    yield shared_world
    assert shared_world.slack.rejections == []


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The bot as a process of its own that is started again whenever it ends."""
    with Sandbox(boot_seconds=1.0, log_level="ERROR") as running:
        running.slack.wait_until(lambda: running.slack.online, 60)
        yield running


@contextmanager
def over_socket_mode(
    settings: Mapping[str, Any], aws: SimulatedAws, folder: Path
) -> Iterator[World]:
    with (
        Workspace(SLACK) as slack,
        running(
            settings,
            slack,
            folder,
            slack_app_token=slack.settings.app_token,
        ),
    ):
        slack.wait_until(lambda: slack.online)
        yield World(slack, aws)


@contextmanager
def over_http(settings: Mapping[str, Any], aws: SimulatedAws, folder: Path) -> Iterator[World]:
    """Slack reaches the bot with signed HTTP requests."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/slack/events"
    with (
        Workspace(replace(SLACK, request_url=address)) as slack,
        running(
            settings,
            slack,
            folder,
            slack_signing_secret=slack.settings.signing_secret,
            port=port,
        ),
    ):
        yield World(slack, aws)


@contextmanager
def running(
    settings: Mapping[str, Any], slack: Workspace, folder: Path, **more: Any
) -> Iterator[main.Bot]:
    here = {
        "database_url": f"sqlite:///{folder / 'bot.sqlite'}",
        "slack_api_url": slack.api_url,
    }
    bot = main.build(Settings.model_validate({**here, **settings, **more}))
    serving = Thread(target=bot.run, daemon=True)
    try:
        bot.start()
        serving.start()
        yield bot
    finally:
        bot.stop()
        if serving.ident is not None:
            serving.join(5)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
