"""What a click costs: a decision, with all it checks and starts, beside the bare write it cannot do without."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from benchmarks.timing import in_turns, median, slowest_twentieth
from bot.adapters.store.database import migrate, open_engine
from bot.adapters.store.sql_store import SqlStore
from bot.adapters.store.tables import PLANS
from bot.domain.instance import Image, InstanceDraft, InstancePlan
from bot.domain.plan import PlanRecord, PlanState, digest
from bot.domain.policy import Policy
from bot.workflows.decide_plan import Decided, DecidePlan
from bot.workflows.durable import Engine, Queue

CLICKS = 300
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
APPROVER = "U0APPROVER"


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


def measure() -> Iterator[str]:
    """Approve plans, and set the state of as many others, in one SQLite file (WAL, FULL)."""
    with _database() as database:
        store = SqlStore(database, Queue.on(database).enqueue)
        _propose(store, 2 * CLICKS)
        bare, decided = in_turns([_bare_update(database), _decision(store)], CLICKS)
    yield f"A click on Approve ({CLICKS} plans, SQLite, WAL, synchronous=FULL)"
    yield f"{'':26}{'median':>10}{'slowest 5 %':>13}{'ratio':>8}"
    for name, runs in (("UPDATE … SET state", bare), ("DecidePlan", decided)):
        ratio = median(runs) / median(bare)
        yield f"  {name:24}{median(runs):7.2f} ms{slowest_twentieth(runs):10.2f} ms{ratio:7.1f}×"
    yield "  DecidePlan reads the plan, asks the policy, compares and sets, and starts the launch, in one commit."


@contextmanager
def _database() -> Iterator[sa.Engine]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_engine(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        migrate(database)
        # Once up and down again: its tables are there, and nobody takes the launches started here.
        engine = Engine(database, "bench")
        engine.start({})
        engine.stop()
        try:
            yield database
        finally:
            database.dispose()


def _propose(store: SqlStore, count: int) -> None:
    with store.transaction() as tx:
        for number in range(count):
            tx.propose(_plan(number))


def _bare_update(database: sa.Engine) -> Callable[[int], None]:
    def update(number: int) -> None:
        with database.begin() as connection:
            connection.execute(
                PLANS.update().where(PLANS.c.id == _id(number)).values(state=PlanState.APPROVED)
            )

    return update


def _decision(store: SqlStore) -> Callable[[int], None]:
    decide = DecidePlan(store, Policy(), Noon())

    def approve(number: int) -> None:
        outcome = decide(plan_id=_id(CLICKS + number), user=APPROVER, choice="approve")
        if not isinstance(outcome, Decided):
            message = f"not decided: {outcome}"
            raise TypeError(message)

    return approve


def _id(number: int) -> str:
    return f"plan-{number:016}"


def _plan(number: int) -> PlanRecord:
    plan = InstancePlan(
        request_id=f"C0BENCH-{number}",
        requested_by="U0ASKER",
        permalink="https://example.slack.com/archives/C0BENCH/p1",
        draft=InstanceDraft(
            instance_type="t3.medium", volume_gib=250, termination_protection=False
        ),
        region="us-east-1",
        image=Image(id="ami-0123456789abcdef0", root_device="/dev/xvda", min_volume_gib=8),
        read_by="a benchmark",
    )
    return PlanRecord(
        id=_id(number),
        plan=plan,
        digest=digest(plan),
        state=PlanState.PROPOSED,
        channel="C0BENCH",
        thread_ts=f"{number}.0",
        card_ts=f"{number}.1",
        proposed_at=NOW,
        expires_at=NOW + timedelta(hours=24),
    )
