"""Slack in memory: the ports `Threads` and `Forms`, and a transcript of what stands in the threads."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from bot.domain.errors import OutcomeUnknown, UpstreamError
from bot.domain.plan import PlanRecord
from bot.domain.policy import Policy
from bot.domain.request import Message, Request
from bot.ports import Attachment, Surface
from tests.fakes.death import struck

Operation = Literal[
    "acknowledge", "post_once", "show", "whisper", "attach_once", "permalink", "publish_home"
]


@dataclass
class Post:
    """A message of the bot as it stands now; `versions` is all it has shown."""

    channel: str
    thread_ts: str
    ts: str
    key: str
    versions: list[Surface]

    @property
    def shown(self) -> Surface:
        return self.versions[-1]


class RecordingThreads:
    """`Threads` over lists. `fail_next` makes the next call of an operation raise and do nothing;
    `lose_answer` lets it do its work and then raises (OutcomeUnknown unless told otherwise).
    """

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.reactions: list[tuple[str, str]] = []
        self.whispers: list[tuple[str, str, str, str]] = []
        self.homes: dict[str, Sequence[PlanRecord]] = {}
        self.attached: list[tuple[str, str, Attachment]] = []
        self.calls: list[Operation] = []
        self.on_show: Callable[[Surface], None] = lambda _: None
        self._failures: defaultdict[Operation, deque[BaseException]] = defaultdict(deque)
        self._lost: defaultdict[Operation, deque[BaseException]] = defaultdict(deque)
        self._lock = threading.RLock()

    # --- what a test says -----------------------------------------------------------------------

    def fail_next(self, operation: Operation, *errors: BaseException) -> None:
        self._failures[operation].extend(errors)

    def lose_answer(self, operation: Operation, error: BaseException | None = None) -> None:
        self._lost[operation].append(error or OutcomeUnknown("Slack", "no answer", "Look."))

    def in_thread(self, channel: str, thread_ts: str) -> list[Post]:
        return [one for one in self.posts if (one.channel, one.thread_ts) == (channel, thread_ts)]

    # --- the port -------------------------------------------------------------------------------

    def acknowledge(self, channel: str, ts: str) -> None:
        with self._doing("acknowledge"):
            if (channel, ts) not in self.reactions:
                self.reactions.append((channel, ts))

    def post_once(self, channel: str, thread_ts: str, surface: Surface, *, key: str) -> str:
        with self._doing("post_once"):
            for post in self.in_thread(channel, thread_ts):
                if post.key == key:
                    return post.ts
            ts = f"1800000000.{len(self.posts):06d}"
            self.posts.append(Post(channel, thread_ts, ts, key, [surface]))
            return ts

    def show(self, channel: str, ts: str, surface: Surface) -> None:
        with self._doing("show"):
            post = next(one for one in self.posts if (one.channel, one.ts) == (channel, ts))
            post.versions.append(surface)
        self.on_show(surface)

    def whisper(self, channel: str, thread_ts: str, user: str, text: str) -> None:
        with self._doing("whisper"):
            self.whispers.append((channel, thread_ts, user, text))

    def attach_once(
        self, channel: str, thread_ts: str, attachment: Attachment, *, title: str
    ) -> None:
        with self._doing("attach_once"):
            there = {(where, thread, one.name) for where, thread, one in self.attached}
            if (channel, thread_ts, attachment.name) not in there:
                self.attached.append((channel, thread_ts, attachment))

    def permalink(self, channel: str, ts: str) -> str:
        with self._doing("permalink"):
            return f"https://example.slack.com/archives/{channel}/p{ts.replace('.', '')}"

    def publish_home(self, user: str, plans: Sequence[PlanRecord]) -> None:
        with self._doing("publish_home"):
            self.homes[user] = plans

    @contextmanager
    def _doing(self, operation: Operation) -> Iterator[None]:
        with self._lock:
            self.calls.append(operation)
            if self._failures[operation]:
                raise struck(self._failures[operation].popleft())
            yield
            if self._lost[operation]:
                raise struck(self._lost[operation].popleft())


class RecordingForms:
    """`Forms` that remembers what it was asked to show."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, PlanRecord]] = []
        self.failure: UpstreamError | None = None

    def open_editor(self, trigger_id: str, record: PlanRecord, policy: Policy) -> None:
        if self.failure is not None:
            raise self.failure
        self.opened.append((trigger_id, record))


class ListedReplies:
    """`Replies` from a list of what people said, in any thread."""

    def __init__(self) -> None:
        self.said: list[Message] = []

    def since(self, request: Request) -> tuple[Message, ...]:
        return tuple(
            one
            for one in self.said
            if (one.channel, one.thread_ts, one.user)
            == (request.channel, request.thread_ts, request.user)
            and one.ts > request.ts
        )
