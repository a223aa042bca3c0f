"""Amazon S3: a private, encrypted bucket that refuses anything but TLS."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.services.buckets import (
    NONCURRENT_DAYS,
    encryption,
    private_bucket,
    statements,
    tidying,
)
from bot.blocks.services.kms import key
from bot.blocks.services.sqs import in_order
from bot.blocks.stake import DATA_KEPT, Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_LONGEST_DAYS = 36_500
_LOGS_DAYS = 90
_TOLD = ("lambda", "sns", "sqs")
_OLD_VERSIONS = f"Older versions of an object are deleted after {NONCURRENT_DAYS} days."


def _build(template: Template, component: Component) -> None:
    name = private_bucket(template, template.id(component))
    properties = template.properties(name)
    template.remember(("policy", component.id), f"{name}Policy")
    _versions(template, component, properties)
    _lives(template, component, properties)
    _encrypt(template, component, properties)
    if template.asked(component).is_on("access-logs"):
        _log_access(template, component, properties)
    if template.asked(component).is_on("website"):
        _serve(template, component, properties)
    template.assume(DATA_KEPT, Stake.DATA)
    template.output(f"{name}Name", Ref(name), f"Name of the bucket {template.title(component)}")


def _versions(template: Template, component: Component, properties: dict[str, Any]) -> None:
    locked = template.asked(component).is_on("lock")
    if locked:
        properties["ObjectLockEnabled"] = True
    if not template.asked(component).is_on("versioning", default=True):
        if locked:
            template.asked(component).cannot("versioning", "since Object Lock keeps every version")
        else:
            del properties["VersioningConfiguration"]
    if "VersioningConfiguration" in properties:
        template.assume(_OLD_VERSIONS, Stake.DATA)


def _lives(template: Template, component: Component, properties: dict[str, Any]) -> None:
    asked = template.asked(component)
    expire = asked.number("expire-days", 1, _LONGEST_DAYS) or 0
    archive = asked.number("archive-days", 1, _LONGEST_DAYS) or 0
    if expire and archive >= expire:
        template.asked(component).cannot("archive-days", "since nothing is left to archive by then")
        archive = 0
    # S3 moves nothing there that is younger, or that leaves again within a month.
    seldom = asked.number("infrequent-days", 30, _LONGEST_DAYS) or 0
    ends = min(one for one in (expire, archive, _LONGEST_DAYS * 2) if one)
    if seldom and seldom + 30 > ends:
        asked.cannot("infrequent-days", "since objects have to stay there for 30 days")
        seldom = 0
    properties["LifecycleConfiguration"] = {"Rules": [tidying(expire, archive, seldom)]}
    if expire:
        template.assume(
            f"{template.title(component)} deletes what is older than {expire} days.", Stake.DATA
        )


def _encrypt(template: Template, component: Component, properties: dict[str, Any]) -> None:
    if (template.asked(component).choice("encryption", ("kms", "s3")) or "s3") != "kms":
        return
    if template.drawing.beside(component, "kms"):
        # The key beside it encrypts it.
        return
    name, title = template.id(component), template.title(component)
    own = key(template, f"{name}Key", f"Encrypts {title}", keep=True)
    template.remember(("key", component.id), own)
    properties["BucketEncryption"] = encryption(own)
    template.assume(
        f"{title} is encrypted with a key of its own, which costs about 1 USD a month.", Stake.MONEY
    )


def _log_access(template: Template, component: Component, properties: dict[str, Any]) -> None:
    name = template.id(component)
    logs = private_bucket(template, f"{name}AccessLogs", expire_days=_LOGS_DAYS)
    properties["LoggingConfiguration"] = {"DestinationBucketName": Ref(logs)}
    statements(template, logs).append(
        {
            "Sid": "TakeAccessLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": Sub(f"${{{logs}.Arn}}/*"),
            "Condition": {
                "ArnEquals": {"aws:SourceArn": GetAtt(name, "Arn")},
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
            },
        }
    )
    template.assume(f"Access logs are kept for {_LOGS_DAYS} days.")


def _serve(template: Template, component: Component, properties: dict[str, Any]) -> None:
    """A distribution reads the bucket itself; without one, nobody does, whatever the bucket calls itself."""
    if template.drawing.beside(component, "cloudfront"):
        return
    properties["WebsiteConfiguration"] = {
        "IndexDocument": "index.html",
        "ErrorDocument": "error.html",
    }
    template.assume(
        f"{template.title(component)} is private, so nobody sees its pages yet: ask for a CloudFront distribution in "
        "front of it, which serves them over HTTPS.",
        Stake.ACT,
    )


def bucket_statements(template: Template, bucket: Component) -> list[dict[str, Any]]:
    """What its policy says; more may be added."""
    return statements(template, template.id(bucket))


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
