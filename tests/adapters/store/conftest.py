"""A migrated database of each kind, and a store on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.adapters.store.database import migrate, open_engine
from bot.adapters.store.sql_store import SqlStore
from tests.fakes.jobs import JobTable
from tests.fakes.postgres import postgres


@dataclass(frozen=True)
class Kept:
    """A store and the jobs it has started."""

    engine: sa.Engine
    store: SqlStore
    jobs: JobTable


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.far_ends)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.sqlite'}"
    server: str = request.getfixturevalue("postgres_url")
    emptying = open_engine(server)
    with emptying.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    emptying.dispose()
    return server


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def kept(engine: sa.Engine) -> Kept:
    migrate(engine)
    jobs = JobTable(engine)
    return Kept(engine, SqlStore(engine, jobs.enqueue), jobs)
