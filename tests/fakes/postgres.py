"""A throwaway PostgreSQL server, where its programs are installed."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

# initdb refuses to run as root.
UNPRIVILEGED = "nobody"
PROGRAMS = ("initdb", "pg_ctl")


@contextmanager
def postgres() -> Iterator[str]:
    """Yield the URL of a server that is gone afterwards."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"PostgreSQL's {' and '.join(missing)} are not installed")
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        if user is not None:
            shutil.chown(folder, user)
        data, port = str(Path(folder) / "data"), _free_port()
        _run(user, "initdb", "-D", data, "-U", "bot", "--auth=trust", "--no-sync")
        listen = f"-F -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(Path(folder) / "log")
        _run(user, "pg_ctl", "-D", data, "-w", "-l", log, "-o", listen, "start")
        try:
            yield f"postgresql+psycopg://bot@127.0.0.1:{port}/postgres"
        finally:
            _run(user, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _run(user: str | None, *command: str) -> None:
    subprocess.run(  # noqa: S603 - fixed programs, our own arguments
        command, user=user, check=True, cwd="/", capture_output=True, timeout=30
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
