"""Keep a plan and offer it: what it replaces loses its buttons, and the clock of the offer starts."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.plan import Plan, PlanRecord, PlanState, digest, plan_id
from bot.domain.policy import Policy
from bot.domain.request import Request, RequestState
from bot.ports import Clock, Job, Store, Transaction
from bot.workflows.redraw_card import redraw_job
from bot.workflows.withdraw_plan import withdraw

# What counts as "already there" when a thread asks for more.
LAUNCHED = frozenset({PlanState.APPROVED, PlanState.LAUNCHING, PlanState.RUNNING})


@dataclass(frozen=True)
class Part:
    """What one message of ours answers: the words of a request, or one of the files that came with it.

    `ts` is that message of ours.
    """

    request_id: str
    position: int
    file: str | None
    ts: str

    @property
    def plan_id(self) -> str:
        return plan_id(self.request_id, self.position)


@dataclass(frozen=True)
class ProposePlan:
    """Proposing again after a crash finds the plan already there and changes nothing."""

    store: Store
    policy: Policy
    clock: Clock

    def __call__(self, request: Request, part: Part, plan: Plan) -> None:
        with self.store.transaction() as tx:
            earlier = tx.plans_in_thread(request.channel, request.thread_ts)
            alongside = tuple(
                old.plan.title for old in earlier if old.state in LAUNCHED or old.instances
            )
            record = self._record(request, part, plan.model_copy(update={"alongside": alongside}))
            if not tx.propose(record):
                return
            for old in _replaced(record, earlier, several=bool(request.files)):
                _supersede(tx, old)
            tx.update_request(request.id, state=RequestState.PROPOSED)
            tx.start(self._expiry_job(record))

    def _record(self, request: Request, part: Part, plan: Plan) -> PlanRecord:
        now = self.clock.now()
        return PlanRecord(
            id=part.plan_id,
            plan=plan,
            digest=digest(plan),
            state=PlanState.PROPOSED,
            channel=request.channel,
            thread_ts=request.thread_ts,
            card_ts=part.ts,
            proposed_at=now,
            expires_at=now + self.policy.offer_lasts,
        )

    def _expiry_job(self, record: PlanRecord) -> Job:
        return Job(
            workflow="expire_plan",
            id=f"expire-{record.id}",
            arguments=(record.id,),
            order=record.id,
            delay_seconds=self.policy.offer_lasts.total_seconds(),
        )


def _replaced(
    record: PlanRecord, earlier: tuple[PlanRecord, ...], *, several: bool
) -> Iterator[PlanRecord]:
    """The open plans of earlier requests; the pictures of one message stand side by side.

    Words change the newest of them and leave the others on offer, new pictures replace them all.
    """
    others = [
        old
        for old in earlier
        if old.state is PlanState.PROPOSED and old.plan.request_id != record.plan.request_id
    ]
    yield from others if several else others[-1:]


def _supersede(tx: Transaction, old: PlanRecord) -> None:
    if tx.move(old, PlanState.SUPERSEDED):
        tx.start(redraw_job(old.id, "superseded"))
        withdraw(tx, old)
