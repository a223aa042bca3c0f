"""Amazon Kinesis Data Streams: an encrypted stream, on demand or of as many shards as are asked for."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import GOES, Template
from bot.domain.architecture import Component

_HOURS, _LONGEST = 24, 8760
_MOST_SHARDS = 200


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    shards = asked.number("shards", 1, _MOST_SHARDS)
    hours = asked.number("retention-hours", _HOURS, _LONGEST) or _HOURS
    capacity: dict[str, Any] = (
        {"ShardCount": shards} if shards else {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}}
    )
    template.add(
        name,
        "AWS::Kinesis::Stream",
        {
            **capacity,
            "RetentionPeriodHours": hours,
            "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
        },
        **GOES,
    )
    kept = "a day" if hours == _HOURS else f"{hours} hours"
    size = f"{shards} shards" if shards else "capacity on demand"
    template.assume(f"{title} keeps its records for {kept}, {size}.", Stake.DATA)
    template.output(f"{name}Name", Ref(name), f"Name of the stream {title}")


BLOCK = Block("kinesis", "Stream", _build)
