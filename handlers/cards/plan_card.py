"""The plan card: what would be made, why, what it costs, what is risky, until when; then how it went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.cost import PRICE_REGION, PRICED_ON, Cost, estimate
from bot.domain.findings import Finding, Severity, is_blocked, review
from bot.domain.instance import OPERATING_SYSTEM_NAMES, T3, InstancePlan
from bot.domain.plan import PlanRecord, PlanState
from handlers.cards.blocks import (
    READER_LIMIT,
    Block,
    Span,
    actions,
    bullets,
    button,
    context,
    escape,
    fits,
    header,
    link,
    moment,
    person,
    section,
    shorten,
    span,
)

APPROVE = "plan_approve"
CANCEL = "plan_cancel"
EDIT = "plan_edit"

SIGNS = {
    Severity.BLOCKING: ":no_entry:",
    Severity.WARNING: ":warning:",
    Severity.NOTE: ":information_source:",
}
# From here on the card says how it went, and still what was approved.
DECIDED_FOR = frozenset(PlanState) - {
    PlanState.PROPOSED,
    PlanState.SUPERSEDED,
    PlanState.CANCELLED,
    PlanState.EXPIRED,
}
RESOURCES_PER_BLOCK = 10


COSTING = frozenset({PlanState.APPROVED, PlanState.LAUNCHING, PlanState.RUNNING})


@dataclass(frozen=True)
class Room:
    """How many characters a reason and a paragraph may take, and how many resources are listed.

    What is to be made is never cut, only why.
    """

    reason: int
    paragraph: int
    resources: int


# Slack limits a message as a whole; a card that is too large is written again with less room.
ROOMS = (Room(300, 2500, 20), Room(150, 1000, 20), Room(75, 500, 20), Room(30, 250, 10))


def build(record: PlanRecord, *, rehearsal: bool) -> tuple[str, list[Block]]:
    """Return (text for notifications, blocks) for a plan in any state of its life."""
    blocks: list[Block] = []
    for room in ROOMS:
        blocks = list(_card(record, room, rehearsal=rehearsal))
        if fits(blocks):
            break
    return _summary(record), blocks


def _card(record: PlanRecord, room: Room, *, rehearsal: bool) -> Iterator[Block]:
    plan = record.plan
    yield header(plan.title)
    if record.state is PlanState.PROPOSED:
        yield from _parameters(plan, room)
        yield from _considerations(plan, room)
        yield from _offer(record, rehearsal=rehearsal)
    else:
        yield section(_standing(record, room))
    if record.state in DECIDED_FOR:
        yield from _made(record, room)
        yield from _parameters(plan, room)
    if record.state in COSTING:
        yield from _cost(estimate(plan), plan.draft.count)
    yield context(_provenance(record))


def _provenance(record: PlanRecord) -> str:
    who, model = person(record.plan.requested_by), record.plan.read_by
    read = f"Asked by {who} · read by {escape(shorten(model, READER_LIMIT))}" if model else ""
    return f"{read or f'Edited by hand by {who}'} · plan `{record.digest[:12]}`"


# --- what it is ------------------------------------------------------------------------------


def _parameters(plan: InstancePlan, room: Room) -> Iterator[Block]:
    """What was asked for, each with its reason; then, small, what nobody had to ask for."""
    why = {reason.parameter: reason.reason for reason in plan.draft.reasons}
    yield bullets(
        [_line(name, value, why.get(name, ""), room) for name, value in _asked(plan, why)]
    )
    yield context(" · ".join(_unasked(plan, why)))


def _line(name: str, value: str, why: str, room: Room) -> list[Span]:
    spans = [span(f"{name} ", "bold"), span(value, "code")]
    return [*spans, span(f"\n{shorten(why, room.reason)}", "italic")] if why else spans


def _asked(plan: InstancePlan, why: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    draft = plan.draft
    yield "InstanceType", _instance_type(draft.instance_type)
    yield "VolumeSize", f"{draft.volume_gib:,} GiB"
    protected = "True (protected)" if draft.termination_protection else "False (easy to end)"
    yield "DisableApiTermination", protected
    if draft.count > 1 or "count" in why:
        yield "count", str(draft.count)
    if draft.name:
        yield "name", draft.name
    if "operating_system" in why:
        yield "operating_system", OPERATING_SYSTEM_NAMES[draft.operating_system]
    if "region" in why:
        yield "region", plan.region
    if draft.ingress:
        rules = ", ".join(f"{rule.ports} from {rule.source}" for rule in draft.ingress)
        yield "inbound_ports", f"{rules} (in a security group of its own)"


def _unasked(plan: InstancePlan, why: Mapping[str, str]) -> Iterator[str]:
    if "operating_system" not in why:
        yield OPERATING_SYSTEM_NAMES[plan.draft.operating_system]
    if "region" not in why:
        yield plan.region
    yield f"image `{plan.image.id}`"
    if not plan.draft.ingress:
        yield "no inbound port"
    yield f"{plan.draft.volume_type} disk, encrypted"
    yield "IMDSv2 required"
    if plan.instance_profile:
        yield f"profile {escape(plan.instance_profile)}"
    yield "stops, not ends, when shut down from inside"


def _considerations(plan: InstancePlan, room: Room) -> Iterator[Block]:
    yield from _cost(estimate(plan), plan.draft.count)
    if findings := review(plan):
        yield section("\n".join(_finding(finding, room) for finding in findings))
    if plan.draft.assumptions:
        lines = "\n".join(f"• {one}" for one in plan.draft.assumptions)
        when = "" if plan.read_by else " before it was edited"
        yield context(f"*Assumed{when}*\n{escape(shorten(lines, room.paragraph))}")


def _instance_type(name: str) -> str:
    capacity = T3.get(name)
    if capacity is None:
        return name
    return f"{name} ({capacity.vcpus} vCPU, {capacity.memory_gib:g} GiB)"


def _cost(cost: Cost | None, count: int) -> Iterator[Block]:
    if cost is None:
        yield section("*Cost* not known: this type is not in the price list.")
        return
    together, running = (f" for all {count}", "they run") if count > 1 else ("", "it runs")
    yield section(
        f"*Cost: ${cost.hourly:.3f} an hour*{together}, about ${cost.monthly:,} a month if {running} all the time"
    )
    left_out = ", ".join(cost.not_counted)
    yield context(
        f"{PRICE_REGION} list prices of {PRICED_ON}, with disk and public IPv4; not counted: {left_out}"
    )


def _finding(finding: Finding, room: Room) -> str:
    text = escape(shorten(finding.text, room.paragraph))
    return f"{SIGNS[finding.severity]} {text} `{finding.rule}`"


# --- what can be done ------------------------------------------------------------------------


def _offer(record: PlanRecord, *, rehearsal: bool) -> Iterator[Block]:
    if rehearsal:
        yield section(
            ":performing_arts: *Rehearsal:* SKIP_AWS is on, so approving launches nothing on AWS."
        )
    choices = [button("Edit", EDIT, record.id), button("Cancel", CANCEL, record.id)]
    if not is_blocked(record.plan):
        choices.insert(0, button("Approve", APPROVE, record.id, style="primary"))
    yield actions(f"offer-{record.id}-{record.version}", *choices)
    yield context(
        f"Stands until {moment(record.expires_at)}. To change it, reply here: “use eu-west-1”, "
        "“double the disk”."
    )


# --- how it went -----------------------------------------------------------------------------


STANDINGS = {
    PlanState.PROPOSED: "Waiting for a decision.",
    PlanState.APPROVED: ":white_check_mark: Approved by {who}. Launching next.",
    PlanState.LAUNCHING: ":hourglass_flowing_sand: Approved by {who}. AWS is launching it …",
    PlanState.RUNNING: ":large_green_circle: *Running.* Approved by {who}.",
    PlanState.REHEARSED: (
        ":performing_arts: *Rehearsed.* Approved by {who}; nothing was launched, because SKIP_AWS is on."
    ),
    PlanState.FAILED: (
        ":red_circle: *Failed.* Approved by {who}.\n{why}\nReply in this thread to try again."
    ),
    PlanState.CANCELLED: ":no_entry_sign: Cancelled by {who}. Nothing was launched.",
    PlanState.SUPERSEDED: ":leftwards_arrow_with_hook: Replaced by a newer plan below.",
    PlanState.EXPIRED: ":alarm_clock: Expired: nobody decided in time. Ask again for a new plan.",
    PlanState.ENDING: ":hourglass_flowing_sand: Ending …",
    PlanState.ENDED: ":white_circle: Ended.",
}


def _standing(record: PlanRecord, room: Room) -> str:
    who = person(record.decided_by) if record.decided_by else "somebody"
    why = escape(shorten(record.failure or "", room.paragraph))
    return STANDINGS[record.state].format(who=who, why=why)


def _made(record: PlanRecord, room: Room) -> Iterator[Block]:
    lines = [
        f"• {link(_console(one.kind, one.id, one.region), one.id)}"
        + (f" at `{one.address}`" if one.address else "")
        for one in record.resources
    ]
    if len(lines) > room.resources:
        lines[room.resources :] = [f"… and {len(lines) - room.resources} more"]
    for start in range(0, len(lines), RESOURCES_PER_BLOCK):
        yield section("\n".join(lines[start : start + RESOURCES_PER_BLOCK]))


def _console(kind: str, resource_id: str, region: str) -> str:
    page = (
        f"InstanceDetails:instanceId={resource_id}"
        if kind == "instance"
        else f"SecurityGroup:groupId={resource_id}"
    )
    return f"https://{region}.console.aws.amazon.com/ec2/home?region={region}#{page}"


def _summary(record: PlanRecord) -> str:
    """For notifications and screen readers, which do not see the blocks."""
    plan = record.plan
    if record.state is not PlanState.PROPOSED:
        return f"{escape(plan.title)}: {record.state.value}"
    cost = estimate(plan)
    price = f", about ${cost.monthly:,} a month" if cost else ""
    return f"Plan: {escape(plan.title)}, {plan.draft.volume_gib:,} GiB in {plan.region}{price}. Approve?"
