"""AWS Site-to-Site VPN: a gateway at the VPC, and the connection to a router whose address is known."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.network.build import name_tag
from bot.blocks.placing.plan import Vpc
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_ADDRESS = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9./])")
_ASN = 65000
# Kept for examples.
_STAND_IN = "203.0.113.1"


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    template.add(name, "AWS::EC2::VPNGateway", {"Type": "ipsec.1", "Tags": name_tag(title)})
    _attach(template, name, place.vpc)
    address = next(_addresses(template, component), None) or _left_open(template, component)
    if address:
        _connect(template, component, address)
    else:
        template.assume(
            f"Say which public address the router at the other end of {title} has; then the connection is made.",
            Stake.ACT,
        )
    template.output(f"{name}Id", Ref(name), f"Id of the VPN gateway {title}")


def _attach(template: Template, gateway: str, vpc: Vpc) -> None:
    attachment = template.add(
        f"{gateway}Attachment",
        "AWS::EC2::VPCGatewayAttachment",
        {"VpcId": Ref(vpc.id), "VpnGatewayId": Ref(gateway)},
    )
    tables = [Ref(one) for one in template.route_tables(vpc.id)]
    if tables:
        template.add(
            f"{gateway}Routes",
            "AWS::EC2::VPNGatewayRoutePropagation",
            {"RouteTableIds": tables, "VpnGatewayId": Ref(gateway)},
            DependsOn=[attachment],
        )


def _addresses(template: Template, component: Component) -> Iterator[str]:
    """Where the router may be reached: as said, or as written beside either end."""
    outside = [*template.drawing.sources(component), *template.drawing.targets(component)]
    said = component.setting("address") or ""
    for text in (said, component.label, *(one.label for one in outside)):
        for found in _ADDRESS.findall(text):
            if _is_public(found):
                yield found


def _left_open(template: Template, component: Component) -> Ref | None:
    """A parameter, where it is known what is behind the router, and not where that is."""
    if not component.setting("cidr"):
        return None
    name = f"{template.id(component)}RouterAddress"
    what = f"Public address of the router at the other end of {template.title(component)}"
    template.assume(
        f"Say which public address the router at the other end of {template.title(component)} has: until then the "
        f"connection leads to {_STAND_IN}, where nobody is.",
        Stake.ACT,
    )
    return template.parameter(name, "String", _STAND_IN, what)


def _is_public(text: str) -> bool:
    try:
        return IPv4Address(text).is_global
    except ValueError:
        return False


def _connect(template: Template, component: Component, address: str | Ref) -> None:
    name, title = template.id(component), template.title(component)
    customer = template.add(
        f"{name}Router",
        "AWS::EC2::CustomerGateway",
        {
            "Type": "ipsec.1",
            "IpAddress": address,
            "BgpAsn": _ASN,
            "Tags": name_tag(f"{title} router"),
        },
    )
    behind = template.asked(component).cidr("cidr", 8, 32)
    connection = template.add(
        f"{name}Connection",
        "AWS::EC2::VPNConnection",
        {
            "Type": "ipsec.1",
            "CustomerGatewayId": Ref(customer),
            "VpnGatewayId": Ref(name),
            "StaticRoutesOnly": behind is not None,
            "Tags": name_tag(title),
        },
    )
    if behind:
        template.add(
            f"{connection}Route",
            "AWS::EC2::VPNConnectionRoute",
            {"VpnConnectionId": Ref(connection), "DestinationCidrBlock": str(behind)},
        )
    else:
        template.assume(f"The router of {title} tells its routes by BGP, with the number {_ASN}.")
    template.assume("A VPN connection is billed by the hour.", Stake.MONEY)


BLOCK = Block("vpn", "VpnGateway", _build)
