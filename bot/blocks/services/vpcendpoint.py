"""VPC endpoints: to exactly the AWS services that they are drawn to lead to."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.network.build import endpoint_group, name_tag, one_a_zone, service_name
from bot.blocks.placing.egress import GATEWAYS, INTERFACES
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    for service in _services(template, component):
        properties = _endpoint(template, component, service)
        # A route table takes one endpoint of a service, whoever draws it how often.
        key = ("endpoint", str(properties["VpcId"]), service)
        if template.known(*key) is None:
            wanted = name if name not in template.resources else f"{name}2"
            made = template.add(wanted, "AWS::EC2::VPCEndpoint", properties)
            template.remember(key, made)


def _services(template: Template, component: Component) -> list[str]:
    drawn = template.drawing.targets(component, *GATEWAYS, *INTERFACES)
    if not drawn:
        template.assume(
            f"{template.title(component)} leads to Amazon S3, since nothing else was named."
        )
    return list(dict.fromkeys(INTERFACES.get(one.service, one.service) for one in drawn)) or ["s3"]


def _endpoint(template: Template, component: Component, service: str) -> dict[str, Any]:
    place = template.place(component)
    if place is None:
        return {}
    shared: dict[str, Any] = {
        "VpcId": Ref(place.vpc.id),
        "ServiceName": service_name(service),
        "Tags": name_tag(f"{template.title(component)} {service}"),
    }
    if service in GATEWAYS:
        tables = template.route_tables(place.vpc.id)
        return {
            **shared,
            "VpcEndpointType": "Gateway",
            "RouteTableIds": [Ref(one) for one in tables],
        }
    inside = place.vpc.tier("private") or place.vpc.tier("public")
    return {
        **shared,
        "VpcEndpointType": "Interface",
        "PrivateDnsEnabled": True,
        "SubnetIds": [Ref(one.id) for one in one_a_zone(inside)],
        "SecurityGroupIds": [Ref(endpoint_group(template, place.vpc))],
    }


BLOCK = Block("vpcendpoint", "Endpoint", _build)
