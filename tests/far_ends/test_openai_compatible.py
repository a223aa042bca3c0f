"""The planner against llmock, an OpenAI-compatible server that is not ours."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.adapters.openai.check import check
from bot.adapters.openai.connection import Api, Connection
from bot.adapters.openai.planner import ModelPlanner, planner
from bot.domain.errors import UpstreamRejected, UpstreamUnavailable
from bot.domain.instance import InstanceDraft
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Worded
from bot.domain.request import Proposed, Said
from bot.domain.stack import StackDraft

pytest.importorskip("llmock")
pytestmark = pytest.mark.far_ends

POLICY = Policy()
PLAN: dict[str, Any] = {
    "InstanceType": "t3.medium",
    "VolumeSize": 250,
    "DisableApiTermination": False,
    "count": None,
    "name": None,
    "operating_system": None,
    "volume_type": None,
    "inbound_ports": None,
    "lease_hours": None,
    "region": None,
    "reasons": [],
    "assumptions": [],
}
ASKED = (Said("U1", "a Minecraft Bedrock server for 25 players with 1/4 TB"),)


@pytest.fixture(params=["responses", "chat"])
def api(request: pytest.FixtureRequest) -> Api:
    chosen: Api = request.param
    return chosen


@pytest.fixture
def connection(llmock: Any) -> Iterator[Connection]:
    connection = Connection("any", llmock.base_url("openai"), timeout=2)
    yield connection
    connection.client.close()


@pytest.fixture
def reader(connection: Connection, api: Api) -> ModelPlanner:
    return planner(connection, model="gpt-4o", api=api)


def test_a_tool_call_becomes_a_draft(llmock: Any, reader: ModelPlanner) -> None:
    llmock.call_tool("run_instances", PLAN)

    reading = reader.read(ASKED, POLICY)

    assert isinstance(reading, Drafted)
    assert isinstance(reading.draft, InstanceDraft)
    assert (reading.draft.instance_type, reading.draft.volume_gib) == ("t3.medium", 250)
    assert reading.tokens.input > 0


def test_a_follow_up_after_a_card_becomes_a_draft(llmock: Any, reader: ModelPlanner) -> None:
    llmock.call_tool("run_instances", PLAN)
    first = reader.read(ASKED, POLICY)
    assert isinstance(first, Drafted)
    llmock.call_tool("run_instances", PLAN | {"count": 2})

    second = reader.read((*ASKED, Proposed(first.draft), Said("U1", "make it two")), POLICY)

    assert isinstance(second, Drafted)
    assert isinstance(second.draft, InstanceDraft)
    assert second.draft.count == 2


def test_a_reply_becomes_words(llmock: Any, reader: ModelPlanner) -> None:
    llmock.call_tool("reply", {"kind": "question", "text": "What for?"})

    reading = reader.read((Said("U1", "I need a server"),), POLICY)

    assert isinstance(reading, Worded)
    assert (reading.kind, reading.text) == ("question", "What for?")


def test_a_stack_made_up_from_the_schemas_is_read_first_and_then_proposed(
    reader: ModelPlanner,
) -> None:
    reading = reader.read((Said("U1", "read an architecture, then create a stack"),), POLICY)

    assert isinstance(reading, Drafted)
    assert isinstance(reading.draft, StackDraft)
    assert len(reading.draft.architecture.components) == 1
    assert reading.tokens.output > 0


@pytest.mark.parametrize("fault", ["malformed_arguments", "unknown_tool"])
def test_a_broken_call_is_corrected(llmock: Any, reader: ModelPlanner, fault: str) -> None:
    llmock.break_tool_call(fault)
    llmock.call_tool("run_instances", PLAN, times=2)

    assert isinstance(reader.read(ASKED, POLICY), Drafted)


def test_a_rate_limit_is_waited_out(llmock: Any, reader: ModelPlanner) -> None:
    llmock.rate_limit(times=1, retry_after=0.1)
    llmock.call_tool("run_instances", PLAN)

    assert isinstance(reader.read(ASKED, POLICY), Drafted)
    llmock.assert_resilient()


def test_an_outage_is_unavailable(llmock: Any, reader: ModelPlanner) -> None:
    llmock.outage()

    with pytest.raises(UpstreamUnavailable):
        reader.read(ASKED, POLICY)


def test_a_conversation_that_is_too_long_is_rejected(llmock: Any, reader: ModelPlanner) -> None:
    llmock.context_overflow()

    with pytest.raises(UpstreamRejected, match="too long"):
        reader.read(ASKED, POLICY)


def test_an_answer_that_does_not_come_is_unavailable(llmock: Any, api: Api) -> None:
    llmock.delay(1, times=None)
    connection = Connection("any", llmock.base_url("openai"), timeout=0.2, max_retries=0)

    with pytest.raises(UpstreamUnavailable, match="did not answer in time"):
        planner(connection, model="gpt-4o", api=api).read(ASKED, POLICY)

    connection.client.close()


def test_prose_of_a_server_that_calls_no_tools_is_only_words(
    llmock: Any, reader: ModelPlanner
) -> None:
    llmock.reply("Tell me what you need.", times=3)

    reading = reader.read((Said("U1", "hi"),), POLICY)

    assert isinstance(reading, Worded)
    assert "Nothing was planned or launched" in reading.text


def test_the_check_finds_the_model(llmock: Any, connection: Connection) -> None:
    assert all(fine for fine, _ in check(connection, model="gpt-4o"))
