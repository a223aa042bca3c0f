"""Delivery over Socket Mode: the app connects to us, and acknowledges each envelope on the websocket."""

import asyncio
import itertools
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.workspace.delivery import Answer, Retry
from bot.sandbox.workspace.settings import Settings

Json = dict[str, Any]

CLOSE_SECONDS = 2.0
GOING_AWAY = "going away"


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    wire: asyncio.Transport | None
    leaving: bool = False
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    def acknowledged(self, envelope: Json) -> None:
        future = self.waiting.pop(str(envelope.get("envelope_id")), None)
        if future is not None and not future.done():
            future.set_result(envelope.get("payload") or {})

    def lost(self) -> None:
        for future in self.waiting.values():
            if not future.done():
                future.set_exception(ConnectionResetError(GOING_AWAY))
        self.waiting.clear()


@dataclass
class SocketTransport:
    settings: Settings
    app_id: str
    on_change: Callable[[], None] = lambda: None
    connections: list[Connection] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._turn = itertools.count()
        self._connected = asyncio.Event()
        self._closing: set[asyncio.Future[bool]] = set()

    @property
    def online(self) -> bool:
        return bool(self.connections)

    @property
    def usable(self) -> list[Connection]:
        return [connection for connection in self.connections if not connection.leaving]

    async def event(self, payload: Json, retry: Retry | None) -> Answer:
        """An event waits for a connection: what happens while the app is away reaches it later."""
        while not self.usable:
            await self._connected.wait()
        marks = {"retry_attempt": retry.number if retry else 0}
        reason = "timeout" if retry else ""
        envelope = {"type": "events_api", "accepts_response_payload": False, **marks}
        return await self._send(envelope | {"retry_reason": reason, "payload": payload})

    async def interaction(self, payload: Json) -> Answer:
        if not self.usable:
            return Answer(ok=False, reason="the app is not connected")
        envelope = {"type": "interactive", "accepts_response_payload": True, "payload": payload}
        answer = await self._send(envelope)
        if answer.ok:
            return answer
        seconds = f"{self.settings.ack_seconds:g}"
        return Answer(ok=False, reason=f"the app did not answer within {seconds} seconds")

    async def _send(self, envelope: Json) -> Answer:
        usable = self.usable
        connection = usable[next(self._turn) % len(usable)]
        envelope_id = str(uuid.uuid4())
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            await connection.socket.send_str(json.dumps({"envelope_id": envelope_id} | envelope))
            body = await asyncio.wait_for(future, self.settings.ack_seconds)
        except (TimeoutError, ConnectionResetError):
            return Answer(ok=False, reason="timeout")
        finally:
            connection.waiting.pop(envelope_id, None)
        return Answer(ok=True, body=body or None)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one connection of the app until it ends."""
        socket = web.WebSocketResponse(compress=False, timeout=CLOSE_SECONDS)
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        leaving = [other for other in self.connections if other.leaving]
        self.connections.append(connection)
        try:
            await socket.send_str(json.dumps(self._hello()))
            self._changed()
            for other in leaving:
                self._hang_up(other)
            async for received in socket:
                if received.type is WSMsgType.TEXT:
                    connection.acknowledged(json.loads(received.data))
        finally:
            self.connections.remove(connection)
            connection.lost()
            self._changed()
        return socket

    async def refresh(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        note = json.dumps({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
        for connection in self.usable:
            connection.leaving = True
            await connection.socket.send_str(note)
        self._changed()

    def _hang_up(self, connection: Connection) -> None:
        task = asyncio.ensure_future(connection.socket.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def cut(self) -> None:
        """Lose every connection without a word."""
        for connection in self.connections:
            if connection.wire is not None:
                connection.wire.abort()

    def _changed(self) -> None:
        if self.usable:
            self._connected.set()
        else:
            self._connected.clear()
        self.on_change()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app_id},
        }
