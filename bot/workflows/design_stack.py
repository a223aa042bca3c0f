"""Make a plan of a proposed template: check it, have its faults mended, show it to AWS, offer it."""

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.domain.errors import BotError, Conflict
from bot.domain.finding import Finding
from bot.domain.findings import is_blocked
from bot.domain.plan import PLAN
from bot.domain.policy import Policy
from bot.domain.reading import Drafted, Reading
from bot.domain.request import Checked, Proposed, Words
from bot.domain.stack import StackDraft, StackPlan
from bot.ports import Attachment, Diagrams, Store, Threads
from bot.workflows.durable import STEPS, Steps
from bot.workflows.examine_template import ExamineTemplate, faults, told, weight
from bot.workflows.hear_request import Heard, HearRequest
from bot.workflows.prepare_stack import AWS_REFUSES, PrepareStack, carried_over, stack_of
from bot.workflows.propose_plan import Part, ProposePlan
from bot.workflows.read_request import ReadRequest
from bot.workflows.relate_plan import RelatePlan
from bot.workflows.stored import stored_request

log = logging.getLogger(__name__)

ROUNDS = 4
NAME_PREFIX = "slackbot"
CHECKING = "Checking the template …"
MENDING = "The checks found {faults} in the template. Having it mended, round {round} of {rounds} …"
ASKING_AWS = "AWS is working out what this would do …"


@dataclass(frozen=True)
class Sketch:
    """A stack as a model proposed it, and the file it was read from."""

    draft: StackDraft
    model: str
    file_name: str | None = None

    @staticmethod
    def of(reading: Reading, heard: Heard) -> "Sketch | None":
        """None when no stack was proposed. An architecture that is exact stays as it is."""
        if not (isinstance(reading, Drafted) and isinstance(reading.draft, StackDraft)):
            return None
        exact = {} if heard.fixed is None else {"architecture": heard.fixed}
        return Sketch(reading.draft.model_copy(update=exact), reading.model, heard.file_name)


SKETCH: TypeAdapter[Sketch] = TypeAdapter(Sketch)


