"""IPv6: a range from Amazon, an address in each subnet, and a way out of private ones that lets nobody in."""

from bot.blocks.intrinsics import Call, GetAtt, Ref
from bot.blocks.placing.plan import Subnet, Vpc
from bot.blocks.template import Template

EVERYWHERE = "::/0"
_BITS = 64
# As many as a VPC has room for, so that one subnet more moves none of the others.
_PARTS = 256


def add_range(template: Template, vpc: Vpc) -> None:
    """Before the subnets, which take theirs from it."""
    if vpc.features.ipv6:
        made = template.add(
            f"{vpc.id}Ipv6",
            "AWS::EC2::VPCCidrBlock",
            {"VpcId": Ref(vpc.id), "AmazonProvidedIpv6CidrBlock": True},
        )
        template.remember(("ipv6", vpc.id), made)


def add_addresses(template: Template, vpc: Vpc, subnet: Subnet) -> None:
    made = template.known("ipv6", vpc.id)
    if made is None:
        return
    whole = Call("Select", [0, GetAtt(vpc.id, "Ipv6CidrBlocks")])
    parts = Call("Cidr", [whole, _PARTS, _BITS])
    template.properties(subnet.id).update(
        Ipv6CidrBlock=Call("Select", [template.turn(f"ipv6 {vpc.id}", subnet.id), parts]),
        AssignIpv6AddressOnCreation=True,
    )
    template.depends(subnet.id, made)


def add_public_route(template: Template, vpc: Vpc, table: str, gateway: str, attached: str) -> None:
    if vpc.features.ipv6:
        template.add(
            "PublicIpv6Route",
            "AWS::EC2::Route",
            {
                "RouteTableId": Ref(table),
                "DestinationIpv6CidrBlock": EVERYWHERE,
                "GatewayId": Ref(gateway),
            },
            DependsOn=[attached],
        )


def add_private_route(template: Template, vpc: Vpc, table: str) -> None:
    if not vpc.features.ipv6:
        return
    gateway = template.once(
        ("ipv6 way out", vpc.id),
        lambda: template.add(
            f"{vpc.id}Ipv6Gateway", "AWS::EC2::EgressOnlyInternetGateway", {"VpcId": Ref(vpc.id)}
        ),
    )
    template.add(
        f"{table}Ipv6",
        "AWS::EC2::Route",
        {
            "RouteTableId": Ref(table),
            "DestinationIpv6CidrBlock": EVERYWHERE,
            "EgressOnlyInternetGatewayId": Ref(gateway),
        },
    )
