"""Amazon Route 53: a hosted zone for the domain that the picture names."""

from bot.blocks.block import Block
from bot.blocks.domain import domain, has_domain
from bot.blocks.intrinsics import Call, GetAtt
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, host = template.id(component), domain(template.drawing, component)
    template.add(name, "AWS::Route53::HostedZone", {"Name": host})
    template.assume(
        f"The domain {host} leads here once its registrar is told the name servers of the hosted zone.",
        Stake.ACT,
    )
    template.output(
        f"{name}NameServers",
        Call("Join", [", ", GetAtt(name, "NameServers")]),
        f"What the registrar of {host} has to be told",
    )


BLOCK = Block("route53", "HostedZone", _build, stands=has_domain)
