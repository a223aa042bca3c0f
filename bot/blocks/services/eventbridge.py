"""Amazon EventBridge: a schedule, a rule on what AWS services tell, or a bus of its own with a rule on it."""

import re
from typing import Any

from bot.blocks.asked import SCHEDULE
from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Sub
from bot.blocks.services.s3 import new_objects
from bot.blocks.settings import OFF, ON
from bot.blocks.template import Template
from bot.domain.architecture import Component

_EVERY = (
    (re.compile(r"every (\d+) ?(minute|hour|day)"), None),
    (re.compile(r"hourly|every hour"), "rate(1 hour)"),
    (re.compile(r"weekly|every week"), "rate(7 days)"),
    (re.compile(r"minutely|every minute"), "rate(1 minute)"),
    (re.compile(r"daily|nightly|every (day|night)|schedule|cron|timer"), "rate(1 day)"),
)
DEFAULT_BUS = Sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default")
"""What every account has, and where AWS services tell of themselves."""
_SOURCE = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_MOST_TARGETS = 5
_DETAIL = re.compile(r"[A-Za-z0-9 _.:/()-]{1,100}")
# What services tell of themselves on the bus that every account has; None is whatever they tell.
_TOLD: dict[str, tuple[str, str | None]] = {
    "accessanalyzer": ("aws.access-analyzer", "Access Analyzer Finding"),
    "autoscaling": ("aws.autoscaling", None),
    "backup": ("aws.backup", None),
    "batch": ("aws.batch", "Batch Job State Change"),
    "budgets": ("aws.budgets", None),
    "cloudtrail": ("aws.cloudtrail", None),
    "codebuild": ("aws.codebuild", "CodeBuild Build State Change"),
    "codecommit": ("aws.codecommit", "CodeCommit Repository State Change"),
    "codepipeline": ("aws.codepipeline", "CodePipeline Pipeline Execution State Change"),
    "config": ("aws.config", "Config Rules Compliance Change"),
    "ecr": ("aws.ecr", "ECR Image Action"),
    "glue": ("aws.glue", "Glue Job State Change"),
    "guardduty": ("aws.guardduty", "GuardDuty Finding"),
    "macie": ("aws.macie", "Macie Finding"),
    "securityhub": ("aws.securityhub", "Security Hub Findings - Imported"),
}


def schedule(component: Component) -> str | None:
    said = component.setting("schedule") or ""
    if SCHEDULE.fullmatch(said):
        return said
    label = component.label.lower()
    for pattern, rate in _EVERY:
        found = pattern.search(label)
        if found and rate:
            return rate
        if found:
            number, unit = int(found[1]) or 1, found[2]
            return f"rate({number} {unit}{'' if number == 1 else 's'})"
    return None


# What EventBridge Scheduler starts by itself, and by which action.
SCHEDULED = {
    "codebuild": "codebuild:StartBuild",
    "codepipeline": "codepipeline:StartPipelineExecution",
    "lambda": "lambda:InvokeFunction",
    "sns": "sns:Publish",
    "sqs": "sqs:SendMessage",
    "stepfunctions": "states:StartExecution",
}
_ZONE = re.compile(r"UTC|[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_]+){1,2}")


def by_scheduler(drawing: Drawing, component: Component) -> bool:
    """Whether EventBridge Scheduler does it: it is asked for, and starts all that is to be started."""
    targets = [one for one in drawing.targets(component) if one.id in drawing.made]
    asked = component.setting("scheduler") == ON and bool(schedule(component))
    return asked and bool(targets) and all(one.service in SCHEDULED for one in targets)


def zone(component: Component) -> str:
    said = component.setting("timezone") or ""
    return said if _ZONE.fullmatch(said) else "UTC"


def on_default_bus(drawing: Drawing, component: Component) -> bool:
    """Whether there is no bus of its own to put events on."""
    if component.setting("bus") == ON:
        return False
    source = component.setting("source") or ""
    senders = [one for one in drawing.sources(component) if one.id in drawing.made]
    by_services = bool(senders) and all(one.service in {*_TOLD, "s3"} for one in senders)
    said = source.startswith("aws.") or component.setting("bus") == OFF
    return bool(schedule(component)) or said or by_services


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.asked(component).text("schedule", SCHEDULE)
    rate = schedule(component)
    if rate and by_scheduler(template.drawing, component):
        _by_scheduler(template, component, rate)
        return
    if rate and component.setting("timezone"):
        template.asked(component).cannot("timezone", "UTC, since a rule knows no other")
    if rate:
        _rule(template, component, name, {"ScheduleExpression": rate})
        template.assume(f"{title} fires by {rate}.")
        return
    pattern = _said(template, component)
    for sender in template.drawing.sources(component):
        if sender.id in template.drawing.made:
            _listen(template, component, sender, pattern)
    if not on_default_bus(template.drawing, component):
        _bus(template, component, pattern)
    elif pattern and not template.rules.get(component.id):
        _rule(template, component, name, {"EventPattern": pattern})
    _archive(template, component, pattern)


