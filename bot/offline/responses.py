"""The wire of `/responses`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.offline import wire
from bot.offline.answering import Answer, Call, Refusal
from bot.offline.contents import content
from bot.offline.conversation import Asked, Prompt, Returned, Tool, Turn, called, spoke
from bot.offline.model import NAME


def prompt(body: Mapping[str, Any]) -> Prompt:
    wire.common(body)
    if body.get("previous_response_id"):
        message = f"Previous response with id '{body['previous_response_id']}' not found."
        raise wire.Refused(
            message, param="previous_response_id", code="previous_response_not_found"
        )
    given = wire.required(body, "input")
    tools = tuple(_tools(body.get("tools")))
    return Prompt(
        (Asked(given),) if isinstance(given, str) else tuple(_turns(given)),
        tools,
        wire.choice(body.get("tool_choice"), tools),
        _schema(body.get("text")),
        json.dumps([body.get("instructions"), given, body.get("tools")], ensure_ascii=False),
    )


def _turns(items: object) -> Iterator[Turn]:
    for at, item in enumerate(wire.sequence(items, "input")):
        where = f"input[{at}]"
        fields = wire.mapping(item, where)
        match fields.get("type", "message"):
            case "message":
                yield from _message(fields, where)
            case "function_call":
                name = wire.string(fields.get("name"), f"{where}.name")
                yield called(name, wire.string(fields.get("arguments"), f"{where}.arguments"))
            case "function_call_output":
                wire.string(fields.get("call_id"), f"{where}.call_id")
                yield Returned(content(fields.get("output"), f"{where}.output")[0])
            case "reasoning" | "item_reference":
                pass
            case other:
                message = f"Invalid value: '{other}'."
                raise wire.Refused(message, param=f"{where}.type", code="invalid_value")


def _message(fields: Mapping[str, Any], where: str) -> Iterator[Turn]:
    role = wire.string(fields.get("role"), f"{where}.role")
    text, pictures = content(fields.get("content"), f"{where}.content")
    if role == "user":
        yield Asked(text, pictures)
    elif role == "assistant":
        yield spoke(text)
    elif role not in ("system", "developer"):
        message = f"Invalid value: '{role}'."
        raise wire.Refused(message, param=f"{where}.role", code="invalid_value")


def _tools(tools: object) -> Iterator[Tool]:
    for at, tool in enumerate([] if tools is None else wire.sequence(tools, "tools")):
        if wire.mapping(tool, f"tools[{at}]").get("type") == "function":
            yield wire.function(tool, f"tools[{at}]")


def _schema(text: object) -> Mapping[str, Any] | None:
    form = None if text is None else wire.mapping(text, "text").get("format")
    if form is None:
        return None
    fields = wire.mapping(form, "text.format")
    match fields.get("type"):
        case "json_schema":
            return wire.mapping(wire.required(fields, "schema"), "text.format.schema")
        case "json_object":
            return {}
        case "text":
            return None
        case other:
            message = f"Invalid value: '{other}'. Supported values are: 'text', 'json_object', and 'json_schema'."
            raise wire.Refused(message, param="text.format.type", code="invalid_value")


def response(
    body: Mapping[str, Any], asked: Prompt, answer: Answer, *, created: int, new_id: str
) -> dict[str, Any]:
    before = wire.tokens(asked.text)
    after = wire.tokens(answer.arguments if isinstance(answer, Call) else answer.text)
    return {
        "id": f"resp_{new_id}",
        "object": "response",
        "created_at": created,
        "completed_at": created,
        "status": "completed",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "max_tool_calls": None,
        "model": NAME,
        "output": [_item(answer, new_id)],
        "parallel_tool_calls": body.get("parallel_tool_calls", True),
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "store": False,
        "temperature": body.get("temperature", 1.0),
        "text": body.get("text") or {"format": {"type": "text"}},
        "tool_choice": body.get("tool_choice") or "auto",
        "tools": body.get("tools") or [],
        "top_p": body.get("top_p", 1.0),
        "truncation": "disabled",
        "usage": {
            "input_tokens": before,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": after,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": before + after,
        },
        "user": None,
        "metadata": body.get("metadata") or {},
    }


def _item(answer: Answer, new_id: str) -> dict[str, Any]:
    if isinstance(answer, Call):
        return {
            "type": "function_call",
            "id": f"fc_{new_id}",
            "call_id": f"call_{new_id}",
            "name": answer.name,
            "arguments": answer.arguments,
            "status": "completed",
        }
    refused = isinstance(answer, Refusal)
    part: dict[str, Any] = (
        {"type": "refusal", "refusal": answer.text}
        if refused
        else {"type": "output_text", "text": answer.text, "annotations": [], "logprobs": []}
    )
    return {
        "type": "message",
        "id": f"msg_{new_id}",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }
