"""Both wires of the OpenAI protocol, through the real client."""

import json
from typing import Any

import jsonschema
import openai
import pytest

from bot.offline import NAME
from tests.offline.asking import (
    REPLY_SCHEMA,
    SUNDAY_NOON,
    chat_tools,
    client,
    closed,
    nullable,
    run_instances_schema,
)

REQUEST = "a t3.small in eu-west-1 called build-cache with 60 GB for two weeks"
TOOLS: Any = [
    {"type": "function", **{key: tool["function"][key] for key in ("name", "parameters", "strict")}}
    for tool in chat_tools()
]


def _chat(content: Any, **more: Any) -> Any:
    messages = content if isinstance(content, list) and "role" in content[0] else None
    said = messages or [{"role": "user", "content": content}]
    return client().chat.completions.create(model="gpt-5.6-luna", messages=said, **more)


def _respond(given: Any, **more: Any) -> Any:
    return client().responses.create(model="gpt-5.6-luna", input=given, **more)


def test_chat_calls_a_tool_with_arguments_that_fit_its_schema() -> None:
    completion = _chat(REQUEST, tools=chat_tools(), tool_choice="required")
    choice = completion.choices[0]
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    (call,) = choice.message.tool_calls
    assert (call.type, call.function.name) == ("function", "run_instances")
    arguments = json.loads(call.function.arguments)
    jsonschema.validate(arguments, run_instances_schema())
    assert (arguments["name"], arguments["lease_hours"]) == ("build-cache", 336)


def test_responses_calls_a_tool_with_arguments_that_fit_its_schema() -> None:
    response = _respond(REQUEST, tools=TOOLS, tool_choice="required")
    (item,) = response.output
    assert (response.status, item.type, item.name) == (
        "completed",
        "function_call",
        "run_instances",
    )
    assert item.call_id != item.id
    jsonschema.validate(json.loads(item.arguments), run_instances_schema())


def test_the_model_names_itself_whatever_was_asked_for_and_counts_tokens() -> None:
    completion = _chat("hi")
    assert (completion.model, completion.object) == (NAME, "chat.completion")
    assert completion.created == int(SUNDAY_NOON)
    usage = completion.usage
    assert 0 < usage.prompt_tokens < usage.total_tokens
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    response = _respond("hi")
    assert (response.model, response.object) == (NAME, "response")
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens


def test_the_same_request_gets_the_same_answer() -> None:
    assert _chat(REQUEST, tools=chat_tools()) == _chat(REQUEST, tools=chat_tools())


@pytest.mark.parametrize("tool_choice", ["auto", "required"])
def test_without_a_plan_the_reply_tool_is_called(tool_choice: str) -> None:
    completion = _chat("hi", tools=chat_tools(), tool_choice=tool_choice)
    (call,) = completion.choices[0].message.tool_calls
    assert call.function.name == "reply"
    jsonschema.validate(json.loads(call.function.arguments), REPLY_SCHEMA)


def test_tool_choice_none_is_answered_in_words() -> None:
    completion = _chat(REQUEST, tools=chat_tools(), tool_choice="none")
    assert completion.choices[0].finish_reason == "stop"
    assert "1 × t3.small with 60 GiB" in completion.choices[0].message.content
    assert "t3.small" in _respond(REQUEST, tools=TOOLS, tool_choice="none").output_text


def test_a_named_tool_is_the_one_that_is_called() -> None:
    named: Any = {"type": "function", "function": {"name": "reply"}}
    (call,) = _chat(REQUEST, tools=chat_tools(), tool_choice=named).choices[0].message.tool_calls
    assert call.function.name == "reply"
    (item,) = _respond(
        REQUEST, tools=TOOLS, tool_choice={"type": "function", "name": "run_instances"}
    ).output
    assert item.name == "run_instances"


def test_a_plan_is_never_made_up_for_a_caller_who_demands_one() -> None:
    named: Any = {"type": "function", "function": {"name": "run_instances"}}
    message = _chat("hi", tools=chat_tools(), tool_choice=named).choices[0].message
    assert message.tool_calls is None
    assert message.content.startswith("Hello!")


def test_tools_it_does_not_know_are_left_alone() -> None:
    weather: Any = {"type": "function", "function": {"name": "weather", "parameters": closed({})}}
    message = _chat("a t3.small", tools=[weather]).choices[0].message
    assert message.tool_calls is None
    assert "t3.small" in message.content


