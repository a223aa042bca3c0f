"""The bot as a process of its own, kept alive: what a supervisor does in production."""

import logging
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

log = logging.getLogger(__name__)

RESTART_SECONDS = 0.5
# A bot that ends by itself this often in a row will not get better by starting it again.
ENDS_IN_A_ROW = 3


class BotProcess:
    """Runs `command` in `folder`, and again whenever it ends, until stopped.

    Its standard input is a pipe that closes when this process dies, whatever way; the command takes that
    as its end, so nothing is left behind.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> None:
        self._command = list(command)
        self._environment = dict(environment)
        self._folder = folder
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False
        self._keeper = threading.Thread(target=self._keep, name="bot-keeper", daemon=True)

    def start(self) -> None:
        self._launch()
        self._keeper.start()

    def kill(self) -> None:
        """As `kill -9` does: no warning, no tidying up."""
        if self._process is not None:
            self._killed = True
            self._process.kill()

    def stop(self) -> None:
        with self._changing:
            self._stopping.set()
            process = self._process
        if process is None:
            return
        process.kill()  # what it has not finished, nobody will ask for: its far ends stop as well
        process.wait()
        self._keeper.join()

    def _keep(self) -> None:
        ends = 0
        while self._process is not None and not self._stopping.is_set():
            code = self._process.wait()
            ends, self._killed = (0 if self._killed else ends + 1), False
            if ends == ENDS_IN_A_ROW:
                log.error(
                    "the bot ended %s times by itself (exit status %s); giving up", ends, code
                )
                return
            if not self._stopping.wait(RESTART_SECONDS):
                self._launch()

    def _launch(self) -> None:
        with self._changing:
            if self._stopping.is_set():
                return
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command,
                env=self._environment,
                cwd=self._folder,
                stdin=subprocess.PIPE,
                process_group=0,  # Ctrl-C in the terminal is for this process; it ends the bot
            )
