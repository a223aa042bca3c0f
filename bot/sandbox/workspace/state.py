"""What the workspace remembers: messages, files and views, and the log of every change to them.

All of it in memory, behind one lock; whoever waits for a change waits on `State.changed`.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.sandbox.workspace.team import Team

Json = dict[str, Any]
Clock = Callable[[], float]


@dataclass(frozen=True)
class File:
    """What somebody put into Slack. An `external` one is only a link; of a deleted one a tombstone stays.

    Of a file from another organization (Slack Connect) an event gives no more than the id.
    """

    id: str
    name: str
    mimetype: str
    data: bytes = field(repr=False)
    user: str
    title: str
    created: int
    channels: tuple[str, ...] = ()
    mode: Literal["hosted", "external", "tombstone"] = "hosted"
    link: str = ""
    is_foreign: bool = False
    is_complete: bool = True
    """Not while the bot uploads it: nothing shows such a file yet."""

    @property
    def filetype(self) -> str:
        suffix = self.name.rpartition(".")[2].lower()
        return {"jpeg": "jpg", "yml": "yaml"}.get(suffix, suffix or "binary")


@dataclass(frozen=True)
class Message:
    ts: str
    channel: str
    user: str
    text: str
    thread_ts: str | None = None
    blocks: tuple[Json, ...] | None = None
    files: tuple[File, ...] = ()
    reactions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_bot: bool = False
    edited_ts: str | None = None
    ephemeral_to: str | None = None
    subtype: str | None = None
    reply_broadcast: bool = False
    metadata: Json | None = None
    client_msg_id: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def elements(self) -> list[Json]:
        """Everything in the message that can be clicked, with the `block_id` it stands in."""
        return list(elements_of(self.blocks or ()))


@dataclass(frozen=True)
class View:
    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Json = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def callback_id(self) -> str:
        return str(self.body.get("callback_id", ""))

    @property
    def elements(self) -> list[Json]:
        return list(elements_of(self.body["blocks"]))


@dataclass(frozen=True)
class Change:
    type: str
    detail: Mapping[str, Any]


def elements_of(blocks: Any) -> Iterator[Json]:
    for block in blocks:
        parts = block.get("elements", []) if block.get("type") == "actions" else []
        for part in [*parts, block.get("accessory"), block.get("element")]:
            if isinstance(part, dict) and "action_id" in part:
                yield {**part, "block_id": block.get("block_id", "")}


class State:
    def __init__(self, team: Team, clock: Clock) -> None:
        self.team = team
        self.clock = clock
        self.changed = threading.Condition(threading.RLock())
        self.files: dict[str, File] = {}
        self.homes: dict[str, View] = {}
        self.modals: dict[str, tuple[View, ...]] = {}
        self.changes: list[Change] = []
        self.on_change: Callable[[], None] = lambda: None
        self._messages: dict[tuple[str, str], Message] = {}
        self._numbers: dict[str, int] = {}
        self._microseconds = 0

    def number(self, kind: str) -> int:
        with self.changed:
            self._numbers[kind] = self._numbers.get(kind, 0) + 1
            return self._numbers[kind]

    def next_ts(self) -> str:
        """A timestamp no other message has, even when the clock stands still."""
        with self.changed:
            self._microseconds = max(self._microseconds + 1, int(self.clock() * 1_000_000))
            seconds, micro = divmod(self._microseconds, 1_000_000)
            return f"{seconds}.{micro:06d}"

    def note(self, kind: str, **detail: Any) -> None:
        with self.changed:
            self.changes.append(Change(kind, detail))
            self.changed.notify_all()
        self.on_change()

    def message(self, channel: str, ts: str) -> Message | None:
        with self.changed:
            return self._messages.get((channel, ts))

    def messages(self, channel: str) -> list[Message]:
        with self.changed:
            found = [m for m in self._messages.values() if m.channel == channel]
        return sorted(found, key=lambda message: message.ts)

    def thread(self, channel: str, ts: str) -> list[Message]:
        return [m for m in self.messages(channel) if ts in (m.ts, m.thread_ts)]

    def put(self, message: Message) -> Message:
        with self.changed:
            self._messages[message.channel, message.ts] = message
            self.note("message", message=message)
            return message

    def change(self, message: Message, **fields: Any) -> Message:
        with self.changed:
            current = self._messages.get((message.channel, message.ts), message)
            return self.put(replace(current, **fields))

    def drop(self, message: Message) -> None:
        with self.changed:
            self._messages.pop((message.channel, message.ts), None)
            self.note("message_deleted", channel=message.channel, ts=message.ts)

    def keep_file(self, file: File) -> File:
        with self.changed:
            self.files[file.id] = file
            self.changed.notify_all()
            return file

    def bot_sees(self, file: File) -> bool:
        """Its own files, and those in conversations it could read."""
        shared_in = (self.team.channel(channel) for channel in file.channels)
        return file.user == self.team.bot.user_id or any(
            channel is not None and (channel.has_bot or not channel.is_private)
            for channel in shared_in
        )

    def set_home(self, view: View) -> None:
        with self.changed:
            self.homes[view.user] = view
            self.note("home", user=view.user, view=view)

    def set_modals(self, user: str, stack: tuple[View, ...]) -> None:
        with self.changed:
            self.modals[user] = stack
            self.note("modals", user=user, views=stack)

    def view(self, view_id: str) -> View | None:
        with self.changed:
            shown = [view for stack in self.modals.values() for view in stack]
            return next((v for v in (*shown, *self.homes.values()) if v.id == view_id), None)

    def replace_view(self, view: View) -> None:
        """Show this view in place of the one with its id, wherever that is shown."""
        with self.changed:
            if view.type == "home":
                self.set_home(view)
                return
            stack = self.modals.get(view.user, ())
            self.set_modals(view.user, tuple(view if v.id == view.id else v for v in stack))
