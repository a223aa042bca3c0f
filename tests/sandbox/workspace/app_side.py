"""The app's side of the wire in these tests: a web server that answers as told, and small payloads."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs

Json = dict[str, Any]


@dataclass(frozen=True)
class Received:
    headers: dict[str, str]
    body: str

    @property
    def payload(self) -> Json:
        """The JSON of an event, or of the `payload` field of an interaction."""
        text = self.body if self.body.startswith("{") else parse_qs(self.body)["payload"][0]
        payload: Json = json.loads(text)
        return payload

    @property
    def event(self) -> Json:
        event: Json = self.payload["event"]
        return event


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


class RequestUrl:
    """Where the workspace delivers over HTTP; answers with what `answer` says."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answer: Callable[[Received], Reply] = lambda _: Reply()
        request_url = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                received = Received(dict(self.headers.items()), self.rfile.read(length).decode())
                request_url.received.append(received)
                reply = request_url.answer(received)
                with suppress(ConnectionError):
                    self._send(reply)

            def _send(self, reply: Reply) -> None:
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/slack/events"

    def events(self, kind: str) -> list[Json]:
        events = [r.event for r in self.received if r.payload["type"] == "event_callback"]
        return [event for event in events if event["type"] == kind]

    def interactions(self) -> list[Json]:
        return [r.payload for r in self.received if r.payload["type"] != "event_callback"]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "words") -> Json:
    return {"type": "section", "text": mrkdwn(text)}


def button(action_id: str = "plan_approve", **more: Any) -> Json:
    return {"type": "button", "text": plain("Approve"), "action_id": action_id, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "decision", "elements": list(elements or [button()])}


def text_input(block_id: str = "size", action_id: str = "size_gib", **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": action_id, **more}
    return {"type": "input", "block_id": block_id, "label": plain("Size"), "element": element}


def modal(*blocks: Json, **more: Any) -> Json:
    shown = list(blocks or [text_input()])
    view = {"type": "modal", "title": plain("Edit the plan"), "submit": plain("Save")}
    return {**view, "callback_id": "plan_edit", "blocks": shown, **more}
