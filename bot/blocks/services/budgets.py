"""AWS Budgets: a limit for a month, and who is told when most of it is used up."""

from typing import Any

from bot.blocks.asked import EMAIL
from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.permissions import THIS_ACCOUNT
from bot.blocks.services.sns import let_publish
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_USD, _PERCENT = 100, 80
_WHOLE = 100


def _build(template: Template, component: Component) -> None:
    name, asked = template.id(component), template.asked(component)
    amount = asked.number("amount-usd", 1, 100_000_000) or _USD
    percent = asked.number("threshold-percent", 1, 1000) or _PERCENT
    told = _told(template, component)
    properties: dict[str, Any] = {
        "Budget": {
            "BudgetType": "COST",
            "TimeUnit": "MONTHLY",
            "BudgetLimit": {"Amount": amount, "Unit": "USD"},
        }
    }
    if told:
        properties["NotificationsWithSubscribers"] = [
            _notification("ACTUAL", percent, told),
            _notification("FORECASTED", _WHOLE, told),
        ]
    else:
        template.assume("Say whom the budget is to tell; until then it tells nobody.", Stake.ACT)
    template.add(name, "AWS::Budgets::Budget", properties)
    template.assume(
        f"The budget is {amount} USD a month for the whole account; it tells at {percent} %, and stops nothing.",
        Stake.MONEY,
    )


def _told(template: Template, component: Component) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for topic in template.drawing.targets(component, "sns")[:1]:
        let_publish(template, topic, "budgets.amazonaws.com", THIS_ACCOUNT)
        found.append({"SubscriptionType": "SNS", "Address": Ref(template.id(topic))})
    email = template.asked(component).text("email", EMAIL)
    if email:
        found.append({"SubscriptionType": "EMAIL", "Address": email})
    return found


def _notification(kind: str, percent: int, told: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "Notification": {
            "NotificationType": kind,
            "ComparisonOperator": "GREATER_THAN",
            "Threshold": percent,
            "ThresholdType": "PERCENTAGE",
        },
        "Subscribers": told,
    }


BLOCK = Block("budgets", "Budget", _build)
