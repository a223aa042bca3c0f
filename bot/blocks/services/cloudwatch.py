"""Amazon CloudWatch: alarms on what it is connected with, and the dashboard or log group that was asked for."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.blocks.asked import EMAIL
from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.services.kms import key
from bot.blocks.services.metrics import WATCHED, Metric, dimensions
from bot.blocks.services.sns import let_publish, write_to
from bot.blocks.settings import ON
from bot.blocks.stake import Stake
from bot.blocks.template import LOG_DAYS, Template
from bot.domain.architecture import Component

_PERIOD, _SIX_HOURS = 300, 21_600
_KIND = re.compile(r"cpu|errors|queue-depth|billing|5xx|io|throughput|status|duration|age")
_INSTANCE = re.compile(r"i-[0-9a-f]{8,17}")
_BILLING = "billing"
_USD = 50
_RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)  # fmt: skip
_SERVICE = "cloudwatch.amazonaws.com"


def _has_work(drawing: Drawing, component: Component) -> bool:
    asked = ON in (component.setting("dashboard"), component.setting("log-group"))
    billing = _BILLING in (component.setting("alarm") or "")
    there = _INSTANCE.fullmatch(component.setting("instance-id") or "") is not None
    return asked or billing or there or bool(_watched(drawing, component))


def _watched(drawing: Drawing, component: Component) -> list[Component]:
    """What it points at and what points at it; but a topic it points at is whom it tells."""
    beside = drawing.beside(component, *WATCHED)
    told = drawing.targets(component, "sns")
    return [one for one in beside if one not in told]


def _build(template: Template, component: Component) -> None:
    asked, name = template.asked(component), template.id(component)
    if asked.is_on("log-group"):
        _log_group(template, component)
    watched = _watched(template.drawing, component)
    alarms = [*_alarms(template, component, watched)]
    if _BILLING in asked.each("alarm", _KIND):
        alarms.append(("Billing", _billing(template, component)))
    told = _told(template, component) if alarms else []
    for number, (what, properties) in enumerate(alarms):
        actions = {"AlarmActions": told} if told else {}
        # The first has its name without more.
        wanted = name if number == 0 and name not in template.resources else f"{what}{name}"
        template.add(wanted, "AWS::CloudWatch::Alarm", {**properties, **actions})
    if asked.is_on("dashboard"):
        _dashboard(template, component, watched)


def _log_group(template: Template, component: Component) -> None:
    asked, name = template.asked(component), template.id(component)
    days = asked.number("retention-days", 1, 3653) or LOG_DAYS
    kept = next((one for one in _RETENTION if one >= days), LOG_DAYS)
    alone = not _watched(template.drawing, component)
    made = template.add(
        name if alone else f"{name}Logs", "AWS::Logs::LogGroup", {"RetentionInDays": kept}
    )
    template.output(f"{made}Name", Ref(made), "Name of the log group")


def _alarms(
    template: Template, component: Component, watched: list[Component]
) -> Iterator[tuple[str, dict[str, Any]]]:
    asked = template.asked(component)
    said = [one for one in asked.each("alarm", _KIND) if one != _BILLING]
    limit = asked.number("threshold", 0, 100_000_000)
    if watched and limit is None:
        template.assume(
            f"{template.title(component)} has an alarm for each thing that it is connected with; thresholds are first guesses."
        )
    for one in watched:
        metrics = WATCHED[one.service].metrics
        chosen = [metrics[word] for word in said if word in metrics] or [*metrics.values()][:1]
        for number, metric in enumerate(chosen):
            what = template.id(one) + (pascal(metric.name) if number else "")
            yield what, _alarm(template, one, metric, limit)
    if instance := asked.text("instance-id", _INSTANCE):
        metrics = WATCHED["ec2"].metrics
        for metric in [metrics[word] for word in said if word in metrics] or [metrics["cpu"]]:
            yield pascal(metric.name), _on_instance(instance, metric, limit)


def _alarm(
    template: Template, watched: Component, metric: Metric, limit: int | None
) -> dict[str, Any]:
    return {
        "AlarmDescription": f"{metric.name} of {template.title(watched)}",
        "Namespace": WATCHED[watched.service].namespace,
        "Dimensions": dimensions(template, watched),
        **_when(metric, limit),
    }


def _on_instance(instance: str, metric: Metric, limit: int | None) -> dict[str, Any]:
    """It reads what the instance measures anyway."""
    return {
        "AlarmDescription": f"{metric.name} of {instance}",
        "Namespace": WATCHED["ec2"].namespace,
        "Dimensions": [{"Name": WATCHED["ec2"].dimension, "Value": instance}],
        **_when(metric, limit),
    }


def _when(metric: Metric, limit: int | None) -> dict[str, Any]:
    return {
        "MetricName": metric.name,
        "Statistic": "Sum" if metric.counted else "Maximum",
        "Period": _PERIOD,
        "EvaluationPeriods": 1,
        "Threshold": metric.threshold if limit is None else limit,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }


def _billing(template: Template, component: Component) -> dict[str, Any]:
    limit = template.asked(component).number("threshold", 1, 100_000_000) or _USD
    template.assume(
        f"The alarm on the bill goes off above {limit} USD a month; AWS has that figure in us-east-1 only, "
        "and only where billing alerts are on for the account.",
        Stake.ACT,
    )
    return {
        "AlarmDescription": f"The bill of the month is above {limit} USD",
        "Namespace": "AWS/Billing",
        "MetricName": "EstimatedCharges",
        "Dimensions": [{"Name": "Currency", "Value": "USD"}],
        "Statistic": "Maximum",
        "Period": _SIX_HOURS,
        "EvaluationPeriods": 1,
        "Threshold": limit,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }


def _told(template: Template, component: Component) -> list[Ref]:
    """The topics drawn after it; or one of its own for the addresses that were named."""
    drawn = [
        one for one in template.drawing.targets(component, "sns") if one.id in template.drawing.made
    ]
    emails = template.asked(component).each("email", EMAIL)
    for one in drawn:
        let_publish(template, one, _SERVICE, _THESE_ALARMS)
    if drawn or not emails:
        return [Ref(template.id(one)) for one in drawn]
    name = template.id(component)
    own = key(
        template, f"{name}TopicKey", f"Encrypts what {template.title(component)} tells", [_SERVICE]
    )
    topic = template.add(f"{name}Topic", "AWS::SNS::Topic", {"KmsMasterKeyId": Ref(own)})
    for email in emails:
        write_to(template, topic, email)
    return [Ref(topic)]


_THESE_ALARMS = {
    "ArnLike": {
        "aws:SourceArn": Sub(
            "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"
        )
    }
}


def _dashboard(template: Template, component: Component, watched: list[Component]) -> None:
    values: dict[str, Any] = {}
    widgets = [_widget(template, one, number, values) for number, one in enumerate(watched)]
    if not widgets:
        title = template.title(component)
        widgets = [_box(0, "text", {"markdown": f"# {title}\nPut your widgets here."})]
    body = json.dumps({"widgets": widgets}, indent=1)
    name = template.id(component)
    made = template.add(
        name if name not in template.resources else f"{name}Dashboard",
        "AWS::CloudWatch::Dashboard",
        {"DashboardBody": Sub(body, values) if values else body},
    )
    template.output(f"{made}Name", Ref(made), "Name of the dashboard")


def _widget(
    template: Template, watched: Component, number: int, values: dict[str, Any]
) -> dict[str, Any]:
    known = WATCHED[watched.service]
    named: list[str] = []
    for place, one in enumerate(dimensions(template, watched)):
        slot = f"{template.id(watched)}Name{place or ''}"
        values[slot] = one["Value"]
        named += [one["Name"], f"${{{slot}}}"]
    shown = {
        "title": template.title(watched),
        "region": "${AWS::Region}",
        "view": "timeSeries",
        "period": _PERIOD,
        "metrics": [
            [known.namespace, name, *named]
            for name in dict.fromkeys(one.name for one in known.metrics.values())
        ],
    }
    return _box(number, "metric", shown)


def _box(number: int, kind: str, shown: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "x": 12 * (number % 2),
        "y": 6 * (number // 2),
        "width": 12,
        "height": 6,
        "properties": shown,
    }


BLOCK = Block("cloudwatch", "Alarm", _build, stands=_has_work)
