"""Amazon Route 53: a hosted zone for a domain that the person names."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import Call, GetAtt, Ref
from bot.blocks.template import Template
from bot.domain.architecture import Component

_DOMAIN = re.compile(r"\b(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}\b")
# Route 53 refuses example.com itself.
_STAND_IN = "example.internal"


def domain(template: Template) -> Ref:
    """The parameter with the domain; every part of a template speaks of the same one."""
    zones = template.drawing.of("route53", "acm")
    written = (_DOMAIN.search(one.label.lower()) for one in zones)
    drawn = next((found.group() for found in written if found), None)
    if drawn is None:
        template.assume(f"No domain is written in the picture; {_STAND_IN} stands in for it.")
    return template.parameter(
        "DomainName", "String", drawn or _STAND_IN, "The domain under which people find this"
    )


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(name, "AWS::Route53::HostedZone", {"Name": domain(template)})
    template.assume("The domain's registrar has to be told the name servers of the hosted zone.")
    template.output(
        f"{name}NameServers",
        Call("Join", [", ", GetAtt(name, "NameServers")]),
        "What the domain's registrar has to be told",
    )


BLOCK = Block("route53", "HostedZone", _build)
