"""AWS Fargate and Amazon ECS: a service of containers on Fargate, with a placeholder image."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import REGION, GetAtt, Ref, Sub
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.placing.egress import has_public_address
from bot.blocks.placing.plan import Place
from bot.blocks.services.cluster_machines import capacity
from bot.blocks.services.containers import PORT, image, is_placeholder, port, size
from bot.blocks.services.efs import Mount
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

CONTAINER = "app"
_MOST_TASKS, _BUSY = 50, 60


def cluster(template: Template) -> str:
    """The one that all services share."""
    return template.once(("cluster",), lambda: template.add("Cluster", "AWS::ECS::Cluster"))


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    task = task_definition(template, component)
    on_machines = _on_machines(component)
    public = has_public_address(template.drawing, component) and place.tier == "public"
    count = asked.number("count", 0, _MOST_TASKS)
    count = component.count if count is None else count
    template.add(
        name,
        "AWS::ECS::Service",
        {
            "Cluster": Ref(cluster(template)),
            **_where(template, component, place),
            "DesiredCount": count,
            "TaskDefinition": Ref(task),
            "DeploymentConfiguration": {
                "DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}
            },
            "NetworkConfiguration": {
                "AwsvpcConfiguration": {
                    **({} if on_machines else _addresses(public=public)),
                    "Subnets": subnet_refs(place.subnets),
                    "SecurityGroups": [group_id(template, component)],
                }
            },
        },
    )
    _wait(template, component, place, public=public)
    bounded = any(component.setting(one) for one in ("min", "max", "cpu-percent"))
    if asked.is_on("scaling", default=bounded):
        _scale(template, component, count)
    _say(template, component, count)
    template.output(f"{name}Name", GetAtt(name, "Name"), f"ECS service of {title}")


def _on_machines(component: Component) -> bool:
    return component.service == "ecs" and (component.setting("launch") or "").lower() == "ec2"


def _where(template: Template, component: Component, place: Place) -> dict[str, Any]:
    template.asked(component).choice("launch", ("fargate", "ec2"))
    if not _on_machines(component):
        return {"LaunchType": "FARGATE"}
    provider = capacity(template, component, place, cluster(template))
    return {"CapacityProviderStrategy": [{"CapacityProvider": Ref(provider), "Weight": 1}]}


def _addresses(*, public: bool) -> dict[str, str]:
    return {"AssignPublicIp": "ENABLED" if public else "DISABLED"}


def _wait(template: Template, component: Component, place: Place, *, public: bool) -> None:
    """Without the route, the first tasks could not fetch their image; without the machines, they had no place."""
    name = template.id(component)
    way_out = template.known("way in" if public else "way out", place.vpc.id)
    machines = template.known("capacity", cluster(template)) if _on_machines(component) else None
    for one in (way_out, machines):
        if one:
            template.depends(name, one)


def _say(template: Template, component: Component, count: int) -> None:
    title, each = template.title(component), size(template, component).in_words
    what = "with a placeholder web server; put your image in" if is_placeholder(component) else ""
    template.assume(f"{title} runs {count} × {each} {what}".strip() + ".", Stake.MONEY)
    if is_placeholder(component) and component.setting("port"):
        template.asked(component).cannot("port", f"{PORT}, since the placeholder listens there")


def _scale(template: Template, component: Component, count: int) -> None:
    name, asked = template.id(component), template.asked(component)
    least = asked.number("min", 0, _MOST_TASKS)
    least = max(count, 1) if least is None else least
    most = max(asked.number("max", 1, _MOST_TASKS) or 2 * count, least, 1)
    busy = asked.number("cpu-percent", 1, 100) or _BUSY
    target = template.add(
        f"{name}Scaling",
        "AWS::ApplicationAutoScaling::ScalableTarget",
        {
            "ServiceNamespace": "ecs",
            "ResourceId": Sub(f"service/${{{cluster(template)}}}/${{{name}.Name}}"),
            "ScalableDimension": "ecs:service:DesiredCount",
            "MinCapacity": least,
            "MaxCapacity": most,
        },
    )
    template.add(
        f"{name}Load",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        {
            "PolicyName": "load",
            "PolicyType": "TargetTrackingScaling",
            "ScalingTargetId": Ref(target),
            "TargetTrackingScalingPolicyConfiguration": {
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "ECSServiceAverageCPUUtilization"
                },
                "TargetValue": busy,
            },
        },
    )
    template.assume(
        f"{template.title(component)} grows to {most} tasks above {busy} % CPU.", Stake.MONEY
    )


def family(name: str) -> Sub:
    """What the versions of a task are called."""
    return Sub(f"${{AWS::StackName}}-{name}")


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
        "Image": image(template, component),
        "Essential": True,
        "PortMappings": [{"ContainerPort": port(component), "Protocol": "tcp"}],
        "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
                "awslogs-group": Ref(logs),
                "awslogs-region": REGION,
                "awslogs-stream-prefix": CONTAINER,
            },
        },
    }
    each = size(template, component)
    task = template.add(
        f"{name}Task",
        "AWS::ECS::TaskDefinition",
        {
            "Family": family(name),
            "RequiresCompatibilities": ["EC2" if _on_machines(component) else "FARGATE"],
            "NetworkMode": "awsvpc",
            "Cpu": str(each.cpu),
            "Memory": str(each.memory),
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
