"""A Slack workspace on this machine: what the bot talks to, and the hands of the people in it.

People's acts are methods in the third person, for tests and demos to read as a story:
`slack.says(...)`, `slack.presses(...)`, `slack.wait_until(...)`. All may be called from any thread.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.sandbox.workspace import clicks, inputs, modals, people
from bot.sandbox.workspace.clicks import Click, Outcome
from bot.sandbox.workspace.outages import Outage
from bot.sandbox.workspace.record import ApiCall, Delivery, Rejection
from bot.sandbox.workspace.server import Server
from bot.sandbox.workspace.settings import Mood, PageSettings, Settings
from bot.sandbox.workspace.slack import Slack
from bot.sandbox.workspace.socket_delivery import SocketTransport
from bot.sandbox.workspace.state import Clock, File, Message, State, View
from bot.sandbox.workspace.team import Team

Json = dict[str, Any]
T = TypeVar("T")

PAGE_FOLDER = Path(__file__).parent.parent / "page"


class Workspace:
    def __init__(
        self,
        settings: Settings | None = None,
        *,
        page: PageSettings | None = None,
        team: Team | None = None,
        clock: Clock = time.time,
        port: int = 0,
    ) -> None:
        self.team = team or Team()
        self.settings = settings or Settings()
        self._state = State(self.team, clock)
        self._server = Server(self._state, self.settings, page or PageSettings(PAGE_FOLDER), port)
        self._started: Slack | None = None

    def start(self) -> Self:
        self._started = self._server.start()
        return self

    def stop(self) -> None:
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The page."""
        return f"{self._server.base_url}/"

    @property
    def api_url(self) -> str:
        """The base address of the Web API."""
        return f"{self._server.base_url}/api/"

    @property
    def bot(self) -> str:
        """How a person mentions the bot."""
        return f"<@{self.team.bot.user_id}>"

    # People ------------------------------------------------------------------------------------

    def says(
        self,
        text: str,
        *,
        user: str,
        channel: str,
        thread_ts: str | None = None,
        files: Sequence[str] = (),
        mood: Mood | None = None,
    ) -> str:
        """Post a message; the answer is its ts."""
        words = people.Words(user, channel, text, thread_ts, files)
        return people.say(self._slack, words, mood).ts

    def uploads(
        self, name: str, data: bytes, *, user: str, mimetype: str = "", foreign: bool = False
    ) -> str:
        """Put a file beside the composer; its id goes into `says(files=[...])`.

        A foreign one comes from another organization by Slack Connect.
        """
        file = people.upload(self._slack, user, name, data, mimetype)
        return self._state.keep_file(replace(file, is_foreign=foreign)).id

    def links(self, name: str, address: str, *, user: str) -> str:
        """Like `uploads`, for a file that another service keeps."""
        return people.link(self._slack, user, name, address).id

    def deletes_file(self, file_id: str, *, user: str) -> None:
        people.delete_file(self._slack, user, file_id)

    def edits(self, text: str, *, user: str, channel: str, ts: str) -> None:
        people.edit(self._slack, user, self.message(channel, ts), text)

    def reacts(self, name: str, *, user: str, channel: str, ts: str) -> None:
        people.react(self._slack, user, self.message(channel, ts), name)

    def opens_home(self, user: str, tab: str = "home") -> None:
        people.open_home(self._slack, user, tab)

    def presses(
        self,
        action_id: str,
        *,
        user: str,
        channel: str | None = None,
        ts: str | None = None,
        chosen: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Press what has this action id: in that message, or in the newest of the channel that has it;
        without a channel, in the user's modal or else Home tab. `chosen` is what a menu adds to the action.
        """
        click = Click(user, {"action_id": action_id, **(chosen or {})})
        if channel is not None:
            message = self._with_action(action_id, user, channel, ts)
            return self._server.run(clicks.on_message(self._slack, message, click))
        view = self.modal(user) or self.home(user)
        if view is None:
            raise LookupError(f"{user} has nothing open to press {action_id} in")
        return self._server.run(clicks.on_view(self._slack, view, click))

    def presses_on(self, shown: Message, action_id: str, *, user: str) -> Outcome:
        """Press a button of a message as the user's screen shows it, which may be out of date."""
        click = Click(user, {"action_id": action_id})
        return self._server.run(clicks.on_message(self._slack, shown, click))

    def submits(self, user: str, answers: Mapping[str, Any] | None = None) -> Outcome:
        """Submit the user's topmost modal with `{action_id: answer}`; a menu's answer is its value."""
        view = self._open_modal(user)
        values = {**view.values}
        for block, given in inputs.entered(view.elements, answers or {}).items():
            values[block] = {**values.get(block, {}), **given}
        return self._server.run(modals.submit(self._slack, view, values))

    def closes(self, user: str) -> Outcome:
        return self._server.run(modals.close(self._slack, self._open_modal(user)))

    # What can be seen ------------------------------------------------------------------------

    def message(self, channel: str, ts: str) -> Message:
        message = self._state.message(channel, ts)
        if message is None:
            raise LookupError(f"there is no message {ts} in {channel}")
        return message

    def messages(self, channel: str) -> list[Message]:
        return self._state.messages(channel)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The message and its replies, those for one person's eyes too."""
        return self._state.thread(channel, ts)

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person sees, in every channel."""
        shown = [m for c in self.team.channels for m in self._state.messages(c.id)]
        return [message for message in shown if message.ephemeral_to == user]

    def direct(self, user: str) -> str:
        """The id of the person's conversation with the bot."""
        channel = self.team.direct(user)
        if channel is None:
            raise LookupError(f"there is no person {user}")
        return channel.id

    def modal(self, user: str) -> View | None:
        stack = self._state.modals.get(user, ())
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        return self._state.homes.get(user)

    def file(self, file_id: str) -> File:
        return self._state.files[file_id]

    @property
    def calls(self) -> list[ApiCall]:
        with self._state.changed:
            return list(self._slack.record.calls)

    @property
    def rejections(self) -> list[Rejection]:
        with self._state.changed:
            return list(self._slack.record.rejections)

    @property
    def deliveries(self) -> list[Delivery]:
        """Every finished attempt to hand the app an event or interaction."""
        with self._state.changed:
            return list(self._slack.record.deliveries)

    @property
    def online(self) -> bool:
        """Whether the app is there: connected in Socket Mode; over HTTP, not known to be away."""
        return self._slack.outbox.transport.online

    def wait_until(self, seen: Callable[[], T], timeout: float = 10.0) -> T:
        """Wait for the workspace to change until `seen` returns something true; return that."""
        with self._state.changed:
            self._state.changed.wait_for(lambda: bool(seen()), timeout)
            found = seen()
            if found:
                return found
        raise TimeoutError(self._story(timeout))

    # What may go wrong -----------------------------------------------------------------------

    def fail_next(self, method: str, outage: Outage, *, times: int = 1) -> None:
        """Let the next calls of this Web API method fail in this way."""
        self._slack.outages.plan(method, outage, times)

    def set_mood(self, mood: Mood) -> None:
        """Deliver all further events in this way."""
        self._slack.mood = mood

    def refreshes_connections(self) -> None:
        """Ask the app in Socket Mode to connect anew, as Slack does now and then."""
        self._server.run(self._sockets.refresh())

    def drops_connections(self) -> None:
        """Lose the app's Socket Mode connections without a word."""
        self._server.run(self._sockets.cut())

    def aws_changed(self) -> None:
        """Tell the page to look at AWS again."""
        self._state.note("aws")

    @property
    def _slack(self) -> Slack:
        if self._started is None:
            raise RuntimeError("the workspace is not running")
        return self._started

    @property
    def _sockets(self) -> SocketTransport:
        transport = self._slack.outbox.transport
        if not isinstance(transport, SocketTransport):
            raise TypeError("the app is reached over HTTP")
        return transport

    def _open_modal(self, user: str) -> View:
        view = self.modal(user)
        if view is None:
            raise LookupError(f"{user} has no modal open")
        return view

    def _with_action(self, action_id: str, user: str, channel: str, ts: str | None) -> Message:
        if ts is not None:
            return self.message(channel, ts)
        for message in reversed(self.messages(channel)):
            ids = {element["action_id"] for element in message.elements}
            if action_id in ids and message.ephemeral_to in {None, user}:
                return message
        raise LookupError(f"no message in {channel} has {action_id}")

    def _story(self, timeout: float) -> str:
        """The last of what happened, for whoever waited in vain."""
        said = [m for c in self.team.channels for m in self.messages(c.id)]
        newest = sorted(said, key=lambda message: message.ts)[-5:]
        lines = [f"not seen within {timeout:g} s; the last messages:"]
        lines += [f"  {m.channel} {m.ts} {m.user}: {m.text[:100]}" for m in newest]
        lines += [f"  call {call.method}: {call.error or 'ok'}" for call in self.calls[-5:]]
        lines += [f"  refused {r.method}: {r.error} {r.detail[:3]}" for r in self.rejections[-3:]]
        return "\n".join(lines)
