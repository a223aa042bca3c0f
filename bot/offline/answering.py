"""Puts what the model makes of a conversation into the form that the caller allows: a call, text or JSON."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from bot.offline import phrases
from bot.offline.capacity import CAPACITY
from bot.offline.conversation import Prompt
from bot.offline.designing import Eyes, design
from bot.offline.model import respond
from bot.offline.offer import (
    CREATE_STACK,
    READ_ARCHITECTURE,
    REPLY,
    RUN_INSTANCES,
    Offer,
    offer,
)
from bot.offline.outcome import AnyOutcome, Planned, Stacked, Worded
from bot.offline.schemas import conforming, find_object, resolved

_T3 = tuple(name for name in CAPACITY if name.startswith("t3."))
_STACKS = frozenset({READ_ARCHITECTURE, CREATE_STACK})
_MARKS = {
    CREATE_STACK: "template",
    READ_ARCHITECTURE: "components",
    RUN_INSTANCES: "InstanceType",
    REPLY: "kind",
}
"""A parameter that tells the function by."""
_KEYS = re.compile(r"\bhas the keys (?P<names>\w+(?:, \w+)*)")


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


def answer(prompt: Prompt, now: datetime, see: Eyes) -> Answer:
    """`see` reads a picture."""
    outcome = _outcome(prompt, now, see)
    if prompt.schema is not None:
        return _structured(prompt, prompt.schema, outcome)
    return _called(prompt, outcome) or Text(words(outcome))


def _outcome(prompt: Prompt, now: datetime, see: Eyes) -> AnyOutcome:
    plan_schema = _schema_of(prompt, RUN_INSTANCES)
    limits = offer(plan_schema) if plan_schema is not None else Offer(_T3, (), ())
    if not _STACKS & set(_offered(prompt)):
        return respond(prompt.turns, limits, now)
    limits = replace(limits, stacks=True)
    return design(prompt.turns, see, lambda turns: respond(turns, limits, now))


def _schema_of(prompt: Prompt, name: str) -> Mapping[str, Any] | None:
    """The schema of a function, offered as a tool or as part of a structured answer."""
    tool = prompt.tool(name)
    if tool:
        return tool.schema
    found = find_object(prompt.schema, _MARKS[name]) if prompt.schema else None
    known = (found or {}).get("properties", {})
    return None if name == READ_ARCHITECTURE and _MARKS[CREATE_STACK] in known else found


def _offered(prompt: Prompt) -> tuple[str, ...]:
    """The functions that may be called. Where any JSON object will do, the prompt says which."""
    if prompt.schema == {}:
        told = _KEYS.search(prompt.text)
        stacks = (CREATE_STACK,) if CREATE_STACK in prompt.text else ()
        return tuple(told["names"].split(", ")) if told else (*stacks, RUN_INSTANCES, REPLY)
    return tuple(name for name in _MARKS if _schema_of(prompt, name) is not None)


def _called(prompt: Prompt, outcome: AnyOutcome) -> Answer | None:
    """A call that says it, if one is offered and allowed."""
    if prompt.choice == "none":
        return None
    named = prompt.choice not in ("auto", "required")
    offered = {tool.name for tool in prompt.tools} & ({prompt.choice} if named else {*_MARKS})
    name, arguments = _as_call(prompt, outcome)
    if name in offered:
        return Call(name, _json(arguments))
    if REPLY in offered:
        return Call(REPLY, _json(_as_reply(outcome)))
    return None


def _as_call(prompt: Prompt, outcome: AnyOutcome) -> tuple[str, Mapping[str, Any]]:
    """A stack is proposed at once where that is offered, and read first where that comes first."""
    match outcome:
        case Planned(arguments):
            return RUN_INSTANCES, _fitted(arguments, _schema_of(prompt, RUN_INSTANCES))
        case Stacked(arguments) if READ_ARCHITECTURE not in _offered(prompt):
            return CREATE_STACK, _fitted(arguments, _schema_of(prompt, CREATE_STACK))
        case Stacked():
            return READ_ARCHITECTURE, _fitted(outcome.read, _schema_of(prompt, READ_ARCHITECTURE))
        case Worded():
            return REPLY, _as_reply(outcome)


def _structured(prompt: Prompt, schema: Mapping[str, Any], outcome: AnyOutcome) -> Answer:
    if not schema:
        return Text(_json(_one_of(_offered(prompt), prompt, outcome)))
    root = resolved(schema, schema)
    properties = root.get("properties")
    names = tuple(properties) if isinstance(properties, Mapping) else ()
    if REPLY in names and {*_MARKS} & {*names} > {REPLY}:
        return Text(_json(_one_of(names, prompt, outcome)))
    for parameter, kind in (("InstanceType", Planned), ("components", Stacked)):
        if parameter in names:
            fits = isinstance(outcome, kind)
            return Text(_json(_as_call(prompt, outcome)[1])) if fits else Refusal(words(outcome))
    if {"kind", "text"} <= set(names):
        return Text(_json(_as_reply(outcome)))
    return Text(_json(conforming(schema, words(outcome))))


def _one_of(names: Sequence[str], prompt: Prompt, outcome: AnyOutcome) -> dict[str, Any]:
    """Each function by its name, null but for the one that is called."""
    name, arguments = _as_call(prompt, outcome)
    if name not in names:
        name, arguments = REPLY, _as_reply(outcome)
    return dict.fromkeys(names) | {name: arguments}


def _as_reply(outcome: AnyOutcome) -> dict[str, str]:
    kind = outcome.kind if isinstance(outcome, Worded) else "answer"
    return {"kind": kind, "text": words(outcome)}


def words(outcome: AnyOutcome) -> str:
    """The outcome as a person would read it."""
    match outcome:
        case Worded():
            return outcome.text
        case Planned(arguments):
            return phrases.plan_in_words(arguments)
        case Stacked(arguments):
            return phrases.stack_in_words(arguments)


def _fitted(arguments: Mapping[str, Any], schema: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Only what the schema knows; nothing for a parameter that is optional there."""
    if schema is None:
        return arguments
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
