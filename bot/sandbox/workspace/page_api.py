"""What the browser page asks of the workspace and does in it, as JSON; and the stream of changes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.sandbox.workspace import clicks, modals, page_shapes, people
from bot.sandbox.workspace.clicks import Click, Outcome
from bot.sandbox.workspace.guards import refusal
from bot.sandbox.workspace.settings import PageSettings
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.state import View

Json = dict[str, Any]

HEARTBEAT_SECONDS = 15.0


@dataclass(frozen=True)
class PageApi:
    slack: Slack
    settings: PageSettings
    woken: set[asyncio.Event] = field(default_factory=set)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/state", self.state),
            web.get("/sandbox/events", self.events),
            web.get("/sandbox/aws", self.aws),
            web.post("/sandbox/messages", _safely(self.say)),
            web.post("/sandbox/files", _safely(self.upload)),
            web.post("/sandbox/actions", _safely(self.act)),
            web.post("/sandbox/views/{id}/submit", _safely(self.submit)),
            web.post("/sandbox/views/{id}/close", _safely(self.close_view)),
            web.post("/sandbox/home", _safely(self.home)),
            web.post("/sandbox/aws/failures", _safely(self.fail_aws)),
            web.post("/sandbox/bot/crash", _safely(self.crash)),
        ]

    def wake(self) -> None:
        for event in self.woken:
            event.set()

    async def close(self, _: web.Application) -> None:
        """End the streams, so that the server can stop at once."""
        self.closing.set()
        self.wake()

    async def state(self, _: web.Request) -> web.Response:
        return web.json_response(page_shapes.everything(self.slack, self.settings))

    async def aws(self, _: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(self.settings.aws))

    async def events(self, request: web.Request) -> web.StreamResponse:
        since = request.headers.get("Last-Event-ID") or request.query.get("since") or "0"
        if not since.isdecimal():
            return refusal(HTTPStatus.BAD_REQUEST, "`since` is the number of an event.")
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        stream = web.StreamResponse(headers=headers)
        await stream.prepare(request)
        woken = asyncio.Event()
        self.woken.add(woken)
        try:
            await self._follow(stream, woken, int(since))
        except ConnectionResetError:
            pass
        finally:
            self.woken.discard(woken)
        return stream

    async def _follow(self, stream: web.StreamResponse, woken: asyncio.Event, cursor: int) -> None:
        state = self.slack.state
        while not self.closing.is_set():
            woken.clear()
            with state.changed:
                changes = state.changes[cursor:]
            for change in changes:
                cursor += 1
                data = json.dumps(page_shapes.change(self.slack, change))
                await stream.write(f"id: {cursor}\ndata: {data}\n\n".encode())
            try:
                await asyncio.wait_for(woken.wait(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await stream.write(b": still here\n\n")

    async def say(self, request: web.Request) -> Json:
        sent = await request.json()
        words = people.Words(
            user=sent["user"],
            channel=sent["channel"],
            text=sent.get("text", ""),
            thread_ts=sent.get("thread_ts"),
            files=tuple(sent.get("files") or ()),
        )
        return {"ok": True, "ts": people.say(self.slack, words).ts}

    async def upload(self, request: web.Request) -> Json:
        form = await request.post()
        part, user = form["file"], str(form["user"])
        if not isinstance(part, web.FileField):
            raise TypeError("`file` is to be a file")
        data = part.file.read()
        file = people.upload(self.slack, user, part.filename, data, part.content_type)
        return {"ok": True, "file": page_shapes.file(file)}

    async def act(self, request: web.Request) -> Json:
        sent = await request.json()
        click = Click(sent["user"], sent["action"], (sent.get("state") or {}).get("values") or {})
        container = sent["container"]
        if container["type"] == "view":
            view = self._view(container["view_id"], click.user)
            return _told(await clicks.on_view(self.slack, view, click))
        message = self.slack.state.message(container["channel"], container["ts"])
        if message is None:
            raise LookupError("that message is gone")
        return _told(await clicks.on_message(self.slack, message, click))

    async def submit(self, request: web.Request) -> Json:
        sent = await request.json()
        view = self._view(request.match_info["id"], sent["user"])
        values = (sent.get("state") or {}).get("values") or {}
        return _told(await modals.submit(self.slack, view, values))

    async def close_view(self, request: web.Request) -> Json:
        sent = await request.json()
        view = self._view(request.match_info["id"], sent["user"])
        return _told(await modals.close(self.slack, view))

    async def home(self, request: web.Request) -> Json:
        sent = await request.json()
        people.open_home(self.slack, sent["user"], sent.get("tab", "home"))
        return {"ok": True}

    async def fail_aws(self, request: web.Request) -> Json:
        sent = await request.json()
        if self.settings.fail_aws is None:
            raise LookupError("this AWS cannot be made to fail from here")
        wanted = bool(sent.get("wanted", True))
        await asyncio.to_thread(self.settings.fail_aws, sent["id"], wanted)
        return {"ok": True}

    async def crash(self, _: web.Request) -> Json:
        if self.settings.crash_bot is None:
            raise LookupError("this bot cannot be crashed from here")
        await asyncio.to_thread(self.settings.crash_bot)
        return {"ok": True}

    def _view(self, view_id: str, user: str) -> View:
        view = self.slack.state.view(view_id)
        if view is None or view.user != user:
            raise LookupError("that view is no longer open")
        return view


def _told(outcome: Outcome) -> Json:
    if not outcome.ok:
        return {"ok": False, "error": outcome.error}
    return {"ok": True, "errors": dict(outcome.errors)} if outcome.errors else {"ok": True}


def _safely(
    serve: Callable[[web.Request], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A wrong request is answered with a sentence, not with a traceback."""

    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await serve(request))
        except LookupError as missing:
            said = missing.args[0] if missing.args else missing
            named = isinstance(missing, KeyError)
            sentence = f"The request lacks {said!r}." if named else f"{said}."
            status = HTTPStatus.BAD_REQUEST if named else HTTPStatus.NOT_FOUND
            return refusal(status, sentence)
        except web.HTTPRequestEntityTooLarge:
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The file is too large for Slack.")
        except (TypeError, ValueError, AttributeError) as wrong:
            return refusal(HTTPStatus.BAD_REQUEST, f"The request is not as it should be: {wrong}.")

    return handler
