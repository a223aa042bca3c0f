"""Opens the database: SQLite in one file for one process, PostgreSQL for several."""

import importlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.domain.errors import UpstreamUnavailable, UserMistake

# `unixepoch('subsec')`, which the durable engine uses on Python 3.12+, came with SQLite 3.42.
SQLITE_NEEDED = (3, 42, 0)
NO_DATABASE = (
    "DATABASE_URL is no database address, like sqlite:///gpt-to-aws.sqlite or "
    "postgresql+psycopg://user:password@host/name."
)


def open_engine(url: str) -> sa.Engine:
    """Connect lazily; `url` is an SQLAlchemy URL (`sqlite:///file`, `postgresql+psycopg://…`)."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise UserMistake(NO_DATABASE) from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")  # the driver that we bring along
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed, pool_size=10, max_overflow=20, pool_pre_ping=True)
    if not parsed.database or parsed.database == ":memory:":
        raise UserMistake("DATABASE_URL must name a file: SQLite in memory would lose everything.")
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed, module=_sqlite(), pool_size=10, max_overflow=20)
    sa.event.listen(engine, "connect", _make_durable)
    return engine


def _sqlite() -> ModuleType:
    if sqlite3.sqlite_version_info >= SQLITE_NEEDED:
        return sqlite3
    try:
        return importlib.import_module("pysqlite3")
    except ImportError:
        return sqlite3  # Python 3.11: the durable engine does not use the newer function there


def _make_durable(connection: Any, _record: object) -> None:
    # FULL: a committed decision survives a power cut. IMMEDIATE: writers queue instead of failing.
    connection.isolation_level = "IMMEDIATE"
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def reachable() -> Iterator[None]:
    """Turn a database that is away or busy into UpstreamUnavailable."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
        raise UpstreamUnavailable(
            "Database",
            "it could not be reached or is busy",
            "Try again in a moment; if it stays so, check DATABASE_URL and the disk.",
        ) from error


def migrate(engine: sa.Engine) -> None:
    """Bring our tables to the present schema; several processes may do this at once.

    Raises UpstreamUnavailable.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with reachable(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7205759403)"))
        else:
            connection.execute(sa.text("BEGIN IMMEDIATE"))  # pysqlite begins at no CREATE TABLE
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
