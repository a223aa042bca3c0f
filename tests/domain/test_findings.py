"""What is said about a plan before it is approved, and what stands in its way."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.finding import Severity
from bot.domain.findings import RULES_PER_GROUP, SENSITIVE_PORTS, is_blocked, review
from bot.domain.instance import Ingress, InstancePlan
from tests.domain.strategies import plans
from tests.fakes.aws import instance_plan

EVERYWHERE = ["0.0.0.0/0", "::/0"]


def rule(first: int, last: int | None = None, source: str = "0.0.0.0/0") -> Ingress:
    asked: dict[str, Any] = {"protocol": "tcp", "source": source}
    return Ingress(from_port=first, to_port=last or first, **asked)


def with_ports(*rules: Ingress) -> InstancePlan:
    return instance_plan(ingress=rules)


def rules_of(plan: InstancePlan) -> list[str]:
    return [finding.rule for finding in review(plan)]


@pytest.mark.parametrize("source", EVERYWHERE)
@pytest.mark.parametrize("port", SENSITIVE_PORTS)
def test_a_sensitive_port_open_to_the_world_blocks(port: int, source: str) -> None:
    plan = with_ports(rule(port, source=source))

    assert is_blocked(plan)
    assert rules_of(plan) == ["sensitive-port-open-to-world"]
    assert f"{port}/tcp ({SENSITIVE_PORTS[port]})" in review(plan)[0].text


@pytest.mark.parametrize(
    "halves", [("0.0.0.0/1", "128.0.0.0/1"), ("2000::/3",)], ids=["IPv4", "IPv6"]
)
def test_the_world_in_pieces_is_still_the_world(halves: tuple[str, ...]) -> None:
    assert is_blocked(with_ports(*(rule(22, source=half) for half in halves)))


@pytest.mark.parametrize("source", ["10.0.0.0/8", "203.0.113.0/24", "fc00::/7", "2001:db8::/32"])
def test_a_sensitive_port_for_somebodys_own_range_is_fine(source: str) -> None:
    assert review(with_ports(rule(22, source=source))) == ()


@pytest.mark.parametrize("first", [0, 20, 22])
def test_a_range_that_covers_a_sensitive_port_blocks(first: int) -> None:
    assert is_blocked(with_ports(rule(first, 1000)))


@pytest.mark.parametrize("source", EVERYWHERE)
@pytest.mark.parametrize("port", [80, 443])
def test_a_web_port_is_there_to_be_open(port: int, source: str) -> None:
    assert review(with_ports(rule(port, source=source))) == ()


def test_a_range_around_a_web_port_is_worth_a_warning() -> None:
    plan = with_ports(rule(80, 90))

    assert not is_blocked(plan)
    assert rules_of(plan) == ["port-open-to-world"]


def test_any_other_port_open_to_the_world_is_worth_a_warning() -> None:
    plan = with_ports(rule(25565), rule(19132))

    assert rules_of(plan) == ["port-open-to-world"]
    assert review(plan)[0].text == "25565/tcp, 19132/tcp would be open to the whole internet."


def test_many_open_ports_are_named_up_to_ten() -> None:
    plan = with_ports(*(rule(port) for port in range(8000, 8012)))

    assert review(plan)[0].text.startswith("8000/tcp, 8001/tcp")
    assert "8009/tcp and 2 more would be" in review(plan)[0].text


def test_more_rules_than_a_security_group_takes_block() -> None:
    own = [rule(port, source="10.0.0.0/8") for port in range(8000, 8000 + RULES_PER_GROUP)]

    assert review(with_ports(*own)) == ()
    assert rules_of(with_ports(*own, rule(9000, source="10.0.0.0/8"))) == ["too-many-port-rules"]


@pytest.mark.parametrize(
    ("profile", "hint"),
    [
        (None, "or “close port 22”."),
        ("ssm", "or “close port 22” and use Session Manager."),
    ],
    ids=["no profile", "a profile"],
)
def test_what_blocks_says_what_to_reply(profile: str | None, hint: str) -> None:
    plan = with_ports(rule(22), rule(3306)).model_copy(update={"instance_profile": profile})

    assert review(plan)[0].text == (
        "22/tcp (SSH), 3306/tcp (MySQL) would be open to the whole internet. Reply with the address "
        f"range that needs it, for example “port 22 only from 203.0.113.0/24”, {hint}"
    )


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "1 hour"), (24, "1 day"), (36, "36 hours"), (72, "3 days")]
)
def test_a_limited_time_is_named_and_not_promised(hours: int, said: str) -> None:
    (finding,) = review(instance_plan(lease_hours=hours))

    assert finding.text == (
        f"You asked for {said}, but nothing ends by itself yet: end it in the AWS console when you "
        "are done."
    )


def test_what_the_thread_already_has_is_said() -> None:
    plan = instance_plan().model_copy(update={"alongside": ("1 × t3.micro", "2 × t3.nano")})

    assert rules_of(plan) == ["in-addition"]
    assert "1 × t3.micro, 2 × t3.nano" in review(plan)[0].text


@pytest.mark.parametrize(
    ("draft", "named"),
    [
        ({"termination_protection": True}, "termination-protection"),
        ({"operating_system": "debian-13"}, "no-session-manager"),
    ],
)
def test_what_is_good_to_know_does_not_block(draft: dict[str, Any], named: str) -> None:
    plan = instance_plan(**draft)

    assert [(one.rule, one.severity) for one in review(plan)] == [(named, Severity.NOTE)]
    assert not is_blocked(plan)


@given(plans)
def test_the_gravest_comes_first(plan: InstancePlan) -> None:
    order = list(Severity)
    weights = [order.index(finding.severity) for finding in review(plan)]

    assert weights == sorted(weights)


@given(st.integers(0, 65535), st.integers(0, 65535))
def test_exactly_the_ranges_with_a_sensitive_port_block(one: int, other: int) -> None:
    first, last = sorted((one, other))
    plan = instance_plan(
        ingress=(Ingress.model_validate(rule(first).model_dump() | {"to_port": last}),)
    )

    assert is_blocked(plan) is any(first <= port <= last for port in SENSITIVE_PORTS)
