"""Parameters that a server or a model refuses are dropped or replaced once, and remembered."""

import json
import threading
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from bot.adapters.openai.connection import Connection
from bot.adapters.openai.planner import ModelPlanner, planner
from bot.domain.errors import UpstreamRejected
from bot.domain.policy import Policy
from bot.domain.reading import Drafted
from bot.domain.request import Said
from tests.fakes.openai_server import Fails, Says, Scripted, calls, rendered

PLAN = calls(
    "run_instances", {"InstanceType": "t3.small", "VolumeSize": 60, "DisableApiTermination": False}
)
CONVERSATION = (Said("U1", "a t3.small with 60 GB"),)
TOOLS_NEED_NO_REASONING = Fails(
    400,
    "Function tools with reasoning_effort are not supported for this model in "
    "/v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
    param="reasoning_effort",
)


class Model:
    """A model behind a transport, with its own idea of what a request may contain."""

    def __init__(self, rule: Callable[[Any], Scripted]) -> None:
        self.rule = rule
        self.bodies: list[Any] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        self.bodies.append(body)
        status, content_type, text = rendered(self.rule(body), request.url.path)
        return httpx2.Response(status, text=text, headers={"content-type": content_type})

    def planner(self, api: Any, temperature: float | None = None) -> ModelPlanner:
        client = httpx2.Client(transport=httpx2.MockTransport(self))
        connection = Connection("sk-test", http_client=client, max_retries=0)
        return planner(connection, model="gpt-5.6-luna", api=api, temperature=temperature)


def without(parameter: str, complaint: Fails) -> Callable[[Any], Scripted]:
    """A model that answers only when a parameter is not there."""
    return lambda body: complaint if parameter in body else PLAN


@pytest.mark.parametrize("api", ["responses", "chat"])
@pytest.mark.parametrize(
    "parameter", ["temperature", "store", "tool_choice", "parallel_tool_calls"]
)
@pytest.mark.parametrize(
    "complaint",
    [
        lambda name: Fails(400, "Unsupported value", param=name, code="unsupported_value"),
        lambda name: Fails(400, f"Unsupported parameter: '{name}' is not supported here."),
        lambda name: Fails(422, f"[{{'loc': ('body', '{name}'), 'msg': 'extra_forbidden'}}]"),
    ],
    ids=["named by param", "named in the message", "named by a validator"],
)
def test_a_refused_parameter_is_dropped_and_stays_dropped(
    api: str, parameter: str, complaint: Callable[[str], Fails]
) -> None:
    model = Model(without(parameter, complaint(parameter)))
    reader = model.planner(api, temperature=0.2)

    assert isinstance(reader.read(CONVERSATION, Policy()), Drafted)
    assert isinstance(reader.read(CONVERSATION, Policy()), Drafted)

    assert [parameter in body for body in model.bodies] == [True, False, False]


@pytest.mark.parametrize(
    ("api", "parameter"), [("responses", "max_output_tokens"), ("chat", "max_completion_tokens")]
)
def test_a_limit_above_what_the_model_allows_is_dropped(api: str, parameter: str) -> None:
    def rule(body: Any) -> Scripted:
        limited = any(name.startswith("max_") for name in body)
        return Fails(400, "max_tokens is too large: at most 4096") if limited else PLAN

    assert isinstance(Model(rule).planner(api).read(CONVERSATION, Policy()), Drafted)


def test_a_conversation_that_is_too_long_is_not_blamed_on_the_limit() -> None:
    model = Model(lambda _: Fails(400, "This model's maximum context length was exceeded."))

    with pytest.raises(UpstreamRejected, match="too long"):
        model.planner("chat").read(CONVERSATION, Policy())

    assert len(model.bodies) == 1


def test_a_server_that_knows_the_limit_by_its_old_name_gets_that() -> None:
    complaint = Fails(400, "Unrecognized request argument supplied: max_completion_tokens")
    model = Model(without("max_completion_tokens", complaint))

    assert isinstance(model.planner("chat").read(CONVERSATION, Policy()), Drafted)
    assert model.bodies[-1]["max_tokens"] == 16_000


@pytest.mark.parametrize(
    "complaint",
    [
        Fails(400, "Unknown parameter", param="tools[0].strict"),
        Fails(400, "Invalid schema for function 'run_instances'", param="tools[0].parameters"),
        Fails(400, "Invalid schema for function 'run_instances': ...", code="invalid_function"),
    ],
    ids=["the word", "the parameters", "the schema"],
)
@pytest.mark.parametrize("api", ["responses", "chat"])
def test_a_schema_that_is_refused_is_sent_without_insisting(api: str, complaint: Fails) -> None:
    model = Model(lambda body: complaint if '"strict"' in json.dumps(body) else PLAN)

    assert isinstance(model.planner(api).read(CONVERSATION, Policy()), Drafted)
    assert len(model.bodies) == 2


def test_a_model_that_takes_tools_only_without_reasoning_gets_it_switched_off() -> None:
    model = Model(
        lambda body: PLAN if body.get("reasoning_effort") == "none" else TOOLS_NEED_NO_REASONING
    )
    reader = model.planner("chat")

    assert isinstance(reader.read(CONVERSATION, Policy()), Drafted)
    assert isinstance(reader.read(CONVERSATION, Policy()), Drafted)
    assert len(model.bodies) == 3


def always_reasoning(body: Any) -> Scripted:
    """Like gpt-6-astra in Chat Completions: no tools whatever is said, but JSON in any form."""
    if body.get("reasoning_effort") == "none":
        return Fails(400, "Unsupported value: 'none'", "reasoning_effort", "unsupported_value")
    if "tools" in body:
        return TOOLS_NEED_NO_REASONING
    plan = json.dumps(PLAN.calls[0][1])
    return Says(plan)


def test_a_model_that_always_reasons_is_asked_for_json_instead() -> None:
    reader = Model(always_reasoning).planner("chat")

    assert isinstance(reader.read(CONVERSATION, Policy()), Drafted)


def test_a_model_that_refuses_everything_in_chat_says_what_to_set() -> None:
    reader = Model(lambda _: TOOLS_NEED_NO_REASONING).planner("chat")

    with pytest.raises(UpstreamRejected) as caught:
        reader.read(CONVERSATION, Policy())

    assert "OPENAI_API=responses" in caught.value.user_message


def test_an_everyday_word_in_a_message_is_not_taken_for_a_parameter() -> None:
    model = Model(lambda _: Fails(400, "The model store is being rebuilt."))

    with pytest.raises(UpstreamRejected):
        model.planner("responses").read(CONVERSATION, Policy())

    assert all(body["store"] is False for body in model.bodies)


def test_requests_at_the_same_time_learn_together() -> None:
    together = threading.Barrier(4)

    def rule(body: Any) -> Scripted:
        if "temperature" not in body:
            return PLAN
        together.wait(timeout=10)
        return Fails(400, "Unsupported value", param="temperature")

    model = Model(rule)
    reader = model.planner("responses", temperature=0.7)
    readings: list[Any] = []
    threads = [
        threading.Thread(target=lambda: readings.append(reader.read(CONVERSATION, Policy())))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(isinstance(reading, Drafted) for reading in readings)
    assert len(readings) == 4
    assert reader.learned.dialect.changes == ("no temperature",)
