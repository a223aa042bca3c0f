"""The durable engine and, on it, the world of one test: real workflows and store, fakes for the far ends."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from threading import Event
from typing import Any, Protocol

import sqlalchemy as sa
from dbos import DBOS, WorkflowStatus

from bot.adapters.store.sql_store import SqlStore
from bot.domain.plan import PlanRecord, plan_id
from bot.domain.policy import Policy
from bot.domain.reading import Drafted
from bot.domain.request import Request, Words
from bot.ports import Job, Store, Transaction
from bot.workflows.catch_up import CatchUp
from bot.workflows.clear_away import ClearAway
from bot.workflows.decide_plan import Choice, Decided, DecidePlan, Outcome
from bot.workflows.design_stack import DesignStack
from bot.workflows.draft_plan import DraftPlan
from bot.workflows.durable import Engine, Queue, Retries, Steps
from bot.workflows.end_resource import DeleteResource, Ending, EndResource, NotEndable
from bot.workflows.examine_template import ExamineTemplate
from bot.workflows.expire_plan import ExpirePlan
from bot.workflows.hear_request import HearRequest
from bot.workflows.launch_instances import LaunchInstances
from bot.workflows.launch_plan import LaunchPlan
from bot.workflows.launch_stack import LaunchStack
from bot.workflows.prepare_stack import PrepareStack
from bot.workflows.propose_plan import ProposePlan
from bot.workflows.read_request import ReadRequest
from bot.workflows.receive_message import ReceiveMessage
from bot.workflows.redraw_card import CardDrawing, RedrawCard
from bot.workflows.relate_plan import RelatePlan
from bot.workflows.show_home import ShowHome
from bot.workflows.waits import Waits
from bot.workflows.whisper import Whisper
from bot.workflows.withdraw_plan import WithdrawPlan
from tests.fakes.aws import InMemoryImages, InMemoryInstances
from tests.fakes.clock import FrozenClock
from tests.fakes.planner import MODEL, ScriptedPlanner, drafted
from tests.fakes.records import APPROVER, ASKER, CHANNEL, message
from tests.fakes.slack import ListedReplies, Post, RecordingThreads
from tests.fakes.stacks import (
    InMemoryDiagrams,
    InMemoryFiles,
    InMemoryStacks,
    JsonTemplates,
    stack_draft,
)

POLLING_SECONDS = 0.01
REST_SECONDS = 5.0
# As often as in production, but at once.
AT_ONCE = Steps(patient=Retries(12, 0.0), quick=Retries(3, 0.0), tireless=Retries(297, 0.0))
LOOKS_AT_MOST = 5
# Ten looks, without waiting.
NO_WAIT = Waits(first=0.0001, growth=1, altogether=0.001)
_SECONDS = count(1_700_000_000)


def new_ts() -> str:
    return f"{next(_SECONDS)}.000100"


class Stage(Protocol):
    """What a world needs of the engine it runs on."""

    @property
    def store(self) -> SqlStore: ...

    def finish(self, job_id: str) -> None: ...

    def knows(self, job_id: str) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class WatchedStore:
    """The store, and a word to the test after each commit."""

    store: SqlStore
    after_commit: Callable[[], None]

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self.store.transaction() as tx:
            yield tx
        self.after_commit()


@dataclass
class World:
    """One test's far ends, settings and workflows, and short words for what happens there."""

    stage: Stage
    policy: Policy = field(default_factory=Policy)
    rehearse: bool = False
    planner: ScriptedPlanner = field(default_factory=ScriptedPlanner)
    threads: RecordingThreads = field(default_factory=RecordingThreads)
    replies: ListedReplies = field(default_factory=ListedReplies)
    images: InMemoryImages = field(default_factory=InMemoryImages)
    instances: InMemoryInstances = field(default_factory=InMemoryInstances)
    stacks: InMemoryStacks = field(default_factory=InMemoryStacks)
    templates: JsonTemplates = field(default_factory=JsonTemplates)
    files: InMemoryFiles = field(default_factory=InMemoryFiles)
    diagrams: InMemoryDiagrams = field(default_factory=InMemoryDiagrams)
    clock: FrozenClock = field(default_factory=FrozenClock)
    steps: Steps = AT_ONCE
    after_commit: Callable[[], None] = lambda: None
    """Called when a transaction has just come true; may let the process die."""

    @property
    def store(self) -> Store:
        return WatchedStore(self.stage.store, self.after_commit)

    @property
    def receive(self) -> ReceiveMessage:
        return ReceiveMessage(self.store, self.clock, catch_up_seconds=0)

    def workflows(self) -> Mapping[str, Callable[..., None]]:
        draw = CardDrawing(self.store, self.threads)
        hear = HearRequest(self.store, self.files, self.diagrams)
        read_request = ReadRequest(self.planner, self.policy)
        propose = ProposePlan(self.store, self.policy, self.clock)
        return {
            "draft_plan": DraftPlan(
                store=self.store,
                threads=self.threads,
                images=self.images,
                hear=hear,
                read_request=read_request,
                propose=propose,
                design=DesignStack(
                    store=self.store,
                    threads=self.threads,
                    hear=hear,
                    read_request=read_request,
                    examine=ExamineTemplate(self.templates, self.policy),
                    relate=RelatePlan(self.store, self.templates),
                    prepare=PrepareStack(self.stacks, NO_WAIT, self.steps),
                    diagrams=self.diagrams,
                    propose=propose,
                    policy=self.policy,
                    rehearse=self.rehearse,
                    steps=self.steps,
                ),
                policy=self.policy,
                draw=draw,
                twin_window=timedelta(),
                steps=self.steps,
            ),
            "launch_plan": LaunchPlan(
                store=self.store,
                threads=self.threads,
                launch_instances=LaunchInstances(
                    store=self.store,
                    instances=self.instances,
                    draw=draw,
                    look_every=0,
                    looks_at_most=LOOKS_AT_MOST,
                    steps=self.steps,
                ),
                launch_stack=LaunchStack(
                    store=self.store,
                    stacks=self.stacks,
                    draw=draw,
                    clock=self.clock,
                    waits=NO_WAIT,
                    steps=self.steps,
                ),
                draw=draw,
                rehearse=self.rehearse,
                steps=self.steps,
            ),
            "withdraw_plan": WithdrawPlan(self.store, self.stacks, self.steps),
            "end_resource": DeleteResource(
                store=self.store,
                threads=self.threads,
                stacks=self.stacks,
                draw=draw,
                waits=NO_WAIT,
                steps=self.steps,
            ),
            "clear_away": ClearAway(self.store, self.stacks, self.clock, self.steps),
            "catch_up": CatchUp(self.store, self.replies, self.receive, self.steps),
            "expire_plan": ExpirePlan(self.store, draw, self.steps),
            "redraw_card": RedrawCard(draw, self.steps),
            "show_home": ShowHome(self.store, self.threads, self.steps),
            "whisper": Whisper(self.threads, self.steps),
        }

    # --- what happens ---------------------------------------------------------------------------

    def hears(self, text: str, *, ts: str = "", **more: Any) -> str:
        """Take a message on; its drafting has been started, not awaited."""
        said = message(text, ts=ts or new_ts(), **more)
        self.receive(said)
        return said.request_id

    def answers(self, text: str, **more: Any) -> Post:
        """Take a message on and return what the bot answered in the end."""
        return self.answer_to(self.hears(text, **more))

    def answer_to(self, request_id: str) -> Post:
        self.stage.finish(f"draft-{request_id}")
        (post,) = [one for one in self.threads.posts if one.key == request_id]
        return post

    def offers(self, *, thread_ts: str = "", **draft: Any) -> PlanRecord:
        """Answer a request with a plan."""
        self.planner.will_say(drafted(**draft))
        ts = new_ts()
        post = self.answers("a server", ts=ts, thread_ts=thread_ts or ts)
        assert isinstance(post.shown, PlanRecord), post.shown
        return post.shown

    def drops(self, *files: str, text: str = "", **more: Any) -> str:
        """Send pictures, each read as the script says; its drafting has been started, not awaited."""
        for file in files:
            if file not in self.files.held:
                self.files.put(file)
        return self.hears(text, files=files, **more)

    def offers_stack(self, **draft: Any) -> PlanRecord:
        """Answer a picture with a plan."""
        self.planner.will_say(Drafted(stack_draft(**draft), MODEL))
        post = self.answer_to(self.drops("F1"))
        assert isinstance(post.shown, PlanRecord), post.shown
        return post.shown

    def ends(self, record: PlanRecord, *, by: str = ASKER) -> Ending | NotEndable:
        """Press End and follow it to its end."""
        outcome = EndResource(self.store, self.policy, self.clock)(plan_id=record.id, user=by)
        if isinstance(outcome, Ending):
            self.stage.finish(f"end-{record.id}-{outcome.record.version - 1}")
        return outcome

    def decides(self, record: PlanRecord, choice: Choice, *, by: str = APPROVER) -> Outcome:
        decide = DecidePlan(self.store, self.policy, self.clock)
        return decide(plan_id=record.id, user=by, choice=choice)

    def launches(self, record: PlanRecord) -> PlanRecord:
        """Approve a plan and follow its launch to the end."""
        assert isinstance(self.decides(record, "approve"), Decided)
        self.stage.finish(f"launch-{record.id}")
        return self.plan(record.id)

    def runs(self, job: Job) -> None:
        with self.store.transaction() as tx:
            tx.start(job)
        self.stage.finish(job.id)

    # --- what there is now ----------------------------------------------------------------------

    def plan(self, plan: str) -> PlanRecord:
        with self.store.transaction() as tx:
            record = tx.plan(plan)
        assert record is not None
        return record

    def plan_for(self, request_id: str) -> PlanRecord | None:
        with self.store.transaction() as tx:
            return tx.plan(plan_id(request_id))

    def request(self, request_id: str) -> Request:
        with self.store.transaction() as tx:
            request = tx.request(request_id)
        assert request is not None
        return request

    def card(self, record: PlanRecord) -> PlanRecord:
        """The plan as its card shows it."""
        (post,) = [one for one in self.threads.posts if one.ts == record.card_ts]
        assert isinstance(post.shown, PlanRecord)
        return post.shown

    def told(self, record: PlanRecord) -> list[Words]:
        """What the bot has said in words in the thread of a plan."""
        thread = self.threads.in_thread(CHANNEL, record.thread_ts)
        return [post.shown for post in thread if isinstance(post.shown, Words)]


