"""POST /api/METHOD: reads a call as slack_sdk sends it, checks token and scope, answers as Slack does."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.sandbox.workspace.outages import Outage
from bot.sandbox.workspace.record import ApiCall, Rejection
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.web_api import METHODS, Method
from bot.sandbox.workspace.web_api.arguments import Arguments, Refused

Json = dict[str, Any]

BAD_PAYLOADS = {
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "view_too_large",
}


@dataclass(frozen=True)
class WebApi:
    slack: Slack

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        values = await _values(request)
        token = _token(request, values)
        outage = self.slack.outages.next(name)
        if outage is not None:
            await asyncio.sleep(outage.seconds)
            if outage.drop == "before":
                return _cut(request)
            if outage.error or outage.status:
                return self._fail(name, values, outage)
        answer = self._answer(name, token, Arguments(values))
        if outage is not None and outage.drop == "after":
            return _cut(request)
        status, headers = HTTPStatus.OK, {"X-OAuth-Scopes": self._scopes()}
        if answer.get("error") == "ratelimited":
            status, headers = HTTPStatus.TOO_MANY_REQUESTS, {**headers, "Retry-After": "1"}
        return web.json_response(answer, status=status, headers=headers)

    def _answer(self, name: str, token: str, arguments: Arguments) -> Json:
        with self.slack.state.changed:
            try:
                answer = {"ok": True, **self._run(name, token, arguments)}
            except Refused as refused:
                answer = refused.answer
                if refused.error in BAD_PAYLOADS:
                    self.slack.reject(Rejection(name, refused.error, refused.detail))
            self._note(name, arguments.values, answer)
            return answer

    def _run(self, name: str, token: str, arguments: Arguments) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        self._authorise(method, token, arguments)
        if name == "chat.postMessage" and self.slack.settings.rate_limits:
            self._keep_pace(arguments.text("channel"))
        return method.run(self.slack, arguments)

    def _authorise(self, method: Method, token: str, arguments: Arguments) -> None:
        if method.token == "none":  # noqa: S105 - a kind of token
            return
        if not token:
            raise Refused("not_authed")
        settings = self.slack.settings
        tokens = {"bot": settings.bot_token, "app": settings.app_token}
        if token not in tokens.values():
            raise Refused("invalid_auth")
        if token != tokens[method.token]:
            raise Refused("not_allowed_token_type")
        needed = (method.scope or "").format(kind=self._kind(arguments))
        if needed and needed not in settings.scopes:
            raise Refused("missing_scope", needed=needed, provided=self._scopes())

    def _kind(self, arguments: Arguments) -> str:
        channel = self.slack.team.channel(arguments.text("channel"))
        return channel.kind if channel else "channels"

    def _keep_pace(self, channel: str) -> None:
        if not self.slack.pace.allows(channel, self.slack.state.clock()):
            raise Refused("ratelimited")

    def _scopes(self) -> str:
        return ",".join(sorted(self.slack.settings.scopes))

    def _fail(self, name: str, values: Json, outage: Outage) -> web.Response:
        answer = {"ok": False, "error": outage.error or "internal_error"}
        self._note(name, values, answer)
        if outage.is_rate_limit:
            wait = {"Retry-After": str(outage.retry_after)}
            answer["error"] = "ratelimited"
            return web.json_response(answer, status=HTTPStatus.TOO_MANY_REQUESTS, headers=wait)
        return web.json_response(answer, status=outage.status or HTTPStatus.OK)

    def _note(self, name: str, values: Mapping[str, Any], answer: Json) -> None:
        with self.slack.state.changed:
            at = self.slack.state.clock()
            self.slack.record.calls.append(ApiCall(name, dict(values), answer, at))
            self.slack.state.changed.notify_all()


def _cut(request: web.Request) -> web.Response:
    """Lose the answer: the caller sees the connection end."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _values(request: web.Request) -> Json:
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            sent = json.loads(await request.text() or "{}")
        except ValueError:
            return values
        return values | sent if isinstance(sent, dict) else values
    return values | dict(await request.post())


def _token(request: web.Request, values: Json) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else str(values.pop("token", ""))
