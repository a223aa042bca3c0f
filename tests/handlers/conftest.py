"""The bot's Slack side: Bolt, the handlers, and the quick workflows on a real store. No durable engine."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from slack_bolt import App, BoltRequest, BoltResponse

import handlers
from bot.adapters.slack.client import bolt_app, web_client
from bot.adapters.store.database import migrate, open_engine
from bot.adapters.store.sql_store import SqlStore
from bot.domain.plan import Diagnosis, PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.domain.request import Request
from bot.ports import Job
from bot.sandbox.workspace import Workspace
from bot.workflows.decide_plan import DecidePlan
from bot.workflows.edit_plan import OpenEditor, RetryPlan, RevisePlan, ReviseStack
from bot.workflows.end_resource import EndResource
from bot.workflows.keep_failed import KeepFailed
from bot.workflows.receive_message import ReceiveMessage
from bot.workflows.show_home import QueueHome
from bot.workflows.whisper import QueueWhisper
from tests.fakes.clock import FrozenClock
from tests.fakes.jobs import JobTable
from tests.fakes.records import plan_record
from tests.fakes.slack import RecordingForms
from tests.handlers.cards.stacks import STACK, stack_record
from tests.handlers.payloads import SECRET, event, interaction

LEAD = "U0LEAD"


@dataclass
class SlackSide:
    """Takes what Slack sends; `jobs` is what it started, `whispers` what one person will be told."""

    app: App
    store: SqlStore
    jobs: JobTable
    clock: FrozenClock
    forms: RecordingForms = field(default_factory=RecordingForms)

    def hears(self, of: dict[str, Any], *, event_id: str = "Ev1", **headers: str) -> BoltResponse:
        return self.app.dispatch(event(of, event_id=event_id, **headers))

    def sees(self, of: dict[str, Any]) -> BoltResponse:
        return self.app.dispatch(interaction(of))

    def gets(self, request: BoltRequest) -> BoltResponse:
        return self.app.dispatch(request)

    def offered(self, **more: Any) -> PlanRecord:
        return self._kept(plan_record(**more))

    def offered_stack(self, **more: Any) -> PlanRecord:
        return self._kept(stack_record(**more))

    def running_stack(self, ends_as: PlanState = PlanState.RUNNING) -> PlanRecord:
        """As it is some time after its approval."""
        record = self.offered_stack()
        for state in (PlanState.APPROVED, PlanState.LAUNCHING, ends_as):
            now = self.plan(record).model_copy(update={"resources": (STACK,)})
            with self.store.transaction() as tx:
                assert tx.move(now, state)
        return self.plan(record)

    def failed_stack(self) -> PlanRecord:
        """As it is when AWS has undone what it had made."""
        record = self.running_stack(ends_as=PlanState.FAILED)
        why = Diagnosis(
            logical_id="CustomersTable",
            type="AWS::DynamoDB::Table",
            said="No room",
            cause="It is full.",
            fix="Ask for less.",
            remedy="change",
        )
        failed = record.model_copy(
            update={
                "failure": "CustomersTable failed first; AWS said: “No room”.",
                "diagnosis": why,
                "cleared_at": self.clock.now() + timedelta(hours=24),
            }
        )
        with self.store.transaction() as tx:
            assert tx.move(failed, PlanState.FAILED)
        return self.plan(record)

    def _kept(self, record: PlanRecord) -> PlanRecord:
        with self.store.transaction() as tx:
            assert tx.propose(record)
        return record

    def plan(self, record: PlanRecord) -> PlanRecord:
        with self.store.transaction() as tx:
            found = tx.plan(record.id)
        assert found is not None
        return found

    @property
    def requests(self) -> list[Request]:
        """What is being drafted, in the order it was taken on."""
        with self.store.transaction() as tx:
            found = [tx.request(job.arguments[0]) for job in self.jobs.of("draft_plan")]
        assert None not in found
        return [request for request in found if request is not None]

    @property
    def whispers(self) -> list[tuple[str, str]]:
        """(to whom, what)."""
        return [(job.arguments[2], job.arguments[3]) for job in self.jobs.of("whisper")]


@pytest.fixture(scope="session")
def workspace() -> Iterator[Workspace]:
    """Answers Bolt's question who the bot is."""
    with Workspace() as running:
        yield running


@pytest.fixture
def policy() -> Policy:
    return Policy()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def slack(workspace: Workspace, database: sa.Engine, policy: Policy) -> SlackSide:
    jobs, clock, forms = JobTable(database), FrozenClock(), RecordingForms()
    store = SqlStore(database, jobs.enqueue)
    client = web_client(workspace.settings.bot_token, workspace.api_url)
    app = bolt_app(client, signing_secret=SECRET)
    handlers.register(
        app,
        handlers.Workflows(
            receive_message=ReceiveMessage(store, clock),
            decide_plan=DecidePlan(store, policy, clock),
            open_editor=OpenEditor(store, forms, policy),
            revise_plan=RevisePlan(store, policy, clock),
            revise_stack=ReviseStack(store, policy, clock),
            retry_plan=RetryPlan(store, policy, clock),
            end_resource=EndResource(store, policy, clock),
            keep_failed=KeepFailed(store, policy),
            show_home=QueueHome(store),
            whisper=QueueWhisper(store),
        ),
    )
    return SlackSide(app, store, jobs, clock, forms)


def errors_in(response: BoltResponse) -> dict[str, str]:
    """What the form shows beside its fields."""
    body = json.loads(response.body)
    assert body["response_action"] == "errors"
    errors: dict[str, str] = body["errors"]
    return errors


def jobs_named(jobs: list[Job]) -> list[str]:
    return [job.workflow for job in jobs]
