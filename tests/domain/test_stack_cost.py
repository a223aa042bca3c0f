"""What a stack costs for existing is priced from its types, and nothing else is guessed."""

from decimal import Decimal

import pytest

from bot.domain.services import SERVICES
from bot.domain.stack_cost import (
    BY_SIZE,
    BY_USE,
    FREE,
    STANDING_USD_PER_HOUR,
    STANDING_USD_PER_MONTH,
    estimate_stack,
)

NAT, KEY = "AWS::EC2::NatGateway", "AWS::KMS::Key"


def test_hourly_and_monthly_prices_add_up_to_a_month() -> None:
    cost = estimate_stack({NAT: 2, KEY: 3, "AWS::IAM::Role": 5}, "us-east-1")

    assert cost.monthly == Decimal("68.70")
    assert cost.counted == {NAT: 2, KEY: 3}


def test_what_depends_on_size_or_use_is_named_and_not_priced() -> None:
    types = ("AWS::RDS::DBInstance", "AWS::S3::Bucket", "AWS::EC2::Subnet", "AWS::IAM::Role")
    cost = estimate_stack(dict.fromkeys(types, 1), "us-east-1")

    assert cost.monthly is None
    assert cost.by_size == ("AWS::RDS::DBInstance",)
    assert cost.by_use == ("AWS::S3::Bucket",)


def test_nothing_is_never_a_price() -> None:
    assert estimate_stack({}, "us-east-1").monthly is None


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("us-east-1", ("data transfer", "tax")),
        (
            "eu-west-1",
            ("the difference between us-east-1 and eu-west-1 prices", "data transfer", "tax"),
        ),
    ],
    ids=["priced region", "other region"],
)
def test_what_no_figure_covers_is_said(region: str, said: tuple[str, ...]) -> None:
    assert estimate_stack({NAT: 1}, region).not_counted == said


def test_every_type_of_a_service_is_either_priced_or_named_or_free() -> None:
    priced = STANDING_USD_PER_HOUR.keys() | STANDING_USD_PER_MONTH.keys()
    known = [kind for service in SERVICES.values() for kind in service.types]

    assert set(known) <= priced | BY_SIZE | BY_USE | FREE
    assert not BY_SIZE & (priced | FREE)
    assert BY_USE.isdisjoint(priced | BY_SIZE | FREE)
