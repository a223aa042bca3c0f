"""A key that is drawn beside what holds data: that is encrypted with it, and who works with the data may use it."""

from collections.abc import Callable

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import grant, statement
from bot.blocks.services import sns
from bot.blocks.services.buckets import encryption
from bot.blocks.services.kms import serve
from bot.blocks.template import Template
from bot.blocks.wiring.attached import turned
from bot.domain.architecture import Component

_USE = ("kms:Decrypt", "kms:GenerateDataKey")
# Services that put things in themselves, and so use the key.
_PUTS_IN = {"s3": "s3", "sns": "sns", "eventbridge": "events"}


def encrypts(template: Template, wire: Wire) -> None:
    key, what = template.id(wire.source), wire.target
    _BY[what.service](template, what, key)
    for one in template.drawing.beside(what):
        if template.known("role", one.id) and one.service != "kms":
            use = statement(f"Use{key}", _USE, [GetAtt(key, "Arn")])
            grant(template, one, use)


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
}
ENCRYPTED = tuple(_BY)
