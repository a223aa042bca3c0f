"""Take back an offer that nobody decided on in time."""

from dataclasses import dataclass

from bot.domain.plan import PlanState
from bot.ports import Store
from bot.workflows.durable import STEPS, Steps
from bot.workflows.redraw_card import CardDrawing
from bot.workflows.withdraw_plan import withdraw


@dataclass(frozen=True)
class ExpirePlan:
    store: Store
    draw: CardDrawing
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        if self.steps.run("expire", self._expire, plan_id):
            self.steps.run_tirelessly("draw", self.draw, plan_id)

    def _expire(self, plan_id: str) -> bool:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is None:
                return False
            if record.state is PlanState.PROPOSED:
                expired = tx.move(record, PlanState.EXPIRED)
                if expired:
                    withdraw(tx, record)
                return expired
            return record.state is PlanState.EXPIRED
