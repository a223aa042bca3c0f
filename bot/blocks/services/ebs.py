"""Amazon EBS: an encrypted volume, in the zone of the instance that it is attached to."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, zone
from bot.blocks.network.build import name_tag
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

_GIB = 100
_LARGEST = 16_384
_IOPS = 3_000
_WITH_IOPS = ("io1", "io2")
_KINDS = ("gp3", "gp2", *_WITH_IOPS, "st1", "sc1")


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    size = template.asked(component).number("volume-gib", 1, _LARGEST) or _GIB
    kind = template.asked(component).choice("volume-type", _KINDS) or "gp3"
    users = template.drawing.beside(component, "ec2")
    further: dict[str, Any] = {"Iops": _IOPS} if kind in _WITH_IOPS else {}
    template.add(
        name,
        "AWS::EC2::Volume",
        {
            "AvailabilityZone": GetAtt(template.id(users[0]), "AvailabilityZone")
            if users
            else zone(0),
            "Size": size,
            "VolumeType": kind,
            "Encrypted": True,
            **further,
            "Tags": name_tag(title),
        },
        **LAST_SNAPSHOT,
    )
    template.assume(f"{title} is an encrypted disk of {size:,} GB ({kind}).", Stake.MONEY)
    template.assume(SNAPSHOT_TAKEN.replace("database and cache", "volume"), Stake.DATA)
    template.output(f"{name}Id", Ref(name), f"Id of the volume {title}")


BLOCK = Block("ebs", "Volume", _build)
