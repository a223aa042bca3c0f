"""AWS Cloud Map: names by which services find each other, inside the VPC where there is one."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, own_name
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, slug = template.id(component), template.short(component)
    vpc = next(iter(template.network.vpcs), None)
    if vpc:
        template.add(
            name,
            "AWS::ServiceDiscovery::PrivateDnsNamespace",
            {"Name": f"{slug}.internal", "Vpc": Ref(vpc.id)},
        )
    else:
        template.add(name, "AWS::ServiceDiscovery::HttpNamespace", {"Name": own_name(slug)})
    template.output(f"{name}Arn", GetAtt(name, "Arn"), "ARN of the namespace")


BLOCK = Block("cloudmap", "Namespace", _build)
