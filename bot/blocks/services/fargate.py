"""AWS Fargate and Amazon ECS: a service of containers on Fargate, with a placeholder image."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import REGION, GetAtt, Ref
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.placing.egress import has_public_address
from bot.blocks.services.efs import Mount
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

PORT = 80
CONTAINER = "app"
IMAGE = "public.ecr.aws/nginx/nginx:stable"


def cluster(template: Template) -> str:
    """The one that all services share."""
    return template.once(("cluster",), lambda: template.add("Cluster", "AWS::ECS::Cluster"))


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name = template.id(component)
    task = task_definition(template, component)
    public = has_public_address(template.drawing, component) and place.tier == "public"
    template.add(
        name,
        "AWS::ECS::Service",
        {
            "Cluster": Ref(cluster(template)),
            "LaunchType": "FARGATE",
            "DesiredCount": component.count,
            "TaskDefinition": Ref(task),
            "DeploymentConfiguration": {
                "DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}
            },
            "NetworkConfiguration": {
                "AwsvpcConfiguration": {
                    "AssignPublicIp": "ENABLED" if public else "DISABLED",
                    "Subnets": subnet_refs(place.subnets),
                    "SecurityGroups": [GetAtt(security_group(template, component).name, "GroupId")],
                }
            },
        },
    )
    way_out = template.known("way in" if public else "way out", place.vpc.id)
    if way_out:
        # Without the route, the first tasks could not fetch their image.
        template.depends(name, way_out)
    template.assume(
        f"{template.title(component)} runs {component.count} × 0.25 vCPU, 0.5 GB with a placeholder web server; "
        "put your image in.",
        Stake.MONEY,
    )
    template.output(
        f"{name}Name", GetAtt(name, "Name"), f"ECS service of {template.title(component)}"
    )


def task_definition(template: Template, component: Component) -> str:
    name = template.id(component)
    logs = log_group(template, component)
    write = statement(
        "WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(logs, "Arn")]
    )
    starts = role(template, f"{name}StartRole", "ecs-tasks.amazonaws.com", [write])
    template.remember(("start role", component.id), starts)
    acts = role(template, f"{name}Role", "ecs-tasks.amazonaws.com")
    keep_role(template, component, acts)
    container: dict[str, Any] = {
        "Name": CONTAINER,
        "Image": IMAGE,
        "Essential": True,
        "PortMappings": [{"ContainerPort": PORT, "Protocol": "tcp"}],
        "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
                "awslogs-group": Ref(logs),
                "awslogs-region": REGION,
                "awslogs-stream-prefix": CONTAINER,
            },
        },
    }
    task = template.add(
        f"{name}Task",
        "AWS::ECS::TaskDefinition",
        {
            "RequiresCompatibilities": ["FARGATE"],
            "NetworkMode": "awsvpc",
            "Cpu": "256",
            "Memory": "512",
            "ExecutionRoleArn": GetAtt(starts, "Arn"),
            "TaskRoleArn": GetAtt(acts, "Arn"),
            "ContainerDefinitions": [container],
        },
    )
    return template.remember(("task", component.id), task)


def _finish(template: Template, component: Component) -> None:
    task, settings = template.known("task", component.id), template.settings(component)
    if task and settings:
        template.properties(task)["ContainerDefinitions"][0]["Environment"] = [
            {"Name": name, "Value": value} for name, value in settings.items()
        ]


def add_volume(template: Template, task: str, mount: Mount) -> None:
    """Lets the container work on a file system, in the task's role."""
    properties = template.properties(task)
    volume = {
        "Name": mount.system,
        "EFSVolumeConfiguration": {
            "FilesystemId": Ref(mount.system),
            "TransitEncryption": "ENABLED",
            "AuthorizationConfig": {"AccessPointId": Ref(mount.point), "IAM": "ENABLED"},
        },
    }
    properties.setdefault("Volumes", []).append(volume)
    (container,) = properties["ContainerDefinitions"]
    container.setdefault("MountPoints", []).append(
        {"SourceVolume": mount.system, "ContainerPath": mount.folder, "ReadOnly": False}
    )


FARGATE = Block("fargate", "Service", _build, _finish)
ECS = Block("ecs", "Service", _build, _finish)
