"""AWS CodeBuild: a build with a placeholder for what it does."""

from typing import Any

import yaml

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.codecommit import BRANCH
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
_MINUTES = 30
_JOIN = (
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
)


def in_pipeline(drawing: Drawing, component: Component) -> bool:
    return any(one.id in drawing.made for one in drawing.beside(component, "codepipeline"))


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    logs = log_group(template, component)
    write = ["logs:CreateLogStream", "logs:PutLogEvents"]
    statements = [statement("WriteLogs", write, [GetAtt(logs, "Arn")])]
    inside, joining = _inside(template, component)
    acts = role(template, f"{name}Role", "codebuild.amazonaws.com", [*statements, *joining])
    keep_role(template, component, acts)
    template.add(
        name,
        "AWS::CodeBuild::Project",
        {
            "Description": template.title(component),
            "ServiceRole": GetAtt(acts, "Arn"),
            **_material(template, component),
            "Environment": {
                "Type": "LINUX_CONTAINER",
                "ComputeType": "BUILD_GENERAL1_SMALL",
                "Image": _IMAGE,
                "EnvironmentVariables": [],
            },
            "LogsConfig": {"CloudWatchLogs": {"Status": "ENABLED", "GroupName": Ref(logs)}},
            "TimeoutInMinutes": _MINUTES,
            **inside,
        },
    )
    template.assume(
        f"{template.title(component)} runs a placeholder; put a buildspec.yml beside your code.",
        Stake.ACT,
    )
    template.output(f"{name}Name", Ref(name), f"Name of the build {template.title(component)}")


def _inside(
    template: Template, component: Component
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    place = template.place(component)
    if place is None:
        return {}, []
    arn = "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:network-interface/*"
    # Describing and making interfaces knows no narrower resource; handing them over does.
    hand_over = statement("HandOver", ["ec2:CreateNetworkInterfacePermission"], [Sub(arn)])
    vpc = {
        "VpcId": Ref(place.vpc.id),
        "Subnets": subnet_refs(place.subnets),
        "SecurityGroupIds": [group_id(template, component)],
    }
    return {"VpcConfig": vpc}, [statement("JoinTheVpc", _JOIN, ["*"]), hand_over]


def _material(template: Template, component: Component) -> dict[str, Any]:
    drawing = template.drawing
    commands = [f'echo "{template.title(component)} would build here"']
    phases = {"build": {"commands": commands}}
    steps = yaml.safe_dump({"version": 0.2, "phases": phases}, sort_keys=False)
    if in_pipeline(drawing, component):
        part = {"Type": "CODEPIPELINE"}
        return {"Source": {**part, "BuildSpec": steps}, "Artifacts": part}
    none = {"Type": "NO_ARTIFACTS"}
    repository = next(iter(drawing.beside(component, "codecommit")), None)
    if repository:
        source = GetAtt(template.id(repository), "CloneUrlHttp")
        commit = {"Type": "CODECOMMIT", "Location": source, "BuildSpec": steps}
        return {"Source": commit, "SourceVersion": f"refs/heads/{BRANCH}", "Artifacts": none}
    return {"Source": {"Type": "NO_SOURCE", "BuildSpec": steps}, "Artifacts": none}


def _finish(template: Template, component: Component) -> None:
    environment = template.properties(template.id(component))["Environment"]
    environment["EnvironmentVariables"] = [
        {"Name": name, "Value": value, "Type": "PLAINTEXT"}
        for name, value in template.settings(component).items()
    ]
    if not environment["EnvironmentVariables"]:
        del environment["EnvironmentVariables"]


BLOCK = Block("codebuild", "BuildProject", _build, _finish)
