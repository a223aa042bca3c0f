"""ministack, an AWS that is not ours, as a process of its own on this machine."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

PYTHON = Path(__file__).parents[2] / ".venv-ministack" / "bin" / "python"
MISSING = "`make far-ends` puts ministack into .venv-ministack"

# It would listen on every interface, and run the code of functions in this process's rights.
QUIET = {
    "BIND_HOST": "127.0.0.1",
    "LAMBDA_STRICT": "1",
    "LAMBDA_EXECUTOR": "docker",
    "IOT_MTLS_ENABLED": "0",
    "SFTP_ENABLED": "0",
}


@contextmanager
def running(folder: Path) -> Iterator[int]:
    """It has a session of its own, so that whatever it starts ends with it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = QUIET | {"GATEWAY_PORT": str(port), "HOME": str(folder), "TMPDIR": str(folder)}
    process = subprocess.Popen(  # noqa: S603 the program and its arguments are ours
        [PYTHON, "-m", "ministack"],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    ready = threading.Event()

    def read() -> None:
        for line in process.stdout or ():
            if "Running on" in line:
                ready.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        assert ready.wait(timeout=30), "ministack did not start"
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        reader.join()
        if process.stdout is not None:
            process.stdout.close()


def empty(port: int) -> None:
    """Forget all that there is."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", "/_ministack/reset")
        assert connection.getresponse().status == 200