@dataclass
class DurableStage:
    """The engine on one SQLite file; every workflow goes to the world that is on stage."""

    database: sa.Engine
    world: World | None = None

    def __post_init__(self) -> None:
        self.store = SqlStore(self.database, Queue.on(self.database).enqueue)
        self.engine = Engine(self.database, "test-0", POLLING_SECONDS)

    def enter(self, **more: Any) -> World:
        """Put a new world on stage, once the last one has come to rest."""
        self._come_to_rest()
        self.world = World(self, **more)
        return self.world

    def start(self) -> None:
        names = World(self).workflows()
        self.engine.start({name: self._on_stage(name) for name in names})

    def stop(self) -> None:
        self.engine.stop()

    def restart(self) -> None:
        """What happens after the process died."""
        self.stop()
        self.start()

    def finish(self, job_id: str) -> None:
        """Wait for a workflow; raises what it ended with."""
        DBOS.retrieve_workflow(job_id).get_result(polling_interval_sec=POLLING_SECONDS)

    def knows(self, job_id: str) -> bool:
        return bool(DBOS.list_workflows(workflow_ids=[job_id]))

    def status(self, job_id: str) -> WorkflowStatus:
        return DBOS.retrieve_workflow(job_id).get_status()

    def _come_to_rest(self) -> None:
        """Wait for what still runs; a test that failed may have left jobs that nothing will finish."""
        waiting = Event()
        for _ in range(int(REST_SECONDS / POLLING_SECONDS)):
            if not self._unfinished():
                return
            waiting.wait(POLLING_SECONDS)
        DBOS.cancel_workflows(self._unfinished())

    @staticmethod
    def _unfinished() -> list[str]:
        found = DBOS.list_workflows(status=["PENDING", "ENQUEUED"], load_input=False)
        return [one.workflow_id for one in found]

    def _on_stage(self, name: str) -> Callable[..., None]:
        def run(*arguments: str) -> None:
            assert self.world is not None
            self.world.workflows()[name](*arguments)

        return run
