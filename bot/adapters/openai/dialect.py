"""What one server turned out not to accept, and how the same thing is asked there instead."""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import openai

Body: TypeAlias = Mapping[str, Any]
T = TypeVar("T")


def _without(parameter: str) -> Callable[[Body], Body]:
    return lambda body: {key: value for key, value in body.items() if key != parameter}


def _renamed(old: str, new: str) -> Callable[[Body], Body]:
    return lambda body: {new if key == old else key: value for key, value in body.items()}


def _quiet(body: Body) -> Body:
    """Switch reasoning off, where tools are only allowed without it."""
    chat_with_tools = "messages" in body and "tools" in body
    return {**body, "reasoning_effort": "none"} if chat_with_tools else body


def _loose(value: Any) -> Any:
    """Ask for schemas without insisting on them."""
    match value:
        case Mapping():
            return {key: _loose(inner) for key, inner in value.items() if key != "strict"}
        case list():
            return [_loose(inner) for inner in value]
        case _:
            return value


@dataclass(frozen=True)
class Change:
    """One way to ask differently. `about` matches the parameter a server complains of."""

    name: str
    about: re.Pattern[str]
    apply: Callable[[Body], Body]


def _named(parameter: str) -> re.Pattern[str]:
    return re.compile(rf"\b{parameter}\b")


def _quoted(parameter: str) -> re.Pattern[str]:
    """For parameters that are also everyday words."""
    return re.compile(rf"^{parameter}$|['\"`]{parameter}['\"`]")


# vLLM counts the limit in: "you requested 20000 tokens (4000 in the messages, 16000 in the completion)".
_MAX_TOKENS = re.compile(r"\bmax_(completion_|output_)?tokens\b|\bin the completion\b")

# In the order they are tried; a change that would change nothing is passed over.
CHANGES = (
    Change("no temperature", _named("temperature"), _without("temperature")),
    # Older servers know the limit by its first name only; newer models refuse that one.
    Change("max_tokens", _MAX_TOKENS, _renamed("max_completion_tokens", "max_tokens")),
    Change("no max_tokens", _MAX_TOKENS, _without("max_tokens")),
    Change("no max_output_tokens", _MAX_TOKENS, _without("max_output_tokens")),
    Change("no tool_choice", _named("tool_choice"), _without("tool_choice")),
    Change(
        "no parallel_tool_calls", _named("parallel_tool_calls"), _without("parallel_tool_calls")
    ),
    # gpt-5.6 takes tools in Chat Completions only when this is said; gpt-6-astra refuses the word,
    # and is then asked for JSON instead of a tool call.
    Change("reasoning_effort none", _named("reasoning_effort"), _quiet),
    Change(
        "no reasoning_effort", _named("reasoning_effort|reasoning"), _without("reasoning_effort")
    ),
    Change("no store", _quoted("store"), _without("store")),
    Change("not strict", re.compile(r"\bstrict\b|Invalid schema|\.parameters$|\.schema$"), _loose),
)


class Dialect:
    """Remembers, for one server and one model, which changes it needs. Safe to share among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changes: tuple[Change, ...] = ()

    @property
    def changes(self) -> tuple[str, ...]:
        return tuple(change.name for change in self._changes)

    def accepted(self, create: Callable[..., T], body: Body) -> T:
        """Send a request; what the server refuses to read is asked differently, once each."""
        while True:
            changes = self._changes
            try:
                return create(**_changed(body, changes))
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if not self._learn(error, body, changes):
                    raise

    def _learn(
        self, error: openai.APIStatusError, body: Body, sent_with: tuple[Change, ...]
    ) -> bool:
        with self._lock:
            if self._changes != sent_with:  # another thread has just learned something
                return True
            sent = _changed(body, sent_with)
            complaint = error.param or f"{error.message} {error.body}"
            for change in CHANGES:
                known = change in sent_with or not change.about.search(complaint)
                if not known and change.apply(sent) != sent:
                    self._changes = (*sent_with, change)
                    return True
            return False


def _changed(body: Body, changes: tuple[Change, ...]) -> Body:
    for change in changes:
        body = change.apply(body)
    return body
