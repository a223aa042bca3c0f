"""The simulated AWS creates what is composed: every reference resolves and every order is possible."""

from collections.abc import Iterator
from contextlib import closing

import boto3
import pytest

from bot.domain.architecture import Architecture
from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws
from tests.blocks.asked_for import ASKED_FOR
from tests.blocks.conftest import Judge
from tests.blocks.drawings import ALL, PICTURES, STARS, THIRDS
from tests.blocks.worked_out import WORKED_OUT
from tests.sandbox.aws.cloudformation.desk import Desk

MADE = {
    **{name: PICTURES[name] for name in ("customer details", "web", "worker", "two zones")},
    **THIRDS,
    **ASKED_FOR,
    **WORKED_OUT,
    "a workflow of everything": STARS["stepfunctions"],
    **{name: ALL[name] for name in ("told", "certified", "files")},
}


@pytest.fixture(scope="module")
def aws() -> Iterator[SimulatedAws]:
    with SimulatedAws(boot_seconds=0) as running:
        yield running


@pytest.fixture
def desk(aws: SimulatedAws) -> Iterator[Desk]:
    aws.reset()
    session = boto3.Session(
        aws_access_key_id=ACCESS_KEY_ID, aws_secret_access_key=SECRET_ACCESS_KEY
    )
    client = session.client(
        "cloudformation", region_name="us-east-1", endpoint_url=aws.endpoint_url
    )
    with closing(client):
        yield Desk(aws, client)


@pytest.mark.parametrize("drawing", MADE.values(), ids=MADE.keys())
def test_a_stack_is_created(desk: Desk, judge: Judge, drawing: Architecture) -> None:
    judged = judge(drawing)

    stack = desk.create(judged.text)

    assert desk.status(stack) == "CREATE_COMPLETE", _reasons(desk, stack)
    assert set(desk.outputs(stack)) == set(judged.body.get("Outputs", {}))


def _reasons(desk: Desk, stack: str) -> list[str]:
    pages = desk.client.get_paginator("describe_stack_events").paginate(StackName=stack)
    events = [one for page in pages for one in page["StackEvents"]]
    return [
        f"{one['LogicalResourceId']}: {one['ResourceStatusReason']}"
        for one in events
        if "FAILED" in one["ResourceStatus"] and "cancelled" not in one["ResourceStatusReason"]
    ]
