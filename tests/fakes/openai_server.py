"""A scripted server that speaks both of OpenAI's APIs on 127.0.0.1."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias, assert_never

from typing_extensions import override

MODEL = "gpt-5.6-luna-2026-08-01"


@dataclass(frozen=True)
class Calls:
    """The model calls tools: (name, arguments) each; text arguments are sent as they are."""

    calls: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Says:
    """The model says something; `stopped` is Chat Completions' finish reason."""

    text: str
    stopped: str = "stop"


@dataclass(frozen=True)
class Declines:
    """The model refuses by the API's own means."""

    text: str


@dataclass(frozen=True)
class Fails:
    """The server answers with an error."""

    status: int
    message: str = ""
    param: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Raw:
    """Anything else, for example a login page."""

    body: str
    content_type: str = "application/json"


Scripted: TypeAlias = Calls | Says | Declines | Fails | Raw


def calls(name: str, arguments: Any) -> Calls:
    return Calls(((name, arguments),))


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class FakeOpenAI:
    """What to answer, in order, and what was asked."""

    base_url: str
    script: list[Scripted | Callable[[Any], Scripted]] = field(default_factory=list)
    requests: list[Received] = field(default_factory=list)
    models: tuple[str, ...] | None = (MODEL,)
    """The models it has; None for a server that does not say."""
    accepts_key: bool = True
    shows_single_models: bool = True

    def will(self, *answers: Scripted | Callable[[Any], Scripted]) -> None:
        """Give these answers next; a function looks at the request first."""
        self.script.extend(answers)

    @property
    def bodies(self) -> list[Any]:
        return [request.body for request in self.requests]

    def answer(self, request: Received) -> tuple[int, str, str]:
        self.requests.append(request)
        if "/models" in request.path:
            return rendered(self._model(request.path), request.path)
        scripted = self.script.pop(0) if self.script else Fails(418, "nothing more is scripted")
        answer = scripted(request.body) if callable(scripted) else scripted
        return rendered(answer, request.path)

    def _model(self, path: str) -> Scripted:
        if not self.accepts_key:
            return Fails(401, "Incorrect API key provided")
        listed = [
            {"id": one, "object": "model", "created": 0, "owned_by": "us"}
            for one in self.models or ()
        ]
        if path.endswith("/models") and self.models is not None:
            return Raw(json.dumps({"object": "list", "data": listed}))
        found = [
            one for one in listed if path.endswith(f"/{one['id']}") and self.shows_single_models
        ]
        return (
            Raw(json.dumps(found[0]))
            if found
            else Fails(404, "no such model", code="model_not_found")
        )


@contextmanager
def fake_openai() -> Iterator[FakeOpenAI]:
    """Run the server in a thread for the length of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    fake = FakeOpenAI(f"http://127.0.0.1:{server.server_port}/v1")
    server.fake = fake  # type: ignore[attr-defined]  # the standard library's way to reach a handler
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def _serve(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        fake: FakeOpenAI = self.server.fake  # type: ignore[attr-defined]  # set by fake_openai
        received = Received(self.path, dict(self.headers), json.loads(content) if content else None)
        status, content_type, body = fake.answer(received)
        self.send_response(status)
        self.send_header("content-type", content_type)
        self.send_header("x-request-id", f"req_{len(fake.requests)}")
        self.send_header("x-should-retry", "false")
        self.end_headers()
        self.wfile.write(body.encode())

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def rendered(answer: Scripted, path: str) -> tuple[int, str, str]:
    """Status, content type and body of an answer, as the API at this path gives it."""
    match answer:
        case Raw(body, content_type):
            return 200, content_type, body
        case Fails(status, message, param, code):
            error = {"message": message, "type": "error", "param": param, "code": code}
            return status, "application/json", json.dumps({"error": error})
        case Calls() | Says() | Declines():
            chat = path.endswith("/chat/completions")
            made = _completion(answer) if chat else _response(answer)
            return 200, "application/json", json.dumps(made)


def _text(arguments: Any) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _completion(answer: Calls | Says | Declines) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
    reason = "stop"
    match answer:
        case Calls(made):
            reason = "tool_calls"
            message["tool_calls"] = [
                {
                    "id": f"call_{position}",
                    "type": "function",
                    "function": {"name": name, "arguments": _text(arguments)},
                }
                for position, (name, arguments) in enumerate(made)
            ]
        case Says(text, reason):
            message["content"] = text
        case Declines(text):
            message["refusal"] = text
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


def _response(answer: Calls | Says | Declines) -> dict[str, Any]:
    reasons = {"length": "max_output_tokens", "content_filter": "content_filter"}
    incomplete = None
    match answer:
        case Calls(made):
            output = [
                {
                    "type": "function_call",
                    "id": f"fc_{position}",
                    "call_id": f"call_{position}",
                    "name": name,
                    "arguments": _text(arguments),
                    "status": "completed",
                }
                for position, (name, arguments) in enumerate(made)
            ]
        case Says(text, stopped):
            incomplete = reasons.get(stopped)
            output = [_said({"type": "output_text", "text": text, "annotations": []})]
        case Declines(text):
            output = [_said({"type": "refusal", "refusal": text})]
        case _:
            assert_never(answer)
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": MODEL,
        "status": "incomplete" if incomplete else "completed",
        "error": None,
        "incomplete_details": {"reason": incomplete} if incomplete else None,
        "output": [{"type": "reasoning", "id": "rs_1", "summary": []}, *output],
        "parallel_tool_calls": False,
        "tool_choice": "required",
        "tools": [],
        "usage": {
            "input_tokens": 100,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": 20,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 120,
        },
    }


def _said(part: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }
