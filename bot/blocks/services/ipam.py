"""Amazon VPC IP Address Manager: one for this region, with a pool where a range is named."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import REGION, GetAtt, Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+){1,2}-[1-9]")


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    regions = asked.each("regions", _REGION)
    template.add(
        name,
        "AWS::EC2::IPAM",
        {
            "Description": title,
            "Tier": "free",
            "OperatingRegions": [{"RegionName": one} for one in (REGION, *regions)],
        },
    )
    pool = asked.cidr("cidr", 8, 28)
    if pool:
        made = template.add(
            f"{name}Pool",
            "AWS::EC2::IPAMPool",
            {
                "AddressFamily": "ipv4",
                "IpamScopeId": GetAtt(name, "PrivateDefaultScopeId"),
                "Description": f"Ranges of {title}",
                "ProvisionedCidrs": [{"Cidr": str(pool)}],
            },
        )
        template.output(f"{made}Id", Ref(made), "Id of the pool of addresses")
    template.assume(f"{title} is of the free tier, which does not span accounts.", Stake.MONEY)
    for attribute, what in _TOLD.items():
        template.output(f"{name}{attribute}", GetAtt(name, attribute), what, export=True)


_TOLD = {
    "IpamId": "Id of the address manager",
    "Arn": "ARN of the address manager",
    "PrivateDefaultScopeId": "Id of its private scope",
    "PublicDefaultScopeId": "Id of its public scope",
}
BLOCK = Block("ipam", "Ipam", _build)
