"""The Web API client: where it points, how long it waits, what it repeats."""

import urllib.request
from typing import Any

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from typing_extensions import override

TIMEOUT_SECONDS = 15


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """urllib would carry the Authorization header along to any host that a redirect names."""

    @override
    def redirect_request(self, *_: Any) -> None:
        return None


def web_client(token: str, api_url: str | None = None) -> WebClient:
    """Build a client that repeats only what Slack said it did not do.

    The SDK's default also repeats after a broken connection, which posts a message twice; our durable
    steps repeat that themselves after looking whether the message is there.
    """
    # The SDK offers no hook for this; it uses urllib's opener, of which a process has one.
    urllib.request.install_opener(urllib.request.build_opener(_NoRedirect))
    base_url = f"{api_url.rstrip('/')}/" if api_url else WebClient.BASE_URL
    return WebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)],
    )
