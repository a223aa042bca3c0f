"""AWS Batch: machines that come and go, a queue before them, and a job to put into it."""

import re
from typing import Any

from bot.blocks.asked import IMAGE
from bot.blocks.block import Block
from bot.blocks.intrinsics import REGION, GetAtt, Ref
from bot.blocks.network.build import name_tag, subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.placing.plan import Place
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_IMAGE = "public.ecr.aws/amazonlinux/amazonlinux:2023"
_TYPE = "m5.large"
# Batch takes none of the families that burst, so t3 is not among them.
_SIZES = re.compile(
    r"[mcr](?:4|5|5a|5d|6a|6i|7a|7i)\.(?:large|(?:2|4)?xlarge)|g(?:4dn|5)\.(?:2|4|8)?xlarge"
)
_MOST_VCPUS = 16
_TRIES = 2
_LONGEST_SECONDS = 3600
# What Fargate has for as many vCPUs: the least and the most memory in MiB, and in what steps.
# https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
_MEMORY = {
    1: (2048, 8192, 1024),
    2: (4096, 16_384, 1024),
    4: (8192, 30_720, 1024),
    8: (16_384, 61_440, 4096),
    16: (32_768, 122_880, 8192),
}
_MIB_EACH = 2048
_COPIES_AN_OBJECT = (
    'dnf install -y awscli-2 && aws s3 cp "s3://$BUCKET/$KEY" /tmp/object && '
    'aws s3 cp /tmp/object "s3://$BUCKET/processed/$KEY"'
)


def on_machines(component: Component) -> bool:
    return (component.setting("launch") or "").lower() == "ec2"


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    template.asked(component).choice("launch", ("fargate", "ec2"))
    acts = role(
        template,
        f"{name}ServiceRole",
        "batch.amazonaws.com",
        managed=["service-role/AWSBatchServiceRole"],
    )
    template.add(
        name,
        "AWS::Batch::ComputeEnvironment",
        {
            "Type": "MANAGED",
            "State": "ENABLED",
            "ServiceRole": GetAtt(acts, "Arn"),
            "ReplaceComputeEnvironment": False,
            "ComputeResources": {
                **_machines(template, component),
                "MaxvCpus": _MOST_VCPUS,
                "Subnets": subnet_refs(place.subnets),
                "SecurityGroupIds": [group_id(template, component)],
            },
        },
    )
    _wait_for_the_way_out(template, component, place)
    template.add(
        queue(template, component),
        "AWS::Batch::JobQueue",
        {
            "Priority": 1,
            "State": "ENABLED",
            "ComputeEnvironmentOrder": [{"Order": 1, "ComputeEnvironment": Ref(name)}],
        },
    )
    _job(template, component)
    template.assume(
        f"{title} runs up to {_MOST_VCPUS} vCPUs at a time, and none while no job waits.",
        Stake.MONEY,
    )
    template.output(
        f"{name}QueueArn", Ref(queue(template, component)), f"Where jobs for {title} wait"
    )


def queue(template: Template, component: Component) -> str:
    return f"{template.id(component)}JobQueue"


def job(template: Template, component: Component) -> str:
    return f"{template.id(component)}JobDefinition"


def _wait_for_the_way_out(template: Template, component: Component, place: Place) -> None:
    route = template.known("way out", place.vpc.id)
    if route:
        template.depends(template.id(component), route)


def _machines(template: Template, component: Component) -> dict[str, Any]:
    if not on_machines(component):
        return {"Type": "FARGATE"}
    name = template.id(component)
    kind = template.asked(component).text("instance-type", _SIZES) or _TYPE
    managed = ["service-role/AmazonEC2ContainerServiceforEC2Role"]
    assumed = role(template, f"{name}InstanceRole", "ec2.amazonaws.com", managed=managed)
    profile = template.add(f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(assumed)]})
    template.assume(f"Jobs of {template.title(component)} run on {kind}.", Stake.MONEY)
    return {
        "Type": "EC2",
        "AllocationStrategy": "BEST_FIT_PROGRESSIVE",
        "MinvCpus": 0,
        "InstanceTypes": [kind],
        "InstanceRole": GetAtt(profile, "Arn"),
        "Tags": {one["Key"]: one["Value"] for one in name_tag(template.title(component))},
    }


