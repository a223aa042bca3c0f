"""Every exception of the SDK is one of our own kinds, with a next step for a person."""

import inspect
import json
import pickle
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import openai
import pytest
from openai.types.chat import ChatCompletion
from pydantic import BaseModel, ValidationError

from bot.adapters.openai.connection import Connection
from bot.adapters.openai.errors import translate, translated
from bot.adapters.openai.planner import planner
from bot.domain.errors import UpstreamError, UpstreamRejected, UpstreamUnavailable
from bot.domain.policy import Policy
from bot.domain.request import Said
from tests.adapters.openai.conftest import Asked
from tests.fakes.openai_server import Fails, FakeOpenAI, Raw

REQUEST = httpx2.Request("POST", "https://api.openai.com/v1/responses")
COMPLETION = ChatCompletion(id="1", choices=[], created=1, model="m", object="chat.completion")
GIVEN: dict[str, Any] = {
    "message": "said",
    "request": REQUEST,
    "body": None,
    "completion": COMPLETION,
    "unsent_messages": [],
    "errors": [],
}


def every_class(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for child in root.__subclasses__():
        yield from every_class(child)


def made(kind: type[Exception]) -> Exception:
    """An instance of any exception class of the SDK."""
    status = getattr(kind, "status_code", 500)
    response = httpx2.Response(status if isinstance(status, int) else 500, request=REQUEST)
    given = GIVEN | {"response": response}
    wanted = list(inspect.signature(kind.__init__).parameters.values())[1:]
    if any(one.kind is one.VAR_POSITIONAL for one in wanted):
        return kind("said")
    return kind(
        **{one.name: given.get(one.name, "said") for one in wanted if one.default is one.empty}
    )


@pytest.mark.parametrize(
    "kind", list(every_class(openai.OpenAIError)), ids=lambda kind: kind.__name__
)
def test_every_exception_of_the_sdk_is_an_upstream_error(kind: type[Exception]) -> None:
    with pytest.raises(UpstreamError) as caught, translated("OpenAI", "gpt-5.6-luna"):
        raise made(kind)

    error = caught.value
    assert isinstance(error, UpstreamRejected | UpstreamUnavailable)
    assert error.said
    assert error.code
    assert len(error.next_step) > 15
    assert isinstance(error.__cause__, kind)
    assert pickle.loads(pickle.dumps(error)).args == error.args  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (openai.APITimeoutError(REQUEST), UpstreamUnavailable),
        (openai.APIConnectionError(request=REQUEST), UpstreamUnavailable),
        (httpx2.ReadError("broken"), UpstreamUnavailable),
        (httpx2.ReadTimeout("slow"), UpstreamUnavailable),
        (httpx2.InvalidURL("no"), UpstreamRejected),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), UpstreamRejected),
        (openai.LengthFinishReasonError(completion=COMPLETION), UpstreamRejected),
        (openai.ContentFilterFinishReasonError(), UpstreamRejected),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_what_can_be_tried_again_is_told_from_what_cannot(
    error: Exception, kind: type[UpstreamError]
) -> None:
    assert type(translate(error, "OpenAI", "m")) is kind


