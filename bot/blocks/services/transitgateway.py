"""AWS Transit Gateway: joins the VPCs of the picture, each by an attachment and by routes to the others."""

from collections.abc import Mapping

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.network.build import name_tag, one_a_zone, subnet_refs
from bot.blocks.placing.plan import Vpc
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    by_itself = not template.asked(component).is_on("route-table", default=True)
    template.add(
        name,
        "AWS::EC2::TransitGateway",
        {
            "Description": title,
            "DnsSupport": "enable",
            "AutoAcceptSharedAttachments": "disable",
            **({} if by_itself else _BY_ITS_OWN_TABLE),
            "Tags": name_tag(title),
        },
    )
    vpcs = template.network.vpcs
    attached = {one.id: _attach(template, name, one) for one in vpcs if one.subnets}
    if not by_itself:
        _route(template, name, attached)
    for here in vpcs:
        for there in vpcs:
            if here != there and {here.id, there.id} <= attached.keys():
                _lead(template, name, here, there, attached[here.id])
    template.assume(
        "A transit gateway is billed by the hour for each VPC that it joins.", Stake.MONEY
    )
    template.output(f"{name}Id", Ref(name), f"Id of the transit gateway {title}")


_BY_ITS_OWN_TABLE = {
    "DefaultRouteTableAssociation": "disable",
    "DefaultRouteTablePropagation": "disable",
}


def _route(template: Template, gateway: str, attached: Mapping[str, str]) -> None:
    """A table that every VPC asks where to go, and tells of itself."""
    table = template.add(
        f"{gateway}Routes",
        "AWS::EC2::TransitGatewayRouteTable",
        {"TransitGatewayId": Ref(gateway), "Tags": name_tag(f"{gateway}Routes")},
    )
    for vpc, attachment in attached.items():
        both = {
            "TransitGatewayAttachmentId": Ref(attachment),
            "TransitGatewayRouteTableId": Ref(table),
        }
        asks, tells = f"{vpc}AsksFor{table}", f"{vpc}Tells{table}"
        template.add(asks, "AWS::EC2::TransitGatewayRouteTableAssociation", dict(both))
        template.add(tells, "AWS::EC2::TransitGatewayRouteTablePropagation", dict(both))


def _attach(template: Template, gateway: str, vpc: Vpc) -> str:
    subnets = one_a_zone(vpc.tier("private") or vpc.tier("public"))
    return template.add(
        f"{vpc.id}To{gateway}",
        "AWS::EC2::TransitGatewayAttachment",
        {
            "TransitGatewayId": Ref(gateway),
            "VpcId": Ref(vpc.id),
            "SubnetIds": subnet_refs(tuple(subnets)),
            "Tags": name_tag(vpc.id),
        },
    )


def _lead(template: Template, gateway: str, here: Vpc, there: Vpc, attachment: str) -> None:
    for table in template.route_tables(here.id):
        template.add(
            f"{table}To{there.id}",
            "AWS::EC2::Route",
            {
                "RouteTableId": Ref(table),
                "DestinationCidrBlock": there.cidr,
                "TransitGatewayId": Ref(gateway),
            },
            DependsOn=[attachment],
        )


BLOCK = Block("transitgateway", "TransitGateway", _build)
