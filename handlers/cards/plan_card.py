"""The plan card: what would be made, why, what it costs, what is risky, until when; then how it went."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.cost import PRICE_REGION, PRICED_ON, Cost, estimate
from bot.domain.findings import Finding, Severity, is_blocked, review
from bot.domain.instance import OPERATING_SYSTEM_NAMES, T3, InstancePlan
from bot.domain.plan import PlanRecord, PlanState
from handlers.cards.blocks import (
    Block,
    actions,
    button,
    context,
    escape,
    fits,
    header,
    moment,
    person,
    section,
    shorten,
    table,
)

APPROVE = "plan_approve"
CANCEL = "plan_cancel"
EDIT = "plan_edit"

SIGNS = {
    Severity.BLOCKING: ":no_entry:",
    Severity.WARNING: ":warning:",
    Severity.NOTE: ":information_source:",
}


READER_LIMIT = 100
MOST_RESOURCES = 20
RESOURCES_PER_BLOCK = 10


@dataclass(frozen=True)
class Room:
    """How many characters a cell and a paragraph may take; what is to be made is never cut, only why."""

    cell: int
    paragraph: int


# Slack limits a message as a whole; a card that is too large is written again with less room.
ROOMS = (Room(300, 2500), Room(150, 1000), Room(75, 500), Room(30, 250))


def build(record: PlanRecord, *, rehearsal: bool) -> tuple[str, list[Block]]:
    """Return (text for notifications, blocks) for a plan in any state of its life."""
    blocks: list[Block] = []
    for room in ROOMS:
        blocks = list(_card(record, room, rehearsal=rehearsal))
        if fits(blocks):
            break
    return _summary(record), blocks


def _card(record: PlanRecord, room: Room, *, rehearsal: bool) -> Iterator[Block]:
    yield header(record.plan.title)
    yield context(*_provenance(record))
    if record.state is PlanState.PROPOSED:
        yield from _details(record.plan, room)
        yield from _offer(record, rehearsal=rehearsal)
        return
    yield section(_standing(record, room))
    if record.state not in (PlanState.SUPERSEDED, PlanState.CANCELLED, PlanState.EXPIRED):
        yield from _made(record)
        yield from _details(record.plan, room)


def _provenance(record: PlanRecord) -> Iterator[str]:
    yield f"Asked by {person(record.plan.requested_by)}"
    yield f"Read by {escape(shorten(record.plan.read_by, READER_LIMIT))}"
    yield f"Plan `{record.digest[:12]}`"


# --- what it is ------------------------------------------------------------------------------


def _details(plan: InstancePlan, room: Room) -> Iterator[Block]:
    rows = [(name, value, shorten(why, room.cell)) for name, value, why in _parameters(plan)]
    yield table([("Parameter", "Value", "Why"), *rows])
    yield section(_cost(estimate(plan)))
    if findings := review(plan):
        yield section("\n".join(_finding(finding, room) for finding in findings))
    if plan.draft.assumptions:
        lines = "\n".join(f"• {one}" for one in plan.draft.assumptions)
        yield context(f"*Assumed*\n{escape(shorten(lines, room.paragraph))}")


def _parameters(plan: InstancePlan) -> Iterator[tuple[str, str, str]]:
    draft = plan.draft
    why = {reason.parameter: reason.reason for reason in draft.reasons}
    yield "InstanceType", _instance_type(draft.instance_type), why.get("InstanceType", "")
    yield (
        "VolumeSize",
        f"{draft.volume_gib:,} GiB, {draft.volume_type}, encrypted",
        why.get("VolumeSize", ""),
    )
    yield (
        "DisableApiTermination",
        "True (protected)" if draft.termination_protection else "False (easy to end)",
        why.get("DisableApiTermination", ""),
    )
    if draft.count > 1:
        yield "Count", str(draft.count), why.get("count", "")
    if draft.name:
        yield "Name", draft.name, why.get("name", "")
    system = OPERATING_SYSTEM_NAMES[draft.operating_system]
    yield "Image", f"{system}, {plan.image.id}", why.get("operating_system", "The newest one.")
    yield "Region", plan.region, why.get("region", "The default region.")
    yield "Network", *_network(plan, why.get("inbound_ports", ""))
    yield "Sign-in", *_sign_in(plan)


def _instance_type(name: str) -> str:
    capacity = T3.get(name)
    if capacity is None:
        return name
    return f"{name} ({capacity.vcpus} vCPU, {capacity.memory_gib:g} GiB)"


def _network(plan: InstancePlan, why: str) -> tuple[str, str]:
    if not plan.draft.ingress:
        return "No inbound port", why or "None was asked for; the default security group stays."
    rules = ", ".join(f"{rule.ports} from {rule.source}" for rule in plan.draft.ingress)
    return f"New security group: {rules}", why


def _sign_in(plan: InstancePlan) -> tuple[str, str]:
    profile = f"profile {plan.instance_profile}, " if plan.instance_profile else ""
    return f"{profile}IMDSv2 required", "Session Manager needs neither an open port nor a key."


def _cost(cost: Cost | None) -> str:
    if cost is None:
        return "*Cost* not known: this type is not in the price list."
    left_out = ", ".join(cost.not_counted)
    return (
        f"*Cost* about *${cost.hourly:.3f} an hour*, ${cost.monthly:,} a month if it runs all the time.\n"
        f"_{PRICE_REGION} list prices of {PRICED_ON}, with disk and public IPv4; not counted: {left_out}._"
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
        f"Stands until {moment(record.expires_at)}. To change it, reply in this thread, "
        "for example “make it 5 players” or “use eu-west-1”."
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


def _made(record: PlanRecord) -> Iterator[Block]:
    lines = [
        f"• <{_console(one.kind, one.id, one.region)}|{one.id}>"
        + (f" at `{one.address}`" if one.address else "")
        for one in record.resources
    ]
    if len(lines) > MOST_RESOURCES:
        lines[MOST_RESOURCES:] = [f"… and {len(lines) - MOST_RESOURCES} more"]
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
