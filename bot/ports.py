"""What the workflows need from outside, by role. Adapters implement these; nothing here knows a vendor."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from bot.domain.instance import Image, InstancePlan, OperatingSystem
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.domain.reading import Reading
from bot.domain.request import Conversation, Message, Request, RequestState, Words


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


# --- the model -------------------------------------------------------------------------------


class Planner(Protocol):
    """Reads a conversation with a language model."""

    def read(self, conversation: Conversation, policy: Policy) -> Reading:
        """Return what the person wants built, or words.

        The policy tells the model what it may offer; it decides nothing. Raises UpstreamError.
        """
        ...


# --- AWS -------------------------------------------------------------------------------------


class Images(Protocol):
    """Machine images."""

    def newest(self, operating_system: OperatingSystem, region: str) -> Image:
        """Return the vendor's newest x86-64 image of an operating system.

        Raises UserMistake when the region has none, UpstreamError.
        """
        ...


@dataclass(frozen=True)
class InstanceStatus:
    """What AWS says of one instance. `state` is EC2's word (pending, running, terminated, ...)."""

    id: str
    state: str
    public_ip: str | None = None
    reason: str | None = None


class Instances(Protocol):
    """EC2 instances and the security groups made for them."""

    def open_ports(self, plan: InstancePlan, *, token: str, approved_by: str) -> str:
        """Make the security group of a plan that asks for ports, once per token; return its id.

        Raises UpstreamError.
        """
        ...

    def run(
        self, plan: InstancePlan, *, token: str, approved_by: str, security_group: str | None
    ) -> tuple[str, ...]:
        """Launch exactly the plan, once per token (64 ASCII characters); return the instance ids.

        Calling again with the same token returns the same instances. Raises UpstreamError.
        """
        ...

    def look(self, ids: Sequence[str], region: str) -> tuple[InstanceStatus, ...]:
        """Return the present status of each instance that AWS already shows. Raises UpstreamError."""
        ...

    def close_ports(self, security_group: str, region: str) -> None:
        """Delete a security group made by `open_ports`; none of that id is fine. Raises UpstreamError."""
        ...


# --- Slack -----------------------------------------------------------------------------------


Surface: TypeAlias = Words | PlanRecord
"""What can stand in a thread."""


class Threads(Protocol):
    """Slack, as far as the bot speaks there. Every method raises UpstreamError."""

    def acknowledge(self, channel: str, ts: str) -> None:
        """Put a reaction on a person's message; a second time changes nothing."""
        ...

    def post_once(self, channel: str, thread_ts: str, surface: Surface, *, key: str) -> str:
        """Post into a thread unless a message with this key is already there; return its ts."""
        ...

    def show(self, channel: str, ts: str, surface: Surface) -> None:
        """Replace the content of a message of ours."""
        ...

    def whisper(self, channel: str, thread_ts: str, user: str, text: str) -> None:
        """Tell one person something only they see."""
        ...

    def permalink(self, channel: str, ts: str) -> str:
        """Return the web address of a message."""
        ...

    def publish_home(self, user: str, plans: Sequence[PlanRecord]) -> None:
        """Show a person the App Home: what the bot does and their latest plans."""
        ...


class Replies(Protocol):
    """What people have said in a thread, asked of Slack."""

    def since(self, request: Request) -> tuple[Message, ...]:
        """Return what the request's author has said in its thread after it. Raises UpstreamError."""
        ...


class Forms(Protocol):
    """Dialogs in Slack."""

    def open_editor(self, trigger_id: str, record: PlanRecord, policy: Policy) -> None:
        """Show the form that changes a plan; `trigger_id` is 3 seconds old at most. Raises UpstreamError."""
        ...


# --- the store -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """A durable workflow to start. Its id makes starting it twice start it once.

    Jobs that share an `order` run one after another, in the order they were enqueued.
    """

    workflow: str
    id: str
    arguments: tuple[str, ...]
    order: str
    delay_seconds: float = 0


class Transaction(Protocol):
    """Reads and writes that become true together, with the jobs they start."""

    def start(self, job: Job) -> None: ...

    def receive(self, message: Message, *, at: datetime) -> bool:
        """Keep a message, or merge it into its twin; True when it is new."""
        ...

    def request(self, request_id: str) -> Request | None: ...

    def thread_owner(self, channel: str, thread_ts: str) -> str | None:
        """Who made the first request in a thread, None when the thread is not ours."""
        ...

    def conversation(self, request: Request) -> Conversation:
        """What was said in the request's thread up to and including it."""
        ...

    def update_request(
        self,
        request_id: str,
        *,
        state: RequestState | None = None,
        answer: Words | None = None,
        answer_ts: str | None = None,
    ) -> None: ...

    def propose(self, record: PlanRecord) -> bool:
        """Keep a new plan; False (and no change) when one with its id is already there."""
        ...

    def plan(self, plan_id: str) -> PlanRecord | None: ...

    def plans_in_thread(self, channel: str, thread_ts: str) -> tuple[PlanRecord, ...]:
        """All plans of a thread, oldest first."""
        ...

    def plans_of(self, user: str, limit: int) -> tuple[PlanRecord, ...]:
        """The latest plans a person asked for, newest first."""
        ...

    def move(self, record: PlanRecord, to: PlanState) -> bool:
        """Compare-and-set: write `record` in state `to` if the stored plan is as `record` last saw it.

        False when somebody was quicker. Raises ValueError for a step that a plan's life does not have.
        """
        ...


class Store(Protocol):
    """Where everything is kept."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a transaction: committed at the end of the block, undone by an exception.

        Raises UpstreamUnavailable when the database cannot be reached.
        """
        ...
