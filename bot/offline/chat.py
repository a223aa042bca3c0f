"""The wire of `/chat/completions`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.offline import wire
from bot.offline.answering import Answer, Call, Refusal
from bot.offline.contents import content
from bot.offline.conversation import Asked, Prompt, Returned, Tool, Turn, called, spoke
from bot.offline.model import NAME

_ROLES = ("system", "developer", "user", "assistant", "tool", "function")


def prompt(body: Mapping[str, Any]) -> Prompt:
    wire.common(body)
    messages = wire.sequence(wire.required(body, "messages"), "messages")
    if not messages:
        message = "Invalid 'messages': empty array. Expected an array with minimum length 1."
        raise wire.Refused(message, param="messages", code="empty_array")
    tools = tuple(_tools(body.get("tools")))
    return Prompt(
        tuple(turn for index, message in enumerate(messages) for turn in _turns(message, index)),
        tools,
        wire.choice(body.get("tool_choice"), tools),
        _schema(body.get("response_format")),
        json.dumps([messages, body.get("tools")], ensure_ascii=False),
    )


def _turns(message: object, index: int) -> Iterator[Turn]:
    where = f"messages[{index}]"
    fields = wire.mapping(message, where)
    role = wire.string(fields.get("role"), f"{where}.role")
    if role not in _ROLES:
        known = ", ".join(f"'{name}'" for name in _ROLES)
        text = f"Invalid value: '{role}'. Supported values are: {known}."
        raise wire.Refused(text, param=f"{where}.role", code="invalid_value")
    text, pictures = content(fields.get("content"), f"{where}.content")
    if role == "user":
        yield Asked(text, pictures)
    elif role == "assistant":
        if text:
            yield spoke(text)
        calls = fields.get("tool_calls")
        yield from _calls(
            [] if calls is None else wire.sequence(calls, f"{where}.tool_calls"), where
        )
    elif role == "tool":
        wire.string(fields.get("tool_call_id"), f"{where}.tool_call_id")
        yield Returned(text)


def _calls(calls: object, where: str) -> Iterator[Turn]:
    for at, call in enumerate(wire.sequence(calls, where)):
        param = f"{where}.tool_calls[{at}]"
        function = wire.mapping(wire.mapping(call, param).get("function"), f"{param}.function")
        name = wire.string(function.get("name"), f"{param}.function.name")
        arguments = wire.string(function.get("arguments"), f"{param}.function.arguments")
        yield called(name, arguments)


def _tools(tools: object) -> Iterator[Tool]:
    for at, tool in enumerate([] if tools is None else wire.sequence(tools, "tools")):
        where = f"tools[{at}]"
        if wire.mapping(tool, where).get("type") == "function":
            yield wire.function(
                wire.mapping(tool.get("function"), f"{where}.function"), f"{where}.function"
            )


def _schema(response_format: object) -> Mapping[str, Any] | None:
    if response_format is None:
        return None
    fields = wire.mapping(response_format, "response_format")
    match fields.get("type"):
        case "json_schema":
            where = "response_format.json_schema"
            inner = wire.mapping(fields.get("json_schema"), where)
            return wire.mapping(wire.required(inner, "schema"), f"{where}.schema")
        case "json_object":
            return {}
        case "text":
            return None
        case other:
            message = f"Invalid value: '{other}'. Supported values are: 'json_object', 'json_schema', and 'text'."
            raise wire.Refused(message, param="response_format.type", code="invalid_value")


def completion(asked: Prompt, answer: Answer, *, created: int, new_id: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "role": "assistant",
        "content": None,
        "refusal": None,
        "annotations": [],
    }
    finish_reason = "stop"
    if isinstance(answer, Call):
        function = {"name": answer.name, "arguments": answer.arguments}
        message["tool_calls"] = [{"id": f"call_{new_id}", "type": "function", "function": function}]
        finish_reason = "tool_calls"
    else:
        message["refusal" if isinstance(answer, Refusal) else "content"] = answer.text
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
    return {
        "id": f"chatcmpl-{new_id}",
        "object": "chat.completion",
        "created": created,
        "model": NAME,
        "choices": [choice],
        "usage": _usage(asked, answer),
        "service_tier": "default",
        "system_fingerprint": None,
    }


def _usage(asked: Prompt, answer: Answer) -> dict[str, Any]:
    before = wire.tokens(asked.text)
    after = wire.tokens(answer.arguments if isinstance(answer, Call) else answer.text)
    return {
        "prompt_tokens": before,
        "completion_tokens": after,
        "total_tokens": before + after,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
