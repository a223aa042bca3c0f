"""Things Slack hands out that wear off: trigger ids (3 s, once) and response URLs (30 min, five times)."""

import secrets
from dataclasses import dataclass, field, replace

from bot.sandbox.workspace.state import Clock, Message

TRIGGER_SECONDS = 3.0
REPLY_SECONDS = 30 * 60.0
REPLY_USES = 5


class Spent(Exception):
    """The ticket cannot be used; `error` is the word Slack has for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True)
class Trigger:
    user: str
    at: float
    used: bool = False


@dataclass(frozen=True)
class ReplyTicket:
    user: str
    message: Message
    at: float
    uses: int = 0


@dataclass
class Tickets:
    clock: Clock
    triggers: dict[str, Trigger] = field(default_factory=dict)
    replies: dict[str, ReplyTicket] = field(default_factory=dict)
    sockets: set[str] = field(default_factory=set)
    uploads: dict[str, str] = field(default_factory=dict)

    def trigger(self, user: str) -> str:
        trigger_id = f"{len(self.triggers) + 1}.{int(self.clock())}.{secrets.token_hex(16)}"
        self.triggers[trigger_id] = Trigger(user, self.clock())
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The user who clicked; a trigger works once and briefly."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise Spent("invalid_trigger_id")
        if trigger.used:
            raise Spent("exchanged_trigger_id")
        if self.clock() - trigger.at > TRIGGER_SECONDS:
            raise Spent("expired_trigger_id")
        self.triggers[trigger_id] = replace(trigger, used=True)
        return trigger.user

    def reply(self, user: str, message: Message) -> str:
        secret = secrets.token_urlsafe(18)
        self.replies[secret] = ReplyTicket(user, message, self.clock())
        return secret

    def use_reply(self, secret: str) -> ReplyTicket:
        ticket = self.replies.get(secret)
        if ticket is None:
            raise Spent("invalid_url")
        if ticket.uses >= REPLY_USES:
            raise Spent("used_url")
        if self.clock() - ticket.at > REPLY_SECONDS:
            raise Spent("expired_url")
        self.replies[secret] = replace(ticket, uses=ticket.uses + 1)
        return ticket

    def socket(self) -> str:
        ticket = secrets.token_urlsafe(18)
        self.sockets.add(ticket)
        return ticket

    def upload(self, file_id: str) -> str:
        secret = secrets.token_urlsafe(18)
        self.uploads[secret] = file_id
        return secret
