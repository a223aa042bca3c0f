"""Why a stack could not be made or deleted: what failed first, in AWS's words, and what that most likely means."""

import re
from collections.abc import Iterable
from typing import Protocol

from bot.domain.causes import cause_of
from bot.domain.plan import Diagnosis
from bot.domain.stack_states import StatusLine, first_failure, is_made
from bot.domain.type_titles import type_title

STACK_TYPE = "AWS::CloudFormation::Stack"
# Some of AWS's messages list a thousand allowed values.
LONGEST_SAID = 600

# What CloudFormation wraps the words of a service in.
_HANDLED = re.compile(
    r'^Resource handler returned message: "(?P<said>.*)" \(RequestToken:.*\)$', re.DOTALL
)
# Who answered, and under which request: of use to AWS's support, and in the console.
_SOURCE = re.compile(r"\s*\((?:Service|RequestToken|Request ID): [^()]*\)")


class EventLine(StatusLine, Protocol):
    """An event of a stack, with what it is about."""

    @property
    def logical_id(self) -> str: ...

    @property
    def type(self) -> str: ...


def diagnose(
    events: Iterable[EventLine], state: str, reason: str | None = None
) -> Diagnosis | None:
    """Of a stack's events, oldest first, with its state and reason; None when all was made.

    Where no resource failed of its own, the stack's own reason is all there is.
    """
    if is_made(state):
        return None
    failed = first_failure(_of_operation(events, state))
    if failed is None or failed.type == STACK_TYPE:
        return _diagnosis("", STACK_TYPE, (failed and failed.reason) or reason or "", state)
    return _diagnosis(failed.logical_id, failed.type, failed.reason or "", failed.status)


def in_a_sentence(diagnosis: Diagnosis, state: str) -> str:
    """What failed first, or what state the stack is in where nothing did, and AWS's words about it."""
    what = f"The stack ended as {state}"
    if diagnosis.logical_id:
        what = f"{diagnosis.logical_id} ({type_title(diagnosis.type)}) failed first"
    said = diagnosis.said.rstrip(". ")
    return f"{what}; AWS said: “{said}”." if said else f"{what}, without a reason."


def explained(diagnosis: Diagnosis) -> tuple[str, ...]:
    """The likely cause and what to do, a line each; nothing for what is not among the known causes."""
    if diagnosis.cause is None:
        return ()
    return (f"Likely cause: {diagnosis.cause}", f"What to do: {diagnosis.fix}")


def _of_operation(events: Iterable[EventLine], state: str) -> list[EventLine]:
    """Before a stack was deleted it may have failed in other ways, and its deletion may be tried again."""
    found = [*events]
    if not state.startswith("DELETE"):
        return found
    begun = [at for at, one in enumerate(found) if _begins_deletion(one)]
    since = found[begun[-1] :] if begun else found
    return [one for one in since if one.status.startswith("DELETE")]


def _begins_deletion(event: EventLine) -> bool:
    return event.type == STACK_TYPE and event.status == "DELETE_IN_PROGRESS"


def _diagnosis(logical_id: str, kind: str, reason: str, status: str) -> Diagnosis:
    cause = cause_of(reason, kind, deleting=status.startswith("DELETE"))
    return Diagnosis(
        logical_id=logical_id,
        type=kind,
        said=_said(reason),
        cause=cause.why if cause else None,
        fix=cause.fix if cause else None,
        remedy=cause.remedy if cause else None,
    )


def _said(reason: str) -> str:
    """AWS's words without its wrapping, on one line, no longer than anybody reads."""
    handled = _HANDLED.match(reason.strip())
    bare = handled["said"] if handled else reason
    words = " ".join(_SOURCE.sub("", bare).split()) or " ".join(reason.split())
    return words if len(words) <= LONGEST_SAID else f"{words[: LONGEST_SAID - 1]}…"
