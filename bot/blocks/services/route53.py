"""Amazon Route 53: a hosted zone for the domain that the picture names, or for a stand-in."""

from bot.blocks.block import Block
from bot.blocks.domain import STAND_IN, zone_name
from bot.blocks.intrinsics import Call, GetAtt
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, host = template.id(component), zone_name(template.drawing, component)
    template.add(name, "AWS::Route53::HostedZone", {"Name": host})
    template.assume(
        f"The hosted zone is made for {host}, which nobody can reach, until you say which domain it is."
        if host == STAND_IN
        else f"The domain {host} leads here once its registrar is told the name servers of the hosted zone.",
        Stake.ACT,
    )
    template.output(
        f"{name}NameServers",
        Call("Join", [", ", GetAtt(name, "NameServers")]),
        f"What the registrar of {host} has to be told",
    )


BLOCK = Block("route53", "HostedZone", _build)
