"""Where `read_architecture` comes first, the embedded model reads once and then writes the template of its reading."""

import json
from typing import Any

import jsonschema
import pytest

from bot.domain.architecture import Architecture
from tests.offline.altering.drawings import SERVERLESS
from tests.offline.asking import REPLY_SCHEMA, chat_tools, closed, nullable, run_instances_schema
from tests.offline.stacks import (
    CREATE_STACK,
    READ_ARCHITECTURE,
    client,
    function,
    nothing_to_see,
    picture_url,
    structure,
)

RUN, REPLY = chat_tools()
FIRST = [function("read_architecture", READ_ARCHITECTURE), REPLY]
SECOND = [function("create_stack", CREATE_STACK), REPLY]
PICTURE: Any = {
    "role": "user",
    "content": [
        {"type": "image_url", "image_url": {"url": picture_url()}},
        {"type": "text", "text": "no VPC, in Ireland"},
    ],
}
READ = """\
Read. Nothing was shown to the person yet.
From our vetted building blocks, a proven starting point:
```yaml
Resources: {}
```
Now call create_stack with exactly this architecture."""


def flat(tools: list[Any]) -> Any:
    """The same functions as Responses are offered them."""
    return [{"type": "function", **tool["function"]} for tool in tools]


def serverless(picture: bytes) -> Architecture:
    del picture
    return SERVERLESS


def blind(picture: bytes) -> Architecture:
    message = f"a picture of {len(picture)} bytes is looked at again"
    raise AssertionError(message)


def called(completion: Any) -> tuple[str, Any]:
    (call,) = completion.choices[0].message.tool_calls
    return call.function.name, json.loads(call.function.arguments)


def read() -> tuple[str, Any]:
    return called(
        client(serverless).chat.completions.create(
            model="any", messages=[PICTURE], tools=FIRST, tool_choice="required"
        )
    )


def after(name: str, arguments: Any) -> list[Any]:
    """The conversation after the first call, in Chat Completions' form."""
    call = {"name": name, "arguments": json.dumps(arguments)}
    asked = {"id": "read00000", "type": "function", "function": call}
    return [
        PICTURE,
        {"role": "assistant", "content": None, "tool_calls": [asked]},
        {"role": "tool", "tool_call_id": "read00000", "content": READ},
    ]


def test_a_picture_is_read_without_a_template() -> None:
    name, arguments = read()

    assert name == "read_architecture"
    jsonschema.validate(arguments, READ_ARCHITECTURE)
    assert structure(arguments).containers == ()
    assert arguments["region"] == "eu-west-1"
    assert arguments["assumptions"] == [
        "These cannot run without a VPC, so the plan still makes one: Amazon ElastiCache."
    ]


def test_the_template_is_of_what_was_read_and_the_picture_is_not_looked_at_again() -> None:
    name, arguments = read()

    proposed, stack = called(
        client(blind).chat.completions.create(
            model="any", messages=after(name, arguments), tools=SECOND, tool_choice="required"
        )
    )

    assert proposed == "create_stack"
    jsonschema.validate(stack, CREATE_STACK)
    assert structure(stack) == structure(arguments)
    assert (stack["title"], stack["region"]) == (arguments["title"], "eu-west-1")
    assert stack["assumptions"][: len(arguments["assumptions"])] == arguments["assumptions"]
    assert "AWS::DynamoDB::Table" in stack["template"]


def test_a_reading_that_was_corrected_is_what_counts() -> None:
    name, arguments = read()
    arguments["components"] = [one for one in arguments["components"] if one["service"] == "s3"]
    arguments["connections"] = []

    _, stack = called(
        client(blind).chat.completions.create(
            model="any", messages=after(name, arguments), tools=SECOND, tool_choice="required"
        )
    )

    assert "AWS::S3::Bucket" in stack["template"]
    assert "AWS::DynamoDB::Table" not in stack["template"]


def test_a_reading_that_does_not_fit_together_is_asked_for_again() -> None:
    name, arguments = read()
    arguments["connections"] = [{"source": "ghost", "target": "ghost", "label": ""}]

    reply, words = called(
        client(blind).chat.completions.create(
            model="any", messages=after(name, arguments), tools=SECOND, tool_choice="required"
        )
    )

    assert (reply, words["kind"]) == ("reply", "question")


def test_responses_do_both_steps_too() -> None:
    content = [
        {"type": "input_image", "image_url": picture_url(), "detail": "high"},
        {"type": "input_text", "text": "build it"},
    ]
    given: Any = [{"role": "user", "content": content}]
    (first,) = (
        client(serverless)
        .responses.create(model="any", input=given, tools=flat(FIRST), tool_choice="required")
        .output
    )
    call: Any = first.model_dump(include={"type", "call_id", "name", "arguments"})
    output = {"type": "function_call_output", "call_id": call["call_id"], "output": READ}

    then: Any = [*given, call, output]
    (second,) = (
        client(blind)
        .responses.create(model="any", input=then, tools=flat(SECOND), tool_choice="required")
        .output
    )

    assert (call["name"], second.model_dump()["name"]) == ("read_architecture", "create_stack")


FIRST_FORM = closed(
    {
        "run_instances": nullable(run_instances_schema()),
        "read_architecture": nullable(READ_ARCHITECTURE),
        "reply": nullable(REPLY_SCHEMA),
    }
)
SECOND_FORM = closed(
    {"create_stack": nullable(CREATE_STACK), "reply": nullable(REPLY_SCHEMA)},
)


def in_json(see: Any, messages: list[Any], schema: Any, keys: str) -> Any:
    """The answer of a server that only writes JSON, with a schema or with its keys told."""
    form: Any = {"type": "json_object"}
    if schema is not None:
        form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    told = {"role": "system", "content": f"It has the keys {keys}; one of them has the arguments."}
    said: Any = [told, *messages]
    completion = client(see).chat.completions.create(
        model="any", messages=said, response_format=form
    )
    return json.loads(completion.choices[0].message.content or "")


@pytest.mark.parametrize("with_schema", [True, False], ids=["json_schema", "json_object"])
def test_json_does_both_steps_too(*, with_schema: bool) -> None:
    first = in_json(
        serverless,
        [PICTURE],
        FIRST_FORM if with_schema else None,
        "run_instances, read_architecture, reply",
    )
    told = [
        PICTURE,
        {"role": "assistant", "content": json.dumps(first)},
        {"role": "user", "content": READ},
    ]
    second = in_json(blind, told, SECOND_FORM if with_schema else None, "create_stack, reply")

    assert list(first) == ["run_instances", "read_architecture", "reply"]
    assert "template" not in first["read_architecture"]
    assert list(second) == ["create_stack", "reply"]
    assert second["create_stack"]["components"] == first["read_architecture"]["components"]
    assert second["reply"] is None


def test_servers_stay_instances_beside_a_stack_that_could_be_read() -> None:
    messages: Any = [{"role": "user", "content": "a t3.small with 60 GB"}]

    name, arguments = called(
        client(nothing_to_see).chat.completions.create(
            model="any", messages=messages, tools=[RUN, *FIRST], tool_choice="required"
        )
    )

    assert (name, arguments["VolumeSize"]) == ("run_instances", 60)
