"""Any draft, plan and plan record there can be, with the worst that people and models can write."""

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network

from hypothesis import strategies as st

from bot.domain.instance import (
    OPERATING_SYSTEM_NAMES,
    T3,
    Image,
    Ingress,
    InstanceDraft,
    InstancePlan,
    Reason,
)
from bot.domain.plan import PlanRecord, PlanState, Resource, digest
from bot.domain.policy import REGIONS
from tests.fakes.records import NOON

HOSTILE = (
    "<!channel>",
    "<!here> <@U0BOSS>",
    "<https://evil.example|click me>",
    "*bold* _it_ ~no~ `code` ```",
    "&lt;!channel&gt; & co",
    "🦖" * 200,
    "line\nbreak\ttab",
    "x" * 3000,
    "漢" * 3000,
    '"' * 3000,
)
words = st.sampled_from(HOSTILE) | st.text(max_size=60)
names = words.map(lambda text: text[:255])


@st.composite
def ingress(draw: st.DrawFn) -> Ingress:
    first, last = sorted(draw(st.tuples(st.integers(0, 65535), st.integers(0, 65535))))
    return Ingress(
        protocol=draw(st.sampled_from(["tcp", "udp"])),
        from_port=first,
        to_port=draw(st.sampled_from([first, last])),
        source=draw(
            st.sampled_from(
                [
                    IPv4Network("0.0.0.0/0"),
                    IPv4Network("10.0.0.0/8"),
                    IPv6Network("::/0"),
                    IPv6Network("2001:db8:aaaa:bbbb:cccc:dddd:eeee:0/112"),
                ]
            )
        ),
    )


drafts = st.builds(
    InstanceDraft,
    instance_type=st.sampled_from([*T3, "m8i.96xlarge", "<!channel>"]),
    volume_gib=st.integers(1, 70_000),
    termination_protection=st.booleans(),
    count=st.integers(1, 50),
    name=st.none() | names,
    operating_system=st.sampled_from(list(OPERATING_SYSTEM_NAMES)),
    ingress=st.lists(ingress(), max_size=50).map(tuple),
    lease_hours=st.none() | st.integers(1, 10_000),
    region=st.none() | st.sampled_from([*REGIONS, "mars-north-1"]),
    reasons=st.lists(
        st.builds(
            Reason,
            parameter=st.sampled_from(
                [
                    "InstanceType",
                    "VolumeSize",
                    "DisableApiTermination",
                    "count",
                    "name",
                    "operating_system",
                    "region",
                    "inbound_ports",
                ]
            ),
            reason=words,
        ),
        max_size=8,
    ).map(tuple),
    assumptions=st.lists(words, max_size=5).map(tuple),
)

plans = st.builds(
    InstancePlan,
    request_id=st.from_regex(r"C[A-Z0-9]{8}-[0-9]{10}\.[0-9]{6}", fullmatch=True),
    requested_by=st.just("U0ASKER"),
    permalink=st.just("https://example.slack.com/archives/C0INFRA/p1700000000000100"),
    draft=drafts,
    region=st.sampled_from(REGIONS),
    image=st.builds(
        Image,
        id=st.just("ami-0123456789abcdef0"),
        root_device=st.just("/dev/xvda"),
        min_volume_gib=st.integers(1, 100),
    ),
    instance_profile=st.none() | st.just("ssm"),
    alongside=st.lists(names.map(lambda name: f"1 × t3.nano “{name}”"), max_size=4).map(tuple),
    read_by=st.none() | words,
)


@st.composite
def plan_records(draw: st.DrawFn) -> PlanRecord:
    plan = draw(plans)
    made = [
        Resource(id=f"i-{number:017x}", kind="instance", region=plan.region, address="203.0.113.7")
        for number in range(draw(st.integers(0, 50)))
    ]
    return PlanRecord(
        id="plan-0123456789abcdef",
        plan=plan,
        digest=digest(plan),
        state=draw(st.sampled_from(PlanState)),
        channel="C0INFRA",
        thread_ts="1700000000.000100",
        card_ts="1700000001.000100",
        proposed_at=NOON,
        expires_at=NOON + timedelta(hours=24),
        decided_by=draw(st.none() | st.just("U0APPROVER")),
        failure=draw(st.none() | words),
        resources=tuple(made),
    )
