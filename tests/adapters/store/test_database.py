"""The file on disk: durable, migrated once, held by one process."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from bot.adapters.store.database import migrate, open_engine
from bot.adapters.store.hold import hold
from bot.adapters.store.sql_store import SqlStore
from bot.adapters.store.tables import METADATA
from bot.domain.errors import UpstreamUnavailable, UserMistake
from tests.fakes.jobs import JobTable
from tests.fakes.records import NOON, message

HOLDER = """
import sys
from bot.adapters.store.database import open_engine
from bot.adapters.store.hold import hold
held = hold(open_engine(sys.argv[1]), "bot-0")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'made on demand' / 'bot.sqlite'}"


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@contextmanager
def another_process(url: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDER, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def shape(engine: sa.Engine) -> dict[str, set[str]]:
    look = sa.inspect(engine)
    return {
        table: {str(column["name"]) for column in look.get_columns(table)}
        for table in METADATA.tables
    }


def test_the_tables_are_those_the_code_reads(engine: sa.Engine) -> None:
    migrate(engine)

    assert shape(engine) == {
        name: {column.name for column in table.columns} for name, table in METADATA.tables.items()
    }


def test_migrating_again_changes_nothing(engine: sa.Engine) -> None:
    migrate(engine)
    store = SqlStore(engine, JobTable(engine).enqueue)
    with store.transaction() as tx:
        tx.receive(message(), at=NOON)
    migrate(engine)

    with store.transaction() as tx:
        assert tx.request(message().request_id) is not None


def test_processes_that_start_at_the_same_moment_migrate_once(url: str) -> None:
    ready = Barrier(4)
    first_ever = open_engine(
        url
    )  # makes an SQLite file WAL; only one process at a time gets to do that
    first_ever.connect().close()
    first_ever.dispose()

    def start(_: int) -> dict[str, set[str]]:
        engine = open_engine(url)
        ready.wait()
        migrate(engine)
        found = shape(engine)
        engine.dispose()
        return found

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(start, range(4))
    assert first["plans"]
    assert others == [first] * 3


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_every_connection_keeps_what_it_commits(
    sqlite: sa.Engine, pragma: str, value: object
) -> None:
    with sqlite.connect() as one, sqlite.connect() as other:
        for connection in (one, other):
            assert connection.scalar(sa.text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(UserMistake, match="DATABASE_URL must name a file"):
        open_engine(url)


def test_a_reader_within_a_transaction_sees_no_other_writer(sqlite: sa.Engine) -> None:
    migrate(sqlite)
    store = SqlStore(sqlite, JobTable(sqlite).enqueue)
    with (
        sqlite.connect() as other,
        store.transaction() as tx,
    ):
        assert tx.request(message().request_id) is None
        other.execute(sa.text("PRAGMA busy_timeout=0"))
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            other.execute(sa.text("BEGIN IMMEDIATE"))


def test_a_database_that_is_away_is_said_to_be_so(sqlite: sa.Engine) -> None:
    store = SqlStore(sqlite, lambda _connection, _job: None)  # without its tables

    with pytest.raises(UpstreamUnavailable) as caught, store.transaction() as tx:
        tx.plan("plan-1")
    assert caught.value.where == "Database"
    assert "plans" not in caught.value.user_message


def test_a_database_all_of_whose_connections_are_busy_is_said_to_be_so(tmp_path: Path) -> None:
    engine = sa.create_engine(
        f"sqlite:///{tmp_path / 'bot.sqlite'}", pool_size=1, max_overflow=0, pool_timeout=0.01
    )
    store = SqlStore(engine, lambda _connection, _job: None)
    with (
        engine.connect(),
        pytest.raises(UpstreamUnavailable),
        store.transaction(),
    ):
        pass
    engine.dispose()


def test_a_second_process_is_kept_out_until_the_first_is_killed(
    sqlite: sa.Engine, sqlite_url: str
) -> None:
    with another_process(sqlite_url) as first:
        with pytest.raises(UpstreamUnavailable, match="in use by another gpt-to-aws process"):
            hold(sqlite, "bot-0", wait_seconds=0)
        first.kill()
        hold(sqlite, "bot-0").release()


@pytest.mark.far_ends
def test_several_processes_share_postgresql_each_by_a_name_of_its_own(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    first = hold(engine, "bot-0")
    hold(engine, "bot-1").release()
    with pytest.raises(UpstreamUnavailable, match="another gpt-to-aws process named bot-0"):
        hold(engine, "bot-0", wait_seconds=0.01)
    first.release()
    hold(engine, "bot-0", wait_seconds=1).release()
    engine.dispose()
