"""A private, encrypted bucket that refuses anything but TLS: as drawn, or for what others write to."""

from typing import Any

from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import document
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

NONCURRENT_DAYS = 30
_ABORT_DAYS = 7
_RECORD_DAYS = 365


def private_bucket(template: Template, wanted: str, *, expire_days: int = 0, **further: Any) -> str:
    """The bucket; its policy is called after it. What expires after a while needs no older versions."""
    name = template.add(
        wanted,
        "AWS::S3::Bucket",
        {
            "BucketEncryption": encryption(None),
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            **({} if expire_days else {"VersioningConfiguration": {"Status": "Enabled"}}),
            "LifecycleConfiguration": {"Rules": [tidying(expire_days)]},
            **further,
        },
        **KEEP,
    )
    template.add(
        f"{name}Policy",
        "AWS::S3::BucketPolicy",
        {"Bucket": Ref(name), "PolicyDocument": document(_tls_only(name))},
    )
    return name


def encryption(key: str | None) -> dict[str, Any]:
    """With the key of that name, or with one that S3 keeps."""
    if key is None:
        rule: dict[str, Any] = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    else:
        by = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": GetAtt(key, "Arn")}
        rule = {"ServerSideEncryptionByDefault": by, "BucketKeyEnabled": True}
    return {"ServerSideEncryptionConfiguration": [rule]}


def tidying(
    expire_days: int = 0, archive_days: int = 0, infrequent_days: int = 0
) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "Id": "TidyUp",
        "Status": "Enabled",
        "NoncurrentVersionExpiration": {"NoncurrentDays": NONCURRENT_DAYS},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": _ABORT_DAYS},
    }
    if expire_days:
        rule["ExpirationInDays"] = expire_days
    moves = [
        {"StorageClass": kind, "TransitionInDays": days}
        for kind, days in (("STANDARD_IA", infrequent_days), ("GLACIER", archive_days))
        if days
    ]
    if moves:
        rule["Transitions"] = moves
    return rule


def _tls_only(name: str) -> dict[str, Any]:
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [GetAtt(name, "Arn"), Sub(f"${{{name}.Arn}}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def statements(template: Template, name: str) -> list[dict[str, Any]]:
    """What the policy of a bucket says; more may be added."""
    found: list[dict[str, Any]] = template.properties(f"{name}Policy")["PolicyDocument"][
        "Statement"
    ]
    return found


def let_write(
    template: Template, component: Component, service: str, below: str, condition: dict[str, Any]
) -> tuple[str, str]:
    """The bucket that an AWS service writes what a component tells to, the drawn one if there is one; and the policy
    that lets it.
    """
    drawn = [
        one for one in template.drawing.targets(component, "s3") if one.id in template.drawing.made
    ]
    name = (
        template.id(drawn[0])
        if drawn
        else private_bucket(template, f"{template.id(component)}Bucket", expire_days=_RECORD_DAYS)
    )
    asking = {"Effect": "Allow", "Principal": {"Service": service}, "Condition": condition}
    looks = ["s3:GetBucketAcl", "s3:ListBucket"]
    statements(template, name).extend(
        (
            {**asking, "Action": looks, "Resource": GetAtt(name, "Arn")},
            {**asking, "Action": "s3:PutObject", "Resource": Sub(f"${{{name}.Arn}}/{below}")},
        )
    )
    return name, f"{name}Policy"
