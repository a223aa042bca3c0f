"""The port `Images`: one contract, held by the fake and by SSM (simulated, over the socket)."""

from typing import get_args

import pytest

from bot.adapters.aws import Clients, SsmImages
from bot.adapters.aws.unresolved import UnresolvedImages
from bot.domain.errors import UpstreamRejected, UserMistake
from bot.domain.instance import OperatingSystem
from bot.domain.policy import REGIONS
from bot.ports import Images
from bot.sandbox.aws import SimulatedAws
from tests.fakes.aws import InMemoryImages

OPERATING_SYSTEMS: tuple[OperatingSystem, ...] = get_args(OperatingSystem)


@pytest.fixture(params=["in-memory", "simulated"])
def images(request: pytest.FixtureRequest, aws: SimulatedAws, clients: Clients) -> Images:
    return InMemoryImages() if request.param == "in-memory" else SsmImages(clients)


class TestImages:
    @pytest.mark.parametrize("operating_system", OPERATING_SYSTEMS)
    def test_every_operating_system_has_one(
        self, images: Images, operating_system: OperatingSystem
    ) -> None:
        image = images.newest(operating_system, "eu-central-1")

        assert image.id.startswith("ami-")
        assert image.root_device in {"/dev/xvda", "/dev/sda1"}
        assert image.min_volume_gib == (30 if operating_system.startswith("windows") else 8)

    @pytest.mark.parametrize("region", REGIONS[::6])
    def test_every_region_has_its_own(self, images: Images, region: str) -> None:
        here, there = images.newest("al2023", region), images.newest("al2023", "eu-west-1")

        assert (here == there) == (region == "eu-west-1")

    def test_asking_twice_gives_the_same(self, images: Images) -> None:
        assert images.newest("debian-13", "us-west-2") == images.newest("debian-13", "us-west-2")


class TestUnresolvedImages:
    @pytest.mark.parametrize("operating_system", OPERATING_SYSTEMS)
    def test_a_rehearsal_shows_the_device_and_size_of_the_real_one(
        self, aws: SimulatedAws, clients: Clients, operating_system: OperatingSystem
    ) -> None:
        unresolved = UnresolvedImages().newest(operating_system, "us-east-1")
        real = SsmImages(clients).newest(operating_system, "us-east-1")

        assert unresolved.id.startswith("resolve:ssm:/aws/service/")
        assert unresolved == real.model_copy(update={"id": unresolved.id})


class TestSsmImages:
    def test_a_region_without_the_image_is_the_persons_to_change(
        self, aws: SimulatedAws, clients: Clients
    ) -> None:
        aws.fail_next("GetParameter", code="ParameterNotFound")

        with pytest.raises(UserMistake) as mistake:
            SsmImages(clients).newest("debian-13", "sa-east-1")

        assert mistake.value.user_message == (
            "AWS offers no image of Debian 13 in sa-east-1. "
            "Ask for another operating system or another region."
        )

    def test_an_image_withdrawn_in_between_is_refused(
        self, aws: SimulatedAws, clients: Clients
    ) -> None:
        aws.fail_next("DescribeImages", code="InvalidAMIID.NotFound")

        with pytest.raises(UpstreamRejected, match=r"InvalidAMIID\.NotFound"):
            SsmImages(clients).newest("al2023", "us-east-1")
