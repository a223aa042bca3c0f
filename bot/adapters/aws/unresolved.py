"""`Images` without AWS: for rehearsals, which must work with no account at hand."""

from bot.adapters.aws.images import PARAMETERS
from bot.domain.instance import Image, OperatingSystem

# What the vendors' images ask for today; only a launch for real looks it up.
SMALLEST_GIB = 8
SMALLEST_WINDOWS_GIB = 30


class UnresolvedImages:
    """Names the public parameter instead of the image it stands for; EC2 accepts either."""

    def newest(self, operating_system: OperatingSystem, region: str) -> Image:
        del region  # the parameter has the same name everywhere
        windows = operating_system.startswith("windows")
        return Image(
            id=f"resolve:ssm:{PARAMETERS[operating_system]}",
            root_device="/dev/sda1" if windows or "ubuntu" in operating_system else "/dev/xvda",
            min_volume_gib=SMALLEST_WINDOWS_GIB if windows else SMALLEST_GIB,
        )