def _history() -> tuple[str, str]:
    call = _chat(REQUEST, tools=chat_tools()).choices[0].message.tool_calls[0]
    return call.function.name, call.function.arguments


def test_chat_revises_the_plan_in_its_history() -> None:
    name, arguments = _history()
    call = {"id": "c1", "type": "function", "function": {"name": name, "arguments": arguments}}
    messages = [
        {"role": "system", "content": "Plan."},
        {"role": "user", "content": REQUEST},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": "shown"},
        {"role": "user", "content": "double the disk"},
    ]
    answer = _chat(messages, tools=chat_tools()).choices[0].message.tool_calls[0]
    revised = json.loads(answer.function.arguments)
    assert (revised["VolumeSize"], revised["name"]) == (120, "build-cache")


def test_responses_revises_the_plan_in_its_history() -> None:
    name, arguments = _history()
    items = [
        {"role": "developer", "content": "Plan."},
        {"role": "user", "content": [{"type": "input_text", "text": REQUEST}]},
        {"type": "function_call", "call_id": "c1", "name": name, "arguments": arguments},
        {"type": "function_call_output", "call_id": "c1", "output": "shown"},
        {"type": "message", "role": "user", "content": "double the disk"},
    ]
    revised = json.loads(_respond(items, tools=TOOLS).output[0].arguments)
    assert (revised["VolumeSize"], revised["name"]) == (120, "build-cache")


def test_a_plan_edited_by_a_person_is_what_a_follow_up_starts_from() -> None:
    _, arguments = _history()
    edited = json.dumps(json.loads(arguments) | {"VolumeSize": 99})
    items = [
        {"role": "user", "content": REQUEST},
        {"type": "function_call", "call_id": "c1", "name": "run_instances", "arguments": edited},
        {"type": "function_call_output", "call_id": "c1", "output": "shown"},
        {"role": "user", "content": "protect it"},
    ]
    assert json.loads(_respond(items, tools=TOOLS).output[0].arguments)["VolumeSize"] == 99


def test_an_answer_to_its_question_continues_the_conversation() -> None:
    question = _chat("a server for our game", tools=chat_tools()).choices[0].message.tool_calls[0]
    text = json.loads(question.function.arguments)["text"]
    messages = [
        {"role": "user", "content": "a server for our game"},
        {"role": "assistant", "content": text},
        {"role": "user", "content": "minecraft bedrock, 10 players"},
    ]
    call = _chat(messages, tools=chat_tools()).choices[0].message.tool_calls[0]
    assert json.loads(call.function.arguments)["InstanceType"] == "t3.small"


PICTURE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}


def test_a_picture_alone_is_answered_honestly() -> None:
    (call,) = _chat([PICTURE], tools=chat_tools()).choices[0].message.tool_calls
    assert "can't read pictures" in json.loads(call.function.arguments)["text"]
    image: Any = {
        "type": "input_image",
        "image_url": "data:image/png;base64,AA==",
        "detail": "auto",
    }
    given = [{"role": "user", "content": [image]}]
    assert "can't read pictures" in _respond(given).output_text


def test_words_beside_a_picture_are_read() -> None:
    content = [PICTURE, {"type": "text", "text": REQUEST}]
    (call,) = _chat(content, tools=chat_tools()).choices[0].message.tool_calls
    assert call.function.name == "run_instances"


EITHER = closed(
    {"run_instances": nullable(run_instances_schema()), "reply": nullable(REPLY_SCHEMA)}
)


@pytest.mark.parametrize("message", [REQUEST, "hi"])
def test_a_structured_answer_fits_its_schema_on_both_wires(message: str) -> None:
    form: Any = {"type": "json_schema", "json_schema": {"name": "answer", "schema": EITHER}}
    jsonschema.validate(
        json.loads(_chat(message, response_format=form).choices[0].message.content), EITHER
    )
    text: Any = {"format": {"type": "json_schema", "name": "answer", "schema": EITHER}}
    jsonschema.validate(json.loads(_respond(message, text=text).output_text), EITHER)


def test_a_schema_that_only_plans_gets_a_refusal_where_there_is_none() -> None:
    schema = run_instances_schema()
    form: Any = {"type": "json_schema", "json_schema": {"name": "plan", "schema": schema}}
    planned = _chat(REQUEST, response_format=form).choices[0].message
    jsonschema.validate(json.loads(planned.content), schema)
    refused = _chat("hi", response_format=form).choices[0].message
    assert (refused.content, refused.refusal[:6]) == (None, "Hello!")


