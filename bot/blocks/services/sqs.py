"""Amazon SQS: an encrypted queue, and a second one for what failed again and again."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import document
from bot.blocks.services.publishers import publishers
from bot.blocks.settings import ON
from bot.blocks.template import GOES, Template
from bot.domain.architecture import Component

_DAY = 86_400
_HALF_A_DAY = _DAY // 2
_TWO_WEEKS = 14 * _DAY
_TRIES = 5
# Six times as long as a function may take, as AWS recommends for a queue that feeds one.
_HIDDEN_FOR = 180


def in_order(component: Component) -> bool:
    said = component.setting("fifo")
    return "fifo" in component.label.lower() if said is None else said == ON


def dead_letters(template: Template, name: str, **further: Any) -> str:
    return template.add(
        name,
        "AWS::SQS::Queue",
        {
            "SqsManagedSseEnabled": True,
            "MessageRetentionPeriod": _TWO_WEEKS,
            **further,
        },
        **GOES,
    )


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    order: dict[str, Any] = {"FifoQueue": True} if in_order(component) else {}
    twins: dict[str, Any] = {"ContentBasedDeduplication": True} if order else {}
    properties = {**order, **twins, "SqsManagedSseEnabled": True, **_times(template, component)}
    template.add(name, "AWS::SQS::Queue", properties, **GOES)
    if template.asked(component).is_on("dead-letter", default=True):
        tries = template.asked(component).number("max-receives", 1, 1000) or _TRIES
        failed = dead_letters(template, f"{name}DeadLetters", **order)
        properties["RedrivePolicy"] = {
            "maxReceiveCount": tries,
            "deadLetterTargetArn": GetAtt(failed, "Arn"),
        }
        template.assume(f"A message that fails {tries} times moves to a dead-letter queue.")
    for service, condition in publishers(template, component):
        let_send(template, component, service, condition)
    template.output(f"{name}Url", Ref(name), f"URL of the queue {template.title(component)}")


def _times(template: Template, component: Component) -> dict[str, Any]:
    asked = template.asked(component)
    hidden = asked.number("visibility-seconds", 0, _HALF_A_DAY)
    days, delay = asked.number("retention-days", 1, 14), asked.number("delay-seconds", 0, 900)
    return {
        "VisibilityTimeout": _HIDDEN_FOR if hidden is None else hidden,
        **({"MessageRetentionPeriod": days * _DAY} if days else {}),
        **({"DelaySeconds": delay} if delay else {}),
    }


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
