"""Delivery to the app's request URL: signed POSTs, as Slack sends them without Socket Mode."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.workspace.delivery import Answer, Retry
from bot.sandbox.workspace.settings import Settings
from bot.sandbox.workspace.state import Clock

Json = dict[str, Any]

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass
class HttpTransport:
    session: aiohttp.ClientSession
    settings: Settings
    clock: Clock
    url: str
    online: bool = True

    async def event(self, payload: Json, retry: Retry | None) -> Answer:
        headers = {"Content-Type": JSON_TYPE}
        if retry is not None:
            headers["X-Slack-Retry-Num"] = str(retry.number)
            headers["X-Slack-Retry-Reason"] = retry.reason
        return await self._post(json.dumps(payload), headers)

    async def interaction(self, payload: Json) -> Answer:
        body = urlencode({"payload": json.dumps(payload)})
        answer = await self._post(body, {"Content-Type": FORM_TYPE})
        return Answer(ok=answer.ok, body=answer.body, reason=_told(answer, self.settings))

    async def _post(self, body: str, headers: dict[str, str]) -> Answer:
        limit = aiohttp.ClientTimeout(total=self.settings.ack_seconds)
        signed = self._signature(body) | headers
        try:
            async with self.session.post(
                self.url, data=body.encode(), headers=signed, timeout=limit, allow_redirects=False
            ) as response:
                self.online = True
                return await _answer(response)
        except TimeoutError:
            return Answer(ok=False, reason="http_timeout")
        except aiohttp.ClientError:
            self.online = False
            return Answer(ok=False, reason="connection_failed")

    def _signature(self, body: str) -> dict[str, str]:
        timestamp = str(int(self.clock()))
        signer = SignatureVerifier(self.settings.signing_secret)
        signature = signer.generate_signature(timestamp=timestamp, body=body)
        return {
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature or "",
        }


async def _answer(response: aiohttp.ClientResponse) -> Answer:
    content = await response.text()
    if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        may_retry = response.headers.get("X-Slack-No-Retry") != "1"
        return Answer(ok=False, reason="http_error", may_retry=may_retry)
    try:
        body = json.loads(content) if content.startswith("{") else None
    except ValueError:
        body = None
    return Answer(ok=True, body=body)


def _told(answer: Answer, settings: Settings) -> str:
    """What the person who clicked is told."""
    if answer.ok:
        return ""
    return {
        "http_timeout": f"the app did not answer within {settings.ack_seconds:g} seconds",
        "connection_failed": "the app cannot be reached",
    }.get(answer.reason, "the app answered with an error")
