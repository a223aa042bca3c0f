"""Machines of a container cluster's own: a group of them that grows and shrinks with the tasks."""

from typing import Any

from bot.blocks.intrinsics import Call, GetAtt, Ref, Sub
from bot.blocks.network.build import name_tag, subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import role
from bot.blocks.placing.plan import Place
from bot.blocks.services.machines import IMDSV2, intel_type
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TYPE = "t3.medium"
_IMAGE = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
_MANAGED = ("service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore")
_GIB = 30
_MOST = 4
_FULL = 100


def capacity(template: Template, component: Component, place: Place, cluster: str) -> str:
    """The capacity provider that the tasks of a service run on."""
    name, title = template.id(component), template.title(component)
    group = _group(template, component, place, cluster)
    provider = template.add(
        f"{name}Capacity",
        "AWS::ECS::CapacityProvider",
        {
            "AutoScalingGroupProvider": {
                "AutoScalingGroupArn": Ref(group),
                "ManagedScaling": {"Status": "ENABLED", "TargetCapacity": _FULL},
                "ManagedTerminationProtection": "DISABLED",
            }
        },
    )
    template.once(
        ("capacity", cluster),
        lambda: template.add(
            f"{cluster}Capacity",
            "AWS::ECS::ClusterCapacityProviderAssociations",
            {
                "Cluster": Ref(cluster),
                "CapacityProviders": [],
                "DefaultCapacityProviderStrategy": [],
            },
        ),
    )
    known = template.properties(template.known("capacity", cluster) or "")
    known["CapacityProviders"].append(Ref(provider))
    if not known["DefaultCapacityProviderStrategy"]:
        known["DefaultCapacityProviderStrategy"] = [
            {"CapacityProvider": Ref(provider), "Weight": 1}
        ]
    template.assume(f"{title} runs on 1 to {_MOST} instances of its own.", Stake.MONEY)
    return provider


def _group(template: Template, component: Component, place: Place, cluster: str) -> str:
    name = template.id(component)
    acts = role(template, f"{name}MachineRole", "ec2.amazonaws.com", managed=_MANAGED)
    profile = template.add(f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(acts)]})
    image = template.parameter(
        "ContainerLinux",
        "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
        _IMAGE,
        "Where AWS publishes the id of the newest image for container instances",
    )
    script = f"#!/bin/bash\necho ECS_CLUSTER=${{{cluster}}} >> /etc/ecs/ecs.config\n"
    volume = {"VolumeSize": _GIB, "VolumeType": "gp3", "Encrypted": True}
    data: dict[str, Any] = {
        "ImageId": image,
        "InstanceType": intel_type(template, component, _TYPE),
        "IamInstanceProfile": {"Arn": GetAtt(profile, "Arn")},
        "SecurityGroupIds": [group_id(template, component)],
        "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": volume}],
        "MetadataOptions": IMDSV2,
        "UserData": Call("Base64", Sub(script)),
        "TagSpecifications": [
            {"ResourceType": "instance", "Tags": name_tag(template.title(component))}
        ],
    }
    launch = template.add(
        f"{name}MachineTemplate", "AWS::EC2::LaunchTemplate", {"LaunchTemplateData": data}
    )
    way_out = template.known("way out", place.vpc.id)
    return template.add(
        f"{name}Machines",
        "AWS::AutoScaling::AutoScalingGroup",
        {
            "MinSize": "1",
            "MaxSize": str(_MOST),
            "VPCZoneIdentifier": subnet_refs(place.subnets),
            "LaunchTemplate": {
                "LaunchTemplateId": Ref(launch),
                "Version": GetAtt(launch, "LatestVersionNumber"),
            },
        },
        **({"DependsOn": [way_out]} if way_out else {}),
    )
