"""Questions `gpt-to-aws check` asks Slack. None of them changes anything."""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import TypeAlias

from bot.adapters.slack.client import web_client
from bot.adapters.slack.errors import translated
from bot.domain.errors import BotError

Finding: TypeAlias = tuple[bool, str]

# Every scope the bot uses, and what for; manifest.yml asks for exactly these.
SCOPES = MappingProxyType(
    {
        "app_mentions:read": "to hear mentions",
        "channels:history": "to hear replies in public channels, and find its own messages again",
        "groups:history": "the same in private channels",
        "im:history": "the same in direct messages",
        "chat:write": "to answer",
        "files:read": "to open pictures and diagrams people upload, and find its own files again",
        "files:write": "to put what it read, and the template, into the thread",
        "reactions:write": "to acknowledge",
    }
)


def check_bot(token: str, api_url: str | None) -> tuple[Finding, ...]:
    """Is the bot token accepted, and does it have every scope: (fine?, what was found)."""
    return _asking(lambda: _bot(token, api_url))


def check_socket_mode(app_token: str, api_url: str | None) -> tuple[Finding, ...]:
    """Is the app token accepted for Socket Mode. The address Slack hands out is not used."""
    return _asking(lambda: _socket_mode(app_token, api_url))


def _asking(ask: Callable[[], Iterator[Finding]]) -> tuple[Finding, ...]:
    try:
        with translated():
            return tuple(ask())
    except BotError as error:
        return ((False, error.user_message),)


def _bot(token: str, api_url: str | None) -> Iterator[Finding]:
    answer = web_client(token, api_url).auth_test()
    yield True, f"Slack knows the bot as @{answer['user']} in {answer['team']}."
    headers = {name.lower(): str(value) for name, value in answer.headers.items()}
    granted = set(headers.get("x-oauth-scopes", "").replace(" ", "").split(","))
    for scope, why in SCOPES.items():
        if scope not in granted:
            yield False, f"The scope {scope} is missing ({why}). Add it and install the app again."
    if granted >= set(SCOPES):
        yield True, "All scopes are granted."


def _socket_mode(app_token: str, api_url: str | None) -> Iterator[Finding]:
    web_client(app_token, api_url).apps_connections_open(app_token=app_token)
    yield True, "Slack accepts the app token: Socket Mode."
