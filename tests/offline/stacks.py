"""Asks the embedded model for stacks through the real OpenAI client; what it sees is given."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2
from openai import OpenAI

from bot.domain.architecture import Architecture
from bot.offline import OfflineTransport
from tests.offline.asking import SUNDAY_NOON, chat_tools, closed, nullable

STRING: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}


def _listed(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": closed(properties)}


SETTINGS = _listed(name=STRING, value=STRING)

CREATE_STACK: dict[str, Any] = closed(
    {
        "title": STRING,
        "components": _listed(
            id=STRING,
            service=STRING,
            label=STRING,
            count={"type": "integer"},
            inside=nullable(STRING),
            confidence=NUMBER,
            settings=SETTINGS,
        ),
        "containers": _listed(
            id=STRING,
            kind=STRING,
            label=STRING,
            inside=nullable(STRING),
            confidence=NUMBER,
            settings=SETTINGS,
        ),
        "connections": _listed(source=STRING, target=STRING, label=STRING, confidence=NUMBER),
        "unplaced": _listed(text=STRING, why=STRING),
        "region": nullable(STRING),
        "template": STRING,
        "assumptions": {"type": "array", "items": STRING},
        "questions": {"type": "array", "items": STRING},
    }
)

READ_ARCHITECTURE: dict[str, Any] = closed(
    {name: part for name, part in CREATE_STACK["properties"].items() if name != "template"}
)


def function(name: str, schema: dict[str, Any]) -> Any:
    """A function as Chat Completions are offered it."""
    return {
        "type": "function",
        "function": {"name": name, "parameters": schema, "strict": True},
    }


def stack_tools() -> list[Any]:
    return [function("create_stack", CREATE_STACK), *chat_tools()]


def nothing_to_see(picture: bytes) -> Architecture:
    del picture
    return Architecture()


def picture_url(content: bytes = b"a picture", kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def client(see: Callable[[bytes], Architecture] = nothing_to_see) -> OpenAI:
    transport = OfflineTransport(clock=lambda: SUNDAY_NOON, new_id=lambda: "0" * 24, see=see)
    return OpenAI(
        api_key="offline",
        base_url="http://offline.invalid/v1",
        http_client=httpx2.Client(transport=transport),
        max_retries=0,
    )


@dataclass
class Thread:
    """A conversation with the embedded model, all of its tools offered."""

    see: Callable[[bytes], Architecture] = nothing_to_see
    history: list[Any] = field(default_factory=list)

    def says(self, text: str, *pictures: bytes) -> tuple[str, dict[str, Any]]:
        """Say something; the name and the arguments of the model's call."""
        shown = [{"type": "image_url", "image_url": {"url": picture_url(one)}} for one in pictures]
        content = [*shown, {"type": "text", "text": text}] if shown else text
        self.history.append({"role": "user", "content": content})
        return self._answer()

    def checks(self, *faults: str) -> tuple[str, dict[str, Any]]:
        """Let the checks complain of the last proposal."""
        lines = "\n".join(f"- {fault}" for fault in faults)
        self.history[-1]["content"] = (
            f"Not shown. The checks found:\n{lines}\n"
            "Correct exactly these and call create_stack again with the whole template."
        )
        return self._answer()

    def _answer(self) -> tuple[str, dict[str, Any]]:
        completion = client(self.see).chat.completions.create(
            model="any", messages=self.history, tools=stack_tools(), tool_choice="required"
        )
        calls: Any = completion.choices[0].message.tool_calls
        (call,) = calls
        number = f"call_{len(self.history)}"
        function = {"name": call.function.name, "arguments": call.function.arguments}
        self.history.append(
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": number, "type": "function", "function": function}],
            }
        )
        self.history.append({"role": "tool", "tool_call_id": number, "content": "shown"})
        return call.function.name, json.loads(call.function.arguments)


def structure(arguments: dict[str, Any]) -> Architecture:
    parts = ("components", "containers", "connections", "unplaced")
    return Architecture.model_validate({part: arguments[part] for part in parts})


def types(template: str) -> Sequence[str]:
    """The types of a template's resources, in order."""
    lines = (line.strip() for line in template.splitlines())
    return [line.removeprefix("Type: ") for line in lines if line.startswith("Type: AWS::")]
