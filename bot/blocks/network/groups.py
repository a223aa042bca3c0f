"""Security groups: one for each thing in a VPC, open exactly to what is drawn as connected to it."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import ANYWHERE, name_tag
from bot.blocks.template import Template
from bot.domain.architecture import Component


def security_group(template: Template, component: Component) -> Ref:
    """The component's own group."""
    return Ref(template.once(("group", component.id), lambda: _made(template, component)))


def _made(template: Template, component: Component) -> str:
    place = template.place(component)
    if place is None:
        raise LookupError(f"{component.service} stands in no VPC")
    name = f"{template.id(component)}SecurityGroup"
    return template.add(
        name,
        "AWS::EC2::SecurityGroup",
        {
            "GroupDescription": f"What may reach {template.title(component)}",
            "VpcId": Ref(place.vpc.id),
            "Tags": name_tag(name),
        },
    )


def open_to_all(template: Template, component: Component, *ports: int) -> None:
    group = security_group(template, component).name
    rules: list[dict[str, Any]] = template.properties(group).setdefault("SecurityGroupIngress", [])
    rules.extend(
        {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "CidrIp": ANYWHERE,
            "Description": "From the internet, as drawn",
        }
        for port in ports
    )


def let_in(template: Template, wire: Wire, port: int) -> None:
    """Lets the source of an arrow reach its target, if both stand in one VPC."""
    if not template.network.together(wire.source, wire.target):
        both = template.place(wire.source) and template.place(wire.target)
        if both:
            template.assume(
                f"{template.title(wire.source)} and {template.title(wire.target)} stand in "
                "different VPCs, and nothing drawn joins these."
            )
        return
    source, target = template.id(wire.source), template.id(wire.target)
    key = ("reach", wire.source.id, wire.target.id, str(port))
    template.once(
        key,
        lambda: template.add(
            f"{target}From{source}",
            "AWS::EC2::SecurityGroupIngress",
            {
                "GroupId": GetAtt(security_group(template, wire.target).name, "GroupId"),
                "IpProtocol": "tcp",
                "FromPort": port,
                "ToPort": port,
                "SourceSecurityGroupId": GetAtt(
                    security_group(template, wire.source).name, "GroupId"
                ),
                "Description": f"From {template.title(wire.source)}",
            },
        ),
    )
