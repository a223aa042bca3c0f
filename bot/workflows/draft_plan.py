"""Turn a request into plan cards, or into words: acknowledge, read, keep, show."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import BotError, Conflict, UpstreamRejected
from bot.domain.instance import InstanceDraft, InstancePlan
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.domain.reading import Worded
from bot.domain.request import Request, RequestState, Words
from bot.domain.stack import StackPlan
from bot.ports import Images, Store, Threads
from bot.workflows.design_stack import SKETCH, DesignStack, Sketch
from bot.workflows.durable import STEPS, Steps
from bot.workflows.edit_plan import RETRIABLE
from bot.workflows.hear_request import HearRequest
from bot.workflows.propose_plan import Part, ProposePlan
from bot.workflows.read_request import ReadRequest, refusal
from bot.workflows.redraw_card import CardDrawing
from bot.workflows.stored import stored_request

log = logging.getLogger(__name__)

# The two events of one mention come this close together; the second may carry what the first lacks.
TWIN_WINDOW = timedelta(seconds=0.4)
READING = Words("status", "Reading your request …")
MOST_FILES = 10
# What failed may be deleted between a click on its card and here.
REVISABLE = RETRIABLE | {PlanState.ENDING, PlanState.ENDED}
TELL_ME = (
    "Tell me what you need, for example: “a t3.small in eu-west-1 with 60 GB called build-cache”. "
    "Or drop a picture of an architecture here."
)
WORDLESS = Words("answer", TELL_ME)
REPLACED_MEANWHILE = Words(
    "answer", "This plan was decided on or replaced before your change came, so I left it."
)
NOTHING_SEEN = (
    "I see no architecture in this. Send a picture with the AWS services as icons or boxes, and arrows "
    "between them; draw.io, Excalidraw, Mermaid and Graphviz files are read exactly."
)
TOO_MANY_FILES = Words(
    "answer",
    f"I read the first {MOST_FILES} files. Please send the others in a message of their own.",
)


@dataclass(frozen=True)
class DraftPlan:
    """One request in, one message of ours for each thing it shows, however often the process dies on the way."""

    store: Store
    threads: Threads
    images: Images
    hear: HearRequest
    read_request: ReadRequest
    propose: ProposePlan
    design: DesignStack
    policy: Policy
    draw: CardDrawing
    instance_profile: str | None = None
    twin_window: timedelta = TWIN_WINDOW
    steps: Steps = STEPS

    def __call__(self, request_id: str) -> None:
        try:
            answer_ts = self.steps.run_tirelessly("acknowledge", self._acknowledge, request_id)
        except BotError as error:
            log.exception("%s cannot be answered in its thread", request_id)
            self.steps.run("give up", self._keep_words, request_id, _failure(error))
            return
        self.steps.pause(self.twin_window.total_seconds())
        # Only now: the twin that came second may have brought the files.
        files = self.steps.run("list files", self._files, request_id)
        self._answer(Part(request_id, 0, files[0] if files else None, answer_ts))
        for position, file in enumerate(files[1:MOST_FILES], 1):
            self._answer_further(request_id, position, file, len(files))
        if len(files) > MOST_FILES:
            self.steps.run("say what is left", self._say_what_is_left, request_id)

    def _answer_further(self, request_id: str, position: int, file: str, of: int) -> None:
        where = f"file {position + 1}"
        try:
            ts = self.steps.run_tirelessly(
                f"announce {where}", self._announce, request_id, position, of
            )
        except BotError:
            log.exception("%s of %s cannot be answered in its thread", where, request_id)
            return
        self._answer(Part(request_id, position, file, ts))

    def _answer(self, part: Part) -> None:
        at = f" file {part.position + 1}" if part.position else ""
        failure: Words | None = None
        try:
            if sketch := self.steps.run_quickly(f"read{at}", self._read, part):
                self.design(part, sketch)
        except BotError as error:
            failure = _failure(error)
            if part.position == 0:  # the others' failures stand in the thread alone
                self.steps.run("fail", self._keep_words, part.request_id, failure)
        try:
            drawn = self.steps.run_tirelessly(f"show{at}", self._show, part, failure)
            if drawn:
                self.design.attach(part)
        except BotError as error:
            log.exception("the answer to %s cannot be shown in full", part.request_id)
            self.steps.run(f"say so{at}", self._say_so, part, _failure(error))

    def _acknowledge(self, request_id: str) -> str:
        request = stored_request(self.store, request_id)
        if request.was_typed:  # a form is no message that could carry a reaction
            with suppress(
                UpstreamRejected
            ):  # a reaction is a nicety; the status below is the answer
                self.threads.acknowledge(request.channel, request.ts)
        answer_ts = self.threads.post_once(
            request.channel, request.thread_ts, READING, key=request_id
        )
        with self.store.transaction() as tx:
            tx.update_request(request_id, answer_ts=answer_ts)
        return answer_ts

    def _files(self, request_id: str) -> tuple[str, ...]:
        return stored_request(self.store, request_id).files

    def _say_what_is_left(self, request_id: str) -> None:
        request = stored_request(self.store, request_id)
        with suppress(UpstreamRejected):
            self.threads.post_once(
                request.channel, request.thread_ts, TOO_MANY_FILES, key=f"{request_id}-left"
            )

    def _announce(self, request_id: str, position: int, of: int) -> str:
        request = stored_request(self.store, request_id)
        status = Words("status", f"Reading file {position + 1} of {of} …")
        key = f"{request_id}-{position}"
        return self.threads.post_once(request.channel, request.thread_ts, status, key=key)

    # --- reading ---

    def _read(self, part: Part) -> str:
        """Settle what can be settled at once; return the JSON of the sketch of a stack, else nothing."""
        request = stored_request(self.store, part.request_id)
        if self._is_settled(request, part):
            return ""  # kept before the process died
        if request.replaces is not None and not self._is_open(request.replaces):
            self._settle_in_words(part, REPLACED_MEANWHILE)
        elif request.draft is not None:
            self._settle(request, part, request.draft, read_by=None)
        elif part.file is None and request.architecture is None and not request.text.strip():
            self._settle_in_words(part, WORDLESS)
        else:
            return self._heard(request, part)
        return ""

    def _is_settled(self, request: Request, part: Part) -> bool:
        if part.position == 0:
            return request.state is not RequestState.RECEIVED
        return self._record(part) is not None

    def _heard(self, request: Request, part: Part) -> str:
        heard = self.hear(request, part)
        reading = self.read_request(heard.conversation)
        if isinstance(reading, Worded):
            words = Words(reading.kind, reading.text, read_by=reading.model)
            self._settle_in_words(part, words)
        elif isinstance(reading.draft, InstanceDraft):
            self._settle(request, part, reading.draft, read_by=reading.model)
        elif (sketch := Sketch.of(reading, heard)) and _shows_anything(sketch):
            return SKETCH.dump_json(sketch).decode()
        else:
            self._settle_in_words(part, Words("answer", NOTHING_SEEN, read_by=reading.model))
        return ""

    def _settle(
        self, request: Request, part: Part, draft: InstanceDraft, *, read_by: str | None
    ) -> None:
        """Fix what the draft leaves open, so that the card shows exactly what would run."""
        region = draft.region or self.policy.default_region
        image = self.images.newest(draft.operating_system, region)
        if violation := self.policy.too_small(draft, image):
            self._settle_in_words(part, Words("refusal", refusal((violation,)), read_by=read_by))
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
        self.propose(request, part, plan)

    # --- keeping and showing ---

    def _settle_in_words(self, part: Part, words: Words) -> None:
        """The request keeps the answer to its first part; the others stand in the thread alone."""
        if part.position == 0:
            self._keep_words(part.request_id, words)
            return
        request = stored_request(self.store, part.request_id)
        self.threads.show(request.channel, part.ts, words)

    def _keep_words(self, request_id: str, words: Words) -> None:
        state = RequestState.FAILED if words.kind == "failure" else RequestState.ANSWERED
        with self.store.transaction() as tx:
            tx.update_request(request_id, state=state, answer=words)

    def _show(self, part: Part, failure: Words | None) -> bool:
        """Show how it came out; True when files belong beside it."""
        record = self._record(part)
        if record is not None:
            self.draw(record.id)
            return isinstance(record.plan, StackPlan)
        request = stored_request(self.store, part.request_id)
        answer = request.answer if part.position == 0 else failure
        if answer is not None:
            self.threads.show(request.channel, part.ts, answer)
        return False

    def _say_so(self, part: Part, failure: Words) -> None:
        """The message meant for the answer is gone or refuses it, so this is one of its own."""
        request = stored_request(self.store, part.request_id)
        with suppress(UpstreamRejected):
            self.threads.post_once(
                request.channel, request.thread_ts, failure, key=f"{part.plan_id}-failure"
            )

    def _is_open(self, plan_id: str) -> bool:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
        return record is not None and record.state in REVISABLE

    def _record(self, part: Part) -> PlanRecord | None:
        with self.store.transaction() as tx:
            return tx.plan(part.plan_id)


def _failure(error: BotError) -> Words:
    """That things are no longer as the person saw them is no failure, and is said as an answer."""
    return Words("answer" if isinstance(error, Conflict) else "failure", error.user_message)


def _shows_anything(sketch: Sketch) -> bool:
    """A network with nothing in it is worth a plan, an empty picture is not."""
    architecture = sketch.draft.architecture
    return bool(architecture.components or architecture.containers)