def _by_scheduler(template: Template, component: Component, rate: str) -> None:
    """Each schedule is made with what it starts."""
    name, title = template.id(component), template.title(component)
    asked = template.asked(component)
    asked.text("timezone", _ZONE)
    if asked.is_on("group"):
        group = template.add(
            f"{name}Group",
            "AWS::Scheduler::ScheduleGroup",
            {"Name": Sub(f"${{AWS::StackName}}-{name}")},
        )
        template.remember(("group", component.id), group)
    template.assume(f"{title} fires by {rate}, in the time zone {zone(component)}.")


def _said(template: Template, component: Component) -> dict[str, Any]:
    asked = template.asked(component)
    source, detail = asked.text("source", _SOURCE), asked.text("detail-type", _DETAIL)
    return {
        **({"source": [source]} if source else {}),
        **({"detail-type": [detail]} if detail else {}),
    }


def _listen(
    template: Template, component: Component, sender: Component, said: dict[str, Any]
) -> None:
    """A rule for what this service tells of itself."""
    name = template.id(component)
    if sender.service == "s3":
        found = new_objects(template.id(sender))
        _rule(template, component, f"{name}ObjectsRule", {"EventPattern": found})
    elif sender.service in _TOLD:
        source, detail = _TOLD[sender.service]
        told = {"source": [source], **({"detail-type": [detail]} if detail else {})}
        wanted = name if name not in template.resources else f"{name}{template.id(sender)}Rule"
        alone = on_default_bus(template.drawing, component)
        wanted = wanted if alone else f"{name}{template.id(sender)}Rule"
        _rule(template, component, wanted, {"EventPattern": {**told, **said}})


def _bus(template: Template, component: Component, said: dict[str, Any]) -> None:
    name, title = template.id(component), template.title(component)
    # A bus must have a name; the stack's own keeps two stacks apart.
    bus = template.add(name, "AWS::Events::EventBus", {"Name": Sub(f"${{AWS::StackName}}-{name}")})
    template.remember(("bus", component.id), bus)
    pattern = said or {"account": [ACCOUNT]}
    _rule(
        template,
        component,
        f"{name}Rule",
        {"EventBusName": GetAtt(bus, "Name"), "EventPattern": pattern},
    )
    if not said:
        template.assume(
            f"Every event that is put on {title} of this account is passed on; narrow the rule."
        )
    template.output(f"{bus}Name", GetAtt(bus, "Name"), f"Name of the event bus {title}")


def _archive(template: Template, component: Component, said: dict[str, Any]) -> None:
    days = template.asked(component).number("archive-days", 1, 3650)
    if not days:
        return
    bus = template.known("bus", component.id)
    template.add(
        f"{template.id(component)}Archive",
        "AWS::Events::Archive",
        {
            "SourceArn": GetAtt(bus, "Arn") if bus else DEFAULT_BUS,
            "RetentionDays": days,
            **({"EventPattern": said} if said else {}),
        },
    )
    template.assume(f"Events are kept for {days} days, and can be played again.")


def _rule(
    template: Template, component: Component, wanted: str, properties: dict[str, Any]
) -> None:
    name = template.add(
        wanted, "AWS::Events::Rule", {"State": "ENABLED", **properties, "Targets": []}
    )
    rules = template.rules.setdefault(component.id, [])
    rules.append(name)


def _finish(template: Template, component: Component) -> None:
    """A rule without a target is allowed; an empty list of them is not."""
    for name in template.rules.get(component.id, []):
        _share_out(template, name)
        if not template.properties(name)["Targets"]:
            del template.properties(name)["Targets"]


def _share_out(template: Template, rule: str) -> None:
    """A rule takes five targets; what is called in a role, and so names no rule, moves to further rules like it."""
    properties = template.properties(rule)
    targets = properties["Targets"]
    movable = [one for one in targets if "RoleArn" in one]
    over = movable[-max(len(targets) - _MOST_TARGETS, 0) :] if len(targets) > _MOST_TARGETS else []
    properties["Targets"] = [one for one in targets if one not in over]
    for start in range(0, len(over), _MOST_TARGETS):
        further = {**properties, "Targets": over[start : start + _MOST_TARGETS]}
        template.add(rule, "AWS::Events::Rule", further)


def rules(template: Template, component: Component) -> list[str]:
    return template.rules.get(component.id, [])


BLOCK = Block("eventbridge", "EventBus", _build, _finish)
