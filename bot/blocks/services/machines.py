"""What a machine is made of: its image, its size, its disk, and the script of its first start."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.blocks.asked import MACHINE
from bot.blocks.intrinsics import Call, Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.services.efs import Mount
from bot.blocks.services.packages import AMAZON, DEBIAN, installing, unknown
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

TYPE = "t3.micro"
IMDSV2 = {"HttpTokens": "required", "HttpPutResponseHopLimit": 1}
_GIB, _LARGEST = 16, 16_384
# Families with AWS's own processors: t4g, m7g, c7gn.
_ARM = re.compile(r"[a-z]+\d+g[a-z]*\.")
_PACKAGE = re.compile(r"[a-z0-9][a-z0-9+._-]{0,40}")
_SERVES_WEB = frozenset({"nginx", "httpd", "apache2", "apache", "caddy"})


@dataclass(frozen=True, slots=True)
class System:
    """An operating system: where AWS or its maker publishes the newest image, by kind of processor."""

    title: str
    parameter: str
    image: str
    arm: str
    root: str = "/dev/xvda"
    packages: str = AMAZON
    smallest_gib: int = _GIB


_CANONICAL = "/aws/service/canonical/ubuntu/server"
SYSTEMS: Mapping[str, System] = MappingProxyType(
    {
        "al2023": System(
            "Amazon Linux 2023",
            "AmazonLinux",
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
        ),
        "ubuntu-24.04": System(
            "Ubuntu 24.04",
            "Ubuntu2404",
            f"{_CANONICAL}/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
            f"{_CANONICAL}/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id",
            "/dev/sda1",
            DEBIAN,
        ),
        "ubuntu-22.04": System(
            "Ubuntu 22.04",
            "Ubuntu2204",
            f"{_CANONICAL}/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
            f"{_CANONICAL}/22.04/stable/current/arm64/hvm/ebs-gp2/ami-id",
            "/dev/sda1",
            DEBIAN,
        ),
        "debian-12": System(
            "Debian 12",
            "Debian12",
            "/aws/service/debian/release/12/latest/amd64",
            "/aws/service/debian/release/12/latest/arm64",
            packages=DEBIAN,
        ),
        "windows-2022": System(
            "Windows Server 2022",
            "Windows2022",
            "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
            "",
            "/dev/sda1",
            "",
            30,
        ),
    }
)
_WINDOWS = "windows-2022"
_LINUX = "al2023"
# A unit, so that the page is there again after a restart.
_FIRST_PAGE = (
    "cat > /etc/systemd/system/first-page.service <<'UNIT'",
    "[Unit]",
    "Description=A first page, until there is a program",
    "After=network.target",
    "",
    "[Service]",
    "EnvironmentFile=-/etc/app.env",
    "ExecStart=/usr/bin/python3 -m http.server 80 --directory /srv/www",
    "DynamicUser=yes",
    "AmbientCapabilities=CAP_NET_BIND_SERVICE",
    "Restart=always",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "UNIT",
    "systemctl daemon-reload",
    "systemctl enable --now first-page.service",
)


def is_arm(kind: str) -> bool:
    return bool(_ARM.match(kind))


def intel_type(template: Template, component: Component, usual: str) -> str:
    """A type for what there is an image of for one kind of processor alone."""
    asked = template.asked(component)
    kind = asked.text("instance-type", MACHINE) or usual
    if is_arm(kind):
        asked.cannot("instance-type", f"{usual}, since its image is not made for {kind}")
        return usual
    return kind


def machine_type(template: Template, component: Component) -> str:
    return template.asked(component).text("instance-type", MACHINE) or TYPE


def _system_name(template: Template, component: Component) -> str:
    name = template.asked(component).choice("os", tuple(SYSTEMS)) or _LINUX
    if name == _WINDOWS and is_arm(machine_type(template, component)):
        template.asked(component).cannot("os", "since Windows does not run on that processor")
        return _LINUX
    return name


def system(template: Template, component: Component) -> System:
    return SYSTEMS[_system_name(template, component)]


def image(template: Template, component: Component) -> Ref:
    """The newest image of its operating system, looked up by CloudFormation."""
    one, arm = system(template, component), is_arm(machine_type(template, component))
    return template.parameter(
        f"{one.parameter}Arm" if arm else one.parameter,
        "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
        one.arm if arm else one.image,
        f"Where the id of the newest {one.title} image is published",
    )


def disk_gib(template: Template, component: Component) -> int:
    least = system(template, component).smallest_gib
    return template.asked(component).number("volume-gib", min(least, 8), _LARGEST) or least


def disk(template: Template, component: Component) -> dict[str, Any]:
    return {
        "DeviceName": system(template, component).root,
        "Ebs": {
            "VolumeSize": disk_gib(template, component),
            "VolumeType": "gp3",
            "Encrypted": True,
            "DeleteOnTermination": True,
        },
    }


def finds_mount_helper(template: Template, component: Component) -> bool:
    """Whether its system has a package of what mounts Amazon EFS."""
    return _system_name(template, component) == _LINUX


def packages(template: Template, component: Component) -> tuple[str, ...]:
    wanted = template.asked(component).each("install", _PACKAGE)
    doubtful = unknown(wanted)
    if doubtful:
        template.assume(
            f"{template.title(component)} gets {', '.join(doubtful)} only if {system(template, component).title} has a "
            "package of that name; look once it runs.",
            Stake.ACT,
        )
    return wanted


def user_data(template: Template, component: Component) -> Call:
    """What is asked for, or else a first page, so that a balancer finds the machine healthy; then file systems."""
    if _system_name(template, component) == _WINDOWS:
        return Call(
            "Base64", "<powershell>\n# Put what the first start does here.\n</powershell>\n"
        )
    settings = template.settings(component)
    keys = {variable: pascal(variable.title()) for variable in settings}
    mounts: list[Mount] = template.mounted.get(component.id, [])
    wanted = packages(template, component)
    lines = [
        "#!/bin/bash",
        "mkdir -p /srv/www",
        *(f'echo "{variable}=${{{key}}}" >> /etc/app.env' for variable, key in keys.items()),
        *installing(system(template, component).packages, wanted),
        *(() if _SERVES_WEB & {*wanted} else _page(template, component)),
        *_mounting(mounts),
        "",
    ]
    values = {key: settings[variable] for variable, key in keys.items()}
    text = "\n".join(lines)
    return Call("Base64", Sub(text, values or None) if values or mounts else text)


def _page(template: Template, component: Component) -> Iterator[str]:
    yield f"echo '{template.title(component)}: put your program here' > /srv/www/index.html"
    yield from _FIRST_PAGE


def _mounting(mounts: Sequence[Mount]) -> Iterator[str]:
    """Also after a restart; the way to the packages and the mount targets take a while to be there."""
    if not mounts:
        return
    for one in mounts:
        options = f"_netdev,nofail,noresvport,tls,iam,accesspoint=${{{one.point}}}"
        yield f"mkdir -p {one.folder}"
        yield f'echo "${{{one.system}}}:/ {one.folder} efs {options} 0 0" >> /etc/fstab'
    ready = "dnf install -y amazon-efs-utils && mount -a -t efs"
    yield f"for attempt in $(seq 30); do {ready} && break; sleep 10; done"
