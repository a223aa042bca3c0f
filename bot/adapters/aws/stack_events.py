"""What AWS says a stack did, and which of it was one operation's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.stack_states import is_made, is_over
from bot.ports import StackEvent

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackEventTypeDef

# An operation whose events are not among these many newest ones has not begun.
MOST_EVENTS_AFTER = 500


@dataclass(frozen=True)
class Operation:
    """How far it has come; its events newest first."""

    state: str
    reason: str | None
    events: tuple[StackEvent, ...] = ()


def with_events(client: "CloudFormationClient", stack_id: str, now: Operation) -> Operation:
    """How a stack stands, with all its events where it is over and not made.

    The first failure is the oldest event but a few, and of use only then.
    """
    if is_made(now.state) or not is_over(now.state):
        return now
    return replace(now, events=tuple(map(_event, _newest_first(client, stack_id))))


def operation(client: "CloudFormationClient", stack_id: str, token: str) -> Operation | None:
    """What AWS shows of the operation with this token, None while it shows nothing.

    All events of an operation carry the token of the request that began it, also those of a rollback. They are
    read back to its beginning once it is over: they say what failed first, and what was left where it is.
    """
    found: list[StackEvent] = []
    stack: StackEvent | None = None
    for position, one in enumerate(_newest_first(client, stack_id)):
        if one.get("ClientRequestToken") != token:
            if found or position >= MOST_EVENTS_AFTER:
                break
            continue
        found.append(_event(one))
        if stack is None and one.get("PhysicalResourceId") == stack_id:
            stack = found[-1]
            if not is_over(stack.status):
                break
    return None if stack is None else Operation(stack.status, stack.reason, tuple(found))


def _newest_first(client: "CloudFormationClient", stack_id: str) -> "Iterator[StackEventTypeDef]":
    for page in client.get_paginator("describe_stack_events").paginate(StackName=stack_id):
        yield from page["StackEvents"]


def _event(said: "StackEventTypeDef") -> StackEvent:
    return StackEvent(
        id=said["EventId"],
        at=said["Timestamp"],
        logical_id=said.get("LogicalResourceId", ""),
        type=said.get("ResourceType", ""),
        status=said.get("ResourceStatus", ""),
        reason=said.get("ResourceStatusReason"),
        physical_id=said.get("PhysicalResourceId") or None,
    )
