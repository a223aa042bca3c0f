"""Responses: OpenAI's own first choice, and the only one where every model of theirs calls tools."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openai import BaseModel as SdkModel
from pydantic import BaseModel

from bot.adapters.openai.connection import Connection
from bot.adapters.openai.dialect import Dialect
from bot.adapters.openai.errors import generation_failed
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


class _Part(BaseModel):
    type: str = ""
    text: str | None = None
    refusal: str | None = None


class _Output(BaseModel):
    type: str = ""
    call_id: str | None = None
    name: str | None = None
    arguments: str | None = None
    content: list[_Part] | None = None


class _Error(BaseModel):
    code: str | None = None
    message: str | None = None


class _Incomplete(BaseModel):
    reason: str | None = None


class _Usage(BaseModel):
    input_tokens: int | None = None
    output_tokens: int | None = None


class _Response(BaseModel):
    """What is needed of a response. The SDK builds its own types without checking them."""

    model: str | None = None
    output: list[_Output]
    error: _Error | None = None
    incomplete_details: _Incomplete | None = None
    usage: _Usage | None = None


@dataclass(frozen=True)
class ResponsesWire:
    """Speaks `/responses`, keeping nothing on the server: the whole conversation goes along each time."""

    connection: Connection

    def send(self, ask: Ask, dialect: Dialect) -> Answer:
        create: Any = self.connection.client_within(ask.limits).responses.create
        response = dialect.accepted(create, _body(ask))
        plain = response.to_dict(warnings=False) if isinstance(response, SdkModel) else response
        read = _Response.model_validate(plain)
        if read.error is not None:
            code, message = read.error.code or "", read.error.message or ""
            raise generation_failed(self.connection.name, code, message)
        return _answer(read)


def _body(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": ask.model,
        "instructions": ask.instructions,
        "input": [part for item in ask.items for part in _input(item)],
        "max_output_tokens": ask.limits.output_tokens,
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
                        "name": tool.name,
                        "description": tool.description,
                        "parameters": tool.parameters,
                        "strict": True,
                    }
                    for tool in ask.tools
                ],
                "tool_choice": "required",
                "parallel_tool_calls": False,
            }
        case Form.SCHEMA:
            form = {"type": "json_schema", "name": "answer", "strict": True, "schema": ask.schema}
            return {"text": {"format": form}}
        case Form.JSON:
            return {"text": {"format": {"type": "json_object"}}}


def _input(item: Item) -> Iterator[dict[str, Any]]:
    match item:
        case Spoken(role, text, ()):
            yield {"role": role, "content": text}
        case Spoken(role, text, pictures):
            words = {"type": "input_text", "text": text}
            yield {"role": role, "content": [*(_picture(one) for one in pictures), words]}
        case Called(call_id, name, arguments, output):
            # Without the item ids of the server: they are refused when their reasoning is not sent too.
            call = {"call_id": call_id, "name": name, "arguments": arguments}
            yield {"type": "function_call", **call}
            yield {"type": "function_call_output", "call_id": call_id, "output": output}


def _picture(picture: Picture) -> dict[str, Any]:
    return {"type": "input_image", "image_url": data_url(picture), "detail": "high"}


def _answer(response: _Response) -> Answer:
    usage = response.usage or _Usage()
    said = [
        part
        for output in response.output
        if output.type == "message"
        for part in output.content or ()
    ]
    return Answer(
        text="".join(part.text or "" for part in said),
        calls=tuple(
            Call(call.call_id or f"call{position:05d}", call.name or "", call.arguments or "")
            for position, call in enumerate(response.output)
            if call.type == "function_call"
        ),
        model=response.model or "",
        tokens=Tokens(usage.input_tokens or 0, usage.output_tokens or 0),
        refusal="".join(part.refusal or "" for part in said),
        stopped=_stopped(response.incomplete_details),
    )


def _stopped(incomplete: _Incomplete | None) -> Stopped | None:
    if incomplete is None:
        return None
    return "content_filter" if incomplete.reason == "content_filter" else "length"
