"""Pictures on both wires: data URLs are taken, anything else is refused as OpenAI refuses it."""

import json
from typing import Any

import jsonschema
import openai
import pytest

from bot.domain.architecture import Architecture
from tests.offline.altering.drawings import SERVERLESS
from tests.offline.asking import REPLY_SCHEMA, closed, nullable, run_instances_schema
from tests.offline.stacks import CREATE_STACK, client, picture_url, stack_tools

TOOLS: Any = [
    {"type": "function", **{key: tool["function"][key] for key in ("name", "parameters", "strict")}}
    for tool in stack_tools()
]
EITHER = closed(
    {
        "create_stack": nullable(CREATE_STACK),
        "run_instances": nullable(run_instances_schema()),
        "reply": nullable(REPLY_SCHEMA),
    }
)


class Eyes:
    """Sees the same in every picture, and remembers what it was shown."""

    def __init__(self, seen: Architecture = SERVERLESS) -> None:
        self.seen = seen
        self.shown: list[bytes] = []

    def __call__(self, picture: bytes) -> Architecture:
        self.shown.append(picture)
        return self.seen


def chat(url: str, see: Eyes, **more: Any) -> Any:
    part: Any = {"type": "image_url", "image_url": {"url": url, "detail": "high"}}
    content = [part, {"type": "text", "text": "build it"}]
    messages: Any = [{"role": "user", "content": content}]
    return client(see).chat.completions.create(model="any", messages=messages, **more)


def respond(url: str | None, see: Eyes, **more: Any) -> Any:
    content = [
        {"type": "input_image", "image_url": url, "detail": "high"},
        {"type": "input_text", "text": "build it"},
    ]
    given: Any = [{"role": "user", "content": content}]
    return client(see).responses.create(model="any", input=given, **more)


def test_chat_takes_a_picture_and_calls_create_stack() -> None:
    see = Eyes()

    completion = chat(picture_url(), see, tools=stack_tools(), tool_choice="required")

    (call,) = completion.choices[0].message.tool_calls
    assert call.function.name == "create_stack"
    jsonschema.validate(json.loads(call.function.arguments), CREATE_STACK)
    assert see.shown == [b"a picture"]


def test_responses_takes_a_picture_and_calls_create_stack() -> None:
    see = Eyes()

    response = respond(picture_url(kind="image/jpeg"), see, tools=TOOLS, tool_choice="required")

    (item,) = response.output
    assert item.name == "create_stack"
    jsonschema.validate(json.loads(item.arguments), CREATE_STACK)
    assert see.shown == [b"a picture"]


def test_the_newest_picture_is_the_one_that_is_read() -> None:
    see = Eyes()
    parts = [{"type": "image_url", "image_url": {"url": picture_url(one)}} for one in (b"1", b"2")]
    messages: Any = [{"role": "user", "content": parts}]

    client(see).chat.completions.create(model="any", messages=messages, tools=stack_tools())

    assert see.shown == [b"2"]


def test_a_picture_is_not_looked_at_where_no_stack_is_offered() -> None:
    see = Eyes()

    content = chat(picture_url(), see).choices[0].message.content

    assert "create_stack" not in content
    assert see.shown == []


def test_a_structured_answer_holds_the_stack() -> None:
    form: Any = {"type": "json_schema", "json_schema": {"name": "answer", "schema": EITHER}}

    answer = json.loads(
        chat(picture_url(), Eyes(), response_format=form).choices[0].message.content
    )

    jsonschema.validate(answer, EITHER)
    assert answer["create_stack"]["title"] == "API Gateway → Lambda → DynamoDB"
    assert answer["reply"] is None


def test_a_schema_of_the_stack_alone_is_filled_or_refused() -> None:
    form: Any = {"type": "json_schema", "json_schema": {"name": "stack", "schema": CREATE_STACK}}

    planned = chat(picture_url(), Eyes(), response_format=form).choices[0].message
    refused = chat(picture_url(), Eyes(Architecture()), response_format=form).choices[0].message

    jsonschema.validate(json.loads(planned.content), CREATE_STACK)
    assert refused.refusal.startswith("I see no architecture")


def test_words_alone_say_what_would_be_proposed() -> None:
    message = (
        chat(picture_url(), Eyes(), tools=stack_tools(), tool_choice="none").choices[0].message
    )

    assert message.content.startswith("I would propose a CloudFormation stack: API Gateway →")


def test_a_picture_counts_as_tokens_but_not_by_its_bytes() -> None:
    small = chat(picture_url(b"x"), Eyes()).usage.prompt_tokens
    large = chat(picture_url(b"x" * 100_000), Eyes()).usage.prompt_tokens

    assert small == large
    assert small > 1000


REFUSED = [
    pytest.param("https://example.com/a.png", "invalid_image_url", "downloading", id="an address"),
    pytest.param("file:///etc/passwd", "invalid_image_url", "data URL", id="a file"),
    pytest.param("nonsense", "invalid_image_url", "data URL", id="nonsense"),
    pytest.param("data:image/png;base64,####", "invalid_base64_image", "base64", id="no base64"),
    pytest.param("data:image/png;base64,", "empty_image_file", "empty", id="nothing"),
    pytest.param(
        "data:application/pdf;base64,AA==", "invalid_image_format", "unsupported image", id="a PDF"
    ),
    pytest.param(
        "data:image/png;base64," + "A" * (28 * 2**20), "image_too_large", "20 MB", id="too large"
    ),
]


@pytest.mark.parametrize(("url", "code", "told"), REFUSED)
def test_chat_refuses_a_picture_it_cannot_take(url: str, code: str, told: str) -> None:
    with pytest.raises(openai.BadRequestError, match=told) as error:
        chat(url, Eyes(), tools=stack_tools())

    assert error.value.code == code
    assert error.value.param == "messages[0].content[0].image_url.url"


@pytest.mark.parametrize(("url", "code", "told"), REFUSED[:2])
def test_responses_refuses_it_too(url: str, code: str, told: str) -> None:
    with pytest.raises(openai.BadRequestError, match=told) as error:
        respond(url, Eyes(), tools=TOOLS)

    assert error.value.code == code
    assert error.value.param == "input[0].content[0].image_url"


def test_a_picture_without_an_address_is_malformed() -> None:
    with pytest.raises(openai.BadRequestError, match="expected a string, but got null"):
        respond(None, Eyes(), tools=TOOLS)
