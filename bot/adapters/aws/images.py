"""Machine images: the vendor's newest, found through AWS's public SSM parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from bot.adapters.aws.clients import Clients
from bot.adapters.aws.errors import code_of, translated
from bot.domain.errors import UpstreamRejected, UserMistake
from bot.domain.instance import OPERATING_SYSTEM_NAMES, Image, OperatingSystem

if TYPE_CHECKING:
    from mypy_boto3_ec2.type_defs import ImageTypeDef

# https://docs.aws.amazon.com/linux/al2023/ug/ec2.html, https://documentation.ubuntu.com/aws/,
# https://wiki.debian.org/Cloud/AmazonEC2Image and
# https://docs.aws.amazon.com/ec2/latest/windows-ami-reference/ say which names there are.
PARAMETERS: Mapping[OperatingSystem, str] = MappingProxyType(
    {
        "al2023": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        "amazon-linux-2": "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-x86_64-gp2",
        "ubuntu-24.04": "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
        "ubuntu-22.04": "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
        "debian-13": "/aws/service/debian/release/13/latest/amd64",
        "debian-12": "/aws/service/debian/release/12/latest/amd64",
        "windows-2025": "/aws/service/ami-windows-latest/Windows_Server-2025-English-Full-Base",
        "windows-2022": "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
    }
)


@dataclass(frozen=True)
class SsmImages:
    """`Images` over SSM Parameter Store and EC2."""

    clients: Clients

    def newest(self, operating_system: OperatingSystem, region: str) -> Image:
        image_id = self._image_id(operating_system, region)
        with translated("Amazon EC2", region):
            found = self.clients.ec2(region).describe_images(ImageIds=[image_id])["Images"]
        return _image(image_id, found, region)

    def _image_id(self, operating_system: OperatingSystem, region: str) -> str:
        with translated("AWS Systems Manager", region):
            try:
                answer = self.clients.ssm(region).get_parameter(Name=PARAMETERS[operating_system])
            except ClientError as error:
                if code_of(error) != "ParameterNotFound":
                    raise
                message = (
                    f"AWS offers no image of {OPERATING_SYSTEM_NAMES[operating_system]} in {region}. "
                    "Ask for another operating system or another region."
                )
                raise UserMistake(message) from error
        return answer["Parameter"]["Value"]


def _image(image_id: str, found: Sequence["ImageTypeDef"], region: str) -> Image:
    for image in found:
        root = image.get("RootDeviceName", "")
        for mapping in image.get("BlockDeviceMappings", []):
            size = mapping.get("Ebs", {}).get("VolumeSize")
            if mapping.get("DeviceName") == root and size is not None:
                return Image(id=image_id, root_device=root, min_volume_gib=size)
    raise UpstreamRejected(
        f"Amazon EC2 in {region}",
        f"the image {image_id} has no root volume that can be launched",
        "Ask for another operating system.",
    )
