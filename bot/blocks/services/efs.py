"""Amazon EFS: an encrypted file system with a mount target in every Availability Zone of its VPC."""

from dataclasses import dataclass

from bot.blocks.block import Block
from bot.blocks.drawing import COMPUTE
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.naming import slug
from bot.blocks.network.build import name_tag
from bot.blocks.network.groups import security_group
from bot.blocks.stake import Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

PORT = 2049
_OWNER = "1000"
_MODES = ("generalPurpose", "maxIO")
_THROUGHPUTS = ("bursting", "elastic")


@dataclass(frozen=True, slots=True)
class Mount:
    """Where one machine finds one file system."""

    system: str
    point: str
    folder: str


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    saved = asked.is_on("backup", default=True)
    template.add(
        name,
        "AWS::EFS::FileSystem",
        {
            "Encrypted": True,
            "BackupPolicy": {"Status": "ENABLED" if saved else "DISABLED"},
            "PerformanceMode": asked.choice("performance", _MODES) or _MODES[0],
            "ThroughputMode": asked.choice("throughput", _THROUGHPUTS) or _THROUGHPUTS[0],
            "FileSystemTags": name_tag(title),
        },
        **KEEP,
    )
    targets = [
        template.add(
            f"{name}In{subnet.id}",
            "AWS::EFS::MountTarget",
            {
                "FileSystemId": Ref(name),
                "SubnetId": Ref(subnet.id),
                "SecurityGroups": [GetAtt(security_group(template, component).name, "GroupId")],
            },
        )
        # Its name leads to the mount target of the caller's own zone, so each zone has one.
        for subnet in {one.zone: one for one in (*place.vpc.subnets, *place.subnets)}.values()
    ]
    template.mounts[component.id] = targets
    template.assume(
        "File systems are kept when the stack is deleted, so that no file is lost.", Stake.DATA
    )
    if not template.drawing.beside(component, *COMPUTE):
        template.assume(f"Nothing here mounts {title}.")
    template.output(f"{name}Id", Ref(name), f"Id of the file system {title}")


def mount(template: Template, component: Component) -> Mount:
    name = template.id(component)
    return Mount(name, access_point(template, component), f"/mnt/{slug(name)}")


def access_point(template: Template, component: Component) -> str:
    """A directory of its own, in which everything that mounts it may write."""
    name = template.id(component)
    return template.once(
        ("access point", component.id),
        lambda: template.add(
            f"{name}AccessPoint",
            "AWS::EFS::AccessPoint",
            {
                "FileSystemId": Ref(name),
                "PosixUser": {"Uid": _OWNER, "Gid": _OWNER},
                "RootDirectory": {
                    "Path": "/shared",
                    "CreationInfo": {"OwnerUid": _OWNER, "OwnerGid": _OWNER, "Permissions": "750"},
                },
            },
        ),
    )


BLOCK = Block("efs", "FileSystem", _build)
