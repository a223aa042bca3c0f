"""What people see: domain values to Block Kit. One file per surface: its ids, how it is built and read back."""

from dataclasses import dataclass

from bot.domain.plan import PlanRecord
from bot.ports import Surface
from handlers.cards import plan_card, replies
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