def test_any_other_schema_gets_a_value_that_fits_it() -> None:
    schema = closed(
        {
            "title": {"type": "string"},
            "steps": {"type": "array", "items": {"type": "string"}},
            "sure": {"type": "boolean"},
            "level": {"type": "string", "enum": ["low", "high"]},
            "note": nullable({"type": "string"}),
            "inner": closed({"n": {"type": "integer"}}),
        }
    )
    form: Any = {"type": "json_schema", "json_schema": {"name": "any", "schema": schema}}
    jsonschema.validate(
        json.loads(_chat("hi", response_format=form).choices[0].message.content), schema
    )


def test_a_json_object_without_schema_is_one_of_the_two_calls() -> None:
    message = _chat(REQUEST, response_format={"type": "json_object"}).choices[0].message
    assert json.loads(message.content)["run_instances"]["InstanceType"] == "t3.small"


def test_an_earlier_answer_in_json_is_revised_too() -> None:
    earlier = _chat(REQUEST, response_format={"type": "json_object"}).choices[0].message.content
    messages = [
        {"role": "user", "content": REQUEST},
        {"role": "assistant", "content": earlier},
        {"role": "user", "content": "make it two"},
    ]
    again = _chat(messages, response_format={"type": "json_object"}).choices[0].message.content
    assert json.loads(again)["run_instances"]["count"] == 2


def test_the_one_model_is_listed_and_found() -> None:
    assert [model.id for model in client().models.list()] == [NAME]
    assert client().models.retrieve(NAME).object == "model"
    with pytest.raises(openai.NotFoundError) as error:
        client().models.retrieve("gpt-4")
    assert error.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("body", "param"),
    [
        pytest.param({"messages": []}, "messages", id="no messages"),
        pytest.param({"messages": "hi"}, "messages", id="messages of the wrong type"),
        pytest.param(
            {"messages": [{"role": "user", "content": 5}]}, "messages[0].content", id="content"
        ),
        pytest.param(
            {"messages": [{"role": "boss", "content": ""}]}, "messages[0].role", id="role"
        ),
        pytest.param({"messages": [7]}, "messages[0]", id="a message that is none"),
        pytest.param({"stream": True}, "stream", id="stream"),
        pytest.param({"n": 2}, "n", id="n"),
        pytest.param({"tool_choice": "required"}, "tool_choice", id="required without tools"),
        pytest.param({"tool_choice": "always"}, "tool_choice", id="unknown choice"),
        pytest.param({"tools": 5}, "tools", id="tools of the wrong type"),
        pytest.param({"response_format": {"type": "xml"}}, "response_format.type", id="format"),
        pytest.param({"model": None}, "model", id="no model"),
    ],
)
def test_chat_refuses_what_is_malformed_as_openai_does(body: dict[str, Any], param: str) -> None:
    whole = {"model": "x", "messages": [{"role": "user", "content": "hi"}]} | body
    with pytest.raises(openai.BadRequestError) as error:
        client().post("/chat/completions", body=whole, cast_to=object)
    assert (error.value.param, error.value.type) == (param, "invalid_request_error")
    assert error.value.status_code == 400


@pytest.mark.parametrize(
    ("body", "param"),
    [
        pytest.param({"input": None}, "input", id="no input"),
        pytest.param({"input": 5}, "input", id="input of the wrong type"),
        pytest.param({"input": [{"type": "dream"}]}, "input[0].type", id="unknown item"),
        pytest.param(
            {"input": [{"type": "function_call"}]}, "input[0].name", id="a call without name"
        ),
        pytest.param({"stream": True}, "stream", id="stream"),
        pytest.param({"previous_response_id": "r1"}, "previous_response_id", id="stateless"),
        pytest.param({"text": {"format": {"type": "xml"}}}, "text.format.type", id="format"),
    ],
)
def test_responses_refuses_what_is_malformed_as_openai_does(
    body: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as error:
        client().post("/responses", body={"model": "x", "input": "hi"} | body, cast_to=object)
    assert error.value.param == param


def test_an_unknown_address_is_not_found() -> None:
    with pytest.raises(openai.NotFoundError):
        client().embeddings.create(model="x", input="hi")


def test_a_body_that_is_no_json_is_refused() -> None:
    with pytest.raises(openai.BadRequestError, match="could not parse the JSON body"):
        client().post("/chat/completions", cast_to=object, content=b"{")
