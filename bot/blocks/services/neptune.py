"""Amazon Neptune: a private, encrypted graph database that roles log in to, without a password."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.network.subnet_groups import subnet_group
from bot.blocks.services.cluster_instances import add_instances
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

PORT = 8182
_CLASS = "db.t4g.medium"
# https://docs.aws.amazon.com/neptune/latest/userguide/engine-releases.html
_VERSION, _FAMILY = "1.4.5.1", "neptune1.4"


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    subnets = subnet_group(template, component, place, "AWS::Neptune::DBSubnetGroup")
    settings = template.add(
        f"{name}Parameters",
        "AWS::Neptune::DBClusterParameterGroup",
        {
            "Description": "Takes down who asks what",
            "Family": _FAMILY,
            "Parameters": {"neptune_enable_audit_log": 1},
        },
    )
    template.add(
        name,
        "AWS::Neptune::DBCluster",
        {
            "EngineVersion": _VERSION,
            "DBClusterParameterGroupName": Ref(settings),
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
    further = _each(template, component)
    made = add_instances(template, component, "AWS::Neptune::DBInstance", _CLASS, further)
    template.assume(f"{title} runs on {made}; callers log in with their roles.", Stake.MONEY)
    template.assume(SNAPSHOT_TAKEN, Stake.DATA)
    template.output(f"{name}Address", GetAtt(name, "Endpoint"), f"Host name of {title}")


def _each(template: Template, component: Component) -> dict[str, Any]:
    """A parameter group for the instances, where it was said how long a query may take."""
    seconds = template.asked(component).number("query-timeout-seconds", 1, 86_400)
    if seconds is None:
        return {}
    settings = template.add(
        f"{template.id(component)}InstanceParameters",
        "AWS::Neptune::DBParameterGroup",
        {
            "Description": f"Queries end after {seconds:,} seconds",
            "Family": _FAMILY,
            "Parameters": {"neptune_query_timeout": 1000 * seconds},
        },
    )
    return {"DBParameterGroupName": Ref(settings)}


BLOCK = Block("neptune", "GraphDatabase", _build)