@pytest.mark.parametrize(
    ("failure", "kind", "told"),
    [
        (Fails(401, "Incorrect API key provided: sk-abc"), UpstreamRejected, "OPENAI_API_KEY"),
        (Fails(403, "not allowed"), UpstreamRejected, "what the key may use"),
        (Fails(404, "no such model", code="model_not_found"), UpstreamRejected, "OPENAI_MODEL"),
        (Fails(404, "Not Found"), UpstreamRejected, "OPENAI_BASE_URL, OPENAI_API"),
        (Fails(429, "slow down", code="rate_limit_exceeded"), UpstreamUnavailable, "in a minute"),
        (Fails(429, "no money", code="insufficient_quota"), UpstreamRejected, "billing"),
        (Fails(409, "busy"), UpstreamUnavailable, "in a minute"),
        (
            Fails(400, "too long", "messages", "context_length_exceeded"),
            UpstreamRejected,
            "new thread",
        ),
        (Fails(400, "filtered", code="content_filter"), UpstreamRejected, "other words"),
        (Fails(503, "overloaded"), UpstreamUnavailable, "overloaded"),
        (Raw("{not json"), UpstreamRejected, "OPENAI_BASE_URL"),
        (Raw('{"object": "something else"}'), UpstreamRejected, "OPENAI_BASE_URL"),
    ],
    ids=[
        "wrong key",
        "forbidden",
        "no model",
        "no address",
        "too fast",
        "no credit",
        "conflict",
        "too long",
        "filtered",
        "overloaded",
        "broken JSON",
        "another JSON",
    ],
)
def test_a_failure_says_what_to_do_next(
    server: FakeOpenAI, ask: Asked, failure: Fails | Raw, kind: type[UpstreamError], told: str
) -> None:
    server.will(failure)

    with pytest.raises(kind) as caught:
        ask("a t3.small")

    assert told in caught.value.user_message
    assert len(server.requests) == 1
    if isinstance(failure, Fails):
        assert caught.value.reference == "req_1"
        assert caught.value.code == (failure.code or f"http_{failure.status}")


def test_a_key_in_a_message_is_not_passed_on() -> None:
    response = httpx2.Response(400, request=REQUEST)
    body = {"message": "Bad header: Bearer sk-proj-abc_DEF-123, sorry"}
    error = openai.BadRequestError("bad", response=response, body=body)

    assert "sk-proj" not in translate(error, "OpenAI", "m").user_message


def test_a_long_message_is_shortened() -> None:
    response = httpx2.Response(400, request=REQUEST)
    error = openai.BadRequestError("bad", response=response, body={"message": "x" * 5000})

    assert len(translate(error, "OpenAI", "m").said) == 300


def test_a_validation_error_does_not_repeat_the_answer() -> None:
    class Number(BaseModel):
        value: int

    with pytest.raises(ValidationError) as caught:
        Number.model_validate({"value": "a secret"})

    assert "a secret" not in translate(caught.value, "OpenAI", "m").user_message


def test_a_server_that_is_not_there_is_unavailable(http_client: httpx2.Client) -> None:
    connection = Connection("any", "http://127.0.0.1:9/v1", http_client, max_retries=0)

    with pytest.raises(UpstreamUnavailable) as caught:
        planner(connection, model="m").read((Said("U1", "hi"),), Policy())

    assert caught.value.user_message.startswith(
        "The language model at 127.0.0.1: it could not be reached. Try again"
    )


@pytest.mark.parametrize(
    ("key", "code"),
    [(None, "no_api_key"), ("  ", "no_api_key"), ("“sk-quoted”", "malformed_api_key")],
    ids=["none", "blank", "typographic quotes"],
)
def test_an_unusable_key_is_told_when_it_is_used(key: str | None, code: str) -> None:
    reader = planner(Connection(key), model="gpt-5.6-luna")

    with pytest.raises(UpstreamRejected) as caught:
        reader.read((Said("U1", "hi"),), Policy())

    assert caught.value.code == code
    assert "OPENAI_API_KEY" in caught.value.user_message


def test_the_key_is_not_shown_with_the_connection() -> None:
    assert "sk-secret" not in repr(planner(Connection("sk-secret"), model="m"))


@pytest.mark.parametrize(
    ("code", "kind"),
    [("server_error", UpstreamUnavailable), ("invalid_prompt", UpstreamRejected)],
)
def test_a_response_that_failed_after_it_was_accepted_is_told(
    server: FakeOpenAI, connection: Connection, code: str, kind: type[UpstreamError]
) -> None:
    failed = {"status": "failed", "output": [], "error": {"code": code, "message": "It broke."}}
    server.will(Raw(json.dumps(failed)))

    with pytest.raises(kind, match=re.escape(f"[{code}]: It broke.")):
        planner(connection, model="m", api="responses").read((Said("U1", "hi"),), Policy())
