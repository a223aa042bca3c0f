"""EC2 Auto Scaling: a group of equal instances that follows the load."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import name_tag, subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.services.ec2 import DISK, IMDSV2, TYPE, image, profile, user_data
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_BUSY = 60


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    reaches_ssm = bool(place.vpc.egress.nats) or place.vpc.egress.added_nat
    data: dict[str, Any] = {
        "ImageId": image(template),
        "InstanceType": TYPE,
        "IamInstanceProfile": {
            "Arn": GetAtt(profile(template, component, reaches_ssm=reaches_ssm), "Arn")
        },
        "SecurityGroupIds": [GetAtt(security_group(template, component).name, "GroupId")],
        "BlockDeviceMappings": [DISK],
        "MetadataOptions": IMDSV2,
        "TagSpecifications": [{"ResourceType": "instance", "Tags": name_tag(title)}],
    }
    launch = template.add(
        f"{name}Template", "AWS::EC2::LaunchTemplate", {"LaunchTemplateData": data}
    )
    template.remember(("launch", component.id), launch)
    smallest = max(component.count, 1)
    template.add(
        name,
        "AWS::AutoScaling::AutoScalingGroup",
        {
            "MinSize": str(smallest),
            "MaxSize": str(max(2 * smallest, 2)),
            "VPCZoneIdentifier": subnet_refs(place.subnets),
            "LaunchTemplate": {
                "LaunchTemplateId": Ref(launch),
                "Version": GetAtt(launch, "LatestVersionNumber"),
            },
        },
    )
    _follow_load(template, name)
    template.assume(
        f"{title} has {smallest} to {max(2 * smallest, 2)} instances of {TYPE} and grows above {_BUSY} % CPU.",
        Stake.MONEY,
    )
    template.output(f"{name}Name", Ref(name), f"Name of the Auto Scaling group {title}")


def _follow_load(template: Template, name: str) -> None:
    template.add(
        f"{name}Load",
        "AWS::AutoScaling::ScalingPolicy",
        {
            "AutoScalingGroupName": Ref(name),
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingConfiguration": {
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "ASGAverageCPUUtilization"
                },
                "TargetValue": _BUSY,
            },
        },
    )


def _finish(template: Template, component: Component) -> None:
    launch = template.known("launch", component.id)
    if launch:
        data = template.properties(launch)["LaunchTemplateData"]
        data["UserData"] = user_data(template, component)


BLOCK = Block("autoscaling", "Group", _build, _finish)
