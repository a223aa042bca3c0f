"""Amazon EventBridge: a bus and a rule on it, or a schedule where the picture speaks of one."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Sub
from bot.blocks.services.s3 import new_objects
from bot.blocks.template import Template
from bot.domain.architecture import Component

_EVERY = (
    (re.compile(r"every (\d+) ?(minute|hour|day)"), None),
    (re.compile(r"hourly|every hour"), "rate(1 hour)"),
    (re.compile(r"weekly|every week"), "rate(7 days)"),
    (re.compile(r"minutely|every minute"), "rate(1 minute)"),
    (re.compile(r"daily|nightly|every (day|night)|schedule|cron|timer"), "rate(1 day)"),
)


def schedule(component: Component) -> str | None:
    label = component.label.lower()
    for pattern, rate in _EVERY:
        found = pattern.search(label)
        if found and rate:
            return rate
        if found:
            number, unit = int(found[1]) or 1, found[2]
            return f"rate({number} {unit}{'' if number == 1 else 's'})"
    return None


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    rate = schedule(component)
    if rate:
        _rule(template, component, name, {"ScheduleExpression": rate})
        template.assume(f"{title} fires by {rate}.")
        return
    buckets = template.drawing.sources(component, "s3")
    for bucket in buckets:
        if bucket.id in template.drawing.made:
            _rule(
                template,
                component,
                f"{name}ObjectsRule",
                {"EventPattern": new_objects(template.id(bucket))},
            )
    senders = [one for one in template.drawing.sources(component) if one not in buckets]
    if senders or not buckets:
        _bus(template, component)


def _bus(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    # A bus must have a name; the stack's own keeps two stacks apart.
    bus = template.add(name, "AWS::Events::EventBus", {"Name": Sub(f"${{AWS::StackName}}-{name}")})
    template.remember(("bus", component.id), bus)
    pattern = {"account": [ACCOUNT]}
    _rule(
        template,
        component,
        f"{name}Rule",
        {"EventBusName": GetAtt(bus, "Name"), "EventPattern": pattern},
    )
    template.assume(
        f"Every event that is put on {title} of this account is passed on; narrow the rule."
    )
    template.output(f"{bus}Name", GetAtt(bus, "Name"), f"Name of the event bus {title}")


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
        if not template.properties(name)["Targets"]:
            del template.properties(name)["Targets"]


def rules(template: Template, component: Component) -> list[str]:
    return template.rules.get(component.id, [])


BLOCK = Block("eventbridge", "EventBus", _build, _finish)
