"""The plan card: what would be made, why, what it costs, what is risky, until when; then how it went."""

from collections.abc import Iterator

from bot.domain.follow_up import update_of
from bot.domain.instance import InstancePlan
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.stack import StackPlan
from handlers.cards import instance_card, stack_card
from handlers.cards.blocks import Block, context, escape, first_that_fits, header
from handlers.cards.standing import provenance

# From here on the stack is this plan's.
OWNING = frozenset({PlanState.RUNNING, PlanState.ENDING, PlanState.ENDED})


def build(record: PlanRecord, *, rehearsal: bool) -> tuple[str, list[Block]]:
    """Return (text for notifications, blocks) for a plan in any state of its life."""
    head, foot = header(_title(record)), context(provenance(record))
    attempts = ([head, *body, foot] for body in _bodies(record, rehearsal=rehearsal))
    return _summary(record), first_that_fits(attempts)


def _title(record: PlanRecord) -> str:
    is_change = update_of(record.plan) is not None and record.state not in OWNING
    return f"Changes the stack: {record.plan.title}" if is_change else record.plan.title


def _bodies(record: PlanRecord, *, rehearsal: bool) -> Iterator[list[Block]]:
    match record.plan:
        case InstancePlan() as plan:
            return instance_card.bodies(record, plan, rehearsal=rehearsal)
        case StackPlan() as plan:
            return stack_card.bodies(record, plan, rehearsal=rehearsal)


def _summary(record: PlanRecord) -> str:
    """For notifications and screen readers, which do not see the blocks."""
    if record.state is not PlanState.PROPOSED:
        return f"{escape(record.plan.title)}: {record.state.value}"
    match record.plan:
        case InstancePlan() as plan:
            return instance_card.summary(plan)
        case StackPlan() as plan:
            return stack_card.summary(plan)
