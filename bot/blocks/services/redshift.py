"""Amazon Redshift: a private, encrypted warehouse whose password AWS makes and keeps."""

import re
from typing import Any

from bot.blocks.asked import WORD
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.network.subnet_groups import subnet_group
from bot.blocks.permissions import keep_role, role
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

PORT = 5439
_CLASS = "ra3.large"
_SIZES = re.compile(r"ra3\.(?:large|xlplus|4xlarge|16xlarge)")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    subnets = subnet_group(
        template, component, place, "AWS::Redshift::ClusterSubnetGroup", "Description"
    )
    settings = template.add(
        f"{name}Parameters",
        "AWS::Redshift::ClusterParameterGroup",
        {
            "Description": "Encrypted connections only",
            "ParameterGroupFamily": "redshift-2.0",
            "Parameters": [{"ParameterName": "require_ssl", "ParameterValue": "true"}],
        },
    )
    acts = keep_role(template, component, role(template, f"{name}Role", "redshift.amazonaws.com"))
    template.add(
        name,
        "AWS::Redshift::Cluster",
        {
            **_size(template, component),
            "DBName": (template.asked(component).text("database", WORD) or "dev").lower(),
            "MasterUsername": "dbadmin",
            "ManageMasterPassword": True,
            "Encrypted": True,
            "PubliclyAccessible": False,
            "EnhancedVpcRouting": True,
            "ClusterSubnetGroupName": Ref(subnets),
            "ClusterParameterGroupName": Ref(settings),
            "VpcSecurityGroupIds": [group_id(template, component)],
            "IamRoles": [GetAtt(acts, "Arn")],
            "LoggingProperties": {
                "LogDestinationType": "cloudwatch",
                "LogExports": ["connectionlog", "userlog"],
            },
        },
        **LAST_SNAPSHOT,
    )
    template.assume(SNAPSHOT_TAKEN, Stake.DATA)
    template.output(f"{name}Address", GetAtt(name, "Endpoint.Address"), f"Host name of {title}")
    template.output(
        f"{name}Secret",
        GetAtt(name, "MasterPasswordSecretArn"),
        f"Where AWS Secrets Manager keeps the password of {title}",
    )


def _size(template: Template, component: Component) -> dict[str, Any]:
    kind = template.asked(component).text("class", _SIZES) or _CLASS
    nodes = template.asked(component).number("nodes", 1, 32) or component.count
    template.assume(f"{template.title(component)} runs on {nodes} × {kind}.", Stake.MONEY)
    if nodes == 1:
        return {"ClusterType": "single-node", "NodeType": kind}
    return {"ClusterType": "multi-node", "NodeType": kind, "NumberOfNodes": nodes}


BLOCK = Block("redshift", "Warehouse", _build)
