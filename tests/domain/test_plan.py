"""The digest is the plan: the same plan has the same one, and nothing else has."""

import json
from typing import Any

import pytest
from hypothesis import given

from bot.domain.instance import Image, Ingress, InstancePlan, Reason
from bot.domain.plan import NEXT_STATES, PLAN, PlanRecord, PlanState, canonical, digest, plan_id
from tests.domain.strategies import plan_records, plans
from tests.fakes.aws import instance_plan

PORT: Any = {"protocol": "tcp", "from_port": 443, "to_port": 443, "source": "0.0.0.0/0"}
OTHER_DRAFT: dict[str, Any] = {
    "instance_type": "t3.large",
    "volume_gib": 251,
    "termination_protection": True,
    "count": 2,
    "name": "other",
    "operating_system": "debian-13",
    "ingress": (Ingress(**PORT),),
    "lease_hours": 5,
    "region": "eu-west-1",
    "reasons": (Reason(parameter="count", reason="two"),),
    "assumptions": ("none",),
}
OTHER_PLAN: dict[str, Any] = {
    "request_id": "C-2",
    "requested_by": "U0OTHER",
    "permalink": "https://example.slack.com/other",
    "region": "eu-west-1",
    "image": Image(id="ami-2", root_device="/dev/xvda", min_volume_gib=8),
    "instance_profile": "ssm",
    "alongside": ("1 × t3.nano",),
    "read_by": "another model",
}
ALWAYS_THE_SAME = {"kind", "draft", "volume_type"}


@given(plans)
def test_equal_plans_have_equal_digests(plan: InstancePlan) -> None:
    twin = InstancePlan.model_validate(plan.model_dump())

    assert twin == plan
    assert digest(twin) == digest(plan)


@given(plans)
def test_a_digest_survives_the_store(plan: InstancePlan) -> None:
    back = PLAN.validate_json(PLAN.dump_json(plan))

    assert back == plan
    assert digest(back) == digest(plan)


@given(plan_records())
def test_a_record_comes_back_from_the_store_as_it_was(record: PlanRecord) -> None:
    stored = json.loads(json.dumps(record.model_dump(mode="json")))

    assert PlanRecord.model_validate(stored) == record
    assert digest(PlanRecord.model_validate(stored).plan) == record.digest


@pytest.mark.parametrize("field", OTHER_DRAFT)
def test_a_digest_changes_with_every_field_of_the_draft(field: str) -> None:
    plan = instance_plan()
    draft = plan.draft.model_copy(update={field: OTHER_DRAFT[field]})

    assert digest(plan.model_copy(update={"draft": draft})) != digest(plan)


@pytest.mark.parametrize("field", OTHER_PLAN)
def test_a_digest_changes_with_every_field_of_the_plan(field: str) -> None:
    plan = instance_plan()

    assert digest(plan.model_copy(update={field: OTHER_PLAN[field]})) != digest(plan)


def test_no_field_is_left_out_of_the_tests_above() -> None:
    fields = {*InstancePlan.model_fields, *instance_plan().draft.__class__.model_fields}

    assert {*OTHER_DRAFT, *OTHER_PLAN} == fields - ALWAYS_THE_SAME


def test_a_digest_does_not_depend_on_the_order_of_the_fields() -> None:
    plan = instance_plan()
    backwards = dict(reversed(json.loads(canonical(plan)).items()))

    assert digest(PLAN.validate_python(backwards)) == digest(plan)
    assert b" " not in canonical(instance_plan(name="x"))[:40]


def test_a_digest_is_a_token_that_aws_takes() -> None:
    assert len(digest(instance_plan())) == 64
    assert digest(instance_plan()).isascii()


def test_drafting_again_finds_the_same_plan_and_no_other() -> None:
    assert plan_id("C-1") == plan_id("C-1")
    assert len({plan_id("C-1"), plan_id("C-2"), plan_id("C-1", 1), plan_id("C-11")}) == 4


def test_every_state_says_what_may_follow_and_every_life_ends() -> None:
    assert set(NEXT_STATES) == set(PlanState)
    for state in PlanState:
        seen: set[PlanState] = set()
        ahead = {state}
        while ahead - seen:
            seen |= ahead
            ahead = {after for one in ahead for after in NEXT_STATES[one]}
        assert any(not NEXT_STATES[one] for one in seen), f"{state} has no end"
