"""AWS Global Accelerator: two fixed addresses for the whole world, before balancers and instances."""

from bot.blocks.block import Block
from bot.blocks.domain import certificate_of
from bot.blocks.intrinsics import REGION, GetAtt, Ref, own_name
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

ENDPOINTS = ("alb", "ec2")
HTTP, HTTPS = 80, 443


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::GlobalAccelerator::Accelerator",
        {"Name": own_name(template.short(component, 40)), "Enabled": True},
    )
    behind = template.drawing.targets(component, *ENDPOINTS)
    ports = (
        [HTTP, HTTPS] if any(certificate_of(template.drawing, one) for one in behind) else [HTTP]
    )
    listener = template.add(
        f"{name}Listener",
        "AWS::GlobalAccelerator::Listener",
        {
            "AcceleratorArn": Ref(name),
            "Protocol": "TCP",
            "PortRanges": [{"FromPort": one, "ToPort": one} for one in ports],
        },
    )
    group = template.add(
        f"{name}Endpoints",
        "AWS::GlobalAccelerator::EndpointGroup",
        {"ListenerArn": Ref(listener), "EndpointGroupRegion": REGION},
    )
    template.remember(("endpoints", component.id), group)
    template.assume("An accelerator is billed by the hour.", Stake.MONEY)
    template.output(f"{name}Address", GetAtt(name, "DnsName"), f"Where {title} answers")


BLOCK = Block("globalaccelerator", "Accelerator", _build)
