"""A conversation as the model sees it, whichever wire it came over."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.offline.offer import CREATE_STACK, READ_ARCHITECTURE, REPLY, RUN_INSTANCES


@dataclass(frozen=True, slots=True)
class Asked:
    """A person's words, and the bytes of the pictures that came with them."""

    text: str
    pictures: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Called:
    """An earlier call of a tool, by us."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of the call before it."""

    text: str


@dataclass(frozen=True, slots=True)
class Spoke:
    """Earlier words of ours."""

    text: str


Turn: TypeAlias = Asked | Called | Returned | Spoke


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that is offered, with the JSON schema of its arguments."""

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything that decides the answer."""

    turns: tuple[Turn, ...]
    tools: tuple[Tool, ...] = ()
    choice: str = "auto"
    """`auto`, `none`, `required`, or the name of the one tool to call."""
    schema: Mapping[str, Any] | None = None
    """The schema that the text of the answer has to follow; empty for any JSON object."""
    text: str = field(default="", repr=False)
    """All of the prompt, to count its tokens."""

    def tool(self, name: str) -> Tool | None:
        return next((tool for tool in self.tools if tool.name == name), None)


def called(name: str, arguments: str) -> Turn:
    """A tool call from the history; `reply` is just words."""
    try:
        parsed = json.loads(arguments)
    except (ValueError, RecursionError):
        parsed = {}
    parsed = parsed if isinstance(parsed, dict) else {}
    if name == REPLY:
        return Spoke(str(parsed.get("text", "")))
    return Called(name, parsed)


def spoke(text: str) -> Turn:
    """Earlier words of ours, or an earlier answer in JSON: `{"run_instances": {...}, "reply": null}`."""
    try:
        parsed = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        parsed = None
    if isinstance(parsed, dict):
        for name in (CREATE_STACK, READ_ARCHITECTURE, RUN_INSTANCES, REPLY):
            if isinstance(parsed.get(name), dict):
                return called(name, json.dumps(parsed[name]))
    return Spoke(text)


def last_plan(turns: Sequence[Turn]) -> int | None:
    """Where the latest proposal stands."""
    plans = [
        at
        for at, turn in enumerate(turns)
        if isinstance(turn, Called) and turn.name == RUN_INSTANCES and turn.arguments
    ]
    return plans[-1] if plans else None
