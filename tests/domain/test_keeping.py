"""What is left of a stack that was deleted."""

from typing import Any

import pytest
from hypothesis import given

from bot.domain.keeping import fates, kept
from bot.domain.stack import Fates
from tests.domain.templates import bodies, made_of, of_type, ref

TABLE = of_type("AWS::DynamoDB::Table")
DATABASE = "AWS::RDS::DBInstance"
NONE = ref("AWS::NoValue")


@given(bodies)
def test_no_body_is_too_odd(body: dict[str, Any]) -> None:
    assert all(isinstance(one, str) for one in kept(body))


@pytest.mark.parametrize(
    ("policy", "stays"),
    [
        ("Delete", False),
        ("Retain", True),
        ("RetainExceptOnCreate", True),
        ("Snapshot", True),
        ({"Ref": "Policy"}, True),
    ],
)
def test_a_deletion_policy_decides(policy: object, *, stays: bool) -> None:
    body = made_of(Table=TABLE | {"DeletionPolicy": policy}, Other=TABLE)

    assert kept(body) == (("Table",) if stays else ())


def test_what_happens_on_a_replacement_does_not_count() -> None:
    assert kept(made_of(Table=TABLE | {"UpdateReplacePolicy": "Retain"})) == ()


@pytest.mark.parametrize(
    ("resource", "stays"),
    [
        (of_type("AWS::RDS::DBCluster"), True),
        (of_type(DATABASE), True),
        (of_type(DATABASE, DBClusterIdentifier=ref("Cluster")), False),
        (of_type(DATABASE, DBClusterIdentifier=NONE), True),
        (of_type(DATABASE, DBClusterIdentifier={"Fn::If": ["Alone", NONE, ref("C")]}), True),
        (of_type(DATABASE) | {"DeletionPolicy": "Delete"}, False),
        (of_type("AWS::EC2::Volume"), False),
    ],
)
def test_databases_leave_a_snapshot_unless_told_otherwise(resource: Any, *, stays: bool) -> None:
    assert kept(made_of(Database=resource)) == (("Database",) if stays else ())


def test_what_becomes_of_the_old_follows_what_its_template_says() -> None:
    found = fates(
        made_of(
            Both=TABLE
            | {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Snapshot"},
            Neither=TABLE,
            Unclear=TABLE | {"DeletionPolicy": ref("Policy"), "UpdateReplacePolicy": "Delete"},
            Database=of_type(DATABASE),
            Member=of_type(DATABASE, DBClusterIdentifier=ref("Cluster")),
        )
    )

    assert found == (
        Fates(logical_id="Both", removed="kept", replaced="snapshot"),
        Fates(logical_id="Database", removed="snapshot", replaced="deleted"),
        Fates(logical_id="Member", removed="empty", replaced="empty"),
    )


@given(bodies)
def test_no_body_is_too_odd_to_say_what_becomes_of_it(body: dict[str, Any]) -> None:
    assert all(one != Fates(logical_id=one.logical_id) for one in fates(body))
