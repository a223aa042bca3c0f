"""A key that is drawn beside what holds data: that is encrypted with it, and who works with the data is handed it (keys.py)."""

from collections.abc import Callable

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.services import sns
from bot.blocks.services.buckets import encryption
from bot.blocks.services.kms import serve
from bot.blocks.template import Template
from bot.blocks.wiring.attached import turned
from bot.domain.architecture import Component

# Services that put things in themselves, and so use the key.
_PUTS_IN = {"s3": "s3", "sns": "sns", "eventbridge": "events"}


def encrypts(template: Template, wire: Wire) -> None:
    key, what = template.id(wire.source), wire.target
    _BY[what.service](template, what, key)


def encrypted(template: Template, wire: Wire) -> None:
    """An arrow to the key says the same."""
    if not template.drawing.replied(wire):
        encrypts(template, turned(wire))


def _bucket(template: Template, what: Component, key: str) -> None:
    template.properties(template.id(what))["BucketEncryption"] = encryption(key)


def _queue(template: Template, what: Component, key: str) -> None:
    properties = template.properties(template.id(what))
    properties.pop("SqsManagedSseEnabled", None)
    properties["KmsMasterKeyId"] = Ref(key)
    senders = template.drawing.sources(what, *_PUTS_IN)
    serve(template, key, [f"{_PUTS_IN[one.service]}.amazonaws.com" for one in senders])


def _topic(template: Template, what: Component, key: str) -> None:
    template.properties(template.id(what))["KmsMasterKeyId"] = Ref(key)
    serve(template, key, sns.publishing(template, what))


def _table(template: Template, what: Component, key: str) -> None:
    template.properties(template.id(what))["SSESpecification"] = {
        "SSEEnabled": True,
        "SSEType": "KMS",
        "KMSMasterKeyId": GetAtt(key, "Arn"),
    }


def _stream(template: Template, what: Component, key: str) -> None:
    by = {"EncryptionType": "KMS", "KeyId": GetAtt(key, "Arn")}
    template.properties(template.id(what))["StreamEncryption"] = by


def _plainly(template: Template, what: Component, key: str) -> None:
    template.properties(template.id(what))["KmsKeyId"] = GetAtt(key, "Arn")


def _brokers(template: Template, what: Component, key: str) -> None:
    properties = template.properties(template.id(what))
    properties.setdefault("EncryptionInfo", {})["EncryptionAtRest"] = {
        "DataVolumeKMSKeyId": GetAtt(key, "Arn")
    }


def _cache(template: Template, what: Component, key: str) -> None:
    """Only a replication group is encrypted with a key of one's own."""
    if template.resources[template.id(what)].type == "AWS::ElastiCache::ReplicationGroup":
        _plainly(template, what, key)
    else:
        template.asked(what).say(f"{template.title(what)} cannot be encrypted with a key of yours.")


def _domain(template: Template, what: Component, key: str) -> None:
    by = {"Enabled": True, "KmsKeyId": Ref(key)}
    template.properties(template.id(what))["EncryptionAtRestOptions"] = by


_BY: dict[str, Callable[[Template, Component, str], None]] = {
    "s3": _bucket,
    "sqs": _queue,
    "sns": _topic,
    "dynamodb": _table,
    "kinesis": _stream,
    "secretsmanager": _plainly,
    "efs": _plainly,
    "rds": _plainly,
    "ebs": _plainly,
    "documentdb": _plainly,
    "elasticache": _cache,
    "fsx": _plainly,
    "msk": _brokers,
    "neptune": _plainly,
    "opensearch": _domain,
    "redshift": _plainly,
}
ENCRYPTED = tuple(_BY)
