"""Amazon Data Firehose: delivers what it is given to a bucket, or to a search domain with a bucket for what fails."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import Statement, grant, keep_role, role, statement
from bot.blocks.services.buckets import private_bucket
from bot.blocks.services.logs import log_group
from bot.blocks.services.opensearch import let_search
from bot.blocks.template import Template
from bot.domain.architecture import Component

_SECONDS, _MEGABYTES = 300, 5
_FAILED_DAYS = 30
_INDEX = re.compile(r"[^a-z0-9-]+")
_READ = (
    "kinesis:DescribeStream",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
_WRITE = (
    "s3:AbortMultipartUpload",
    "s3:GetBucketLocation",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:PutObject",
)
_SEARCH = (
    "es:DescribeDomain",
    "es:DescribeDomainConfig",
    "es:ESHttpGet",
    "es:ESHttpPost",
    "es:ESHttpPut",
)
_JOIN = (
    "ec2:CreateNetworkInterface",
    "ec2:CreateNetworkInterfacePermission",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcs",
)


def _delivers(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.targets(component, "s3", "opensearch", "redshift"))


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    logs = log_group(template, component)
    template.add(f"{name}LogStream", "AWS::Logs::LogStream", {"LogGroupName": Ref(logs)})
    bucket = _bucket(template, component)
    template.remember(("bucket", component.id), bucket)
    statements = [
        statement("WriteLogs", ["logs:PutLogEvents"], [GetAtt(logs, "Arn")]),
        statement("Deliver", _WRITE, [GetAtt(bucket, "Arn"), Sub(f"${{{bucket}.Arn}}/*")]),
        *_reading(template, component),
    ]
    acts = role(template, f"{name}Role", "firehose.amazonaws.com", statements)
    keep_role(template, component, acts)
    if component.setting("format"):
        asked = template.asked(component)
        if asked.choice("format", ("json", "parquet")) == "parquet":
            asked.cannot(
                "format", "since Parquet asks for a table that says which columns there are"
            )
    template.output(f"{name}Name", Ref(name), f"Name of {template.title(component)}")


def _bucket(template: Template, component: Component) -> str:
    """The drawn one, or one of its own for what a search domain or a warehouse is given."""
    drawn = template.drawing.targets(component, "s3")
    if drawn:
        return template.id(drawn[0])
    kept = 0 if template.drawing.targets(component, "redshift") else _FAILED_DAYS
    return private_bucket(template, f"{template.id(component)}Bucket", expire_days=kept)


def _reading(template: Template, component: Component) -> list[Statement]:
    source = _source(template, component)
    return [statement("ReadStream", _READ, [GetAtt(source, "Arn")])] if source else []


def _source(template: Template, component: Component) -> str | None:
    streams = template.drawing.sources(component, "kinesis")
    return template.id(streams[0]) if streams else None


def _finish(template: Template, component: Component) -> None:
    """When what it delivers to is there."""
    name, source = template.id(component), _source(template, component)
    acts = GetAtt(template.known("role", component.id) or "", "Arn")
    properties: dict[str, Any] = {
        "DeliveryStreamType": "KinesisStreamAsSource" if source else "DirectPut"
    }
    if source:
        properties["KinesisStreamSourceConfiguration"] = {
            "KinesisStreamARN": GetAtt(source, "Arn"),
            "RoleARN": acts,
        }
    else:
        properties["DeliveryStreamEncryptionConfigurationInput"] = {"KeyType": "AWS_OWNED_CMK"}
    searched = template.drawing.targets(component, "opensearch")
    if searched:
        properties["AmazonopensearchserviceDestinationConfiguration"] = _search(
            template, component, searched[0], acts
        )
    else:
        properties["ExtendedS3DestinationConfiguration"] = {
            **_to_bucket(template, component, acts),
            "CloudWatchLoggingOptions": _logging(template, component),
        }
    policy = template.known("searches", component.id)
    waits = {"DependsOn": [policy]} if policy else {}
    template.add(name, "AWS::KinesisFirehose::DeliveryStream", properties, **waits)


def _hints(template: Template, component: Component) -> dict[str, int]:
    seconds = template.asked(component).number("buffer-seconds", 1, 900) or _SECONDS
    template.assume(
        f"{template.title(component)} delivers every {seconds} seconds or {_MEGABYTES} MB, compressed."
    )
    return {"IntervalInSeconds": seconds, "SizeInMBs": _MEGABYTES}


def _to_bucket(template: Template, component: Component, acts: GetAtt) -> dict[str, Any]:
    return {
        "BucketARN": GetAtt(template.known("bucket", component.id) or "", "Arn"),
        "RoleARN": acts,
        "BufferingHints": _hints(template, component),
        "CompressionFormat": "GZIP",
    }


def _logging(template: Template, component: Component) -> dict[str, Any]:
    name = template.id(component)
    return {
        "Enabled": True,
        "LogGroupName": Ref(f"{name}Logs"),
        "LogStreamName": Ref(f"{name}LogStream"),
    }


def _search(
    template: Template, component: Component, domain: Component, acts: GetAtt
) -> dict[str, Any]:
    target = template.id(domain)
    base = template.properties(acts.name)["Policies"][0]["PolicyDocument"]["Statement"]
    arns = [GetAtt(target, "Arn"), Sub(f"${{{target}.Arn}}/*")]
    # In a policy of its own: the domain waits for the role, and this for the domain.
    policy = grant(template, component, statement("Search", _SEARCH, arns))
    template.remember(("searches", component.id), policy)
    let_search(template, domain, component, _SEARCH)
    place = template.place(domain)
    inside: dict[str, Any] = {}
    if place:
        # Joining a VPC knows no narrower resource.
        base.append(statement("JoinTheVpc", _JOIN, ["*"]))
        inside["VpcConfiguration"] = {
            "RoleARN": acts,
            "SubnetIds": subnet_refs(place.subnets),
            "SecurityGroupIds": [group_id(template, domain)],
        }
    return {
        "DomainARN": GetAtt(target, "Arn"),
        "RoleARN": acts,
        "IndexName": _INDEX.sub("-", template.slug(component))[:40],
        "IndexRotationPeriod": "OneDay",
        "S3BackupMode": "FailedDocumentsOnly",
        "S3Configuration": _to_bucket(template, component, acts),
        "CloudWatchLoggingOptions": _logging(template, component),
        **inside,
    }


BLOCK = Block("firehose", "DeliveryStream", _build, _finish, _delivers)
