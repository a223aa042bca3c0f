"""Amazon Kinesis Data Streams: an encrypted stream on demand."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(
        name,
        "AWS::Kinesis::Stream",
        {
            "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
            "RetentionPeriodHours": 24,
            "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
        },
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )
    template.assume(
        f"{template.title(component)} keeps its records for a day, capacity on demand.", Stake.DATA
    )
    template.output(f"{name}Name", Ref(name), f"Name of the stream {template.title(component)}")


BLOCK = Block("kinesis", "Stream", _build)
