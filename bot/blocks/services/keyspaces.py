"""Amazon Keyspaces: a table for Cassandra on demand, encrypted, with recovery to any second."""

from bot.blocks.asked import WORD
from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import DATA_KEPT, Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

_LONGEST = 48


def table(template: Template, component: Component) -> str:
    return template.short(component, _LONGEST).replace("-", "_")


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    keyspace = template.add(f"{name}Keyspace", "AWS::Cassandra::Keyspace", {}, **KEEP)
    key = (template.asked(component).text("key", WORD) or "id").lower()
    template.add(
        name,
        "AWS::Cassandra::Table",
        {
            "KeyspaceName": Ref(keyspace),
            # The keyspace is the stack's own, so no second stack can have this table.
            "TableName": table(template, component),
            "PartitionKeyColumns": [{"ColumnName": key, "ColumnType": "text"}],
            "RegularColumns": [{"ColumnName": "body", "ColumnType": "text"}],
            "BillingMode": {"Mode": "ON_DEMAND"},
            "PointInTimeRecoveryEnabled": True,
            "EncryptionSpecification": {"EncryptionType": "AWS_OWNED_KMS_KEY"},
        },
        **KEEP,
    )
    template.remember(("keyspace", component.id), keyspace)
    template.assume(f"The key of {title} is a text named {key}, beside it stands a text “body”.")
    template.assume(DATA_KEPT, Stake.DATA)
    template.output(f"{name}Name", Ref(name), f"Keyspace and name of the table {title}")


BLOCK = Block("keyspaces", "CassandraTable", _build)
