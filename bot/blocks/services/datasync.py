"""AWS DataSync: a task that copies from one bucket or file system to another, as the arrows go."""

from collections.abc import Sequence
from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import document, statement
from bot.blocks.services.logs import log_group
from bot.blocks.template import Template
from bot.domain.architecture import Component

_ENDS = ("s3", "efs")
_READ = ("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads")
_OBJECTS = (
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetObject",
    "s3:GetObjectTagging",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
)


def _has_both_ends(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.sources(component, *_ENDS)) and bool(drawing.targets(component, *_ENDS))


def _build(template: Template, component: Component) -> None:
    """The ends are made later, when both are there."""
    log_group(template, component)
    template.assume(f"{template.title(component)} copies when somebody starts it.")


def _finish(template: Template, component: Component) -> None:
    name, drawing = template.id(component), template.drawing
    first = _end(template, component, drawing.sources(component, *_ENDS))
    last = _end(template, component, drawing.targets(component, *_ENDS))
    logs = f"{name}Logs"
    template.add(
        name,
        "AWS::DataSync::Task",
        {
            "SourceLocationArn": Ref(first),
            "DestinationLocationArn": Ref(last),
            "CloudWatchLogGroupArn": GetAtt(logs, "Arn"),
            "Options": {"VerifyMode": "ONLY_FILES_TRANSFERRED", "LogLevel": "BASIC"},
        },
    )
    template.output(f"{name}Arn", Ref(name), f"ARN of the task {template.title(component)}")


def _end(template: Template, component: Component, ends: Sequence[Component]) -> str:
    one = ends[0]
    name = f"{template.id(component)}At{template.id(one)}"
    if one.service == "s3":
        return _bucket(template, template.id(one), name)
    return _file_system(template, one, name)


def _bucket(template: Template, bucket: str, name: str) -> str:
    acts = template.add(
        f"{name}Role",
        "AWS::IAM::Role",
        {
            "AssumeRolePolicyDocument": document(_TAKEN_ON),
            "Policies": [
                {
                    "PolicyName": "base",
                    "PolicyDocument": document(
                        statement("Bucket", _READ, [GetAtt(bucket, "Arn")]),
                        statement("Objects", _OBJECTS, [Sub(f"${{{bucket}.Arn}}/*")]),
                    ),
                }
            ],
        },
    )
    return template.add(
        name,
        "AWS::DataSync::LocationS3",
        {
            "S3BucketArn": GetAtt(bucket, "Arn"),
            "S3Config": {"BucketAccessRoleArn": GetAtt(acts, "Arn")},
        },
    )


_TAKEN_ON: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"Service": "datasync.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
}


def _file_system(template: Template, one: Component, name: str) -> str:
    place = template.place(one)
    subnet = place.subnets[0].id if place else ""
    group = group_id(template, one)
    arn = "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:"
    return template.add(
        name,
        "AWS::DataSync::LocationEFS",
        {
            "EfsFilesystemArn": GetAtt(template.id(one), "Arn"),
            "InTransitEncryption": "TLS1_2",
            "Ec2Config": {
                "SubnetArn": Sub(f"{arn}subnet/${{{subnet}}}"),
                "SecurityGroupArns": [Sub(f"{arn}security-group/${{{group.name}}}")],
            },
        },
        DependsOn=list(template.mounts.get(one.id, ())),
    )


BLOCK = Block("datasync", "Copying", _build, _finish, _has_both_ends)
