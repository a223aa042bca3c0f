"""Amazon EKS: a cluster whose API answers inside its VPC, with nodes that AWS manages or pods on Fargate."""

import re
from typing import Any

from bot.blocks.asked import MACHINE
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, own_name
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role
from bot.blocks.placing.plan import Place
from bot.blocks.services.machines import is_arm
from bot.blocks.stake import Stake
from bot.blocks.template import LOG_DAYS, Template
from bot.domain.architecture import Component

_TYPE = "t3.medium"
# What EKS still starts: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
_VERSION = re.compile(r"1\.(?:29|3[0-9])")
_WATCHED = ("api", "audit", "authenticator")
_OF_A_NODE = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
)
_NAMESPACES = ("default", "kube-system")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    # The name is the stack's own; the log group has to be called after it, so that logs do not stay for ever.
    called = template.short(component)
    logs = template.add(
        f"{name}Logs",
        "AWS::Logs::LogGroup",
        {"LogGroupName": own_name(f"/aws/eks/{called}", "/cluster"), "RetentionInDays": LOG_DAYS},
    )
    acts = role(template, f"{name}Role", "eks.amazonaws.com", managed=["AmazonEKSClusterPolicy"])
    version = template.asked(component).text("version", _VERSION) or None
    template.add(
        name,
        "AWS::EKS::Cluster",
        {
            "Name": own_name(called),
            **({"Version": version} if version else {}),
            "RoleArn": GetAtt(acts, "Arn"),
            "AccessConfig": {"AuthenticationMode": "API"},
            "ResourcesVpcConfig": {
                "SubnetIds": subnet_refs(place.subnets),
                "SecurityGroupIds": [group_id(template, component)],
                "EndpointPrivateAccess": True,
                "EndpointPublicAccess": False,
            },
            "Logging": {"ClusterLogging": {"EnabledTypes": [{"Type": one} for one in _WATCHED]}},
        },
        DependsOn=[logs],
    )
    _workers(template, component, place)
    template.assume(
        f"The API of {title} answers inside its VPC alone: give your role an access entry, and use kubectl from "
        "AWS CloudShell in this VPC.",
        Stake.ACT,
    )
    template.output(f"{name}Name", Ref(name), f"Name of the cluster {title}")
    template.output(
        f"{name}Endpoint", GetAtt(name, "Endpoint"), f"Where the API of {title} answers"
    )


def _workers(template: Template, component: Component, place: Place) -> None:
    if template.asked(component).is_on("fargate"):
        _pods_on_fargate(template, component, place)
    else:
        _nodes(template, component, place)


def _nodes(template: Template, component: Component, place: Place) -> None:
    name, title = template.id(component), template.title(component)
    kind = template.asked(component).text("instance-type", MACHINE) or _TYPE
    wanted = template.asked(component).number("nodes", 1, 100) or max(component.count, 2)
    acts = role(template, f"{name}NodeRole", "ec2.amazonaws.com", managed=_OF_A_NODE)
    keep_role(template, component, acts)
    properties: dict[str, Any] = {
        "ClusterName": Ref(name),
        "NodeRole": GetAtt(acts, "Arn"),
        "Subnets": subnet_refs(place.subnets),
        "InstanceTypes": [kind],
        "AmiType": f"AL2023_{'ARM_64' if is_arm(kind) else 'x86_64'}_STANDARD",
        "ScalingConfig": {"MinSize": 1, "DesiredSize": wanted, "MaxSize": 2 * wanted},
        "UpdateConfig": {"MaxUnavailable": 1},
    }
    template.add(
        f"{name}Nodes",
        "AWS::EKS::Nodegroup",
        properties,
        **_once_there_is_a_way_out(template, place),
    )
    template.assume(
        f"{title} has {wanted} nodes of {kind}, up to {2 * wanted} if you scale it.", Stake.MONEY
    )


def _pods_on_fargate(template: Template, component: Component, place: Place) -> None:
    name = template.id(component)
    acts = role(
        template,
        f"{name}PodRole",
        "eks-fargate-pods.amazonaws.com",
        managed=["AmazonEKSFargatePodExecutionRolePolicy"],
    )
    keep_role(template, component, acts)
    template.add(
        f"{name}Pods",
        "AWS::EKS::FargateProfile",
        {
            "ClusterName": Ref(name),
            "PodExecutionRoleArn": GetAtt(acts, "Arn"),
            "Subnets": subnet_refs(place.subnets),
            "Selectors": [{"Namespace": one} for one in _NAMESPACES],
        },
        **_once_there_is_a_way_out(template, place),
    )
    template.assume(
        f"{template.title(component)} runs the pods of {' and '.join(_NAMESPACES)} on Fargate."
    )


def _once_there_is_a_way_out(template: Template, place: Place) -> dict[str, Any]:
    route = template.known("way out", place.vpc.id)
    return {"DependsOn": [route]} if route else {}


BLOCK = Block("eks", "KubernetesCluster", _build)
