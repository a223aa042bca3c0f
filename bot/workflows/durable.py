"""The durable-workflow engine (DBOS): what must finish is started here and survives the process.

Rules it imposes, each with its reason in docs/architecture.md: workflows take plain text, the version is
a constant, each live process has its own stable name, side effects are idempotent.
"""

import logging
import math
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import ParamSpec, TypeVar

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, EnqueueOptions

from bot.domain.errors import BotError, OutcomeUnknown, UpstreamUnavailable
from bot.incident import record_incident
from bot.ports import Job

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

APPLICATION = "gpt-to-aws"
QUEUE = "gpt-to-aws"
# A constant: the default, a hash of the code, would strand work in flight at every deployment.
APPLICATION_VERSION = "1"
POLLING_SECONDS = 0.2

# The engine keeps what it remembers of a job for ever. After this long nobody looks at it, and a job is kept
# from starting twice by the request or plan it is for.
JOBS_KEPT = timedelta(days=30)
EVERY_HOUR = "0 * * * *"
FORGOTTEN_AT_ONCE = 500

# Like the engine, one for the process: set while it does not run.
_stopping = threading.Event()


@dataclass(frozen=True)
class Engine:
    """Runs durable workflows on a database; one per process."""

    database: sa.Engine
    process_name: str
    polling_seconds: float = POLLING_SECONDS

    def start(self, workflows: Mapping[str, Callable[..., None]]) -> None:
        """Register the workflows by name and resume what an earlier process left unfinished."""
        _stopping.clear()
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_engine": self.database,
                "application_version": APPLICATION_VERSION,
                "executor_id": self.process_name,
                "log_level": "WARNING",
            }
        )
        for name, workflow in workflows.items():
            DBOS.workflow(name=name)(_named(name, workflow))
        forgetting = DBOS.workflow(name="forget_jobs")(_forget_jobs)
        DBOS.launch()
        # Jobs of one order run one at a time; different orders run side by side.
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=64,
            partition_concurrency=1,
            polling_interval_sec=self.polling_seconds,
        )
        DBOS.apply_schedules(
            [{"schedule_name": "forget", "workflow_fn": forgetting, "schedule": EVERY_HOUR}]
        )

    def stop(self) -> None:
        """Stop taking work; what is unfinished is resumed at the next start."""
        _stopping.set()
        DBOS.destroy(destroy_registry=True)


def _named(name: str, workflow: Callable[..., None]) -> Callable[..., None]:
    def run(*arguments: str) -> None:
        workflow(*arguments)

    run.__name__ = run.__qualname__ = name
    return run


def _forget_jobs(scheduled_at: datetime, _context: object) -> None:
    DBOS.run_step({"name": "forget"}, forget_jobs, ended_before=scheduled_at - JOBS_KEPT)


def forget_jobs(*, ended_before: datetime) -> None:
    """Delete what the engine remembers of jobs that ended before a moment."""
    while ended := DBOS.list_workflows(
        completed_before=ended_before.isoformat(),
        limit=FORGOTTEN_AT_ONCE,
        load_input=False,
        load_output=False,
    ):
        DBOS.delete_workflows([one.workflow_id for one in ended])


@dataclass(frozen=True)
class Queue:
    """Starts jobs inside somebody else's transaction."""

    client: DBOSClient

    @classmethod
    def on(cls, database: sa.Engine) -> "Queue":
        return cls(
            DBOSClient(system_database_engine=database, application_name=APPLICATION, lazy=True)
        )

    def enqueue(self, connection: sa.Connection, job: Job) -> None:
        options: EnqueueOptions = {
            "workflow_name": job.workflow,
            "queue_name": QUEUE,
            "workflow_id": job.id,
            "queue_partition_key": job.order,
            "app_version": APPLICATION_VERSION,
        }
        if job.delay_seconds:
            options["delay_seconds"] = job.delay_seconds
        self.client.enqueue_in_transaction(connection, options, *job.arguments)


@dataclass(frozen=True)
class Retries:
    """How often a step is tried, and the waits between: each twice the one before, up to the longest."""

    attempts: int
    first_wait_seconds: float
    longest_wait_seconds: float = math.inf

    def waits(self) -> Iterator[float]:
        wait = self.first_wait_seconds
        for _ in range(self.attempts - 1):
            yield min(wait, self.longest_wait_seconds)
            wait *= 2


# 17 minutes: who approved a launch does not expect it hours later.
PATIENT = Retries(12, 0.5)
# Somebody sits waiting for it.
QUICK = Retries(3, 0.5)
# A day: nobody would hear of it otherwise.
TIRELESS = Retries(297, 0.5, longest_wait_seconds=300)


@dataclass(frozen=True)
class Steps:
    """What a durable workflow is made of: each step runs, is remembered, and is not run again.

    At least once, in truth: a process that dies before remembering runs the step again, so what it does
    must be idempotent. A far end that is away is tried again; what is raised in the end is a BotError.
    """

    patient: Retries = PATIENT
    quick: Retries = QUICK
    tireless: Retries = TIRELESS

    def run(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a step that must come to an end, also when its far end is away for some minutes."""
        return _step(self.patient, name, function, *args, **kwargs)

    def run_quickly(
        self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a step that somebody waits for: better a word of failure now than success much later."""
        return _step(self.quick, name, function, *args, **kwargs)

    def run_tirelessly(
        self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a step that brings a thread to its definite state, also hours later."""
        return _step(self.tireless, name, function, *args, **kwargs)

    def pause(self, seconds: float) -> None:
        """Wait inside a workflow; a restart waits only for the rest."""
        DBOS.sleep(seconds)


STEPS = Steps()


class Interrupted(BaseException):
    """The engine stops while a step waits to be tried again; the next start runs the step anew.

    A BaseException, so that the engine does not take it for the outcome of the step.
    """


def _step(
    retries: Retries, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    attempt = partial(_without_surprises, function, *args, **kwargs)
    return DBOS.run_step({"name": name}, _repeated, name, attempt, retries)


def _repeated(name: str, attempt: Callable[[], R], retries: Retries) -> R:
    """The engine's own repeating sleeps on when the process is to end, and keeps it alive meanwhile."""
    for wait in retries.waits():
        try:
            return attempt()
        except (UpstreamUnavailable, OutcomeUnknown) as error:
            log.warning("step “%s” is tried again in %g s: %s", name, wait, error)
        if _stopping.wait(wait):
            raise Interrupted
    return attempt()


def _without_surprises(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Let only BotErrors out: they say what to tell the person, and the engine can store them."""
    try:
        return function(*args, **kwargs)
    except BotError:
        raise
    except Exception as error:  # the one place where a bug in durable work is met
        raise record_incident(error) from error
