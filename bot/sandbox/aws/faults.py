"""Failures asked for: the next calls of an operation are refused, or carried out and not answered."""

import json
import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Refusal:
    """AWS answers with an error and does nothing."""

    code: str
    message: str
    status: int

    def xml(self) -> bytes:
        """EC2's form; the SDK reads it for STS too."""
        return (
            '<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error>'
            f"<Code>{escape(self.code)}</Code><Message>{escape(self.message)}</Message>"
            "</Error></Errors><RequestID>00000000-0000-0000-0000-00000000fa17</RequestID></Response>"
        ).encode()

    def json(self) -> bytes:
        """The form of AWS's JSON services (SSM)."""
        return json.dumps({"__type": self.code, "message": self.message}).encode()

    @property
    def status_line(self) -> str:
        return f"{self.status} {HTTPStatus(self.status).phrase}"


@dataclass(frozen=True)
class LostAnswer:
    """AWS does the work and the connection breaks before the answer."""


Fault: TypeAlias = Refusal | LostAnswer


class Faults:
    """What the next calls of each operation run into, in the order it was asked for."""

    def __init__(self) -> None:
        self._next: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._lock = threading.Lock()

    def add(self, operation: str, fault: Fault, times: int) -> None:
        with self._lock:
            self._next[operation].extend([fault] * times)

    def take(self, operation: str) -> Fault | None:
        with self._lock:
            waiting = self._next[operation]
            return waiting.popleft() if waiting else None

    def drop(self, operation: str, fault: Fault) -> None:
        """It is not asked for any more."""
        with self._lock:
            waiting = self._next[operation]
            self._next[operation] = deque(one for one in waiting if one != fault)

    def are_waiting(self, operation: str, fault: Fault) -> bool:
        with self._lock:
            return fault in self._next[operation]

    def clear(self) -> None:
        with self._lock:
            self._next.clear()
