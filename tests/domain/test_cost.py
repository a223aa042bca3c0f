"""A price is a list price times a number, or none."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.cost import INSTANCE_USD_PER_HOUR, estimate
from bot.domain.instance import T3
from tests.fakes.aws import instance_plan


def test_a_t3_medium_with_250_gib_costs_compute_disk_and_its_address() -> None:
    cost = estimate(instance_plan(instance_type="t3.medium", volume_gib=250))

    assert cost is not None
    assert cost.monthly == Decimal("50.37") + Decimal("3.65")  # compute and disk; public IPv4
    assert round(cost.hourly, 3) == Decimal("0.074")


def test_a_type_without_a_list_price_gets_no_guess() -> None:
    assert estimate(instance_plan(instance_type="m8i.large")) is None


def test_every_type_on_offer_has_a_price() -> None:
    assert set(INSTANCE_USD_PER_HOUR) == set(T3)


def test_what_the_figure_leaves_out_is_named() -> None:
    at_home = estimate(instance_plan())
    abroad = estimate(instance_plan(region="eu-west-1", operating_system="windows-2025"))

    assert at_home is not None
    assert at_home.not_counted == ("data transfer", "CPU credits above the baseline", "tax")
    assert abroad is not None
    assert abroad.not_counted[:2] == (
        "the difference between us-east-1 and eu-west-1 prices",
        "the Windows licence",
    )


@given(st.sampled_from(list(T3)), st.integers(1, 4096), st.integers(2, 20))
def test_more_of_the_same_costs_as_many_times_more(
    instance_type: str, volume_gib: int, count: int
) -> None:
    one = estimate(instance_plan(instance_type=instance_type, volume_gib=volume_gib))
    many = estimate(instance_plan(instance_type=instance_type, volume_gib=volume_gib, count=count))

    assert one is not None
    assert many is not None
    assert many.hourly == one.hourly * count
