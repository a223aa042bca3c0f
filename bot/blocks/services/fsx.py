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


_KINDS = ("windows", "lustre", "ontap", "netapp", "openzfs")
_USUAL = "openzfs"
_TITLES = {"windows": "Windows File Server", "lustre": "Lustre", "openzfs": "OpenZFS"}
_WINDOWS: dict[str, Any] = {
    "FileSystemType": "WINDOWS",
    "StorageCapacity": 32,
    "WindowsConfiguration": {
        "DeploymentType": "SINGLE_AZ_2",
        "ThroughputCapacity": 32,
        "AutomaticBackupRetentionDays": 7,
        "CopyTagsToBackups": True,
    },
}
_MADE = {"windows": _WINDOWS, "lustre": _LUSTRE, "openzfs": _ZFS}
_LUSTRE_STEP = 2400
# What each may carry, in MB a second.
_THROUGHPUTS = {
    "windows": (8, 16, 32, 64, 128, 256, 512, 1024, 2048),
    "openzfs": (64, 128, 256, 512, 1024, 2048, 3072, 4096),
}


def _kind(component: Component) -> str:
    """As asked for, or else as its label says."""
    said, label = (component.setting("kind") or "").lower(), component.label.lower()
    return next((one for one in _KINDS if one in (said or label)), _USUAL)


def _is_possible(drawing: Drawing, component: Component) -> bool:
    """One for Windows joins a directory; one of NetApp needs virtual servers that nobody can guess."""
    kind = _kind(component)
    return kind in _MADE and (kind != "windows" or bool(drawing.of("directoryservice")))


def ports(component: Component) -> tuple[int, ...]:
    return _PORTS[_kind(component)]


_PORTS = {
    "windows": (445, 5985),
    "lustre": (988, *range(1018, 1024)),
    "openzfs": (2049,),
    "ontap": (2049,),
    "netapp": (2049,),
}


def _file_system(template: Template, component: Component) -> dict[str, Any]:
    kind, asked = _kind(component), template.asked(component)
    asked.choice("kind", _KINDS)
    made = {**_MADE[kind]}
    storage = asked.number("storage-gib", 1, 65_536)
    if storage:
        made["StorageCapacity"] = _capacity(kind, storage)
    options = next(name for name in made if name.endswith("Configuration"))
    speed = asked.number("throughput-mbs", 1, 4096)
    if speed and kind in _THROUGHPUTS:
        carried = next((one for one in _THROUGHPUTS[kind] if one >= speed), _THROUGHPUTS[kind][-1])
        made[options] = {**made[options], "ThroughputCapacity": carried}
    elif speed:
        asked.cannot("throughput-mbs", "as it grows with the storage")
    if kind == "windows":
        directory = template.drawing.of("directoryservice")[0]
        joined = {"ActiveDirectoryId": Ref(template.id(directory))}
        made[options] = {**made[options], **joined}
    return made


def _capacity(kind: str, storage: int) -> int:
    """The least that it has of at least this size."""
    if kind != "lustre":
        return max(storage, int(_MADE[kind]["StorageCapacity"]))
    return 1200 if storage <= 1200 else storage + -storage % _LUSTRE_STEP  # noqa: PLR2004 - its smallest


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    kind = _file_system(template, component)
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
        f"{title} is {_TITLES[_kind(component)]} with {kind['StorageCapacity']:,} GiB in one "
        "Availability Zone.",
        Stake.MONEY,
    )
    template.assume(
        f"{title} is kept when the stack is deleted, and goes on costing until you delete it.",
        Stake.DATA,
    )
    template.output(f"{name}Address", GetAtt(name, "DNSName"), f"Host name of {title}")


BLOCK = Block("fsx", "FileSystem", _build, stands=_is_possible)
