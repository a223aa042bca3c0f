"""What somebody asked for in a thread, and the conversation it is part of.

received ──→ proposed (a plan card answers it)
    ├──→ answered (words answer it: help, a question, a refusal)
    └──→ failed (it could not be read; the thread says why)
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from bot.domain.architecture import Architecture
from bot.domain.instance import InstanceDraft
from bot.domain.stack import StackDraft


class RequestState(StrEnum):
    """How far a request has been taken."""

    RECEIVED = "received"
    PROPOSED = "proposed"
    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """One Slack message as it reached us; its twin may carry what this one lacks.

    `text` is plain (Slack's escapes undone, the mention of the bot taken out). `request_id` is the same
    for both twins. `draft` is set when the request is a form filled in by hand, which no model reads.
    """

    request_id: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    text: str
    addressed: bool
    """The bot was mentioned, or this is a direct message to it, or one of its forms."""
    files: tuple[str, ...] = ()
    draft: InstanceDraft | None = None
    architecture: Architecture | None = None
    """What a person made of our reading of their picture, by hand; a template is made from exactly this."""
    replaces: str | None = None
    """The plan that a form or a button of ours asks to replace."""


@dataclass(frozen=True)
class Request:
    """A message the bot has taken on."""

    id: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    text: str
    files: tuple[str, ...]
    state: RequestState
    received_at: datetime
    answer_ts: str | None = None
    """The one message of ours that answers it: first a status, then the card or the words."""
    answer: "Words | None" = None
    draft: InstanceDraft | None = None
    architecture: Architecture | None = None
    replaces: str | None = None

    @property
    def was_typed(self) -> bool:
        """A message in Slack, and not a form or a button of ours."""
        return self.id == f"{self.channel}-{self.ts}"


@dataclass(frozen=True)
class Words:
    """What the bot says in a thread, when it is not a plan card.

    `read_by` names the model that worded or read it; `mention` is somebody to notify.
    """

    kind: Literal["status", "answer", "question", "refusal", "failure", "result"]
    text: str
    read_by: str | None = None
    mention: str | None = None


@dataclass(frozen=True)
class Picture:
    """An image as a model gets it: checked, without metadata, no larger than is of use."""

    content: bytes = field(repr=False)
    media_type: Literal["image/png", "image/jpeg"]


@dataclass(frozen=True)
class Said:
    """A person's words, and what came with them.

    `architecture` is exact: read from a file's own structure, or corrected by hand. No model reads it anew.
    """

    user: str
    text: str
    picture: Picture | None = None
    architecture: Architecture | None = None


@dataclass(frozen=True)
class Proposed:
    """The bot answered with a plan card for this draft."""

    draft: InstanceDraft | StackDraft


@dataclass(frozen=True)
class Checked:
    """What our checks found wrong with the template just proposed; nobody was shown it. Each is one line."""

    faults: tuple[str, ...]


@dataclass(frozen=True)
class Replied:
    """The bot answered in words."""

    text: str


Turn: TypeAlias = Said | Proposed | Replied | Checked
Conversation: TypeAlias = tuple[Turn, ...]
