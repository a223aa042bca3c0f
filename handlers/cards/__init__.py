"""What people see: domain values to Block Kit. One file per surface: its ids, how it is built and read back."""

from dataclasses import dataclass
from typing import Any

from bot.domain.instance import InstancePlan
from bot.domain.plan import PlanRecord
from bot.domain.policy import Policy
from bot.domain.stack import StackPlan
from bot.ports import Surface
from handlers.cards import architecture_form, edit_form, plan_card, replies
from handlers.cards.blocks import Block


@dataclass(frozen=True)
class Cards:
    """`rehearsal` makes every offer say that approving launches nothing (SKIP_AWS)."""

    rehearsal: bool

    def render(self, surface: Surface) -> tuple[str, list[Block]]:
        """Return (text for notifications, blocks)."""
        if isinstance(surface, PlanRecord):
            return plan_card.build(surface, rehearsal=self.rehearsal)
        return replies.build(surface)


def render_editor(record: PlanRecord, policy: Policy) -> dict[str, Any]:
    """Return the form that changes a plan of this kind."""
    match record.plan:
        case InstancePlan():
            return edit_form.build(record, policy)
        case StackPlan() as plan:
            return architecture_form.build(record, plan)
