"""Amazon FSx: a private, encrypted file system, of OpenZFS or, where it is named, of Lustre."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import name_tag
from bot.blocks.network.groups import group_id
from bot.blocks.stake import Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

_ZFS: dict[str, Any] = {
    "FileSystemType": "OPENZFS",
    "StorageCapacity": 64,
    "OpenZFSConfiguration": {
        "DeploymentType": "SINGLE_AZ_1",
        "ThroughputCapacity": 64,
        "AutomaticBackupRetentionDays": 7,
        "CopyTagsToBackups": True,
    },
}
_LUSTRE: dict[str, Any] = {
    "FileSystemType": "LUSTRE",
    "FileSystemTypeVersion": "2.15",
    "StorageCapacity": 1200,
    "LustreConfiguration": {
        "DeploymentType": "PERSISTENT_2",
        "PerUnitStorageThroughput": 125,
        "AutomaticBackupRetentionDays": 7,
        "CopyTagsToBackups": True,
    },
}


def is_lustre(component: Component) -> bool:
    return "lustre" in component.label.lower()


def _needs_no_directory(_drawing: Drawing, component: Component) -> bool:
    """Those for Windows and of NetApp need a directory and virtual servers that nobody can guess."""
    label = component.label.lower()
    return not any(one in label for one in ("windows", "ontap", "netapp"))


def ports(component: Component) -> tuple[int, ...]:
    return (988, *range(1018, 1024)) if is_lustre(component) else (2049,)


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    kind = _LUSTRE if is_lustre(component) else _ZFS
    template.add(
        name,
        "AWS::FSx::FileSystem",
        {
            **kind,
            "StorageType": "SSD",
            "SubnetIds": [Ref(place.subnets[0].id)],
            "SecurityGroupIds": [group_id(template, component)],
            "Tags": name_tag(title),
        },
        **KEEP,
    )
    template.assume(
        f"{title} is {'Lustre' if is_lustre(component) else 'OpenZFS'} with {kind['StorageCapacity']:,} GiB in one "
        "Availability Zone.",
        Stake.MONEY,
    )
    template.assume(
        f"{title} is kept when the stack is deleted, and goes on costing until you delete it.",
        Stake.DATA,
    )
    template.output(f"{name}Address", GetAtt(name, "DNSName"), f"Host name of {title}")


BLOCK = Block("fsx", "FileSystem", _build, stands=_needs_no_directory)
