"""The embedded model behind a socket, where an OpenAI-compatible server would be."""

import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

import httpx2
from typing_extensions import override

from bot.offline import OfflineTransport
from bot.offline.seeing import see


class EmbeddedModelServer:
    """`base_url` is what OPENAI_BASE_URL wants; `requests` counts what was asked."""

    def __init__(self) -> None:
        # The stories show the same few pictures again and again.
        transport = OfflineTransport(see=cache(see))
        self._model = httpx2.Client(transport=transport, base_url="http://model.invalid")
        self.requests: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                server.requests.append(self.path)
                answer = server._model.post(self.path, content=body)
                self.send_response(answer.status_code)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(answer.content)

            @override
            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._model.close()
