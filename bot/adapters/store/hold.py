"""Keeps two processes from taking each other's running work for abandoned, and doing it again.

On SQLite one process holds the file. On PostgreSQL each process holds its name, by which the engine finds a
process's unfinished work after a restart.
"""

from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from filelock import FileLock, Timeout

from bot.adapters.store.database import reachable
from bot.domain.errors import UpstreamUnavailable

# An overlapping deployment lets go within this time.
WAIT_SECONDS = 30.0


class Hold(Protocol):
    """Lasts until released, or until the process ends, whatever way."""

    def release(self) -> object: ...


def hold(engine: sa.Engine, process_name: str, *, wait_seconds: float = WAIT_SECONDS) -> Hold:
    """Wait for the other process to let go. Raises UpstreamUnavailable when it does not."""
    if engine.dialect.name == "sqlite":
        return _hold_file(str(engine.url.database), wait_seconds)
    return _hold_name(engine, process_name, wait_seconds)


def _hold_file(path: str, wait_seconds: float) -> Hold:
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise UpstreamUnavailable(
            "Database",
            f"{path} is in use by another gpt-to-aws process",
            "Stop that process, or use PostgreSQL (DATABASE_URL) to run several.",
        ) from error
    return lock


def _hold_name(engine: sa.Engine, process_name: str, wait_seconds: float) -> Hold:
    with reachable():
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    milliseconds = max(1, int(wait_seconds * 1000))  # 0 would mean: for ever
    connection.execute(sa.text(f"SET lock_timeout = {milliseconds}"))
    try:
        connection.execute(
            sa.text("SELECT pg_advisory_lock(hashtextextended(:name, 0))"),
            {"name": f"gpt-to-aws {process_name}"},
        )
    except sa.exc.OperationalError as error:
        connection.close()
        raise UpstreamUnavailable(
            "Database",
            f"another gpt-to-aws process named {process_name} is running on it",
            "Give each process a name of its own (PROCESS_NAME).",
        ) from error
    return _Session(connection)


@dataclass(frozen=True)
class _Session:
    """PostgreSQL drops the lock with the connection, so the connection is ended, not pooled."""

    connection: sa.Connection

    def release(self) -> None:
        self.connection.invalidate()
        self.connection.close()
