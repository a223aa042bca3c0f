"""The two ways Slack reaches the bot: Socket Mode (we connect to Slack) and HTTP (Slack connects to us)."""

import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

from bot.adapters.slack.errors import translated
from bot.domain.errors import UserMistake

EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/healthz"
# Every event and click waits for the store; one slow commit must not hold up the others.
WORKERS = 16
STOP_SECONDS = 5
# Anybody can send us something; what Slack sends is a small fraction of this.
LARGEST_BODY = 4 * 1024 * 1024


class Listener(Protocol):
    """Receives from Slack until stopped."""

    def start(self) -> None:
        """Begin; return once Slack can reach us."""
        ...

    def run(self) -> None:
        """Serve until `stop`, in the calling thread."""
        ...

    def stop(self) -> None: ...


class SocketModeListener:
    """No public address needed; Slack's recommendation for apps inside a company."""

    def __init__(self, app: App, app_token: str, wait: Callable[[], object]) -> None:
        self._handler = SocketModeHandler(app, app_token, concurrency=WORKERS)
        self._wait = wait

    def start(self) -> None:
        """Connect. Raises UpstreamError."""
        with translated():
            self._handler.connect()  # type: ignore[no-untyped-call]

    def run(self) -> None:
        self._wait()

    def stop(self) -> None:
        """Answer what has come in, take nothing more, hang up; Slack delivers the rest again."""
        client = self._handler.client
        # The processor looks at this; `close` alone would hang up on answers that are not sent yet.
        client.closed = True
        client.message_processor.shutdown()  # type: ignore[no-untyped-call]
        client.message_workers.shutdown()
        self._handler.close()  # type: ignore[no-untyped-call]


class HttpListener:
    """`POST /slack/events` and `GET /healthz` on waitress."""

    def __init__(self, app: App, *, host: str, port: int, healthy: Callable[[], bool]) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._socket = socket.create_server((host, port), family=family)
        except OSError as error:
            message = f"Cannot listen on {host}:{port} ({error.strerror}). Set HOST and PORT to a free address."
            raise UserMistake(message) from error
        # Any: the stubs know neither its trigger nor its connections.
        self._server: Any = create_server(
            _application(SlackRequestHandler(app, path=EVENTS_PATH), healthy),
            sockets=[self._socket],
            threads=WORKERS,
            max_request_body_size=LARGEST_BODY,
            ident="gpt-to-aws",
        )
        self._idle = threading.Event()
        self._idle.set()

    @property
    def port(self) -> int:
        """The port in use, also when 0 asked for any."""
        return int(self._socket.getsockname()[1])

    def start(self) -> None:
        """The socket listens since it was made; `run` answers it."""

    def run(self) -> None:
        self._idle.clear()
        try:
            self._server.run()
        finally:
            self._idle.set()

    def stop(self) -> None:
        """Answer what has come in, then let go of every connection."""
        self._server.task_dispatcher.shutdown()
        if self._idle.is_set():
            self._hang_up()
        else:  # only the thread in `run` may take its sockets away; without any it returns
            self._server.trigger.pull_trigger(self._hang_up)
            self._idle.wait(STOP_SECONDS)

    def _hang_up(self) -> None:
        for connection in tuple(self._server.active_channels.values()):
            connection.close()
        self._server.close()
        self._socket.close()


def _application(slack: SlackRequestHandler, healthy: Callable[[], bool]) -> Callable[..., Any]:
    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != HEALTH_PATH:
            try:
                return slack(environ, start_response)
            except ValueError:  # Bolt takes a body apart before it looks at the signature
                status, body = "400 Bad Request", b"not from Slack\n"
        elif healthy():
            status, body = "200 OK", b"ok\n"
        else:
            status, body = "503 Service Unavailable", b"down\n"
        start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    return application
