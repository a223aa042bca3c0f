"""What a test or the page can look back on: calls of the bot, payloads refused, deliveries to the bot."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class ApiCall:
    method: str
    arguments: Json
    answer: Json
    at: float

    @property
    def ok(self) -> bool:
        return bool(self.answer.get("ok"))

    @property
    def error(self) -> str | None:
        return self.answer.get("error")


@dataclass(frozen=True)
class Rejection:
    method: str
    error: str
    detail: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivery:
    """One attempt to hand an event or an interaction to the app."""

    kind: str
    id: str
    payload: Json = field(repr=False)
    attempt: int
    ok: bool
    reason: str = ""


@dataclass
class Record:
    calls: list[ApiCall] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
