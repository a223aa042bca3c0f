"""The bot's token goes to the configured host, and along no redirect to another."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from typing_extensions import override

from bot.adapters.slack.client import web_client
from bot.adapters.slack.errors import translated
from bot.domain.errors import UpstreamError


@contextmanager
def server(status: int, location: str = "") -> Iterator[tuple[str, list[str]]]:
    """A host that answers everything alike; yields its address and the tokens it was given."""
    tokens: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            tokens.append(str(self.headers.get("authorization")))
            self.rfile.read(int(self.headers.get("content-length") or 0))
            self.send_response(status)
            self.send_header("location", location)
            self.send_header("content-length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        @override
        def log_message(self, format: str, *args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", tokens
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_follows_no_redirect(status: int) -> None:
    with server(200) as (elsewhere, stolen), server(status, elsewhere) as (slack, given):
        client = web_client("xoxb-secret", f"{slack}/api/")
        with pytest.raises(UpstreamError), translated():
            client.auth_test()
        assert given == ["Bearer xoxb-secret"]
        assert all("xoxb" not in token for token in stolen)
