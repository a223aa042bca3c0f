"""The workspace's web server: one address for the page, the Web API, files and the websocket; own thread."""

import asyncio
import socket
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
from aiohttp import hdrs, web

from bot.sandbox.workspace.delivery import Outbox, Transport
from bot.sandbox.workspace.file_host import FileHost
from bot.sandbox.workspace.guards import guard, refusal
from bot.sandbox.workspace.http_delivery import HttpTransport
from bot.sandbox.workspace.outages import Outages
from bot.sandbox.workspace.page_api import PageApi
from bot.sandbox.workspace.record import Record
from bot.sandbox.workspace.response_urls import ResponseUrls
from bot.sandbox.workspace.settings import PageSettings, Settings
from bot.sandbox.workspace.shapes import Shapes
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.socket_delivery import SocketTransport
from bot.sandbox.workspace.state import State
from bot.sandbox.workspace.tickets import Tickets
from bot.sandbox.workspace.web_api.endpoint import WebApi

T = TypeVar("T")

HOST = "127.0.0.1"
LARGEST_UPLOAD = 64 * 1024 * 1024
START_SECONDS = 10.0
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass
class Server:
    """Runs until `stop`; `slack` is there once `start` has returned."""

    state: State
    settings: Settings
    page: PageSettings
    port: int
    _ready: Future[Slack] = field(default_factory=Future)
    _thread: threading.Thread | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self) -> Slack:
        listener = socket.create_server((HOST, self.port), backlog=256)
        self.port = listener.getsockname()[1]
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(listener)), name="slack-workspace", daemon=True
        )
        self._thread.start()
        return self._ready.result(START_SECONDS)

    def stop(self) -> None:
        if self._thread is None or self._loop is None:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this on the server's loop and wait for it."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the workspace is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        connector = aiohttp.TCPConnector(force_close=True, limit=0)
        async with aiohttp.ClientSession(connector=connector) as session:
            try:
                slack = self._slack(session)
                runner = await self._listen(slack, listener)
            except BaseException as error:
                self._ready.set_exception(error)
                raise
            self._ready.set_result(slack)
            await self._stopping.wait()
            await slack.outbox.stop()
            await runner.cleanup()

    def _slack(self, session: aiohttp.ClientSession) -> Slack:
        record = Record()
        loop = asyncio.get_running_loop()
        transport = transport_for(self.settings, self.state, session)
        outbox = Outbox(transport, self.state, self.settings, record, loop)
        return Slack(
            state=self.state,
            settings=self.settings,
            record=record,
            outages=Outages(),
            tickets=Tickets(self.state.clock),
            shapes=Shapes(self.state, self.base_url),
            outbox=outbox,
        )

    async def _listen(self, slack: Slack, listener: socket.socket) -> web.AppRunner:
        application = application_for(slack, self.page, self.port)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, listener, backlog=256).start()
        slack.outbox.watch()
        return runner


def transport_for(settings: Settings, state: State, session: aiohttp.ClientSession) -> Transport:
    if settings.request_url is None:
        return SocketTransport(settings, state.team.bot.app_id)
    return HttpTransport(session, settings, state.clock, settings.request_url)


def application_for(slack: Slack, page: PageSettings, port: int) -> web.Application:
    application = web.Application(middlewares=[guard(port)], client_max_size=LARGEST_UPLOAD)
    page_api, web_api, files = PageApi(slack, page), WebApi(slack), FileHost(slack)
    loop = slack.outbox.loop
    slack.state.on_change = lambda: _wake(loop, page_api.wake)
    application.add_routes(
        [
            web.route("*", "/api/{method}", web_api.serve),
            web.post("/actions/{team}/{secret}", ResponseUrls(slack).serve),
            web.post("/upload/v1/{secret}", files.receive),
            web.get("/files-pri/{key}/{path:.+}", files.download),
            web.get(r"/files-tmb/{key}/{edge:\d+}", files.small),
            web.get("/login", files.login),
            web.get("/sandbox/files/{id}", files.show),
            *page_api.routes(),
            *_page_routes(page),
        ]
    )
    application.on_shutdown.append(page_api.close)
    _serve_sockets(application, slack)
    return application


def _wake(loop: asyncio.AbstractEventLoop, wake: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(wake)


def _serve_sockets(application: web.Application, slack: Slack) -> None:
    transport = slack.outbox.transport
    if not isinstance(transport, SocketTransport):
        return
    transport.on_change = slack.outbox.watch

    async def link(request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in slack.tickets.sockets:
            return refusal(HTTPStatus.FORBIDDEN, "A ticket is good for one connection.")
        slack.tickets.sockets.discard(ticket)
        return await transport.serve(request)

    async def hang_up(_: web.Application) -> None:
        await transport.cut()

    application.add_routes([web.get("/link/", link)])
    application.on_shutdown.append(hang_up)


def _page_routes(page: PageSettings) -> list[web.RouteDef]:
    async def index(_: web.Request) -> web.StreamResponse:
        return _page_file(page, "index.html")

    async def permalink(request: web.Request) -> web.StreamResponse:
        stamp = request.match_info["stamp"].removeprefix("p")
        ts = request.query.get("thread_ts") or f"{stamp[:-6]}.{stamp[-6:]}"
        target = f"/#{request.match_info['channel']}/{ts}"
        return web.Response(status=HTTPStatus.FOUND, headers={hdrs.LOCATION: target})

    async def static(request: web.Request) -> web.StreamResponse:
        return _page_file(page, request.match_info["name"])

    async def example(request: web.Request) -> web.StreamResponse:
        return _page_file(page, f"examples/{request.match_info['name']}")

    return [
        web.get("/", index),
        web.get(r"/archives/{channel:\w+}/{stamp:p\d+}", permalink),
        web.get("/static/{name:.+}", static),
        web.get("/examples/{name}", example),
    ]


def _page_file(page: PageSettings, name: str) -> web.StreamResponse:
    folder = page.folder.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return refusal(HTTPStatus.NOT_FOUND, "There is no such page.")
    return web.FileResponse(path, headers=PAGE_HEADERS)
