"""What a model meant: its tool calls, wherever it put them, as checked values."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from pydantic import ValidationError

from bot.adapters.openai.create_stack import CREATE_STACK, CreateStack
from bot.adapters.openai.drawn import Incomplete
from bot.adapters.openai.read_architecture import READ_ARCHITECTURE, ReadArchitecture
from bot.adapters.openai.tools import MODELS, REPLY, RUN_INSTANCES, Reply, RunInstances, Understood
from bot.adapters.openai.wire import Answer, Call

# What a model thinks aloud may contain JSON that it then decides against.
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_DONE = r"(launched|created|started|stopped|terminated|deleted|deployed|provisioned|set up)"
_CLAIM = re.compile(
    rf"\b(I|we)(['’]ve| have)?( just| now)? {_DONE}\b|\b(has|have|was|were)( now)?( been)? {_DONE}\b"
    rf"|\b(is|are) (now|up and) running\b|^\W*(done|{_DONE})\b",
    re.IGNORECASE,
)
_Plan: TypeAlias = RunInstances | CreateStack | ReadArchitecture
LONGEST_PROSE = 1500
NOTHING_DONE = "(Nothing was planned or launched.)"


class Misfit(Exception):
    """A call that cannot be used; the message tells the model why."""


def calls_in(answer: Answer, offered: Sequence[str]) -> tuple[Call, ...]:
    """The tool calls of an answer, or what stands for them in its text."""
    return answer.calls or tuple(_calls_in_text(_THOUGHTS.sub("", answer.text), offered))


def settle(calls: Sequence[Call], offered: Sequence[str]) -> Understood:
    """The one thing that was meant. A plan outweighs words beside it; two plans are a question."""
    meant = [_fit(call, offered) for call in calls]
    plans = [one for one in meant if not isinstance(one, Reply)]
    if len(plans) > 1:
        return _which_first(plans)
    return (plans or meant)[0]


def last_words(prose: str) -> Reply | None:
    """Prose of a model that cannot call functions, if it is help and not a claim to have acted."""
    prose = _THOUGHTS.sub("", prose).strip()
    if not 0 < len(prose) <= LONGEST_PROSE or "{" in prose or _CLAIM.search(prose):
        return None
    return Reply(kind="answer", text=f"{prose}\n\n{NOTHING_DONE}")


def _fit(call: Call, offered: Sequence[str]) -> Understood:
    model = MODELS.get(call.name) if _may_be_called(call.name, offered) else None
    if model is None:
        raise Misfit(f"there is no function “{call.name}”, only {', '.join(offered)}")
    try:
        understood = model.model_validate_json(call.arguments or "{}")
        match understood:
            case RunInstances() | CreateStack():
                understood.draft()
            case ReadArchitecture():
                understood.architecture()
            case Reply():
                pass
    except ValidationError as error:
        raise Misfit(_faults(error)) from error
    except Incomplete as error:
        raise Misfit(str(error)) from error
    return understood


def _may_be_called(name: str, offered: Sequence[str]) -> bool:
    """What was offered; and who writes the template along with the reading has done both steps."""
    return name in offered or (name == CREATE_STACK and READ_ARCHITECTURE in offered)


def _faults(error: ValidationError) -> str:
    """Without the values, which repeat what people wrote."""
    faults = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)


def _which_first(plans: Sequence[_Plan]) -> Reply:
    kinds = ", ".join(_in_short(plan) for plan in plans)
    rule = (
        "One plan has one kind of instance"
        if all(isinstance(plan, RunInstances) for plan in plans)
        else "One message makes one plan"
    )
    return Reply(
        kind="question",
        text=f"{rule}, and I read {len(plans)} here: {kinds}. "
        "Which one first? The others can each have a message of their own.",
    )


def _in_short(plan: _Plan) -> str:
    match plan:
        case RunInstances():
            return f"{plan.count or 1} × {plan.InstanceType}"
        case CreateStack() | ReadArchitecture():
            return f"“{plan.titled()}”"


def _calls_in_text(text: str, offered: Sequence[str]) -> Iterator[Call]:
    seen: list[tuple[str, str]] = []
    for found in _objects(text):
        for name, arguments in _meant(found, offered):
            call = (name, arguments if isinstance(arguments, str) else json.dumps(arguments))
            if call not in seen:  # a model that runs on repeats itself
                seen.append(call)
                yield Call(f"text{len(seen):05d}", *call)


def _objects(text: str) -> Iterator[Mapping[str, Any]]:
    """Every JSON object in a text, fenced or not, that is not inside another."""
    decoder = json.JSONDecoder()
    position = text.find("{")
    while position >= 0:
        try:
            found, end = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError):
            end = position + 1
        else:
            yield found
        position = text.find("{", end)


def _meant(found: Mapping[str, Any], offered: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """`{name, arguments}`, `{run_instances, reply}`, or the arguments alone."""
    match found:
        case {"name": str(name), "arguments": arguments} | {
            "name": str(name),
            "parameters": arguments,
        }:
            yield name, arguments
        case {"InstanceType": _} | {"VolumeSize": _}:
            yield RUN_INSTANCES, found
        case {"components": _, "template": template} if str(template or "").strip():
            yield CREATE_STACK, found
        case {"components": _, "template": _} | {"components": _, "connections": _}:
            yield READ_ARCHITECTURE if READ_ARCHITECTURE in offered else CREATE_STACK, found
        case {"kind": _, "text": _}:
            yield REPLY, found
        case _:
            for name in MODELS:
                if isinstance(found.get(name), Mapping):
                    yield name, found[name]
