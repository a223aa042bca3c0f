"""Drafts and plans refuse what makes no sense."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.instance import Ingress, InstanceDraft
from tests.fakes.aws import instance_plan
from tests.fakes.planner import drafted

SSH: dict[str, Any] = {"protocol": "tcp", "from_port": 22, "to_port": 22, "source": "10.0.0.0/8"}


@pytest.mark.parametrize(
    "change",
    [
        {"from_port": 23},
        {"to_port": 65536},
        {"from_port": -1},
        {"protocol": "icmp"},
        {"source": "10.0.0.1/8"},
        {"source": "everywhere"},
        {"note": "x"},
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Ingress(**(SSH | change))


@pytest.mark.parametrize(
    "change",
    [{"volume_gib": 0}, {"count": 0}, {"name": "x" * 256}, {"operating_system": "beos"}],
    ids=str,
)
def test_a_draft_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    fields = drafted().draft.model_dump()

    with pytest.raises(ValidationError):
        InstanceDraft(**(fields | change))


def test_ports_are_written_as_people_write_them() -> None:
    assert Ingress(**SSH).ports == "22/tcp"
    assert Ingress(**(SSH | {"protocol": "udp", "to_port": 30})).ports == "22-30/udp"


def test_a_plan_is_named_by_what_it_makes() -> None:
    assert instance_plan(count=2).title == "2 × t3.medium"
    assert instance_plan(name="build-cache").title == "1 × t3.medium “build-cache”"
