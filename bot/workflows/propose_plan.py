"""Keep a plan and offer it: what it replaces loses its buttons, and the clock of the offer starts."""

from dataclasses import dataclass

from bot.domain.errors import Conflict
from bot.domain.follow_up import is_changeable, is_open_update, update_of
from bot.domain.plan import Plan, PlanRecord, PlanState, digest, plan_id
from bot.domain.policy import Policy
from bot.domain.request import Request, RequestState
from bot.domain.stack import StackPlan
from bot.ports import Clock, Job, Store, Transaction
from bot.workflows.redraw_card import redraw_job
from bot.workflows.withdraw_plan import withdraw

# What counts as "already there" when a thread asks for more.
LAUNCHED = frozenset({PlanState.APPROVED, PlanState.LAUNCHING, PlanState.RUNNING})
# A later plan may not take the place of one that was approved, nor of one that another took the place of.
DECIDED = LAUNCHED | {PlanState.SUPERSEDED}
# What a plan made is no longer there, or belongs to the plan that changed it.
GONE = frozenset({PlanState.ENDED, PlanState.SUPERSEDED})
KEPT = "the failed stack is kept"
CHANGED_MEANWHILE = (
    "The stack that this would have changed was changed or ended meanwhile. Say it again."
)
DECIDED_MEANWHILE = (
    "“{title}”, which this would have taken the place of, was approved meanwhile. Say it again once that runs, "
    "and I work it in."
)


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
    """Proposing again after a crash finds the plan already there and changes nothing.

    Raises Conflict when the stack that the plan changes is no longer as it was when AWS was asked about it, or
    the plan that it takes the place of is launched: both would be made then.
    """

    store: Store
    policy: Policy
    clock: Clock

    def __call__(self, request: Request, part: Part, plan: Plan) -> None:
        with self.store.transaction() as tx:
            earlier = tx.plans_in_thread(request.channel, request.thread_ts)
            update = update_of(plan)
            alongside = tuple(_named(old) for old in earlier if not update and _is_there(old))
            record = self._record(request, part, plan.model_copy(update={"alongside": alongside}))
            if not tx.propose(record):
                return
            if update is not None and not is_changeable(update, earlier):
                raise Conflict(CHANGED_MEANWHILE)
            _require_undecided(plan, earlier)
            for old in _replaced(record, earlier, request):
                supersede(tx, old)
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


def _require_undecided(plan: Plan, earlier: tuple[PlanRecord, ...]) -> None:
    replaces = plan.replaces if isinstance(plan, StackPlan) else None
    for old in earlier:
        if old.id == replaces and old.state in DECIDED:
            raise Conflict(DECIDED_MEANWHILE.format(title=old.plan.title))


def _is_there(old: PlanRecord) -> bool:
    """Whether something of an earlier plan exists at AWS, or is about to, and does not go by itself."""
    if old.state in LAUNCHED:
        return True
    left = old.instances or (old.stack and old.cleared_at is None)
    return bool(left) and old.state not in GONE


def _named(old: PlanRecord) -> str:
    if old.state is PlanState.FAILED and old.kept_by is not None:
        return f"{old.plan.title} ({KEPT})"
    return old.plan.title


def _replaced(
    record: PlanRecord, earlier: tuple[PlanRecord, ...], request: Request
) -> tuple[PlanRecord, ...]:
    """The pictures of one message stand side by side, and each is replaced by its own correction.

    Words change the newest open plan and leave others on offer; new pictures replace them all. What changes a
    running stack replaces every other offer to change that one.
    """
    others = tuple(
        old
        for old in earlier
        if old.state is PlanState.PROPOSED and old.plan.request_id != record.plan.request_id
    )
    if update := update_of(record.plan):
        return tuple(
            old
            for old in others
            if old.id == request.replaces or is_open_update(old, update.stack_id)
        )
    if request.replaces is not None:
        return tuple(old for old in others if old.id == request.replaces)
    return others if request.files else others[-1:]


def supersede(tx: Transaction, old: PlanRecord) -> None:
    """Let another plan take its place: its card says so, and what waits for it at AWS is withdrawn."""
    if tx.move(old, PlanState.SUPERSEDED):
        tx.start(redraw_job(old.id, "superseded"))
        if old.state is PlanState.PROPOSED:
            withdraw(tx, old)
