"""VPCs, subnets, routes, NAT and endpoints, as they were planned."""

from typing import Any

from bot.blocks.intrinsics import GetAtt, Ref, Sub, zone
from bot.blocks.naming import plain
from bot.blocks.network.acls import build_acls
from bot.blocks.network.addresses import ANYWHERE
from bot.blocks.network.flow_logs import build_flow_logs
from bot.blocks.network.ipv6 import add_addresses, add_private_route, add_public_route, add_range
from bot.blocks.network.ports import build_groups
from bot.blocks.network.telling import tell
from bot.blocks.placing.egress import GATEWAYS
from bot.blocks.placing.plan import Subnet, Vpc
from bot.blocks.stake import Stake
from bot.blocks.template import Template


def name_tag(text: str) -> list[dict[str, Any]]:
    return [{"Key": "Name", "Value": text}]


def build_network(template: Template) -> None:
    for sentence in template.network.assumptions:
        template.assume(sentence)
    for vpc in template.network.vpcs:
        for sentence in vpc.egress.costs:
            template.assume(sentence, Stake.MONEY)
        with template.owned_by(vpc.id):
            _vpc(template, vpc)
    build_groups(template)


def _vpc(template: Template, vpc: Vpc) -> None:
    title = plain(vpc.container.label) if vpc.container else ""
    template.add(
        vpc.id,
        "AWS::EC2::VPC",
        {
            "CidrBlock": vpc.cidr,
            "EnableDnsHostnames": True,
            "EnableDnsSupport": True,
            "Tags": name_tag(title or vpc.id),
        },
    )
    add_range(template, vpc)
    for subnet in vpc.subnets:
        _subnet(template, vpc, subnet)
    if vpc.tier("public"):
        _public_routes(template, vpc)
    _private_routes(template, vpc)
    _endpoints(template, vpc)
    build_acls(template, vpc)
    build_flow_logs(template, vpc)
    tell(template, vpc)


def _subnet(template: Template, vpc: Vpc, subnet: Subnet) -> None:
    title = plain(subnet.container.label) if subnet.container else ""
    template.add(
        subnet.id,
        "AWS::EC2::Subnet",
        {
            "VpcId": Ref(vpc.id),
            "CidrBlock": subnet.cidr,
            "AvailabilityZone": zone(subnet.zone),
            "MapPublicIpOnLaunch": False,
            "Tags": name_tag(title or subnet.id),
        },
    )
    add_addresses(template, vpc, subnet)


def _public_routes(template: Template, vpc: Vpc) -> None:
    igw = vpc.egress.igw
    gateway = template.add(
        template.id(igw) if igw else "InternetGateway",
        "AWS::EC2::InternetGateway",
        {"Tags": name_tag(template.title(igw) if igw else f"{vpc.id} internet gateway")},
    )
    attachment = template.add(
        f"{gateway}Attachment",
        "AWS::EC2::VPCGatewayAttachment",
        {"VpcId": Ref(vpc.id), "InternetGatewayId": Ref(gateway)},
    )
    table = _table(template, vpc, "PublicRouteTable")
    route = template.add(
        "PublicRoute",
        "AWS::EC2::Route",
        {
            "RouteTableId": Ref(table),
            "DestinationCidrBlock": ANYWHERE,
            "GatewayId": Ref(gateway),
        },
        DependsOn=[attachment],
    )
    add_public_route(template, vpc, table, gateway, attachment)
    template.remember(("way in", vpc.id), route)
    for subnet in vpc.tier("public"):
        _associate(template, subnet, table)


def _table(template: Template, vpc: Vpc, wanted: str) -> str:
    table = template.add(wanted, "AWS::EC2::RouteTable", {"VpcId": Ref(vpc.id)})
    template.properties(table)["Tags"] = name_tag(table)
    template.remember(("table", vpc.id, table), table)
    return table


def _associate(template: Template, subnet: Subnet, table: str) -> None:
    template.add(
        f"{subnet.id}Routes",
        "AWS::EC2::SubnetRouteTableAssociation",
        {"SubnetId": Ref(subnet.id), "RouteTableId": Ref(table)},
    )


def _private_routes(template: Template, vpc: Vpc) -> None:
    nats = _nats(template, vpc)
    private = vpc.tier("private")
    tables: dict[int, str] = {}
    for index, subnet in enumerate(private):
        # Each Availability Zone goes out by its own NAT gateway where there are several.
        turn = index % len(nats) if len(nats) > 1 else 0
        if turn not in tables:
            tables[turn] = _private_table(template, vpc, nats[turn] if nats else None)
        _associate(template, subnet, tables[turn])


