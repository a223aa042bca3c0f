"""NAT and internet gateways: the network makes them, where they are drawn and where they are needed."""

from bot.blocks.block import Block, nothing
from bot.blocks.drawing import Drawing
from bot.domain.architecture import Component


def _first(drawing: Drawing, component: Component) -> bool:
    """A VPC takes one internet gateway."""
    alike = [
        one
        for one in drawing.architecture.components
        if one.service == component.service and _vpc(drawing, one) == _vpc(drawing, component)
    ]
    return alike[0].id == component.id


def _vpc(drawing: Drawing, component: Component) -> str | None:
    vpc = drawing.architecture.within(component, "vpc")
    return vpc.id if vpc else None


NAT = Block("nat", "NatGateway", nothing)
IGW = Block("igw", "InternetGateway", nothing, stands=_first)
