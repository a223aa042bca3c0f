"""Puts what the model makes of a conversation into the form that the caller allows: a call, text or JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.offline import phrases
from bot.offline.capacity import CAPACITY
from bot.offline.conversation import Prompt
from bot.offline.designing import Eyes, design
from bot.offline.model import respond
from bot.offline.offer import CREATE_STACK, REPLY, RUN_INSTANCES, Offer, offer
from bot.offline.outcome import AnyOutcome, Planned, Stacked, Worded
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


def answer(prompt: Prompt, now: datetime, see: Eyes) -> Answer:
    """`see` reads a picture."""
    outcome = _outcome(prompt, now, see)
    if prompt.schema is not None:
        return _structured(prompt, prompt.schema, outcome)
    return _called(prompt, outcome) or Text(words(outcome))


def _outcome(prompt: Prompt, now: datetime, see: Eyes) -> AnyOutcome:
    plan_schema = _schema_of(prompt, RUN_INSTANCES, "InstanceType")
    limits = offer(plan_schema) if plan_schema is not None else Offer(_T3, (), ())
    stack_schema = _schema_of(prompt, CREATE_STACK, "components")
    outcome: AnyOutcome
    if stack_schema is None and not _told_of_stacks(prompt):
        outcome = respond(prompt.turns, limits, now)
    else:
        outcome = design(prompt.turns, see, lambda turns: respond(turns, limits, now))
    match outcome:
        case Planned(arguments) if plan_schema is not None:
            return Planned(_fitted(arguments, plan_schema))
        case Stacked(arguments) if stack_schema is not None:
            return Stacked(_fitted(arguments, stack_schema))
        case _:
            return outcome


def _schema_of(prompt: Prompt, name: str, parameter: str) -> Mapping[str, Any] | None:
    """The schema of a function, offered as a tool or as part of a structured answer."""
    tool = prompt.tool(name)
    if tool:
        return tool.schema
    return find_object(prompt.schema, parameter) if prompt.schema else None


def _told_of_stacks(prompt: Prompt) -> bool:
    """Where any JSON object will do, the prompt says which."""
    return prompt.schema == {} and CREATE_STACK in prompt.text


def _called(prompt: Prompt, outcome: AnyOutcome) -> Answer | None:
    """A call that says it, if one is offered and allowed."""
    if prompt.choice == "none":
        return None
    named = prompt.choice not in ("auto", "required")
    offered = {tool.name for tool in prompt.tools} & (
        {prompt.choice} if named else {RUN_INSTANCES, CREATE_STACK, REPLY}
    )
    name, arguments = _as_call(outcome)
    if name in offered:
        return Call(name, _json(arguments))
    if REPLY in offered:
        return Call(REPLY, _json(_as_reply(outcome)))
    return None


def _as_call(outcome: AnyOutcome) -> tuple[str, Mapping[str, Any]]:
    match outcome:
        case Planned(arguments):
            return RUN_INSTANCES, arguments
        case Stacked(arguments):
            return CREATE_STACK, arguments
        case Worded():
            return REPLY, _as_reply(outcome)


def _structured(prompt: Prompt, schema: Mapping[str, Any], outcome: AnyOutcome) -> Answer:
    if not schema:
        stacks = (CREATE_STACK,) if _told_of_stacks(prompt) else ()
        return Text(_json(_one_of((*stacks, RUN_INSTANCES, REPLY), outcome)))
    root = resolved(schema, schema)
    properties = root.get("properties")
    names = tuple(properties) if isinstance(properties, Mapping) else ()
    if {RUN_INSTANCES, REPLY} <= set(names):
        return Text(_json(_one_of(names, outcome)))
    for parameter, kind in (("InstanceType", Planned), ("components", Stacked)):
        if parameter in names:
            fits = isinstance(outcome, kind)
            return Text(_json(_as_call(outcome)[1])) if fits else Refusal(words(outcome))
    if {"kind", "text"} <= set(names):
        return Text(_json(_as_reply(outcome)))
    return Text(_json(conforming(schema, words(outcome))))


def _one_of(names: Sequence[str], outcome: AnyOutcome) -> dict[str, Any]:
    """Each function by its name, null but for the one that is called."""
    name, arguments = _as_call(outcome)
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
