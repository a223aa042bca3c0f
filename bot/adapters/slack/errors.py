"""Slack's errors, by what can be done about them."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

SLACK = "Slack"
# The call did not take effect; https://docs.slack.dev/reference/methods/chat.postMessage (errors)
NOT_STARTED = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "service_unavailable",
        "accesslimited",
        "message_limit_exceeded",
    }
)
# Slack itself says that some aspect may have succeeded.
UNCLEAR = frozenset({"fatal_error", "internal_error", "request_timeout"})
# Seen only after the bot itself has tried again for long enough.
TRY_LATER = "Try again in a few minutes."
NEXT_STEPS = {
    "invalid_auth": "Check SLACK_BOT_TOKEN.",
    "not_authed": "Set SLACK_BOT_TOKEN.",
    "token_revoked": "Install the app again and set the new SLACK_BOT_TOKEN.",
    "token_expired": "Set a new SLACK_BOT_TOKEN.",
    "account_inactive": "Install the app again and set the new SLACK_BOT_TOKEN.",
    "missing_scope": "Add the scope in the app's settings (manifest.yml lists them all) and install it again.",
    "not_in_channel": "Invite the bot to the channel: /invite @gpt-to-aws.",
    "message_not_found": "The message was deleted; ask again in this thread.",
    "channel_not_found": "Invite the bot to the channel: /invite @gpt-to-aws.",
    "is_archived": "The channel is archived; ask in another one.",
    "invalid_blocks": "This is a bug in the card; please report it.",
    "msg_too_long": "This is a bug in the card; please report it.",
    "msg_blocks_too_long": "This is a bug in the card; please report it.",
}
HARMLESS = frozenset({"already_reacted"})


@contextmanager
def translated() -> Iterator[None]:
    """Turn what slack_sdk raises into a kind of bot.domain.errors."""
    try:
        yield
    except (SlackClientError, URLError, http.client.HTTPException, OSError) as error:
        raise translate(error) from error


def translate(error: Exception) -> UpstreamError:
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, SlackClientError):
        return UpstreamRejected(SLACK, str(error), "Check SLACK_BOT_TOKEN and SLACK_API_URL.")
    if isinstance(error, URLError) and isinstance(error.reason, OSError):
        return _unreachable(error.reason)
    return _unreachable(error)


def _unreachable(error: Exception) -> UpstreamError:
    if isinstance(error, ConnectionRefusedError | socket.gaierror):
        return UpstreamUnavailable(SLACK, "it could not be reached", TRY_LATER)
    return OutcomeUnknown(SLACK, f"the connection broke ({error})", TRY_LATER)


def _refused(error: SlackApiError) -> UpstreamError:
    response = error.response
    body = response.data if hasattr(response, "data") else response
    code = error_code(error)
    status = int(getattr(response, "status_code", 200))
    if code in NOT_STARTED or status in (429, 503):
        return UpstreamUnavailable(SLACK, f"busy ({code})", TRY_LATER, code)
    if code in UNCLEAR or status >= 500:  # noqa: PLR2004 - HTTP
        return OutcomeUnknown(SLACK, f"it failed ({code or status})", TRY_LATER, code)
    said = code or str(error)
    if needed := isinstance(body, dict) and body.get("needed"):
        said = f"{said} (needs {needed})"
    return UpstreamRejected(
        SLACK, said, NEXT_STEPS.get(code, "Look the code up in Slack's docs."), code
    )


def error_code(error: SlackApiError) -> str:
    """Slack's own word for what is wrong."""
    body = error.response.data if hasattr(error.response, "data") else error.response
    return str(body.get("error", "")) if isinstance(body, dict) else ""


def is_harmless(error: SlackApiError) -> bool:
    """The thing asked for is already so."""
    return error_code(error) in HARMLESS
