"""AWS Database Migration Service: a private replication instance, and an end for each database beside it."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.network.groups import group_id
from bot.blocks.network.subnet_groups import subnet_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TYPE = "dms.t3.medium"
_GIB = 50


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    subnets = subnet_group(
        template,
        component,
        place,
        "AWS::DMS::ReplicationSubnetGroup",
        "ReplicationSubnetGroupDescription",
    )
    properties: dict[str, Any] = {
        "ReplicationInstanceClass": _TYPE,
        "AllocatedStorage": _GIB,
        "PubliclyAccessible": False,
        "MultiAZ": component.count > 1,
        "AutoMinorVersionUpgrade": True,
        "ReplicationSubnetGroupIdentifier": Ref(subnets),
        "VpcSecurityGroupIds": [group_id(template, component)],
    }
    template.add(name, "AWS::DMS::ReplicationInstance", properties)
    template.assume(f"{title} runs on {_TYPE} with {_GIB} GB.", Stake.MONEY)
    template.assume(
        "AWS DMS needs the role dms-vpc-role in the account: if nobody ever used DMS here, make it before you approve.",
        Stake.ACT,
    )
    template.output(f"{name}Arn", Ref(name), f"ARN of the replication instance {title}")


BLOCK = Block("dms", "Replication", _build)
