"""Security groups: one for each thing in a VPC, open exactly to what is drawn as connected to it."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.addresses import ANYWHERE
from bot.blocks.network.build import name_tag
from bot.blocks.network.ports import asked_of, opened
from bot.blocks.template import Template
from bot.domain.architecture import Component


def security_group(template: Template, component: Component) -> Ref:
    """The component's own group."""
    return Ref(template.once(("group", component.id), lambda: _made(template, component)))


def group_id(template: Template, component: Component) -> GetAtt:
    return GetAtt(security_group(template, component).name, "GroupId")


def _calling_group(template: Template, component: Component) -> GetAtt:
    """The group that its calls come from: pods call from the one that EKS makes for a cluster."""
    if component.service == "eks":
        return GetAtt(template.id(component), "ClusterSecurityGroupId")
    return group_id(template, component)


def _made(template: Template, component: Component) -> str:
    place = template.place(component)
    if place is None:
        raise LookupError(f"{component.service} stands in no VPC")
    name = f"{template.id(component)}SecurityGroup"
    properties: dict[str, Any] = {
        "GroupDescription": f"What may reach {template.title(component)}",
        "VpcId": Ref(place.vpc.id),
        "Tags": name_tag(name),
    }
    box = template.drawing.architecture.within(component, "security-group")
    rules = opened(asked_of(template, box), GetAtt(place.vpc.id, "CidrBlock")) if box else []
    if rules:
        properties["SecurityGroupIngress"] = rules
    return template.add(name, "AWS::EC2::SecurityGroup", properties)


def open_to_all(template: Template, component: Component, *ports: int) -> None:
    group = security_group(template, component).name
    rules: list[dict[str, Any]] = template.properties(group).setdefault("SecurityGroupIngress", [])
    rules.extend(
        {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "CidrIp": ANYWHERE,
            "Description": "From the internet",
        }
        for port in ports
    )


# What leads from one VPC to another.
_JOINING = ("transitgateway", "vpcpeering")


def let_in(template: Template, wire: Wire, port: int) -> None:
    """Lets the source of an arrow reach its target, if both stand in one VPC."""
    if not template.network.together(wire.source, wire.target):
        here, there = template.place(wire.source), template.place(wire.target)
        if here and there and template.drawing.of(*_JOINING):
            # Groups of another VPC are no groups here, so its whole range is let in.
            said = f"From the VPC of {template.title(wire.source)}"
            _open(template, wire, port, {"CidrIp": here.vpc.cidr}, said)
        elif here and there:
            template.assume(
                f"{template.title(wire.source)} and {template.title(wire.target)} stand in "
                "different VPCs, and nothing joins these."
            )
        return
    group = {"SourceSecurityGroupId": _calling_group(template, wire.source)}
    _open(template, wire, port, group, f"From {template.title(wire.source)}")


def _open(
    template: Template, wire: Wire, port: int, source: dict[str, Any], description: str
) -> None:
    template.once(
        ("reach", wire.source.id, wire.target.id, str(port)),
        lambda: template.add(
            f"{template.id(wire.target)}From{template.id(wire.source)}",
            "AWS::EC2::SecurityGroupIngress",
            {
                "GroupId": group_id(template, wire.target),
                "IpProtocol": "tcp",
                "FromPort": port,
                "ToPort": port,
                **source,
                "Description": description,
            },
        ),
    )
