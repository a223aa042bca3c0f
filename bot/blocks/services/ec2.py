"""Amazon EC2: instances without SSH, with an encrypted disk and a page that says they are there."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import name_tag
from bot.blocks.network.groups import group_id, open_to_all, security_group
from bot.blocks.network.ports import DEFAULT_VPC, opened
from bot.blocks.permissions import keep_role, role
from bot.blocks.placing.egress import has_public_address, is_asked_public
from bot.blocks.placing.plan import Place
from bot.blocks.services.machines import (
    IMDSV2,
    disk,
    disk_gib,
    image,
    machine_type,
    system,
    user_data,
)
from bot.blocks.settings import ON
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

PORT = 80
_SESSIONS = "AmazonSSMManagedInstanceCore"


def profile(template: Template, component: Component, *, reaches_ssm: bool) -> str:
    """An instance profile with the component's role in it."""
    name = template.id(component)
    managed = [_SESSIONS] if reaches_ssm else []
    assumed = role(template, f"{name}Role", "ec2.amazonaws.com", managed=managed)
    keep_role(template, component, assumed)
    return template.add(f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(assumed)]})


def reaches_ssm(component: Component, place: Place | None, *, public: bool) -> bool:
    """Whether Session Manager finds it: over the internet, a NAT gateway or endpoints."""
    if place is None or public or component.setting("ssm") == ON:
        return True
    return bool(place.vpc.egress.nats) or place.vpc.egress.added_nat


def _build(template: Template, component: Component) -> None:
    name, title, place = (
        template.id(component),
        template.title(component),
        template.place(component),
    )
    public = has_public_address(template.drawing, component) and (
        place is None or place.tier == "public"
    )
    managed = reaches_ssm(component, place, public=public)
    network = (
        _in_default_vpc(template, component)
        if place is None
        else _in_subnet(template, component, place, public=public)
    )
    template.add(
        name,
        "AWS::EC2::Instance",
        {
            "ImageId": image(template, component),
            "InstanceType": machine_type(template, component),
            "IamInstanceProfile": Ref(profile(template, component, reaches_ssm=managed)),
            **network,
            "BlockDeviceMappings": [disk(template, component)],
            "MetadataOptions": IMDSV2,
            "Tags": name_tag(title),
        },
    )
    _say(template, component, managed=managed)
    template.output(f"{name}Id", Ref(name), f"Instance id of {title}")
    if public and place:
        template.depends(name, template.known("way in", place.vpc.id) or "")
    _address(template, component, place, public=public)


def _in_subnet(
    template: Template, component: Component, place: Place, *, public: bool
) -> dict[str, Any]:
    group = security_group(template, component).name
    rules = opened(template.asked(component), GetAtt(place.vpc.id, "CidrBlock"))
    if rules:
        template.properties(group).setdefault("SecurityGroupIngress", []).extend(rules)
    if public and not rules and template.drawing.entered(component):
        open_to_all(template, component, PORT)
        template.assume(
            f"{template.title(component)} answers anyone on port {PORT}, since the internet is to reach it.",
            Stake.DATA,
        )
    interface = {
        "DeviceIndex": "0",
        "SubnetId": Ref(place.subnets[0].id),
        "GroupSet": [group_id(template, component)],
        "AssociatePublicIpAddress": public,
    }
    return {"NetworkInterfaces": [interface]}


def _in_default_vpc(template: Template, component: Component) -> dict[str, Any]:
    """The network that every account starts with; its subnets are public."""
    name = template.id(component)
    rules = opened(template.asked(component), DEFAULT_VPC)
    group = template.add(
        f"{name}SecurityGroup",
        "AWS::EC2::SecurityGroup",
        {
            "GroupDescription": f"What may reach {template.title(component)}",
            **({"SecurityGroupIngress": rules} if rules else {}),
            "Tags": name_tag(f"{name}SecurityGroup"),
        },
    )
    template.remember(("group", component.id), group)
    template.assume(
        "The account's default VPC is used, so the stack is made only where there is one.",
        Stake.ACT,
    )
    return {"SecurityGroupIds": [GetAtt(group, "GroupId")]}


def _address(
    template: Template, component: Component, place: Place | None, *, public: bool
) -> None:
    name, title = template.id(component), template.title(component)
    if template.asked(component).is_on("elastic-ip"):
        way_in = template.known("way in", place.vpc.id) if place else None
        waits = {"DependsOn": [way_in]} if way_in else {}
        fixed = template.add(f"{name}ElasticIp", "AWS::EC2::EIP", {"Domain": "vpc"}, **waits)
        template.add(
            f"{name}ElasticIpAssociation",
            "AWS::EC2::EIPAssociation",
            {"AllocationId": GetAtt(fixed, "AllocationId"), "InstanceId": Ref(name)},
        )
        template.output(f"{name}Address", Ref(fixed), f"Fixed public address of {title}")
    elif public or (place is None and is_asked_public(component)):
        template.output(f"{name}Address", GetAtt(name, "PublicIp"), f"Public address of {title}")


def _say(template: Template, component: Component, *, managed: bool) -> None:
    size, kind = disk_gib(template, component), machine_type(template, component)
    title = system(template, component).title
    template.assume(
        f"Instances are {kind} with {title} and an encrypted disk of {size:,} GB.", Stake.MONEY
    )
    if managed:
        template.assume("People log in to instances with Session Manager; no SSH port is open.")
    else:
        template.assume(
            "Instances in private subnets have no way out to the internet, so nobody can log in to them."
        )


def _finish(template: Template, component: Component) -> None:
    name = template.id(component)
    if name in template.resources:
        template.properties(name)["UserData"] = user_data(template, component)


BLOCK = Block("ec2", "Instance", _build, _finish)
