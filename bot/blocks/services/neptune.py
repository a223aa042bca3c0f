"""Amazon Neptune: a private, encrypted graph database that roles log in to, without a password."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import GOES, LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

PORT = 8182
_CLASS = "db.t4g.medium"
_SIZES = re.compile(r"db\.t(?:3|4g)\.medium|db\.r(?:5|6g)\.(?:large|(?:2|4|8|12|16)?xlarge)")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    subnets = template.add(
        f"{name}Subnets",
        "AWS::Neptune::DBSubnetGroup",
        {"DBSubnetGroupDescription": f"For {title}", "SubnetIds": subnet_refs(place.subnets)},
    )
    template.add(
        name,
        "AWS::Neptune::DBCluster",
        {
            "StorageEncrypted": True,
            "IamAuthEnabled": True,
            "DBSubnetGroupName": Ref(subnets),
            "VpcSecurityGroupIds": [group_id(template, component)],
            "BackupRetentionPeriod": (template.asked(component).number("backup-days", 1, 35) or 7),
            "CopyTagsToSnapshot": True,
            "EnableCloudwatchLogsExports": ["audit"],
        },
        **LAST_SNAPSHOT,
    )
    size = template.asked(component).text("class", _SIZES) or _CLASS
    for turn in range(1, component.count + 1):
        template.add(
            f"{name}Instance{turn if turn > 1 else ''}",
            "AWS::Neptune::DBInstance",
            {
                "DBClusterIdentifier": Ref(name),
                "DBInstanceClass": size,
                "AutoMinorVersionUpgrade": True,
            },
            **GOES,
        )
    template.assume(
        f"{title} runs on {component.count} × {size}; callers log in with their roles.", Stake.MONEY
    )
    template.assume(SNAPSHOT_TAKEN, Stake.DATA)
    template.output(f"{name}Address", GetAtt(name, "Endpoint"), f"Host name of {title}")


BLOCK = Block("neptune", "GraphDatabase", _build)
