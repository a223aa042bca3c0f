"""Amazon Timestream: a private InfluxDB, since AWS takes no new customers for the tables of LiveAnalytics."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.services.passwords import resolved, secret
from bot.blocks.stake import Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

PORT = 8086
_CLASS, _GIB = "db.influx.medium", 20
_SIZES = re.compile(r"db\.influx\.(?:medium|large|(?:2|4|8)?xlarge)")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    login = secret(template, component, "dbadmin")
    size = template.asked(component).text("class", _SIZES) or _CLASS
    template.add(
        name,
        "AWS::Timestream::InfluxDBInstance",
        {
            "DbInstanceType": size,
            "DbStorageType": "InfluxIOIncludedT1",
            "AllocatedStorage": _GIB,
            "DeploymentType": "SINGLE_AZ",
            "PubliclyAccessible": False,
            "Organization": "main",
            "Bucket": "measurements",
            "Username": resolved(login, "username"),
            "Password": resolved(login, "password"),
            "VpcSubnetIds": [Ref(place.subnets[0].id)],
            "VpcSecurityGroupIds": [group_id(template, component)],
        },
        **KEEP,
    )
    template.assume(
        f"{title} is Timestream for InfluxDB on {size} with {_GIB} GB, since AWS takes no new customers for its tables.",
        Stake.MONEY,
    )
    template.assume(
        f"{title} is kept when the stack is deleted, and goes on costing until you delete it.",
        Stake.DATA,
    )
    template.output(f"{name}Address", GetAtt(name, "Endpoint"), f"Host name of {title}")


BLOCK = Block("timestream", "Measurements", _build)
