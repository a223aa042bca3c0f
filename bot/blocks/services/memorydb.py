"""Amazon MemoryDB: a private, durable store in memory that roles log in to, without a password."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, own_name
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.stake import Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

PORT = 6379
_CLASS = "db.t4g.small"
_SIZES = re.compile(r"db\.t4g\.(?:small|medium)|db\.r(?:6g|7g)\.(?:large|(?:2|4|8)?xlarge)")
# With the stack's twelve letters and a hyphen this stays within the forty that MemoryDB takes.
_LONGEST = 24


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    short = template.short(component, _LONGEST)
    subnets = template.add(
        f"{name}Subnets",
        "AWS::MemoryDB::SubnetGroup",
        {"SubnetGroupName": own_name(short), "SubnetIds": subnet_refs(place.subnets)},
    )
    user = template.add(
        f"{name}User",
        "AWS::MemoryDB::User",
        {
            "UserName": own_name(short),
            "AccessString": "on ~* &* +@all",
            "AuthenticationMode": {"Type": "iam"},
        },
    )
    users = template.add(
        f"{name}Users",
        "AWS::MemoryDB::ACL",
        {"ACLName": own_name(short), "UserNames": [Ref(user)]},
    )
    size = template.asked(component).text("class", _SIZES) or _CLASS
    nodes = template.asked(component).number("nodes", 1, 6) or max(component.count, 2)
    template.add(
        name,
        "AWS::MemoryDB::Cluster",
        {
            "ClusterName": own_name(short),
            "NodeType": size,
            "NumShards": 1,
            "NumReplicasPerShard": nodes - 1,
            "Engine": "valkey",
            "TLSEnabled": True,
            "ACLName": Ref(users),
            "SubnetGroupName": Ref(subnets),
            "SecurityGroupIds": [group_id(template, component)],
            "SnapshotRetentionLimit": 7,
            "AutoMinorVersionUpgrade": True,
        },
        **KEEP,
    )
    template.assume(
        f"{title} runs on {nodes} × {size}; callers log in with their roles.", Stake.MONEY
    )
    template.assume(
        f"{title} is kept when the stack is deleted, and goes on costing until you delete it.",
        Stake.DATA,
    )
    template.output(
        f"{name}Address", GetAtt(name, "ClusterEndpoint.Address"), f"Host name of {title}"
    )


BLOCK = Block("memorydb", "MemoryDatabase", _build)
