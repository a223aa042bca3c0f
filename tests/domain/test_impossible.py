"""What AWS refuses to change of something that is there."""

from typing import Any

import pytest
from hypothesis import given

from bot.domain.finding import Severity
from bot.domain.impossible import NAMED, OLDER, SMALLER, impossible, made_anew
from tests.domain.templates import bodies, made_of, of_type, ref

DATABASE, VOLUME, TABLE = "AWS::RDS::DBInstance", "AWS::EC2::Volume", "AWS::DynamoDB::Table"


def keys(*names: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": name, "KeyType": kind}
        for name, kind in zip(names, ("HASH", "RANGE"), strict=False)
    ]


def brokers(size: int) -> dict[str, Any]:
    return {"BrokerNodeGroupInfo": {"StorageInfo": {"EBSStorageInfo": {"VolumeSize": size}}}}


def rules(kind: str, was: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    before, after = made_of(It=of_type(kind, **was)), made_of(It=of_type(kind, **wanted))
    found = impossible(before, after)
    assert all(one.severity is Severity.BLOCKING for one in found)
    assert all(one.path == ("Resources", "It") for one in found)
    return [one.rule for one in found]


REFUSED = {
    "a smaller database": (
        DATABASE,
        {"AllocatedStorage": "50"},
        {"AllocatedStorage": 20},
        SMALLER,
    ),
    "a smaller disk": (VOLUME, {"Size": 100}, {"Size": 99}, SMALLER),
    "smaller brokers": ("AWS::MSK::Cluster", brokers(100), brokers(10), SMALLER),
    "an older engine": (
        DATABASE,
        {"Engine": "postgres", "EngineVersion": "16.3"},
        {"Engine": "postgres", "EngineVersion": "15"},
        OLDER,
    ),
    "an older cluster": (
        "AWS::RDS::DBCluster",
        {"EngineVersion": "8.0.mysql_aurora.3.08.0"},
        {"EngineVersion": "5.7.mysql_aurora.2.11.1"},
        OLDER,
    ),
    "other keys of a named table": (
        TABLE,
        {"TableName": "orders", "KeySchema": keys("id")},
        {"TableName": "orders", "KeySchema": keys("id", "at")},
        NAMED,
    ),
}


@pytest.mark.parametrize(("kind", "was", "wanted", "rule"), REFUSED.values(), ids=REFUSED.keys())
def test_what_aws_refuses_blocks(
    kind: str, was: dict[str, Any], wanted: dict[str, Any], rule: str
) -> None:
    assert rules(kind, was, wanted) == [rule]
    assert rules(kind, wanted, wanted) == []


ALLOWED = {
    "a larger database": (DATABASE, {"AllocatedStorage": "20"}, {"AllocatedStorage": "50"}),
    "a size nobody knows": (
        DATABASE,
        {"AllocatedStorage": "50"},
        {"AllocatedStorage": {"Fn::ImportValue": "Size"}},
    ),
    "a smaller one of another engine, which is made anew": (
        DATABASE,
        {"AllocatedStorage": "50", "Engine": "mysql"},
        {"AllocatedStorage": "20", "Engine": "postgres"},
    ),
    "a version said in less detail": (
        DATABASE,
        {"EngineVersion": "16.3"},
        {"EngineVersion": "16"},
    ),
    "a newer version": (DATABASE, {"EngineVersion": "9.6"}, {"EngineVersion": "10.1"}),
    "other keys of a table that AWS names": (
        TABLE,
        {"KeySchema": keys("id")},
        {"KeySchema": keys("no")},
    ),
    "other keys of a table with another name": (
        TABLE,
        {"TableName": "orders", "KeySchema": keys("id")},
        {"TableName": "orders-2", "KeySchema": keys("no")},
    ),
    "keys nobody knows": (
        TABLE,
        {"TableName": "orders", "KeySchema": keys("id")},
        {"TableName": "orders", "KeySchema": [{"AttributeName": ref("Unknown")}]},
    ),
}


@pytest.mark.parametrize(("kind", "was", "wanted"), ALLOWED.values(), ids=ALLOWED.keys())
def test_what_aws_carries_out_does_not(
    kind: str, was: dict[str, Any], wanted: dict[str, Any]
) -> None:
    assert rules(kind, was, wanted) == []


def test_the_finding_says_what_can_be_asked_for() -> None:
    before = made_of(Store=of_type(DATABASE, AllocatedStorage="50"))
    after = made_of(Store=of_type(DATABASE, AllocatedStorage="20"))

    assert impossible(before, after)[0].text == (
        "Store (RDS database) has 50 GB, and AWS can make that larger and never smaller: it would refuse 20 GB. "
        "Reply with 50 GB or more."
    )


def test_a_database_of_another_engine_is_always_made_anew() -> None:
    before = made_of(A=of_type(DATABASE, Engine="mysql"), B=of_type(DATABASE, Engine="mysql"))
    after = made_of(A=of_type(DATABASE, Engine="postgres"), B=of_type(DATABASE, Engine="mysql"))

    assert made_anew(before, after) == ("A",)


def test_what_is_new_or_of_another_type_is_not_compared() -> None:
    disk = made_of(It=of_type(VOLUME, Size=100))

    assert impossible({}, disk) == ()
    assert impossible(disk, made_of(It=of_type(DATABASE, AllocatedStorage="20"))) == ()


@given(bodies, bodies)
def test_no_two_templates_are_too_odd(before: dict[str, Any], after: dict[str, Any]) -> None:
    impossible(before, after)
    made_anew(before, after)
