"""The plan card in every state of a plan's life."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.findings import RULES_PER_GROUP
from bot.domain.instance import Ingress, InstancePlan, Reason
from bot.domain.plan import PlanRecord, PlanState, Resource
from handlers.cards import Cards
from tests.domain.strategies import HOSTILE, plan_records
from tests.fakes.aws import instance_plan
from tests.fakes.records import APPROVER, NOON, plan_record
from tests.handlers.cards.rendering import (
    assert_nothing_comes_alive,
    assert_slack_takes_it,
    drawn,
    pieces,
)

BUTTONS = {"plan_approve", "plan_edit", "plan_cancel"}


def shown(record: PlanRecord, *, rehearsal: bool = False) -> str:
    text, blocks = Cards(rehearsal=rehearsal).render(record)
    assert_slack_takes_it(text, blocks)
    return drawn(blocks)


def buttons(record: PlanRecord) -> dict[str, str]:
    _, blocks = Cards(rehearsal=False).render(record)
    return {one["action_id"]: one["value"] for one in pieces(blocks) if one.get("type") == "button"}


def minecraft() -> InstancePlan:
    return instance_plan(
        name="bedrock",
        ingress=(
            Ingress.model_validate(
                {"protocol": "udp", "from_port": 19132, "to_port": 19132, "source": "0.0.0.0/0"}
            ),
        ),
        reasons=(
            Reason(parameter="InstanceType", reason="25 players need about 3 GiB."),
            Reason(parameter="VolumeSize", reason="A quarter of a terabyte."),
        ),
        assumptions=("Nobody needs a backup.",),
    )


def decided(state: PlanState, **more: object) -> PlanRecord:
    return plan_record(minecraft(), state=state, decided_by=APPROVER, decided_at=NOON, **more)


RUNNING = (
    Resource(id="sg-0123456789abcdef0", kind="security-group", region="us-east-1"),
    Resource(id="i-0123456789abcdef0", kind="instance", region="us-east-1", address="203.0.113.7"),
)


def test_an_offer_says_what_why_what_it_costs_what_is_risky_and_until_when() -> None:
    assert shown(plan_record(minecraft())) == snapshot("""\
# 1 × t3.medium “bedrock”
* InstanceType `t3.medium (2 vCPU, 4 GiB)`
25 players need about 3 GiB.
* VolumeSize `250 GiB`
A quarter of a terabyte.
* DisableApiTermination `False (easy to end)`
* name `bedrock`
* inbound_ports `19132/udp from 0.0.0.0/0 (in a security group of its own)`
(Amazon Linux 2023 · us-east-1 · image `ami-0123456789abcdef0` · gp3 disk, encrypted · IMDSv2 required · stops, not ends, when shut down from inside)
*Cost: $0.074 an hour*, about $54.02 a month if it runs all the time
(us-east-1 list prices of 2026-07-20, with disk and public IPv4; not counted: data transfer, CPU credits above the baseline, tax)
:warning: 19132/udp would be open to the whole internet. `port-open-to-world`
(*Assumed*
• Nobody needs a backup.)
[Approve] [Edit] [Cancel]
(Stands until <!date^1795435200^{date_short_pretty} at {time}|2026-11-23 12:00 UTC>. To change it, reply here: “use eu-west-1”, “double the disk”.)
(Asked by <@U0ASKER> · read by a model · plan `daa70ef19442`)\
""")


def test_an_edited_plan_says_who_edited_it_and_that_what_was_assumed_is_older() -> None:
    edited = shown(plan_record(minecraft().model_copy(update={"read_by": None})))

    assert "(Edited by hand by <@U0ASKER> · plan `" in edited
    assert "(*Assumed before it was edited*\n• Nobody needs a backup.)" in edited


def test_the_cost_of_several_is_that_of_all_of_them() -> None:
    assert (
        "*Cost: $0.148 an hour* for all 2, about $108.04 a month if they run all the time"
        in shown(plan_record(instance_plan(count=2)))
    )


def test_an_offer_in_a_rehearsal_says_that_approving_launches_nothing() -> None:
    assert "*Rehearsal:* SKIP_AWS is on" in shown(plan_record(), rehearsal=True)
    assert "Rehearsal" not in shown(plan_record())


def test_a_running_plan_says_where_it_is_and_still_what_was_approved() -> None:
    assert shown(decided(PlanState.RUNNING, resources=RUNNING)) == snapshot("""\
# 1 × t3.medium “bedrock”
:large_green_circle: *Running.* Approved by <@U0APPROVER>.
• <https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#SecurityGroup:groupId=sg-0123456789abcdef0|sg-0123456789abcdef0>
• <https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#InstanceDetails:instanceId=i-0123456789abcdef0|i-0123456789abcdef0> at `203.0.113.7`
* InstanceType `t3.medium (2 vCPU, 4 GiB)`
25 players need about 3 GiB.
* VolumeSize `250 GiB`
A quarter of a terabyte.
* DisableApiTermination `False (easy to end)`
* name `bedrock`
* inbound_ports `19132/udp from 0.0.0.0/0 (in a security group of its own)`
(Amazon Linux 2023 · us-east-1 · image `ami-0123456789abcdef0` · gp3 disk, encrypted · IMDSv2 required · stops, not ends, when shut down from inside)
*Cost: $0.074 an hour*, about $54.02 a month if it runs all the time
(us-east-1 list prices of 2026-07-20, with disk and public IPv4; not counted: data transfer, CPU credits above the baseline, tax)
(Asked by <@U0ASKER> · read by a model · plan `daa70ef19442`)\
""")


def test_a_failed_plan_says_why() -> None:
    record = decided(PlanState.FAILED, failure="Amazon EC2: <limit> reached. Ask AWS for more.")

    assert shown(record) == snapshot("""\
