"""Amazon DocumentDB: a private, encrypted cluster whose password only Secrets Manager knows."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.network.subnet_groups import subnet_group
from bot.blocks.services.cluster_instances import add_instances
from bot.blocks.services.passwords import attached, resolved, secret
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

PORT = 27017
_CLASS = "db.t3.medium"


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    subnets = subnet_group(template, component, place, "AWS::DocDB::DBSubnetGroup")
    settings = template.add(
        f"{name}Parameters",
        "AWS::DocDB::DBClusterParameterGroup",
        {
            "Description": "Encrypted connections only, and who does what is taken down",
            "Family": "docdb5.0",
            "Parameters": {"tls": "enabled", "audit_logs": "enabled"},
        },
    )
    login = secret(template, component, "dbadmin")
    template.add(
        name,
        "AWS::DocDB::DBCluster",
        {
            "EngineVersion": "5.0.0",
            "DBClusterParameterGroupName": Ref(settings),
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
    made = add_instances(template, component, "AWS::DocDB::DBInstance", _CLASS)
    template.assume(
        f"{template.title(component)} runs on {made}, encrypted, reached over TLS.", Stake.MONEY
    )


BLOCK = Block("documentdb", "DocumentDatabase", _build)
