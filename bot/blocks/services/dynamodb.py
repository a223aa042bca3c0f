"""Amazon DynamoDB: a table on demand, encrypted, with recovery to any second of the last weeks."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

KEY = "id"


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    properties: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": KEY, "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": KEY, "KeyType": "HASH"}],
        "SSESpecification": {"SSEEnabled": True},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    }
    template.add(
        name,
        "AWS::DynamoDB::Table",
        properties,
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
    )
    template.assume(f"The key of {title} is a text named {KEY}; capacity is on demand.")
    template.assume(
        "Buckets and tables are kept when the stack is deleted, so that no data is lost by ending it.",
        Stake.DATA,
    )
    template.output(f"{name}Name", Ref(name), f"Name of the table {title}")


BLOCK = Block("dynamodb", "Table", _build)
