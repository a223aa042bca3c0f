"""The door that anybody can knock on: HTTP mode."""

import http.client
import threading
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.adapters.slack.listening import EVENTS_PATH, HEALTH_PATH, LARGEST_BODY, HttpListener

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def listener() -> Iterator[HttpListener]:
    app = App(client=WebClient("xoxb-any"), signing_secret="any", token_verification_enabled=False)
    listener = HttpListener(app, host="127.0.0.1", port=0, healthy=lambda: True)
    serving = threading.Thread(target=listener.run)
    serving.start()
    yield listener
    listener.stop()
    serving.join()


def status(listener: HttpListener, method: str, path: str, body: bytes | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", listener.port, timeout=5)
    try:
        connection.request(method, path, body, JSON)
        return connection.getresponse().status
    finally:
        connection.close()


def test_health_needs_no_signature(listener: HttpListener) -> None:
    assert status(listener, "GET", HEALTH_PATH) == 200


def test_what_is_not_signed_is_refused(listener: HttpListener) -> None:
    assert status(listener, "POST", EVENTS_PATH, b'{"type": "event_callback"}') == 401


@pytest.mark.parametrize("body", [b'{"half', b"\xff\xfe"])
def test_what_cannot_be_read_is_refused(listener: HttpListener, body: bytes) -> None:
    assert status(listener, "POST", EVENTS_PATH, body) == 400


def test_a_body_far_larger_than_slacks_is_refused_unread(listener: HttpListener) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", listener.port, timeout=5)
    connection.putrequest("POST", EVENTS_PATH)
    connection.putheader("Content-Length", str(LARGEST_BODY + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
