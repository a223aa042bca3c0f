"""A planner and the scripted server it talks to."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest

from bot.adapters.openai.connection import Api, Connection
from bot.adapters.openai.planner import ModelPlanner, planner
from bot.domain.policy import Policy
from bot.domain.reading import Reading
from bot.domain.request import Conversation, Said
from tests.fakes.openai_server import FakeOpenAI, fake_openai

KEY = "sk-test-0123456789"


@dataclass
class Asked:
    """A planner on one of the two APIs."""

    planner: ModelPlanner
    policy: Policy

    def __call__(self, *turns: str | Conversation) -> Reading:
        """Read a conversation; plain text is something a person said."""
        conversation: Conversation = ()
        for turn in turns:
            conversation += (Said("U1", turn),) if isinstance(turn, str) else turn
        return self.planner.read(conversation, self.policy)


@pytest.fixture
def server() -> Iterator[FakeOpenAI]:
    with fake_openai() as fake:
        yield fake


@pytest.fixture(scope="session")
def http_client() -> Iterator[httpx2.Client]:
    """One for all tests: loading the system's certificates takes longer than a test."""
    with httpx2.Client() as client:
        yield client


@pytest.fixture
def connection(server: FakeOpenAI, http_client: httpx2.Client) -> Connection:
    return Connection(KEY, server.base_url, http_client, timeout=5, max_retries=0)


@pytest.fixture(params=["responses", "chat"])
def api(request: pytest.FixtureRequest) -> Api:
    chosen: Api = request.param
    return chosen


@pytest.fixture
def ask(connection: Connection, api: Api) -> Asked:
    return Asked(planner(connection, model="gpt-5.6-luna", api=api), Policy())


@pytest.fixture
def ask_chat(connection: Connection) -> Asked:
    return Asked(planner(connection, model="gpt-5.6-luna", api="chat"), Policy())
