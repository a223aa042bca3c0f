"""The machine images of the simulated AWS, the same in every region but for their ids."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.ec2.models.amis import Ami
from moto.ssm.models import Parameter
from typing_extensions import override

_AMAZON = "137112412989"
_CANONICAL = "099720109477"
_DEBIAN = "136693071363"
_MICROSOFT = "801119661308"
_PUBLISHED = datetime(2026, 10, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PublicImage:
    """A vendor's image and the public SSM parameter that names it; sizes and devices as AWS has them."""

    parameter: str
    name: str
    owner: str
    root_device: str
    root_gib: int
    platform: str | None = None
    architecture: str = "x86_64"

    def id_in(self, region: str) -> str:
        return "ami-" + hashlib.sha256(f"{region}{self.parameter}".encode()).hexdigest()[:17]


PUBLIC_IMAGES = (
    PublicImage(
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        "al2023-ami-simulated-x86_64",
        _AMAZON,
        "/dev/xvda",
        8,
    ),
    PublicImage(
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-x86_64-gp2",
        "amzn2-ami-simulated-x86_64",
        _AMAZON,
        "/dev/xvda",
        8,
    ),
    PublicImage(
        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64",
        "al2023-ami-simulated-arm64",
        _AMAZON,
        "/dev/xvda",
        8,
        architecture="arm64",
    ),
    PublicImage(
        "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
        "amzn2-ami-hvm-simulated-x86_64",
        _AMAZON,
        "/dev/xvda",
        8,
    ),
    PublicImage(
        "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
        "al2023-ami-ecs-hvm-simulated-x86_64",
        _AMAZON,
        "/dev/xvda",
        30,
    ),
    PublicImage(
        "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
        "ubuntu-noble-24.04-simulated-amd64",
        _CANONICAL,
        "/dev/sda1",
        8,
    ),
    PublicImage(
        "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
        "ubuntu-jammy-22.04-simulated-amd64",
        _CANONICAL,
        "/dev/sda1",
        8,
    ),
    PublicImage(
        "/aws/service/debian/release/13/latest/amd64",
        "debian-13-simulated-amd64",
        _DEBIAN,
        "/dev/xvda",
        8,
    ),
    PublicImage(
        "/aws/service/debian/release/12/latest/amd64",
        "debian-12-simulated-amd64",
        _DEBIAN,
        "/dev/xvda",
        8,
    ),
    PublicImage(
        "/aws/service/ami-windows-latest/Windows_Server-2025-English-Full-Base",
        "Windows_Server-2025-English-Full-Base-simulated",
        _MICROSOFT,
        "/dev/sda1",
        30,
        "windows",
    ),
    PublicImage(
        "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
        "Windows_Server-2022-English-Full-Base-simulated",
        _MICROSOFT,
        "/dev/sda1",
        30,
        "windows",
    ),
)


class SimulatedAmi(Ami):
    """moto gives every image a root volume of 15 GiB."""

    def __init__(self, ec2_backend: Any, image: PublicImage) -> None:
        self.root_gib = image.root_gib
        super().__init__(
            ec2_backend,
            image.id_in(ec2_backend.region_name),
            name=image.name,
            description=image.name,
            owner_id=image.owner,
            public=True,
            virtualization_type="hvm",
            architecture=image.architecture,
            platform=image.platform,
            root_device_type="ebs",
            root_device_name=image.root_device,
            creation_date=_PUBLISHED,
        )

    @property
    @override
    def block_device_mappings(self) -> list[dict[str, Any]]:
        mappings = super().block_device_mappings
        mappings[0]["Ebs"] |= {"VolumeSize": self.root_gib, "VolumeType": "gp3"}
        return mappings


def load_images(ec2_backend: Any) -> None:
    """Put the images into a region that has just come into use."""
    for image in PUBLIC_IMAGES:
        ec2_backend.amis[image.id_in(ec2_backend.region_name)] = SimulatedAmi(ec2_backend, image)


def load_parameters(ssm_backend: Any) -> None:
    """Put the parameters into a region; moto's own list has only Amazon's, with images of its own."""
    parameters = ssm_backend._parameters  # noqa: SLF001 PutParameter refuses /aws/..., as AWS does
    parameters.latest_amis_loaded = parameters.latest_ecs_amis_loaded = True
    for image in PUBLIC_IMAGES:
        parameters[image.parameter].append(
            Parameter(  # type: ignore[abstract]  # moto leaves them out in its own use too
                account_id=ssm_backend.account_id,
                name=image.parameter,
                value=image.id_in(ssm_backend.region_name),
                parameter_type="String",
                description=None,
                allowed_pattern=None,
                keyid=None,
                last_modified_date=_PUBLISHED,
                version=1,
                data_type="aws:ec2:image",
            )
        )
