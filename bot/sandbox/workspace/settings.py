"""How one workspace behaves: its tokens, what the app is subscribed to, its delays, and its moods."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Json = dict[str, Any]

SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "chat:write",
        "files:read",
        "files:write",
        "groups:history",
        "im:history",
        "reactions:write",
        "users:read",
    }
)
SUBSCRIPTIONS = frozenset(
    {"app_mention", "app_home_opened", "message.channels", "message.groups", "message.im"}
)


@dataclass(frozen=True)
class Settings:
    bot_token: str = "xoxb-sandbox"  # noqa: S105 - a name for the far end on this machine
    app_token: str = "xapp-sandbox"  # noqa: S105 - likewise
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - likewise
    request_url: str | None = None
    scopes: frozenset[str] = SCOPES
    subscriptions: frozenset[str] = SUBSCRIPTIONS
    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    share_seconds: float = 0.05
    rate_limits: bool = False


@dataclass(frozen=True)
class PageSettings:
    """What the page gets besides the conversation."""

    folder: Path
    examples: Sequence[Mapping[str, str]] = ()
    simulated: Sequence[Mapping[str, str]] = ()
    aws: Callable[[], Json] = field(
        default=lambda: {"instances": [], "security_groups": [], "stacks": []}
    )
    fail_aws: Callable[[str, bool], None] | None = None
    """Asks for one of the failures that `aws` lists, or takes that back."""
    crash_bot: Callable[[], None] | None = None


@dataclass(frozen=True)
class Mood:
    """How Slack happens to deliver: all of these were seen on the real service."""

    twins: Literal["mention_first", "message_first", "mention_only", "message_only"] = (
        "mention_first"
    )
    mention_has_files: bool = True
    copies: int = 1
