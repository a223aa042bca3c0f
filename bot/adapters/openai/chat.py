"""Chat Completions: the API that most compatible servers speak best."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openai import BaseModel as SdkModel
from pydantic import BaseModel

from bot.adapters.openai.connection import Connection
from bot.adapters.openai.dialect import Dialect
from bot.adapters.openai.wire import (
    Answer,
    Ask,
    Call,
    Called,
    Form,
    Item,
    Spoken,
    Stopped,
    data_url,
)
from bot.domain.reading import Tokens
from bot.domain.request import Picture


class _Function(BaseModel):
    name: str = ""
    arguments: str | None = None


class _ToolCall(BaseModel):
    id: str | None = None
    function: _Function | None = None


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Completion(BaseModel):
    """What is needed of a completion. The SDK builds its own types without checking them."""

    model: str | None = None
    choices: list[_Choice]
    usage: _Usage | None = None


@dataclass(frozen=True)
class ChatWire:
    """Speaks `/chat/completions`."""

    connection: Connection

    def send(self, ask: Ask, dialect: Dialect) -> Answer:
        create: Any = self.connection.client_within(ask.limits).chat.completions.create
        completion = dialect.accepted(create, _body(ask))
        plain = (
            completion.to_dict(warnings=False) if isinstance(completion, SdkModel) else completion
        )
        return _answer(_Completion.model_validate(plain))


def _body(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": ask.model,
        "messages": [
            {"role": "system", "content": ask.instructions},
            *(message for item in ask.items for message in _messages(item)),
        ],
        "max_completion_tokens": ask.limits.output_tokens,
        "store": False,
    }
    if ask.temperature is not None:
        body["temperature"] = ask.temperature
    return body | _form(ask)


def _form(ask: Ask) -> dict[str, Any]:
    match ask.form:
        case Form.TOOLS:
            return {
                "tools": [
                    {
                        "type": "function",
                        "function": {
                            "name": tool.name,
                            "description": tool.description,
                            "parameters": tool.parameters,
                            "strict": True,
                        },
                    }
                    for tool in ask.tools
                ],
                "tool_choice": "required",
                "parallel_tool_calls": False,
            }
        case Form.SCHEMA:
            schema = {"name": "answer", "strict": True, "schema": ask.schema}
            return {"response_format": {"type": "json_schema", "json_schema": schema}}
        case Form.JSON:
            return {"response_format": {"type": "json_object"}}


def _messages(item: Item) -> Iterator[dict[str, Any]]:
    match item:
        case Spoken(role, text, ()):
            yield {"role": role, "content": text}
        case Spoken(role, text, pictures):
            words = {"type": "text", "text": text}
            yield {"role": role, "content": [*(_picture(one) for one in pictures), words]}
        case Called(call_id, name, arguments, output):
            function = {"name": name, "arguments": arguments}
            call = {"id": call_id, "type": "function", "function": function}
            yield {"role": "assistant", "content": None, "tool_calls": [call]}
            yield {"role": "tool", "tool_call_id": call_id, "content": output}


def _picture(picture: Picture) -> dict[str, Any]:
    return {"type": "image_url", "image_url": {"url": data_url(picture), "detail": "high"}}


def _answer(completion: _Completion) -> Answer:
    usage = completion.usage or _Usage()
    choice = completion.choices[0] if completion.choices else _Choice(message=_Message())
    return Answer(
        text=choice.message.content or "",
        calls=tuple(
            Call(
                call.id or f"call{position:05d}", call.function.name, call.function.arguments or ""
            )
            for position, call in enumerate(choice.message.tool_calls or ())
            if call.function is not None
        ),
        model=completion.model or "",
        tokens=Tokens(usage.prompt_tokens or 0, usage.completion_tokens or 0),
        refusal=choice.message.refusal or "",
        stopped=_stopped(choice.finish_reason),
    )


def _stopped(finish_reason: str | None) -> Stopped | None:
    match finish_reason:
        case "length" | "content_filter":
            return finish_reason
        case _:
            return None
