"""A host that tells of one file and hands it out in whatever way a test asks for."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

from typing_extensions import override

Answer: TypeAlias = tuple[int, dict[str, str], Sequence[bytes]]

CHUNK = 64 * 1024


@dataclass
class CrookedHost:
    """`parts` are sent one after the other; `length` is what it says they come to, None for nothing."""

    url: str = ""
    file: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "image/png"})
    parts: Sequence[bytes] = (b"picture",)
    length: int | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def tokens(self) -> list[str]:
        """What came in the Authorization header of each request for the file."""
        return [token for path, token in self.asked if not path.startswith("/api/")]

    def answer(self, path: str, body: bytes) -> Answer:
        if path.startswith("/api/"):
            described = json.dumps({"ok": True, "file": self.file}).encode()
            return 200, {"content-type": "application/json"}, [described]
        if body:
            self.received.append(body)
        length = {} if self.length is None else {"content-length": str(self.length)}
        return self.status, self.headers | length, self.parts


@contextmanager
def crooked_host() -> Iterator[CrookedHost]:
    host = CrookedHost()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            host.asked.append((self.path, str(self.headers.get("authorization"))))
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, headers, parts = host.answer(self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.writelines(parts)

        def do_GET(self) -> None:
            self.do_POST()

        @override
        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        host.url = f"http://127.0.0.1:{server.server_port}"
        host.file = {
            "id": "F1",
            "name": "sketch.png",
            "mimetype": "image/png",
            "url_private_download": f"{host.url}/files-pri/T1-F1/download/sketch.png",
        }
        yield host
        server.shutdown()
        thread.join()