def _job(template: Template, component: Component) -> None:
    name = template.id(component)
    logs = log_group(template, component)
    write = statement(
        "WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(logs, "Arn")]
    )
    starts = role(template, f"{name}StartRole", "ecs-tasks.amazonaws.com", [write])
    template.remember(("start role", component.id), starts)
    acts = keep_role(
        template, component, role(template, f"{name}JobRole", "ecs-tasks.amazonaws.com")
    )
    vcpus, memory = _size(template, component)
    container = {
        "Image": (template.asked(component).text("image", IMAGE) or _IMAGE),
        "Command": _command(template, component),
        "ExecutionRoleArn": GetAtt(starts, "Arn"),
        "JobRoleArn": GetAtt(acts, "Arn"),
        "ResourceRequirements": [
            {"Type": "VCPU", "Value": str(vcpus)},
            {"Type": "MEMORY", "Value": str(memory)},
        ],
        "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
                "awslogs-group": Ref(logs),
                "awslogs-region": REGION,
                "awslogs-stream-prefix": "job",
            },
        },
    }
    if not on_machines(component):
        container["NetworkConfiguration"] = {"AssignPublicIp": "DISABLED"}
    template.add(
        job(template, component),
        "AWS::Batch::JobDefinition",
        {
            "Type": "container",
            "Tags": {"Queue": Ref(queue(template, component))},
            "PlatformCapabilities": ["EC2" if on_machines(component) else "FARGATE"],
            "ContainerProperties": container,
            "RetryStrategy": {"Attempts": _TRIES},
            "Timeout": {"AttemptDurationSeconds": _LONGEST_SECONDS},
        },
    )


def _size(template: Template, component: Component) -> tuple[int, int]:
    """How many vCPUs and MiB of memory: what was asked for, or the nearest that Fargate has."""
    asked = template.asked(component)
    said, memory = asked.number("vcpus", 1, 16), asked.number("memory-mib", 512, 122_880)
    if on_machines(component):
        vcpus = said or 1
        return vcpus, memory or _MIB_EACH * vcpus
    needed = said or 1
    vcpus = next(
        one
        for one, (_, most, _) in _MEMORY.items()
        if one >= needed and (said or (memory or 0) <= most)
    )
    if said and vcpus != said:
        asked.cannot("vcpus", f"{vcpus}, since Fargate has no such size")
    least, most, step = _MEMORY[vcpus]
    found = min(max(-(-(memory or least) // step) * step, least), most)
    if memory and found != memory:
        asked.cannot("memory-mib", f"{found:,}, which is what Fargate has for {vcpus} vCPU")
    return vcpus, found


def _command(template: Template, component: Component) -> list[str]:
    title = template.title(component)
    if template.asked(component).is_on("script"):
        template.assume(
            f"The job of {title} copies the object that KEY names within its bucket, to processed/; put your script in."
        )
        return ["sh", "-c", _COPIES_AN_OBJECT]
    template.assume(
        f"The job of {title} is a placeholder that says it would work; put your image in."
    )
    return ["echo", f"{title} would work here"]


def _finish(template: Template, component: Component) -> None:
    name, settings = job(template, component), template.settings(component)
    if name not in template.resources:
        return
    if template.asked(component).is_on("script"):
        buckets = template.drawing.targets(component, "s3") or template.drawing.beside(
            component, "s3"
        )
        if buckets and buckets[0].id in template.drawing.made:
            settings = {
                "BUCKET": Ref(template.id(buckets[0])),
                "KEY": "input/sample.txt",
                **settings,
            }
    if settings:
        template.properties(name)["ContainerProperties"]["Environment"] = [
            {"Name": key, "Value": value} for key, value in settings.items()
        ]


BLOCK = Block("batch", "ComputeEnvironment", _build, _finish)
