"""Keep what a failed launch left at AWS, so that somebody can look into it."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.ports import Store, Transaction
from bot.workflows.decide_plan import NoSuchPlan, NotYours, TooLate
from bot.workflows.redraw_card import redraw_job
from bot.workflows.whose_plan import whose_plan


@dataclass(frozen=True)
class Kept:
    """The click counted, or somebody's before it; the card says whose."""

    record: PlanRecord


NotKept: TypeAlias = TooLate | NotYours | NoSuchPlan


@dataclass(frozen=True)
class KeepFailed:
    """Answers a click on Keep for diagnosis; pressing it twice is pressing it once."""

    store: Store
    policy: Policy

    def __call__(self, *, plan_id: str, user: str) -> Kept | NotKept:
        with self.store.transaction() as tx:
            record = whose_plan(tx, plan_id, user=user, policy=self.policy)
            if not isinstance(record, PlanRecord):
                return record
            if record.state is PlanState.FAILED and record.kept_by is not None:
                return Kept(record)
            if record.state is not PlanState.FAILED or record.cleared_at is None:
                return TooLate(record)
            return self._keep(tx, record, user)

    @staticmethod
    def _keep(tx: Transaction, record: PlanRecord, user: str) -> Kept | NotKept:
        kept = record.model_copy(update={"kept_by": user, "cleared_at": None})
        if not tx.move(kept, PlanState.FAILED):
            return TooLate(tx.plan(record.id) or record)
        tx.start(redraw_job(record.id, f"kept-{record.version}"))
        return Kept(tx.plan(record.id) or record)