@dataclass(frozen=True)
class DesignStack:
    """Each step's outcome is remembered as text, so that a restart goes on with the same template.

    `rehearse` keeps it all away from AWS (SKIP_AWS).
    """

    store: Store
    threads: Threads
    hear: HearRequest
    read_request: ReadRequest
    examine: ExamineTemplate
    relate: RelatePlan
    prepare: PrepareStack
    diagrams: Diagrams
    propose: ProposePlan
    policy: Policy
    rehearse: bool
    service_role: str | None = None
    steps: Steps = STEPS

    def __call__(self, part: Part, sketch: str) -> None:
        """`sketch` is the JSON of a `Sketch`. Raises BotError."""
        self._say(part, "say checking", CHECKING)
        plan = self.steps.run(_at("check 1", part), self._check, part, sketch, 1)
        plan = self._shown_to_aws(part, plan, 1)
        try:
            for again in range(2, ROUNDS + 1):
                better = self._mended(part, plan, again)
                if better is None:
                    break
                plan = better
            self.steps.run(_at("propose", part), self._propose, part, plan)
        except BotError:
            if not self.steps.run(_at("is it offered", part), self._is_offered, part):
                self.prepare.take_back(plan, at=_at(" not offered", part))
            raise

    def attach(self, part: Part) -> None:
        """Put the reading, redrawn, and the template beside the card. Raises BotError."""
        self.steps.run(_at("attach the reading", part), self._attach_reading, part)
        self.steps.run(_at("attach the template", part), self._attach_template, part)
        self.steps.run(_at("attach the difference", part), self._attach_difference, part)

    # --- checking and mending ---

    def _mended(self, part: Part, plan: str, again: int) -> str | None:
        """The plan made anew, if it has faults and that left it with fewer."""
        found = _faults(plan)
        if not found:
            return None
        words = MENDING.format(faults=_counted(found), round=again, rounds=ROUNDS)
        self._say(part, f"say mending {again}", words)
        try:
            sketch = self.steps.run_quickly(_at(f"mend {again}", part), self._mend, part, plan)
        except BotError as error:
            log.warning("%s is offered as it is, unmended: %s", part.plan_id, error)
            return None
        if not sketch:
            return None
        try:
            return self._better(part, plan, sketch, again)
        except Conflict as error:
            log.warning("%s is offered as it was: %s", part.plan_id, error)
            return None

    def _better(self, part: Part, plan: str, sketch: str, again: int) -> str | None:
        better = self.steps.run(_at(f"check {again}", part), self._check, part, sketch, again)
        if stack_of(better).draft.template == stack_of(plan).draft.template:
            better = carried_over(better, plan)
            return better if _weight(better) < _weight(plan) else None
        better = self._shown_to_aws(part, better, again)
        kept, dropped = (better, plan) if _weight(better) < _weight(plan) else (plan, better)
        self.prepare.take_back(dropped, at=_at(f" {again} dropped", part))
        return better if kept is better else None

    def _mend(self, part: Part, plan: str) -> str:
        request = stored_request(self.store, part.request_id)
        heard = self.hear(request, part)
        before = stack_of(plan)
        found = Checked(told(_faults(plan)))
        reading = self.read_request((*heard.conversation, Proposed(before.draft), found))
        better = Sketch.of(reading, heard)
        return "" if better is None else SKETCH.dump_json(better).decode()

    def _check(self, part: Part, sketched: str, attempt: int) -> str:
        sketch = SKETCH.validate_json(sketched)
        draft = sketch.draft
        request = stored_request(self.store, part.request_id)
        region = draft.region or self.relate.region(request, part) or self.policy.default_region
        examined = self.examine(draft, region)
        plan = StackPlan(
            request_id=request.id,
            requested_by=request.user,
            permalink=self.threads.permalink(request.channel, request.thread_ts),
            draft=draft,
            region=region,
            stack_name=_stack_name(draft, part, attempt),
            resources=examined.resources,
            coverage=examined.coverage,
            checks=examined.checks,
            capabilities=examined.capabilities,
            statements=examined.statements,
            kept=examined.kept,
            cost=examined.cost,
            service_role=self.service_role,
            picture=sketch.file_name,
            read_by=sketch.model,
        )
        return PLAN.dump_json(self.relate(plan, examined.body, request, part)).decode()

    def _shown_to_aws(self, part: Part, plan: str, attempt: int) -> str:
        if self.rehearse or is_blocked(stack_of(plan)):
            return plan
        self._say(part, f"say asking {attempt}", ASKING_AWS)
        return self.prepare(plan, at=_at(f" {attempt}", part))

    # --- offering ---

    def _propose(self, part: Part, plan: str) -> None:
        self.propose(stored_request(self.store, part.request_id), part, stack_of(plan))

    def _is_offered(self, part: Part) -> bool:
        """Whether the plan was kept after all, by a call whose answer was lost."""
        with self.store.transaction() as tx:
            return tx.plan(part.plan_id) is not None

    def _attach_reading(self, part: Part) -> None:
        request, plan = stored_request(self.store, part.request_id), self._plan(part)
        picture = Attachment(
            f"{_file_name(part, plan)}.png", self.diagrams.draw(plan.draft.architecture)
        )
        self.threads.attach_once(
            request.channel, request.thread_ts, picture, title=f"{_what(plan)}: {plan.title}"
        )

    def _attach_template(self, part: Part) -> None:
        request, plan = stored_request(self.store, part.request_id), self._plan(part)
        ending = "json" if plan.draft.template.lstrip().startswith("{") else "yaml"
        file = Attachment(f"{_file_name(part, plan)}.{ending}", plan.draft.template.encode())
        self.threads.attach_once(
            request.channel, request.thread_ts, file, title=f"Template: {plan.title}"
        )

    def _attach_difference(self, part: Part) -> None:
        request, plan = stored_request(self.store, part.request_id), self._plan(part)
        if plan.difference is None or plan.difference.is_nothing:
            return
        file = Attachment(f"{_file_name(part, plan)}.diff", plan.difference.text.encode())
        self.threads.attach_once(
            request.channel, request.thread_ts, file, title=f"What changes: {plan.title}"
        )

    def _plan(self, part: Part) -> StackPlan:
        with self.store.transaction() as tx:
            record = tx.plan(part.plan_id)
        if record is None or not isinstance(record.plan, StackPlan):
            message = f"plan {part.plan_id} is not a stack in the store"
            raise LookupError(message)
        return record.plan

    def _say(self, part: Part, name: str, text: str) -> None:
        """Progress is a nicety: who cannot be told of it is told of the outcome."""
        with suppress(BotError):
            self.steps.run_quickly(_at(name, part), self._show, part, text)

    def _show(self, part: Part, text: str) -> None:
        request = stored_request(self.store, part.request_id)
        self.threads.show(request.channel, part.ts, Words("status", text))


def _at(name: str, part: Part) -> str:
    return f"{name} of file {part.position + 1}" if part.position else name


def _faults(plan: str) -> tuple[Finding, ...]:
    stack = stack_of(plan)
    return faults(stack.checks, stack.coverage)


def _weight(plan: str) -> tuple[int, int, bool]:
    """Of two plans with as many faults, the one that came as far as AWS is better: our checks it has passed."""
    refused = any(one.rule == AWS_REFUSES for one in stack_of(plan).checks)
    return (*weight(_faults(plan)), not refused)


def _counted(found: tuple[Finding, ...]) -> str:
    return "one fault" if len(found) == 1 else f"{len(found)} faults"


def _stack_name(draft: StackDraft, part: Part, attempt: int) -> str:
    """Readable, and of this template and attempt only.

    Letters, digits and hyphens, 128 at most (CloudFormation's rule for names).
    """
    content = f"{part.plan_id}/{attempt}/{draft.template}"
    unique = hashlib.sha256(content.encode()).hexdigest()[:8]
    words = "-".join(_words(draft.title))[:60].strip("-")
    return "-".join(word for word in (NAME_PREFIX, words, unique) if word)


def _what(plan: StackPlan) -> str:
    return "What I read" if plan.picture else "What I understood"


def _file_name(part: Part, plan: StackPlan) -> str:
    """As the stack is named; of a stack that is changed, files of its earlier plans are there already."""
    if plan.update is None:
        return plan.stack_name
    return f"{plan.stack_name}-{part.plan_id.removeprefix('plan-')[:8]}"


def _words(title: str) -> Iterator[str]:
    yield from re.findall(r"[a-z0-9]+", title.lower())
