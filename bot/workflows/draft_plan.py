"""Turn a request into a plan card, or into words: acknowledge, read, keep, show."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import BotError, UpstreamRejected
from bot.domain.instance import InstanceDraft, InstancePlan
from bot.domain.plan import PlanRecord, PlanState, digest, plan_id
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Reading, Worded
from bot.domain.request import Request, RequestState, Words
from bot.ports import Clock, Images, Job, Store, Threads, Transaction
from bot.workflows.durable import STEPS, Steps
from bot.workflows.read_request import ReadRequest, refusal
from bot.workflows.redraw_card import CardDrawing, redraw_job

log = logging.getLogger(__name__)

# The two events of one mention come this close together; the second may carry what the first lacks.
TWIN_WINDOW = timedelta(seconds=0.4)
READING = Words("status", "Reading your request …")
# What counts as "already there" when a thread asks for more.
LAUNCHED = frozenset({PlanState.APPROVED, PlanState.LAUNCHING, PlanState.RUNNING})
TELL_ME = (
    "Tell me what you need, for example: “a t3.small in eu-west-1 with 60 GB called build-cache”."
)
WORDLESS = Words("answer", TELL_ME)
ONLY_FILES = Words("answer", f"I read words so far, no pictures or other files. {TELL_ME}")
FILES_UNREAD = "Only your words were read, not what you attached to them."


@dataclass(frozen=True)
class DraftPlan:
    """One request in, one message of ours out, however often the process dies on the way."""

    store: Store
    threads: Threads
    images: Images
    read_request: ReadRequest
    policy: Policy
    clock: Clock
    draw: CardDrawing
    instance_profile: str | None = None
    twin_window: timedelta = TWIN_WINDOW
    steps: Steps = STEPS

    def __call__(self, request_id: str) -> None:
        try:
            self.steps.run_tirelessly("acknowledge", self._acknowledge, request_id)
        except BotError as error:
            log.exception("%s cannot be answered in its thread", request_id)
            self.steps.run("give up", self._keep_words, request_id, _failure(error))
            return
        self.steps.pause(self.twin_window.total_seconds())
        self._answer(request_id)
        try:
            self.steps.run_tirelessly("show", self._show, request_id)
        except BotError as error:
            log.exception("the answer to %s cannot be shown", request_id)
            self.steps.run("say so", self._say_so, request_id, _failure(error))

    def _answer(self, request_id: str) -> None:
        try:
            self.steps.run_quickly("read", self._read, request_id)
        except BotError as error:
            self.steps.run("fail", self._keep_words, request_id, _failure(error))

    def _acknowledge(self, request_id: str) -> None:
        request = self._request(request_id)
        if request.draft is None:  # a form is no message that could carry a reaction
            with suppress(
                UpstreamRejected
            ):  # a reaction is a nicety; the status below is the answer
                self.threads.acknowledge(request.channel, request.ts)
        answer_ts = self.threads.post_once(
            request.channel, request.thread_ts, READING, key=request_id
        )
        with self.store.transaction() as tx:
            tx.update_request(request_id, answer_ts=answer_ts)

    def _read(self, request_id: str) -> None:
        with self.store.transaction() as tx:
            request = _known(tx.request(request_id), request_id)
            conversation = tx.conversation(request)
        if request.state is not RequestState.RECEIVED:
            return  # kept before the process died
        if request.draft is not None:
            self._settle(request, request.draft, read_by=None)
        elif not request.text.strip():
            self._keep_words(request_id, ONLY_FILES if request.files else WORDLESS)
        else:
            self._take(request, self.read_request(conversation))

    def _take(self, request: Request, reading: Reading) -> None:
        match reading:
            case Worded():
                self._keep_words(request.id, _words(reading))
            case Drafted():
                self._settle(request, _honest(reading.draft, request), read_by=reading.model)

    def _settle(self, request: Request, draft: InstanceDraft, *, read_by: str | None) -> None:
        """Fix what the draft leaves open, so that the card shows exactly what would run."""
        region = draft.region or self.policy.default_region
        image = self.images.newest(draft.operating_system, region)
        if violation := self.policy.too_small(draft, image):
            self._keep_words(request.id, Words("refusal", refusal((violation,)), read_by=read_by))
            return
        plan = InstancePlan(
            request_id=request.id,
            requested_by=request.user,
            permalink=self.threads.permalink(request.channel, request.thread_ts),
            draft=draft,
            region=region,
            image=image,
            instance_profile=self.instance_profile,
            read_by=read_by,
        )
        self._propose(request, plan)

    def _propose(self, request: Request, plan: InstancePlan) -> None:
        with self.store.transaction() as tx:
            earlier = tx.plans_in_thread(request.channel, request.thread_ts)
            alongside = tuple(
                old.plan.title for old in earlier if old.state in LAUNCHED or old.instances
            )
            record = self._record(request, plan.model_copy(update={"alongside": alongside}))
            if not tx.propose(record):
                return
            for old in earlier:
                self._supersede(tx, old)
            tx.update_request(request.id, state=RequestState.PROPOSED)
            tx.start(_expiry_job(record, self.policy.offer_lasts))

    def _record(self, request: Request, plan: InstancePlan) -> PlanRecord:
        now = self.clock.now()
        return PlanRecord(
            id=plan_id(request.id),
            plan=plan,
            digest=digest(plan),
            state=PlanState.PROPOSED,
            channel=request.channel,
            thread_ts=request.thread_ts,
            card_ts=request.answer_ts or "",
            proposed_at=now,
            expires_at=now + self.policy.offer_lasts,
        )

    @staticmethod
    def _supersede(tx: Transaction, old: PlanRecord) -> None:
        if old.state is PlanState.PROPOSED and tx.move(old, PlanState.SUPERSEDED):
            tx.start(redraw_job(old.id, "superseded"))

    def _keep_words(self, request_id: str, words: Words) -> None:
        state = RequestState.FAILED if words.kind == "failure" else RequestState.ANSWERED
        with self.store.transaction() as tx:
            tx.update_request(request_id, state=state, answer=words)

    def _show(self, request_id: str) -> None:
        request = self._request(request_id)
        if request.state is RequestState.PROPOSED:
            self.draw(plan_id(request_id))
        elif request.answer is not None and request.answer_ts is not None:
            self.threads.show(request.channel, request.answer_ts, request.answer)

    def _say_so(self, request_id: str, failure: Words) -> None:
        """The message meant for the answer is gone or refuses it, so this is one of its own."""
        request = self._request(request_id)
        with suppress(UpstreamRejected):
            self.threads.post_once(
                request.channel, request.thread_ts, failure, key=f"{request_id}-failure"
            )

    def _request(self, request_id: str) -> Request:
        with self.store.transaction() as tx:
            return _known(tx.request(request_id), request_id)


def _failure(error: BotError) -> Words:
    return Words("failure", error.user_message)


def _honest(draft: InstanceDraft, request: Request) -> InstanceDraft:
    """Who attached a picture would otherwise think that the plan comes from it."""
    if not request.files:
        return draft
    return draft.model_copy(update={"assumptions": (FILES_UNREAD, *draft.assumptions)})


def _words(reading: Worded) -> Words:
    return Words(reading.kind, reading.text, read_by=reading.model)


def _known(request: Request | None, request_id: str) -> Request:
    if request is None:
        message = f"request {request_id} is not in the store"
        raise LookupError(message)
    return request


def _expiry_job(record: PlanRecord, lasts: timedelta) -> Job:
    return Job(
        workflow="expire_plan",
        id=f"expire-{record.id}",
        arguments=(record.id,),
        order=record.id,
        delay_seconds=lasts.total_seconds(),
    )
