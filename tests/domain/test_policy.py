"""What may be launched, and who may say so."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.instance import Image, InstanceDraft
from bot.domain.policy import Forbidden, Permitted, Policy
from tests.domain.strategies import drafts
from tests.fakes.planner import instance_draft

LIMITS = Policy(
    instance_types=("t3.micro", "t3.medium"),
    max_volume_gib=500,
    max_count=3,
    regions=("us-east-1", "eu-west-1"),
)


def draft(**changes: object) -> InstanceDraft:
    return instance_draft(**changes)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"instance_type": "m5.large"},
            (
                "The instance type m5.large is not on the list; "
                "allowed are t3.micro, t3.medium (rule `instance-types`)."
            ),
        ),
        (
            {"volume_gib": 65_536},
            "A disk of 65,536 GiB is too large; at most 500 GiB is allowed (rule `max-volume`).",
        ),
        (
            {"count": 4},
            "4 instances are too many for one plan; at most 3 are allowed (rule `max-count`).",
        ),
        (
            {"region": "mars-north-1"},
            (
                "The region mars-north-1 is not on the list; "
                "allowed are us-east-1, eu-west-1 (rule `regions`)."
            ),
        ),
    ],
    ids=["instance-types", "max-volume", "max-count", "regions"],
)
def test_a_refusal_says_what_was_asked_and_what_is_allowed(
    asked: dict[str, object], said: str
) -> None:
    assert [str(one) for one in LIMITS.violations(draft(**asked))] == [said]


@pytest.mark.parametrize("edge", [{"volume_gib": 500}, {"count": 3}, {"region": None}])
def test_the_limit_itself_is_allowed(edge: dict[str, object]) -> None:
    assert LIMITS.violations(draft(**edge)) == ()


def test_every_broken_rule_is_named_at_once() -> None:
    broken = LIMITS.violations(draft(instance_type="x", volume_gib=501, count=4, region="nowhere"))

    assert [one.rule for one in broken] == ["instance-types", "max-volume", "max-count", "regions"]


@given(drafts)
def test_a_draft_is_refused_exactly_by_the_rules_it_breaks(asked: InstanceDraft) -> None:
    policy = Policy(max_volume_gib=1000, max_count=10)
    rules = {one.rule for one in policy.violations(asked)}

    assert rules == {
        rule
        for rule, broken in {
            "instance-types": asked.instance_type not in policy.instance_types,
            "max-volume": asked.volume_gib > 1000,
            "max-count": asked.count > 10,
            "regions": asked.region not in (None, *policy.regions),
        }.items()
        if broken
    }


@given(
    st.sampled_from(LIMITS.instance_types),
    st.integers(1, 500),
    st.integers(1, 3),
    st.sampled_from([None, *LIMITS.regions]),
)
def test_a_draft_within_the_limits_breaks_no_rule(
    instance_type: str, volume_gib: int, count: int, region: str | None
) -> None:
    asked = draft(instance_type=instance_type, volume_gib=volume_gib, count=count, region=region)

    assert LIMITS.violations(asked) == ()


@given(st.integers(1, 200), st.integers(1, 200))
def test_a_disk_holds_at_least_its_image(volume_gib: int, needed: int) -> None:
    image = Image(id="ami-1", root_device="/dev/xvda", min_volume_gib=needed)
    violation = LIMITS.too_small(draft(volume_gib=volume_gib), image)

    assert (violation is None) is (volume_gib >= needed)
    if violation is not None:
        assert str(violation).endswith(f"it needs at least {needed} GiB (rule `min-volume`).")


def test_the_original_projects_limits_are_the_default() -> None:
    policy = Policy()

    assert policy.violations(draft(instance_type="t3.2xlarge", volume_gib=4096, count=20)) == ()
    assert policy.violations(draft(volume_gib=4097))


def test_everyone_may_approve_unless_approvers_are_named() -> None:
    assert Policy().may_approve("U0ANYONE") == Permitted()


def test_only_a_named_approver_may_approve_and_the_others_hear_who_can() -> None:
    policy = replace(LIMITS, approvers=frozenset({"U0B", "U0A"}))

    assert policy.may_approve("U0A") == Permitted()
    assert policy.may_approve("U0C") == Forbidden(("U0A", "U0B"))


def test_who_asked_may_take_it_back_without_being_an_approver() -> None:
    policy = replace(LIMITS, approvers=frozenset({"U0A"}))

    assert policy.may_cancel("U0ASKER", requested_by="U0ASKER") == Permitted()
    assert policy.may_cancel("U0A", requested_by="U0ASKER") == Permitted()
    assert policy.may_cancel("U0C", requested_by="U0ASKER") == Forbidden(("U0A",))
