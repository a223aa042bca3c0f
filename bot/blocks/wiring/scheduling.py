"""What EventBridge Scheduler starts: one schedule for each, in a role of its own."""

from collections.abc import Callable
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import grant, keep_role, role, statement
from bot.blocks.services.eventbridge import SCHEDULED, by_scheduler, schedule, zone
from bot.blocks.services.sqs import dead_letters
from bot.blocks.template import Template

Rule = Callable[[Template, Wire], None]
_ARN = "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:"
_MOST_MINUTES = 1440


def or_else(rule: Rule) -> Rule:
    """By the Scheduler where that is asked for, else by the rule."""

    def wired(template: Template, wire: Wire) -> None:
        if by_scheduler(template.drawing, wire.source):
            _starts(template, wire)
        else:
            rule(template, wire)

    return wired


def _starts(template: Template, wire: Wire) -> None:
    name, target = template.id(wire.source), template.id(wire.target)
    arn = _arn(wire.target.service, target)
    acts = template.known("role", wire.source.id) or keep_role(
        template, wire.source, role(template, f"{name}Role", "scheduler.amazonaws.com")
    )
    action = SCHEDULED[wire.target.service]
    grant(template, wire.source, statement(f"Start{target}", [action], [arn]))
    aimed: dict[str, Any] = {
        "Arn": arn,
        "RoleArn": GetAtt(acts, "Arn"),
        **_failures(template, wire),
    }
    group = template.known("group", wire.source.id)
    wanted = name if name not in template.resources else f"{name}For{target}"
    template.add(
        wanted,
        "AWS::Scheduler::Schedule",
        {
            "ScheduleExpression": schedule(wire.source),
            "ScheduleExpressionTimezone": zone(wire.source),
            "FlexibleTimeWindow": _window(template, wire),
            "State": "ENABLED",
            "Target": aimed,
            **({"GroupName": Ref(group)} if group else {}),
        },
    )


def _arn(service: str, target: str) -> Any:
    if service in ("sns", "stepfunctions"):
        return Ref(target)
    return Sub(f"{_ARN}${{{target}}}") if service == "codepipeline" else GetAtt(target, "Arn")


def _window(template: Template, wire: Wire) -> dict[str, Any]:
    minutes = template.asked(wire.source).number("flexible-minutes", 1, _MOST_MINUTES)
    if minutes is None:
        return {"Mode": "OFF"}
    return {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": minutes}


def _failures(template: Template, wire: Wire) -> dict[str, Any]:
    if not template.asked(wire.source).is_on("dead-letter"):
        return {}
    name = template.id(wire.source)
    queue = template.once(
        ("failures", wire.source.id), lambda: dead_letters(template, f"{name}Failures")
    )
    arn = GetAtt(queue, "Arn")
    grant(template, wire.source, statement("KeepFailures", ["sqs:SendMessage"], [arn]))
    return {"DeadLetterConfig": {"Arn": arn}}
