"""How events and interactions reach the app: in order, with Slack's retries; over HTTP or Socket Mode."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.sandbox.workspace.record import Delivery, Record
from bot.sandbox.workspace.settings import Settings
from bot.sandbox.workspace.state import State

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    ok: bool
    body: Json | None = None
    reason: str = ""
    may_retry: bool = True


@dataclass(frozen=True)
class Retry:
    number: int
    reason: str


class Transport(Protocol):
    @property
    def online(self) -> bool: ...

    async def event(self, payload: Json, retry: Retry | None) -> Answer: ...

    async def interaction(self, payload: Json) -> Answer: ...


@dataclass
class Outbox:
    """Takes what is to be delivered from any thread; delivers it on the server's loop."""

    transport: Transport
    state: State
    settings: Settings
    record: Record
    loop: asyncio.AbstractEventLoop
    was_online: bool = False

    def __post_init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, envelopes: Sequence[Json], copies: int = 1) -> None:
        """Deliver these one after the other: the next leaves when the first attempt has an answer."""
        self.loop.call_soon_threadsafe(self._start, list(envelopes), copies)

    async def ask(self, payload: Json) -> Answer:
        """Deliver an interaction. Slack does not repeat these."""
        answer = await self.transport.interaction(payload)
        kind, number = str(payload["type"]), str(payload.get("trigger_id", ""))
        self._note(Delivery(kind, number, payload, 0, answer.ok, answer.reason))
        return answer

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def watch(self) -> None:
        """Tell the page when the app comes or goes."""
        if self.transport.online is not self.was_online:
            self.was_online = self.transport.online
            self.state.note("bot", online=self.was_online)

    def _start(self, envelopes: list[Json], copies: int) -> None:
        self._run(self._in_order(envelopes, copies))

    def _run(self, work: Any) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_order(self, envelopes: list[Json], copies: int) -> None:
        for envelope in envelopes:
            answer = await self._attempt(envelope, None)
            for number in range(1, copies):
                await self._attempt(envelope, Retry(number, "http_timeout"))
            if not answer.ok:
                self._run(self._again(envelope, answer))

    async def _again(self, envelope: Json, answer: Answer) -> None:
        for number, delay in enumerate(self.settings.retry_delays, start=1):
            if answer.ok or not answer.may_retry:
                return
            await asyncio.sleep(delay)
            answer = await self._attempt(envelope, Retry(number, answer.reason))

    async def _attempt(self, envelope: Json, retry: Retry | None) -> Answer:
        answer = await self.transport.event(envelope, retry)
        number = retry.number if retry else 0
        kind, event_id = str(envelope["event"]["type"]), str(envelope["event_id"])
        self._note(Delivery(kind, event_id, envelope, number, answer.ok, answer.reason))
        return answer

    def _note(self, delivery: Delivery) -> None:
        with self.state.changed:
            self.record.deliveries.append(delivery)
            self.state.changed.notify_all()
        self.watch()
