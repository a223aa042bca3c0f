"""The plan card of instances: their parameters with the reasons, what they cost, where they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.cost import PRICE_REGION, PRICED_ON, Cost, estimate
from bot.domain.instance import OPERATING_SYSTEM_NAMES, T3, InstancePlan
from bot.domain.plan import PlanRecord, PlanState
from handlers.cards import offer
from handlers.cards.blocks import (
    Block,
    Span,
    bullets,
    context,
    escape,
    first_few,
    link,
    section,
    sections,
    shorten,
    span,
)
from handlers.cards.standing import COSTING, DECIDED_FOR, console, standing

MOST_FINDINGS = 50
HINT = "To change it, reply here: “use eu-west-1”, “double the disk”."


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


def bodies(record: PlanRecord, plan: InstancePlan, *, rehearsal: bool) -> Iterator[list[Block]]:
    """The card between its header and its provenance, from the longest wording to the shortest."""
    for room in ROOMS:
        yield list(_body(record, plan, room, rehearsal=rehearsal))


def summary(plan: InstancePlan) -> str:
    """An offer for notifications and screen readers."""
    cost = estimate(plan)
    price = f", about ${cost.monthly:,} a month" if cost else ""
    return f"Plan: {escape(plan.title)}, {plan.draft.volume_gib:,} GiB in {plan.region}{price}. Approve?"


def _body(
    record: PlanRecord, plan: InstancePlan, room: Room, *, rehearsal: bool
) -> Iterator[Block]:
    if record.state is PlanState.PROPOSED:
        yield from _parameters(plan, room)
        yield from _considerations(plan, room)
        yield from offer.offer(record, edit="Edit", hint=HINT, rehearsal=rehearsal)
    else:
        yield section(standing(record, characters=room.paragraph))
    if record.state in DECIDED_FOR:
        yield from _made(record, room)
        yield from _parameters(plan, room)
    if record.state in COSTING:
        yield from _cost(estimate(plan), plan.draft.count)


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
    yield from offer.findings(plan, most=MOST_FINDINGS, characters=room.paragraph)
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


# --- how it went -----------------------------------------------------------------------------


def _made(record: PlanRecord, room: Room) -> Iterator[Block]:
    lines = [
        f"• {link(console(one.kind, one.id, one.region), one.id)}"
        + (f" at `{one.address}`" if one.address else "")
        for one in record.resources
    ]
    yield from sections(first_few(lines, room.resources))
