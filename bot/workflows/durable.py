"""The durable-workflow engine (DBOS): what must finish is started here and survives the process.

Rules it imposes, each with its reason in docs/architecture.md: workflows take plain ids, the version is
a constant, each live process has its own stable name, side effects are idempotent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, EnqueueOptions, StepOptions
from dbos import error as dbos_error

from bot.domain.errors import BotError, OutcomeUnknown, UpstreamUnavailable
from bot.incident import record_incident
from bot.ports import Job

P = ParamSpec("P")
R = TypeVar("R")

APPLICATION = "gpt-to-aws"
QUEUE = "gpt-to-aws"
# A constant: the default, a hash of the code, would strand work in flight at every deployment.
APPLICATION_VERSION = "1"
POLLING_SECONDS = 0.2


@dataclass(frozen=True)
class Engine:
    """Runs durable workflows on a database; one per process."""

    database: sa.Engine
    process_name: str
    polling_seconds: float = POLLING_SECONDS

    def start(self, workflows: Mapping[str, Callable[..., None]]) -> None:
        """Register the workflows by name and resume what an earlier process left unfinished."""
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
        DBOS.launch()
        # Jobs of one order run one at a time; different orders run side by side.
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=64,
            partition_concurrency=1,
            polling_interval_sec=self.polling_seconds,
        )

    def stop(self) -> None:
        """Stop taking work; what is unfinished is resumed at the next start."""
        DBOS.destroy(destroy_registry=True)


def _named(name: str, workflow: Callable[..., None]) -> Callable[..., None]:
    def run(*arguments: str) -> None:
        workflow(*arguments)

    run.__name__ = run.__qualname__ = name
    return run


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
    """How often a step is tried, and the wait before the second attempt; each further wait is twice as long."""

    attempts: int
    first_wait_seconds: float


# 17 minutes: as long as a far end may be away.
PATIENT = Retries(12, 0.5)
# Somebody sits waiting for it.
QUICK = Retries(3, 0.5)


@dataclass(frozen=True)
class Steps:
    """What a durable workflow is made of: each step runs, is remembered, and is not run again.

    At least once, in truth: a process that dies before remembering runs the step again, so what it does
    must be idempotent. A far end that is away is tried again; what is raised in the end is a BotError.
    """

    patient: Retries = PATIENT
    quick: Retries = QUICK

    def run(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a step that must come to an end, however long its far end is away."""
        return _step(self.patient, name, function, *args, **kwargs)

    def run_quickly(
        self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a step that somebody waits for: better a word of failure now than success much later."""
        return _step(self.quick, name, function, *args, **kwargs)

    def pause(self, seconds: float) -> None:
        """Wait inside a workflow; a restart waits only for the rest."""
        DBOS.sleep(seconds)


STEPS = Steps()


def _step(
    retries: Retries, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    options: StepOptions = {
        "name": name,
        "retries_allowed": True,
        "max_attempts": retries.attempts,
        "interval_seconds": retries.first_wait_seconds,
        "backoff_rate": 2,
        "should_retry": _worth_trying_again,
    }
    try:
        return DBOS.run_step(options, _without_surprises(function), *args, **kwargs)
    except dbos_error.DBOSMaxStepRetriesExceeded as exhausted:
        raise exhausted.errors[-1] from exhausted


def _without_surprises(function: Callable[P, R]) -> Callable[P, R]:
    """Let only BotErrors out: they say what to tell the person, and the engine can store them."""

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except BotError:
            raise
        except Exception as error:  # the one place where a bug in durable work is met
            raise record_incident(error) from error

    return run


def _worth_trying_again(error: BaseException) -> bool:
    return isinstance(error, UpstreamUnavailable | OutcomeUnknown)
