"""The Web API client: where it points, how long it waits, what it repeats."""

import logging
from typing import Any
from urllib.request import Request

from slack_bolt import App
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from typing_extensions import override

from bot.adapters.slack.errors import translated
from bot.domain.errors import UserMistake

TIMEOUT_SECONDS = 15


class _DirectClient(WebClient):
    """Keeps the token from other hosts: urllib carries ordinary headers along any redirect.

    The SDK offers no hook for this, so a method of its own is extended; a test watches over it.
    """

    @override
    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if token := req.headers.pop("Authorization", None):
            req.add_unredirected_header("Authorization", token)
        return super()._perform_urllib_http_request_internal(url, req)


def web_client(token: str, api_url: str | None = None) -> WebClient:
    """Build a client that repeats only what Slack said it did not do.

    The SDK's default also repeats after a broken connection, which posts a message twice; our durable
    steps repeat that themselves after looking whether the message is there.
    """
    base_url = f"{api_url.rstrip('/')}/" if api_url else WebClient.BASE_URL
    return _DirectClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)],
    )


def bolt_app(client: WebClient, *, signing_secret: str | None) -> App:
    """Build the app that receives; asks Slack at once whether the token is good.

    Its listeners run before Slack is answered, so that "received" means stored. Raises BotError.
    """
    try:
        with translated():
            return App(
                client=client,
                signing_secret=signing_secret,
                process_before_response=True,
                logger=logging.getLogger("slack_bolt"),
            )
    except BoltError as error:
        message = f"Slack does not accept the bot: {error}. Check SLACK_BOT_TOKEN."
        raise UserMistake(message) from error
