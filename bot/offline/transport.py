"""Serves OpenAI's endpoints inside the process, as the transport of an HTTP client."""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
from typing_extensions import override

from bot.offline import chat, responses, seeing
from bot.offline.answering import answer
from bot.offline.designing import Eyes
from bot.offline.model import NAME
from bot.offline.wire import Refused, mapping

_RELEASED = 1_767_225_600  # 2026-01-01, the `created` of the one model


def _random_id() -> str:
    return uuid.uuid4().hex


class OfflineTransport(httpx2.BaseTransport):
    """`OpenAI(api_key="offline", http_client=httpx2.Client(transport=OfflineTransport()))`.

    The same request gets the same answer, but for its ids and its time. `see` reads a picture.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = _random_id,
        see: Eyes = seeing.see,
    ) -> None:
        self._clock = clock
        self._new_id = new_id
        self._see = see

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        try:
            body = self._served(request)
        except Refused as refused:
            return httpx2.Response(refused.status, json=refused.body, request=request)
        headers = {"x-request-id": f"req_{self._new_id()}"}
        return httpx2.Response(200, json=body, headers=headers, request=request)

    def _served(self, request: httpx2.Request) -> dict[str, Any]:
        path = request.url.path.removeprefix("/v1").rstrip("/")
        match request.method, path:
            case "GET", "/models":
                return {"object": "list", "data": [_model()]}
            case "GET", _ if path.startswith("/models/"):
                return _model_named(path.removeprefix("/models/"))
            case "POST", "/chat/completions":
                return self._chat(_json(request))
            case "POST", "/responses":
                return self._responses(_json(request))
            case method, _:
                raise Refused(f"Invalid URL ({method} {request.url.path})", status=404)

    def _chat(self, body: Mapping[str, Any]) -> dict[str, Any]:
        asked = chat.prompt(body)
        now = self._clock()
        given = answer(asked, datetime.fromtimestamp(now, UTC), self._see)
        return chat.completion(asked, given, created=int(now), new_id=self._new_id())

    def _responses(self, body: Mapping[str, Any]) -> dict[str, Any]:
        asked = responses.prompt(body)
        now = self._clock()
        given = answer(asked, datetime.fromtimestamp(now, UTC), self._see)
        return responses.response(body, asked, given, created=int(now), new_id=self._new_id())


def _json(request: httpx2.Request) -> Mapping[str, Any]:
    try:
        body = json.loads(request.content)
    except (ValueError, RecursionError):
        message = (
            "We could not parse the JSON body of your request. The API expects a JSON payload."
        )
        raise Refused(message) from None
    return mapping(body, "body")


def _model() -> dict[str, Any]:
    return {"id": NAME, "object": "model", "created": _RELEASED, "owned_by": "gpt-to-aws"}


def _model_named(name: str) -> dict[str, Any]:
    if name != NAME:
        message = f"The model '{name}' does not exist or you do not have access to it."
        raise Refused(message, status=404, param="model", code="model_not_found")
    return _model()
