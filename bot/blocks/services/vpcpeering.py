"""VPC peering: joins the first two VPCs of the picture, with routes both ways."""

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import Ref
from bot.blocks.network.build import name_tag
from bot.blocks.placing.plan import Vpc
from bot.blocks.template import Template
from bot.domain.architecture import Component

_ENDS = 2


def _has_ends(drawing: Drawing, _component: Component) -> bool:
    return sum(one.kind == "vpc" for one in drawing.architecture.containers) >= _ENDS


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    here, there = template.network.vpcs[:_ENDS]
    template.add(
        name,
        "AWS::EC2::VPCPeeringConnection",
        {
            "VpcId": Ref(here.id),
            "PeerVpcId": Ref(there.id),
            "Tags": name_tag(template.title(component)),
        },
    )
    _lead(template, name, here, there)
    _lead(template, name, there, here)
    template.output(f"{name}Id", Ref(name), "Id of the peering connection")


def _lead(template: Template, peering: str, here: Vpc, there: Vpc) -> None:
    for table in template.route_tables(here.id):
        template.add(
            f"{table}To{there.id}",
            "AWS::EC2::Route",
            {
                "RouteTableId": Ref(table),
                "DestinationCidrBlock": there.cidr,
                "VpcPeeringConnectionId": Ref(peering),
            },
        )


BLOCK = Block("vpcpeering", "Peering", _build, stands=_has_ends)