# 1 × t3.medium “bedrock”
:red_circle: *Failed.* Approved by <@U0APPROVER>.
Amazon EC2: &lt;limit&gt; reached. Ask AWS for more.
Reply in this thread to try again.
* InstanceType `t3.medium (2 vCPU, 4 GiB)`
25 players need about 3 GiB.
* VolumeSize `250 GiB`
A quarter of a terabyte.
* DisableApiTermination `False (easy to end)`
* name `bedrock`
* inbound_ports `19132/udp from 0.0.0.0/0 (in a security group of its own)`
(Amazon Linux 2023 · us-east-1 · image `ami-0123456789abcdef0` · gp3 disk, encrypted · IMDSv2 required · stops, not ends, when shut down from inside)
(Asked by <@U0ASKER> · read by a model · plan `daa70ef19442`)\
""")


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (
            PlanState.APPROVED,
            snapshot(":white_check_mark: Approved by <@U0APPROVER>. Launching next."),
        ),
        (
            PlanState.LAUNCHING,
            snapshot(":hourglass_flowing_sand: Approved by <@U0APPROVER>. AWS is launching it …"),
        ),
        (
            PlanState.REHEARSED,
            snapshot(
                ":performing_arts: *Rehearsed.* Approved by <@U0APPROVER>; nothing was launched, because SKIP_AWS is on."
            ),
        ),
        (
            PlanState.CANCELLED,
            snapshot(":no_entry_sign: Cancelled by <@U0APPROVER>. Nothing was launched."),
        ),
        (
            PlanState.SUPERSEDED,
            snapshot(":leftwards_arrow_with_hook: Replaced by a newer plan below."),
        ),
        (
            PlanState.EXPIRED,
            snapshot(":alarm_clock: Expired: nobody decided in time. Ask again for a new plan."),
        ),
        (PlanState.ENDING, snapshot(":hourglass_flowing_sand: Ending …")),
        (PlanState.ENDED, snapshot(":white_circle: Ended.")),
    ],
    ids=lambda value: value if isinstance(value, PlanState) else "",
)
def test_every_other_state_says_how_the_plan_stands(state: PlanState, standing: str) -> None:
    assert shown(decided(state)).split("\n")[1] == standing


def test_the_text_beside_the_blocks_tells_the_same_to_who_cannot_see_them() -> None:
    cards = Cards(rehearsal=False)

    assert cards.render(plan_record(minecraft()))[0] == snapshot(
        "Plan: 1 × t3.medium “bedrock”, 250 GiB in us-east-1, about $54.02 a month. Approve?"
    )
    assert cards.render(decided(PlanState.RUNNING))[0] == snapshot(
        "1 × t3.medium “bedrock”: running"
    )


# --- what can be done ------------------------------------------------------------------------


def test_the_buttons_carry_the_plans_id_and_nothing_else() -> None:
    record = plan_record()

    assert buttons(record) == dict.fromkeys(BUTTONS, record.id)


def test_what_a_finding_blocks_has_no_approve_button() -> None:
    ssh = Ingress.model_validate(
        {"protocol": "tcp", "from_port": 22, "to_port": 22, "source": "::/0"}
    )

    assert set(buttons(plan_record(instance_plan(ingress=(ssh,))))) == BUTTONS - {"plan_approve"}


@pytest.mark.parametrize("state", set(PlanState) - {PlanState.PROPOSED})
def test_only_an_open_offer_has_buttons(state: PlanState) -> None:
    assert buttons(decided(state)) == {}


def test_buttons_that_come_back_get_a_new_block() -> None:
    """Slack keeps what it knows of a block for as long as its id stays."""
    ids = {
        one["block_id"]
        for version in (1, 2)
        for one in pieces(Cards(rehearsal=False).render(plan_record(version=version))[1])
        if one.get("type") == "actions"
    }

    assert len(ids) == 2


# --- whatever is in it -----------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(plan_records(), st.booleans())
def test_slack_takes_every_card_and_no_text_in_it_comes_alive(
    record: PlanRecord,
    rehearsal: bool,  # noqa: FBT001 - Hypothesis names its arguments
) -> None:
    text, blocks = Cards(rehearsal=rehearsal).render(record)

    assert_slack_takes_it(text, blocks)
    assert_nothing_comes_alive(text, blocks)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("state", [PlanState.PROPOSED, PlanState.FAILED])
def test_the_worst_card_is_still_one_message(text: str, state: PlanState) -> None:
    parameters = ("InstanceType", "VolumeSize", "DisableApiTermination", "count", "name")
    more = ("operating_system", "region", "inbound_ports")
    rules = tuple(
        Ingress.model_validate(
            {
                "protocol": "tcp",
                "from_port": 10_000 + number,
                "to_port": 20_000 + number,
                "source": "2001:db8:aaaa:bbbb:cccc:dddd:eeee:0/112",
            }
        )
        for number in range(RULES_PER_GROUP)
    )
    plan = instance_plan(
        name=text[:255],
        count=20,
        ingress=rules,
        reasons=tuple(Reason(parameter=name, reason=text) for name in (*parameters, *more)),
        assumptions=(text,) * 5,
    ).model_copy(update={"alongside": (text[:255],) * 5, "read_by": text})
    made = tuple(
        Resource(id=f"i-{number:017x}", kind="instance", region="ap-southeast-1", address="::1")
        for number in range(20)
    )
    record = plan_record(
        plan, state=state, failure=text, resources=made, expires_at=NOON + timedelta(days=1)
    )
    message, blocks = Cards(rehearsal=True).render(record)

    assert_slack_takes_it(message, blocks)
    assert_nothing_comes_alive(message, blocks)
    assert all(f"{rule.ports} from {rule.source}" in drawn(blocks) for rule in rules)
