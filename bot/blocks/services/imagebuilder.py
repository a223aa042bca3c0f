"""EC2 Image Builder: a pipeline that builds an image, what it builds on, and a bucket for its logs."""

import hashlib
from typing import Any

from bot.blocks.asked import SCHEDULE
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub, own_name
from bot.blocks.permissions import document, keep_role, role, statement
from bot.blocks.services.buckets import private_bucket
from bot.blocks.services.machines import intel_type
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TYPE = "t3.medium"
_LOGS_DAYS = 90
_MANAGED = ("EC2InstanceProfileForImageBuilder", "AmazonSSMManagedInstanceCore")
_AWS = "arn:${AWS::Partition}:imagebuilder:${AWS::Region}:aws:"
_PARENTS = {
    "al2023": "amazon-linux-2023-x86",
    "ubuntu-22.04": "ubuntu-server-22-lts-x86",
    "ubuntu-24.04": "ubuntu-server-24-lts-x86",
    "windows-2022": "windows-server-2022-english-full-base-x86",
}
_UPDATES = {"windows-2022": "update-windows"}


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    logs = private_bucket(template, f"{name}Logs", expire_days=_LOGS_DAYS)
    acts = keep_role(
        template,
        component,
        role(template, f"{name}Role", "ec2.amazonaws.com", managed=_MANAGED),
    )
    write = statement("WriteLogs", ["s3:GetObject", "s3:PutObject"], [Sub(f"${{{logs}.Arn}}/*")])
    template.add(
        f"{name}LogsAccess",
        "AWS::IAM::ManagedPolicy",
        {
            "Description": f"Lets {title} keep its logs",
            "PolicyDocument": document(
                write, statement("ListLogs", ["s3:ListBucket"], [GetAtt(logs, "Arn")])
            ),
            "Roles": [Ref(acts)],
        },
    )
    profile = template.add(f"{name}Profile", "AWS::IAM::InstanceProfile", {"Roles": [Ref(acts)]})
    kind = _TYPE if _system_as_type(component) else intel_type(template, component, _TYPE)
    made_on = template.add(
        f"{name}Infrastructure",
        "AWS::ImageBuilder::InfrastructureConfiguration",
        {
            "Name": _name(template, component, "infrastructure"),
            "InstanceProfileName": Ref(profile),
            "InstanceTypes": [kind],
            "TerminateInstanceOnFailure": True,
            "InstanceMetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
            "Logging": {"S3Logs": {"S3BucketName": Ref(logs), "S3KeyPrefix": "builds"}},
        },
    )
    template.assume(f"Images are built on {kind}, in the account's default VPC.", Stake.MONEY)
    if asked.is_on("pipeline", default=True):
        _pipeline(template, component, made_on)
    template.output(f"{name}LogsName", Ref(logs), f"Name of the bucket with the logs of {title}")


def _system_as_type(component: Component) -> str:
    """“Builds on ubuntu-22.04” names a system where machines would have a type."""
    said = (component.setting("instance-type") or "").lower()
    return said if said in _PARENTS else ""


def _pipeline(template: Template, component: Component, made_on: str) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    parent = asked.choice("parent", tuple(_PARENTS)) or _system_as_type(component) or "al2023"
    recipe = template.add(
        f"{name}Recipe",
        "AWS::ImageBuilder::ImageRecipe",
        {
            "Name": _name(template, component, "recipe"),
            "ParentImage": Sub(f"{_AWS}image/{_PARENTS[parent]}/x.x.x"),
            "Components": [
                {
                    "ComponentArn": Sub(
                        f"{_AWS}component/{_UPDATES.get(parent, 'update-linux')}/x.x.x"
                    )
                }
            ],
        },
    )
    template.properties(recipe)["Version"] = _version(template.properties(recipe))
    rate = asked.text("schedule", SCHEDULE)
    timed: dict[str, Any] = {}
    if rate and rate.startswith("cron"):
        timed = {"Schedule": {"ScheduleExpression": rate}}
    else:
        template.assume(f"{title} builds an image when somebody starts it.")
    template.add(
        name,
        "AWS::ImageBuilder::ImagePipeline",
        {
            "Name": _name(template, component, "pipeline"),
            "ImageRecipeArn": Ref(recipe),
            "InfrastructureConfigurationArn": Ref(made_on),
            "Status": "ENABLED",
            **timed,
        },
    )
    template.assume(f"{title} builds on the newest image of {parent}, with all updates in it.")
    template.output(f"{name}Arn", Ref(name), f"ARN of the pipeline {title}")


def _version(recipe: dict[str, Any]) -> str:
    """Of what is in it: a recipe never changes, and of one name there are as many as it has versions."""
    mark = hashlib.sha256(repr(recipe).encode()).digest()
    return f"1.0.{int.from_bytes(mark[:3])}"


def _name(template: Template, component: Component, what: str) -> Sub:
    return own_name(f"{template.short(component)}-{what}")


BLOCK = Block("imagebuilder", "ImagePipeline", _build)
