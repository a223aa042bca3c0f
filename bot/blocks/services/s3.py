"""Amazon S3: a private, encrypted bucket that refuses anything but TLS."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import document
from bot.blocks.services.sqs import in_order
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_NONCURRENT_DAYS = 30
_ABORT_DAYS = 7
_TOLD = ("lambda", "sns", "sqs")


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(
        name,
        "AWS::S3::Bucket",
        {
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                ]
            },
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "VersioningConfiguration": {"Status": "Enabled"},
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "Id": "TidyUp",
                        "Status": "Enabled",
                        "NoncurrentVersionExpiration": {"NoncurrentDays": _NONCURRENT_DAYS},
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": _ABORT_DAYS},
                    }
                ]
            },
        },
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
    )
    template.add(
        f"{name}Policy",
        "AWS::S3::BucketPolicy",
        {"Bucket": Ref(name), "PolicyDocument": document(_tls_only(name))},
    )
    template.remember(("policy", component.id), f"{name}Policy")
    template.assume(
        "Buckets and tables are kept when the stack is deleted, so that no data is lost by ending it.",
        Stake.DATA,
    )
    template.output(f"{name}Name", Ref(name), f"Name of the bucket {template.title(component)}")


def _tls_only(name: str) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [GetAtt(name, "Arn"), Sub(f"${{{name}.Arn}}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def bucket_statements(template: Template, bucket: Component) -> list[dict[str, Any]]:
    """What its policy says; more may be added."""
    policy = template.known("policy", bucket.id) or ""
    found: list[dict[str, Any]] = template.properties(policy)["PolicyDocument"]["Statement"]
    return found


def notifications(template: Template, bucket: str) -> dict[str, Any]:
    found: dict[str, Any] = template.properties(bucket).setdefault("NotificationConfiguration", {})
    return found


def tells_by_rules(drawing: Drawing, bucket: Component) -> bool:
    """S3 itself tells one: it refuses two notifications of the same events, and any to a queue that keeps an order."""
    told = [one for one in drawing.targets(bucket, *_TOLD) if one.id in drawing.made]
    return len(told) > 1 or any(in_order(one) for one in told)


def new_objects(bucket: str) -> dict[str, Any]:
    """The events by which EventBridge tells of them."""
    return {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [Ref(bucket)]}},
    }


BLOCK = Block("s3", "Bucket", _build)
