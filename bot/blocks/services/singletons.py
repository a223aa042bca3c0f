"""What there is one of for each account and region: Macie, GuardDuty, Security Hub."""

from typing import Any

from bot.blocks.block import Block, Build
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

ONLY_ONE = (
    "There is one for each account and region: creation fails where it is on already, "
    "and ending the stack switches it off."
)


def say_only_one(template: Template, component: Component) -> None:
    template.assume(f"{template.title(component)}: {ONLY_ONE}", Stake.ACT)


def single(kind: str, properties: dict[str, Any]) -> Build:
    def build(template: Template, component: Component) -> None:
        name = template.id(component)
        if (
            template.once(("single", kind), lambda: template.add(name, kind, {**properties}))
            == name
        ):
            say_only_one(template, component)
            what = template.title(component)
            template.output(f"{name}Id", Ref(name), f"What AWS calls {what} here")

    return build


MACIE = Block(
    "macie",
    "Macie",
    single(
        "AWS::Macie::Session",
        {"Status": "ENABLED", "FindingPublishingFrequency": "FIFTEEN_MINUTES"},
    ),
)
GUARDDUTY = Block(
    "guardduty",
    "Detector",
    single(
        "AWS::GuardDuty::Detector",
        {
            "Enable": True,
            "FindingPublishingFrequency": "FIFTEEN_MINUTES",
            "Features": [{"Name": "S3_DATA_EVENTS", "Status": "ENABLED"}],
        },
    ),
)
SECURITYHUB = Block(
    "securityhub", "SecurityHub", single("AWS::SecurityHub::Hub", {"EnableDefaultStandards": True})
)
