"""AWS Directory Service: a directory in two zones, whose administrator's password only Secrets Manager has."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.domain import own_domain
from bot.blocks.intrinsics import Call, GetAtt, Ref
from bot.blocks.network.build import one_a_zone, subnet_refs
from bot.blocks.services.passwords import resolved, secret
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_STAND_IN = "corp.internal"
_ZONES = 2


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    host = own_domain(component) or _STAND_IN
    kind = template.asked(component).choice("kind", ("microsoft", "simple"))
    simple = kind == "simple" or (kind is None and "simple" in component.label.lower())
    login = secret(template, component, "Administrator" if simple else "Admin")
    subnets = tuple(one_a_zone(place.subnets)[:_ZONES])
    properties: dict[str, Any] = {
        "Name": host,
        "Password": resolved(login, "password"),
        **({"Size": "Small"} if simple else {"Edition": "Standard"}),
        "VpcSettings": {"VpcId": Ref(place.vpc.id), "SubnetIds": subnet_refs(subnets)},
    }
    made = "AWS::DirectoryService::SimpleAD" if simple else "AWS::DirectoryService::MicrosoftAD"
    template.add(name, made, properties)
    template.assume(
        f"{title} is for the domain {host}, of the smallest edition, and billed by the hour.",
        Stake.MONEY,
    )
    addresses = Call("Join", [", ", GetAtt(name, "DnsIpAddresses")])
    template.output(f"{name}Dns", addresses, f"Name servers of {title}")


BLOCK = Block("directoryservice", "Directory", _build)
