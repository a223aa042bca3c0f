"""Work that takes its time: a step under the account's lock, a pause without it, and so on."""

import threading
from collections.abc import Callable, Iterator


class Work:
    """Runs steps in threads of their own until they end, are no longer wanted, or all is closed."""

    def __init__(self, lock: "threading.RLock", changed: Callable[[], None]) -> None:
        self._lock = lock
        self._changed = changed
        self._closed = threading.Event()

    def begin(self, steps: Iterator[float], wanted: Callable[[], bool]) -> None:
        """`steps` gives the seconds to wait before its next step."""
        threading.Thread(
            target=self._run, args=(steps, wanted), name="simulated-cloudformation", daemon=True
        ).start()

    def close(self) -> None:
        self._closed.set()

    def _run(self, steps: Iterator[float], wanted: Callable[[], bool]) -> None:
        pause: float | None = 0.0
        while pause is not None and not self._closed.wait(pause):
            with self._lock:
                if self._closed.is_set() or not wanted():
                    return
                pause = next(steps, None)
            self._changed()
