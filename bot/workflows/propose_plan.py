"""Keep a plan and offer it: what it replaces loses its buttons, and the clock of the offer starts."""

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
            alongside = tuple(old.plan.title for old in earlier if _is_there(old))
            record = self._record(request, part, plan.model_copy(update={"alongside": alongside}))
            if not tx.propose(record):
                return
            for old in _replaced(record, earlier, request):
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


def _is_there(old: PlanRecord) -> bool:
    """Whether something of an earlier plan exists at AWS, or is about to."""
    left = old.instances or old.stack
    return old.state in LAUNCHED or (bool(left) and old.state is not PlanState.ENDED)


def _replaced(
    record: PlanRecord, earlier: tuple[PlanRecord, ...], request: Request
) -> tuple[PlanRecord, ...]:
    """The pictures of one message stand side by side, and each is replaced by its own correction.

    Words change the newest open plan and leave others on offer; new pictures replace them all.
    """
    others = tuple(
        old
        for old in earlier
        if old.state is PlanState.PROPOSED and old.plan.request_id != record.plan.request_id
    )
    if request.replaces is not None:
        return tuple(old for old in others if old.id == request.replaces)
    return others if request.files else others[-1:]


def _supersede(tx: Transaction, old: PlanRecord) -> None:
    if tx.move(old, PlanState.SUPERSEDED):
        tx.start(redraw_job(old.id, "superseded"))
        withdraw(tx, old)
