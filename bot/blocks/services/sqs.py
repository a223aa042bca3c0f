"""Amazon SQS: an encrypted queue, and a second one for what failed again and again."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import document
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TWO_WEEKS = 1_209_600
_TRIES = 5
# Six times as long as a function may take, as AWS recommends for a queue that feeds one.
_HIDDEN_FOR = 180


def in_order(component: Component) -> bool:
    return "fifo" in component.label.lower()


def dead_letters(template: Template, name: str, **further: Any) -> str:
    return template.add(
        name,
        "AWS::SQS::Queue",
        {
            "SqsManagedSseEnabled": True,
            "MessageRetentionPeriod": _TWO_WEEKS,
            **further,
        },
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    order: dict[str, Any] = {"FifoQueue": True} if in_order(component) else {}
    twins: dict[str, Any] = {"ContentBasedDeduplication": True} if order else {}
    redrive: dict[str, Any] = {"maxReceiveCount": _TRIES}
    template.add(
        name,
        "AWS::SQS::Queue",
        {
            **order,
            **twins,
            "SqsManagedSseEnabled": True,
            "VisibilityTimeout": _HIDDEN_FOR,
            "RedrivePolicy": redrive,
        },
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )
    failed = dead_letters(template, f"{name}DeadLetters", **order)
    redrive["deadLetterTargetArn"] = GetAtt(failed, "Arn")
    template.assume(f"A message that fails {_TRIES} times moves to a dead-letter queue.")
    template.output(f"{name}Url", Ref(name), f"URL of the queue {template.title(component)}")


def let_send(template: Template, queue: Component, service: str, condition: dict[str, Any]) -> str:
    """Lets an AWS service put messages into the queue, under a condition; answers the policy."""
    policy = template.once(("policy", queue.id), lambda: _policy(template, queue))
    statements = template.properties(policy)["PolicyDocument"]["Statement"]
    statements.append(
        {
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sqs:SendMessage",
            "Resource": GetAtt(template.id(queue), "Arn"),
            "Condition": condition,
        }
    )
    return policy


def _policy(template: Template, queue: Component) -> str:
    name = template.id(queue)
    return template.add(
        f"{name}Policy",
        "AWS::SQS::QueuePolicy",
        {"Queues": [Ref(name)], "PolicyDocument": document()},
    )


BLOCK = Block("sqs", "Queue", _build)
