"""A plan that follows another keeps the ids of what stays, for AWS deletes what has another one."""

import re
from typing import Any

from bot.domain.architecture import Architecture, Component, Connection
from tests.offline.stacks import Thread, structure


def _component(key: str, service: str, label: str = "") -> Component:
    return Component(id=key, service=service, label=label)


TWINS = Architecture(
    components=(
        _component("t1", "dynamodb"),
        _component("t2", "dynamodb"),
        _component("f", "lambda", "Writer"),
    ),
    connections=(Connection(source="f", target="t1"), Connection(source="f", target="t2")),
)


def started(architecture: Architecture = TWINS) -> Thread:
    thread = Thread(lambda _: architecture)
    thread.says("", b"picture")
    return thread


def tables(arguments: dict[str, Any]) -> list[str]:
    return re.findall(
        r"^  (\w+):\n    Type: AWS::DynamoDB::Table$", arguments["template"], re.MULTILINE
    )


def test_the_second_stays_the_second_when_the_first_is_removed() -> None:
    _, plan = started().says("remove the first table")

    assert [one.id for one in structure(plan).components] == ["t2", "f"]
    assert tables(plan) == ["Table2"]


def test_a_new_one_is_not_called_like_the_one_that_was_removed() -> None:
    thread = started()
    thread.says("remove the first table")
    thread.says("rename the table to Orders")

    _, plan = thread.says("add another table behind the function")

    assert tables(plan) == ["Table2", "Table3"]


def test_a_removed_one_comes_back_as_itself() -> None:
    thread = started()
    thread.says("remove the first table")

    _, plan = thread.says("undo")

    assert tables(plan) == ["Table", "Table2"]


def test_one_that_is_added_again_is_another() -> None:
    thread = started(Architecture(components=(_component("f", "lambda"), _component("q", "sqs"))))
    thread.says("add a table behind the function")
    thread.says("remove the table")

    _, plan = thread.says("add a table behind the function")

    assert tables(plan) == ["Table2"]


def test_what_the_checks_take_out_moves_no_name() -> None:
    thread = started()
    thread.says("add a queue behind the function")

    _, plan = thread.checks("E3002 at Resources/Table/Properties: no")

    assert tables(plan) == ["Table2"]


def test_a_new_picture_begins_anew() -> None:
    thread = started()
    thread.says("remove the first table")

    _, plan = thread.says("now this", b"another picture")

    assert tables(plan) == ["Table", "Table2"]


def test_what_becomes_another_type_gets_another_name() -> None:
    thread = started(Architecture(components=(_component("d", "rds", "Orders"),)))

    _, before = thread.says("rename it to Shop")
    _, plan = thread.says("use Aurora for the database")

    assert "  OrdersDatabase:\n    Type: AWS::RDS::DBInstance" in before["template"]
    assert "  OrdersDatabase:\n    Type: AWS::RDS::DBCluster" not in plan["template"]
