"""Amazon DynamoDB: a table on demand, encrypted, with recovery to any second of the last weeks."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref, Sub
from bot.blocks.stake import DATA_KEPT, Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

_KEY = "id"
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,60}")
_KINDS = ("S", "N", "B")
_SPOKEN = {"S": "a text", "N": "a number", "B": "bytes"}
_LEAST, _MOST, _BUSY = 5, 100, 70
_MOST_UNITS = 1000


def key(component: Component) -> str:
    """The name of its partition key."""
    said = component.setting("key") or ""
    return said if _ATTRIBUTE.fullmatch(said) else _KEY


def is_text_key(component: Component) -> bool:
    return (component.setting("key-type") or "S").upper() == "S" and not component.setting(
        "sort-key"
    )


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    keys = [*_keys(template, component)]
    attributes = dict(keys)
    properties: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [],
        "KeySchema": [
            {"AttributeName": one, "KeyType": role}
            for (one, _), role in zip(keys, ("HASH", "RANGE"), strict=False)
        ],
        "SSESpecification": {"SSEEnabled": True},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    }
    indexed = template.asked(component).each("index", _ATTRIBUTE)
    if indexed:
        attributes |= {one: attributes.get(one, "S") for one in indexed}
        properties["GlobalSecondaryIndexes"] = [_index(one) for one in indexed]
    properties["AttributeDefinitions"] = [
        {"AttributeName": one, "AttributeType": kind} for one, kind in attributes.items()
    ]
    _extras(template, component, properties)
    template.add(name, "AWS::DynamoDB::Table", properties, **KEEP)
    _capacity(template, component, properties)
    template.assume(DATA_KEPT, Stake.DATA)
    template.output(f"{name}Name", Ref(name), f"Name of the table {template.title(component)}")


def _keys(template: Template, component: Component) -> list[tuple[str, str]]:
    first = template.asked(component).text("key", _ATTRIBUTE) or _KEY
    kind = template.asked(component).choice("key-type", _KINDS) or "S"
    said = f"The key of {template.title(component)} is {_SPOKEN[kind]} named {first}"
    second = template.asked(component).text("sort-key", _ATTRIBUTE) or None
    if second is None or second == first:
        template.assume(f"{said}.")
        return [(first, kind)]
    sorting = template.asked(component).choice("sort-key-type", _KINDS) or "S"
    template.assume(f"{said}, sorted by {_SPOKEN[sorting]} named {second}.")
    return [(first, kind), (second, sorting)]


def _index(attribute: str) -> dict[str, Any]:
    return {
        "IndexName": f"by-{attribute}",
        "KeySchema": [{"AttributeName": attribute, "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }


def _extras(template: Template, component: Component, properties: dict[str, Any]) -> None:
    if template.asked(component).is_on("deletion-protection"):
        properties["DeletionProtectionEnabled"] = True
    if template.asked(component).is_on("stream"):
        properties["StreamSpecification"] = {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    expires = template.asked(component).text("ttl", _ATTRIBUTE) or None
    if expires:
        properties["TimeToLiveSpecification"] = {"AttributeName": expires, "Enabled": True}
        template.assume(
            f"{template.title(component)} deletes items at the time that {expires} says.",
            Stake.DATA,
        )


def _capacity(template: Template, component: Component, properties: dict[str, Any]) -> None:
    title = template.title(component)
    asked = template.asked(component)
    units = {
        what: asked.number(f"{what.lower()}-units", 1, _MOST_UNITS) for what in ("Read", "Write")
    }
    wanted = (
        asked.choice("capacity", ("provisioned", "on-demand", "on demand"))
        or ("provisioned" if any(units.values()) else None)
        or "on-demand"
    )
    if wanted != "provisioned":
        template.assume(f"The capacity of {title} is on demand.")
        return
    if "GlobalSecondaryIndexes" in properties:
        template.asked(component).cannot(
            "capacity", "on demand, so that its index has what it needs"
        )
        return
    properties["BillingMode"] = "PROVISIONED"
    properties["ProvisionedThroughput"] = {
        f"{what}CapacityUnits": said or _LEAST for what, said in units.items()
    }
    if any(units.values()):
        least = properties["ProvisionedThroughput"]
        template.assume(
            f"{title} reads {least['ReadCapacityUnits']} and writes {least['WriteCapacityUnits']} units a second, "
            "and does not scale.",
            Stake.MONEY,
        )
        return
    for what in ("Read", "Write"):
        _scale(template, component, what)
    template.assume(
        f"{title} reads and writes {_LEAST} to {_MOST} units a second, as its load asks for.",
        Stake.MONEY,
    )


def _scale(template: Template, component: Component, what: str) -> None:
    name = template.id(component)
    dimension = f"dynamodb:table:{what}CapacityUnits"
    target = template.add(
        f"{name}{what}Capacity",
        "AWS::ApplicationAutoScaling::ScalableTarget",
        {
            "ServiceNamespace": "dynamodb",
            "ResourceId": Sub(f"table/${{{name}}}"),
            "ScalableDimension": dimension,
            "MinCapacity": _LEAST,
            "MaxCapacity": _MOST,
        },
    )
    template.add(
        f"{name}{what}Scaling",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        {
            "PolicyName": f"{what.lower()}-load",
            "PolicyType": "TargetTrackingScaling",
            "ScalingTargetId": Ref(target),
            "TargetTrackingScalingPolicyConfiguration": {
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": f"DynamoDB{what}CapacityUtilization"
                },
                "TargetValue": _BUSY,
            },
        },
    )


BLOCK = Block("dynamodb", "Table", _build)
