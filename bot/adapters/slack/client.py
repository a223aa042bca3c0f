"""The Web API client: where it points, how long it waits, what it repeats."""

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

TIMEOUT_SECONDS = 15


def web_client(token: str, api_url: str | None = None) -> WebClient:
    """Build a client that repeats only what Slack said it did not do.

    The SDK's default also repeats after a broken connection, which posts a message twice; our durable
    steps repeat that themselves after looking whether the message is there.
    """
    base_url = f"{api_url.rstrip('/')}/" if api_url else WebClient.BASE_URL
    return WebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=2)],
    )
