"""Puts what the model makes of a conversation into the form that the caller allows: a call, text or JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.offline import phrases
from bot.offline.capacity import CAPACITY
from bot.offline.conversation import Prompt
from bot.offline.model import respond
from bot.offline.offer import REPLY, RUN_INSTANCES, Offer, offer
from bot.offline.outcome import Outcome, Planned, Worded
from bot.offline.schemas import conforming, find_object, resolved

_T3 = tuple(name for name in CAPACITY if name.startswith("t3."))


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Words where the form that was demanded cannot say it."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an offered tool; `arguments` is JSON."""

    name: str
    arguments: str


Answer: TypeAlias = Text | Refusal | Call


def answer(prompt: Prompt, now: datetime) -> Answer:
    plan_schema = _plan_schema(prompt)
    limits = offer(plan_schema) if plan_schema is not None else Offer(_T3, (), ())
    outcome = respond(prompt.turns, limits, now)
    if isinstance(outcome, Planned) and plan_schema is not None:
        outcome = Planned(_fitted(outcome.arguments, plan_schema))
    if prompt.schema is not None:
        return _structured(prompt.schema, outcome)
    return _called(prompt, outcome) or Text(words(outcome))


def _plan_schema(prompt: Prompt) -> Mapping[str, Any] | None:
    """The schema of `run_instances`, offered as a tool or as part of a structured answer."""
    tool = prompt.tool(RUN_INSTANCES)
    if tool:
        return tool.schema
    return find_object(prompt.schema, "InstanceType") if prompt.schema else None


def _called(prompt: Prompt, outcome: Outcome) -> Answer | None:
    """A call that says it, if one is offered and allowed."""
    if prompt.choice == "none":
        return None
    named = prompt.choice not in ("auto", "required")
    offered = {tool.name for tool in prompt.tools} & (
        {prompt.choice} if named else {RUN_INSTANCES, REPLY}
    )
    if isinstance(outcome, Planned) and RUN_INSTANCES in offered:
        return Call(RUN_INSTANCES, _json(outcome.arguments))
    if REPLY in offered:
        kind = outcome.kind if isinstance(outcome, Worded) else "answer"
        return Call(REPLY, _json({"kind": kind, "text": words(outcome)}))
    return None


def _structured(schema: Mapping[str, Any], outcome: Outcome) -> Answer:
    if not schema:
        return Text(_json(_either(outcome)))
    root = resolved(schema, schema)
    properties = root.get("properties")
    names = set(properties) if isinstance(properties, Mapping) else set()
    if {RUN_INSTANCES, REPLY} <= names:
        return Text(_json(_either(outcome)))
    if "InstanceType" in names:
        if isinstance(outcome, Planned):
            return Text(_json(outcome.arguments))
        return Refusal(outcome.text)
    if {"kind", "text"} <= names:
        return Text(_json(_as_reply(outcome)))
    return Text(_json(conforming(schema, words(outcome))))


def _either(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Planned):
        return {RUN_INSTANCES: dict(outcome.arguments), REPLY: None}
    return {RUN_INSTANCES: None, REPLY: _as_reply(outcome)}


def _as_reply(outcome: Outcome) -> dict[str, str]:
    kind = outcome.kind if isinstance(outcome, Worded) else "answer"
    return {"kind": kind, "text": words(outcome)}


def words(outcome: Outcome) -> str:
    """The outcome as a person would read it."""
    return outcome.text if isinstance(outcome, Worded) else phrases.plan_in_words(outcome.arguments)


def _fitted(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the schema knows; nothing for a parameter that is optional there."""
    properties = schema.get("properties")
    known = properties if isinstance(properties, Mapping) else {}
    required = schema.get("required")
    needed = set(required) if isinstance(required, list) else set()
    return {
        name: value
        for name, value in arguments.items()
        if name in known and (value is not None or name in needed)
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
