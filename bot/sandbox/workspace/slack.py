"""The workspace as one object: what it remembers, what it hands out, and its way to the app."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.workspace import events
from bot.sandbox.workspace.delivery import Outbox
from bot.sandbox.workspace.outages import Outages, Pace
from bot.sandbox.workspace.record import Record, Rejection
from bot.sandbox.workspace.settings import Mood, Settings
from bot.sandbox.workspace.shapes import Shapes
from bot.sandbox.workspace.state import File, Message, State
from bot.sandbox.workspace.team import Channel, Team
from bot.sandbox.workspace.tickets import Tickets
from bot.sandbox.workspace.typed_text import mentions

Json = dict[str, Any]


@dataclass
class Slack:
    state: State
    settings: Settings
    record: Record
    outages: Outages
    tickets: Tickets
    shapes: Shapes
    outbox: Outbox
    mood: Mood = field(default_factory=Mood)
    pace: Pace = field(default_factory=Pace)

    @property
    def team(self) -> Team:
        return self.state.team

    def channel(self, channel_id: str) -> Channel:
        found = self.team.channel(channel_id)
        if found is None:
            raise LookupError(f"there is no channel {channel_id}")
        return found

    def post(self, message: Message, mood: Mood | None = None) -> Message:
        """Keep the message and tell the app of it."""
        posted = self.state.put(message)
        if posted.ephemeral_to is None:
            self._tell(posted, mood or self.mood)
        return posted

    def edit(self, message: Message, **fields: Any) -> Message:
        now = self.state.change(message, **fields)
        if now.ephemeral_to is None:
            channel = self.channel(now.channel)
            event = events.message_changed(self.shapes, now, message, channel.kind)
            self.emit([(f"message.{channel.kind}", event)])
        return now

    def remove(self, message: Message) -> None:
        self.state.drop(message)
        if message.ephemeral_to is None:
            channel = self.channel(message.channel)
            event = events.message_deleted(self.shapes, message, channel.kind)
            self.emit([(f"message.{channel.kind}", event)])

    def emit(self, named: Sequence[tuple[str, Json]], copies: int = 1) -> None:
        """Send those of these events that the app is subscribed to and has the scope for."""
        wanted = [event for name, event in named if self._subscribed(name)]
        self.outbox.send([events.envelope(self.shapes, event) for event in wanted], copies)

    def reject(self, rejection: Rejection) -> None:
        """Remember what Slack would refuse, and show it on the page."""
        with self.state.changed:
            self.record.rejections.append(rejection)
            self.state.note(
                "rejected",
                method=rejection.method,
                error=rejection.error,
                detail=list(rejection.detail),
            )

    def _subscribed(self, name: str) -> bool:
        scope = events.SCOPES.get(name)
        may = scope is None or scope in self.settings.scopes
        return may and name in self.settings.subscriptions

    def _tell(self, posted: Message, mood: Mood) -> None:
        channel = self.channel(posted.channel)
        if not channel.has_bot:
            return
        shared = [
            ("file_shared", events.file_shared(self.shapes, file, channel.id))
            for file in posted.files
        ]
        self.emit([*self._twins(posted, channel, mood), *shared], mood.copies)

    def _twins(self, posted: Message, channel: Channel, mood: Mood) -> list[tuple[str, Json]]:
        told = (f"message.{channel.kind}", events.message(self.shapes, posted, channel.kind))
        if channel.is_im or posted.is_bot or not mentions(posted.text, self.team.bot.user_id):
            return [told]
        event = events.app_mention(self.shapes, posted, with_files=mood.mention_has_files)
        mention = ("app_mention", event)
        return {
            "mention_first": [mention, told],
            "message_first": [told, mention],
            "mention_only": [mention],
            "message_only": [told],
        }[mood.twins]


def file_of(slack: Slack, file_id: str) -> File:
    file = slack.state.files.get(file_id)
    if file is None:
        raise LookupError(f"there is no file {file_id}")
    return file
