"""Amazon DocumentDB: a private, encrypted cluster whose password only Secrets Manager knows."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.services.passwords import attached, resolved, secret
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import GOES, LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

PORT = 27017
_CLASS = "db.t3.medium"
_SIZES = re.compile(r"db\.t(?:3|4g)\.medium|db\.r(?:5|6g)\.(?:large|(?:2|4|8|12|16)?xlarge)")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    subnets = template.add(
        f"{name}Subnets",
        "AWS::DocDB::DBSubnetGroup",
        {"DBSubnetGroupDescription": f"For {title}", "SubnetIds": subnet_refs(place.subnets)},
    )
    login = secret(template, component, "dbadmin")
    template.add(
        name,
        "AWS::DocDB::DBCluster",
        {
            "EngineVersion": "5.0.0",
            "StorageEncrypted": True,
            "MasterUsername": resolved(login, "username"),
            "MasterUserPassword": resolved(login, "password"),
            "DBSubnetGroupName": Ref(subnets),
            "VpcSecurityGroupIds": [group_id(template, component)],
            "BackupRetentionPeriod": (template.asked(component).number("backup-days", 1, 35) or 7),
            "CopyTagsToSnapshot": True,
            "EnableCloudwatchLogsExports": ["audit", "profiler"],
        },
        **LAST_SNAPSHOT,
    )
    attached(template, component, "AWS::DocDB::DBCluster")
    _instances(template, component)
    template.assume(SNAPSHOT_TAKEN, Stake.DATA)
    template.output(f"{name}Address", GetAtt(name, "Endpoint"), f"Host name of {title}")


def _instances(template: Template, component: Component) -> None:
    name = template.id(component)
    size = template.asked(component).text("class", _SIZES) or _CLASS
    for turn in range(1, component.count + 1):
        template.add(
            f"{name}Instance{turn if turn > 1 else ''}",
            "AWS::DocDB::DBInstance",
            {
                "DBClusterIdentifier": Ref(name),
                "DBInstanceClass": size,
                "AutoMinorVersionUpgrade": True,
            },
            **GOES,
        )
    template.assume(
        f"{template.title(component)} runs on {component.count} × {size}, encrypted, reached over TLS.",
        Stake.MONEY,
    )


BLOCK = Block("documentdb", "DocumentDatabase", _build)
