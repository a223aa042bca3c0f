"""Amazon Data Firehose: delivers what it is given to a bucket."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.logs import log_group
from bot.blocks.template import Template
from bot.domain.architecture import Component

_SECONDS = 300
_MEGABYTES = 5
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


def _has_bucket(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.targets(component, "s3"))


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    bucket = template.id(template.drawing.targets(component, "s3")[0])
    logs = log_group(template, component)
    stream = template.add(f"{name}LogStream", "AWS::Logs::LogStream", {"LogGroupName": Ref(logs)})
    objects = [GetAtt(bucket, "Arn"), Sub(f"${{{bucket}.Arn}}/*")]
    statements = [
        statement("WriteLogs", ["logs:PutLogEvents"], [GetAtt(logs, "Arn")]),
        statement("Deliver", _WRITE, objects),
    ]
    source = next(iter(template.drawing.sources(component, "kinesis")), None)
    if source:
        arn = GetAtt(template.id(source), "Arn")
        statements.append(statement("ReadStream", _READ, [arn]))
    acts = role(template, f"{name}Role", "firehose.amazonaws.com", statements)
    keep_role(template, component, acts)
    properties: dict[str, Any] = {
        "DeliveryStreamType": "KinesisStreamAsSource" if source else "DirectPut",
        "ExtendedS3DestinationConfiguration": {
            "BucketARN": GetAtt(bucket, "Arn"),
            "RoleARN": GetAtt(acts, "Arn"),
            "BufferingHints": {"IntervalInSeconds": _SECONDS, "SizeInMBs": _MEGABYTES},
            "CompressionFormat": "GZIP",
            "CloudWatchLoggingOptions": {
                "Enabled": True,
                "LogGroupName": Ref(logs),
                "LogStreamName": Ref(stream),
            },
        },
    }
    if source:
        properties["KinesisStreamSourceConfiguration"] = {
            "KinesisStreamARN": GetAtt(template.id(source), "Arn"),
            "RoleARN": GetAtt(acts, "Arn"),
        }
    else:
        properties["DeliveryStreamEncryptionConfigurationInput"] = {"KeyType": "AWS_OWNED_CMK"}
    template.add(name, "AWS::KinesisFirehose::DeliveryStream", properties)
    template.assume(
        f"{template.title(component)} delivers every {_SECONDS // 60} minutes or {_MEGABYTES} MB, compressed."
    )
    template.output(f"{name}Name", Ref(name), f"Name of {template.title(component)}")


BLOCK = Block("firehose", "DeliveryStream", _build, stands=_has_bucket)