def _private_table(template: Template, vpc: Vpc, nat: str | None) -> str:
    table = _table(template, vpc, "PrivateRouteTable")
    if nat:
        route = template.add(
            f"{nat}Route",
            "AWS::EC2::Route",
            {
                "RouteTableId": Ref(table),
                "DestinationCidrBlock": ANYWHERE,
                "NatGatewayId": Ref(nat),
            },
        )
        template.remember(("way out", vpc.id), route)
        template.remember(("way out", nat), route)
    add_private_route(template, vpc, table)
    return table


def _nats(template: Template, vpc: Vpc) -> list[str]:
    public = vpc.tier("public")
    placed = [(template.id(one), template.place(one)) for one in vpc.egress.nats]
    found = [_nat(template, vpc, name, place.subnets[0]) for name, place in placed if place]
    wanted = one_a_zone(public) if vpc.egress.nat_per_zone else list(public[:1])
    if vpc.egress.added_nat or (found and vpc.egress.nat_per_zone):
        # A drawn one stands in the first of the subnets that nothing else is said of.
        found += [_added_nat(template, vpc, one) for one in wanted[len(found) :]]
    return found


def _added_nat(template: Template, vpc: Vpc, subnet: Subnet) -> str:
    with template.owned_by(subnet.id):
        return _nat(template, vpc, "NatGateway", subnet)


def _nat(template: Template, vpc: Vpc, wanted: str, subnet: Subnet) -> str:
    way_in = template.known("way in", vpc.id)
    address = template.add(
        f"{wanted}Address", "AWS::EC2::EIP", {"Domain": "vpc"}, DependsOn=[way_in]
    )
    return template.add(
        wanted,
        "AWS::EC2::NatGateway",
        {
            "SubnetId": Ref(subnet.id),
            "AllocationId": GetAtt(address, "AllocationId"),
            "Tags": name_tag(wanted),
        },
        DependsOn=[way_in],
    )


def _endpoints(template: Template, vpc: Vpc) -> None:
    tables = [Ref(one) for one in template.route_tables(vpc.id)]
    for service in vpc.egress.gateways:
        _endpoint(template, vpc, service, {"VpcEndpointType": "Gateway", "RouteTableIds": tables})
    if not vpc.egress.interfaces:
        return
    group = endpoint_group(template, vpc)
    inside = vpc.tier("private") or vpc.tier("public")
    for service in vpc.egress.interfaces:
        _endpoint(
            template,
            vpc,
            service,
            {
                "VpcEndpointType": "Interface",
                "PrivateDnsEnabled": True,
                "SubnetIds": [Ref(one.id) for one in one_a_zone(inside)],
                "SecurityGroupIds": [Ref(group)],
            },
        )


def one_a_zone(subnets: tuple[Subnet, ...]) -> list[Subnet]:
    """AWS accepts one subnet of each Availability Zone."""
    return list({one.zone: one for one in reversed(subnets)}.values())[::-1]


def service_name(service: str) -> Sub:
    return Sub(f"com.amazonaws.${{AWS::Region}}.{service}")


def _endpoint(template: Template, vpc: Vpc, service: str, properties: dict[str, Any]) -> None:
    title = service.replace("-", " ").title().replace(" ", "")
    name = template.add(
        f"{'DynamoDB' if service == GATEWAYS[1] else title}Endpoint",
        "AWS::EC2::VPCEndpoint",
        {
            "VpcId": Ref(vpc.id),
            "ServiceName": service_name(service),
            **properties,
        },
    )
    template.remember(("endpoint", str(Ref(vpc.id)), service), name)


def endpoint_group(template: Template, vpc: Vpc) -> str:
    """The group that all interface endpoints of a VPC share."""
    return template.once(("endpoint group", vpc.id), lambda: _endpoint_group(template, vpc))


def _endpoint_group(template: Template, vpc: Vpc) -> str:
    properties = {
        "GroupDescription": "HTTPS from inside the VPC to AWS services",
        "VpcId": Ref(vpc.id),
        "SecurityGroupIngress": [
            {
                "IpProtocol": "tcp",
                "FromPort": 443,
                "ToPort": 443,
                "CidrIp": GetAtt(vpc.id, "CidrBlock"),
                "Description": "HTTPS from inside the VPC",
            }
        ],
    }
    with template.owned_by(vpc.id):
        return template.add("EndpointSecurityGroup", "AWS::EC2::SecurityGroup", properties)


def subnet_refs(subnets: tuple[Subnet, ...]) -> list[Ref]:
    return [Ref(one.id) for one in subnets]
