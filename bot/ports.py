"""What the workflows need from outside, by role. Adapters implement these; nothing here knows a vendor."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from bot.domain.architecture import Architecture
from bot.domain.finding import Finding
from bot.domain.instance import Image, InstancePlan, OperatingSystem
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.policy import Policy
from bot.domain.reading import Reading
from bot.domain.request import Conversation, Message, Picture, Request, RequestState, Words
from bot.domain.stack import ChangeSet, StackPlan


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

        Words ask for instances or for a stack; a picture or an architecture in the latest message, or a
        stack proposed before, asks for a stack.
        The policy tells the model what it may offer; it decides nothing. Raises UpstreamError.
        """
        ...


# --- files and diagrams ----------------------------------------------------------------------


@dataclass(frozen=True)
class Attachment:
    """A file: its name as it was given, and its bytes."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Diagram:
    """What a file holds: its own exact structure, or a picture for a model to read; at least one of them."""

    picture: Picture | None = None
    architecture: Architecture | None = None


class Diagrams(Protocol):
    """Reads and draws pictures of architectures, without a model."""

    def open(self, attachment: Attachment) -> Diagram:
        """Check a file by its content and read what it says of itself.

        Raises UserMistake, in words for a person, when it is no picture, too large or damaged.
        """
        ...

    def in_text(self, text: str) -> Architecture | None:
        """Return the architecture that a message spells out (Mermaid), None when it has none.

        Raises UserMistake when it has one that cannot be read.
        """
        ...

    def draw(self, architecture: Architecture) -> bytes:
        """Return a PNG of what was understood."""
        ...


# --- templates -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where something stands in the text of a template, counted from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class CheckedTemplate:
    """A template as plain data in its long form (`{"Ref": ...}`), empty if it cannot be read, and its faults.

    `place` says where a finding stands, one of these or another with a path into the body.
    """

    body: Mapping[str, Any]
    findings: tuple[Finding, ...]
    place: Callable[[Finding], Place] = field(default=lambda _: Place(), compare=False, repr=False)


class Templates(Protocol):
    """Parses and lints CloudFormation."""

    def check(self, template: str, region: str) -> CheckedTemplate:
        """Return the template and what the linter says: an error of its is a blocking finding."""
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


@dataclass(frozen=True)
class StackEvent:
    """One line of what AWS does; `status` is CloudFormation's word, such as CREATE_COMPLETE."""

    id: str
    at: datetime
    logical_id: str
    type: str
    status: str
    reason: str | None = None
    physical_id: str | None = None
    """Of what was made anew, that of the new one or of the old one."""


@dataclass(frozen=True)
class StackResource:
    """One thing a stack made."""

    logical_id: str
    type: str
    status: str
    id: str | None = None


@dataclass(frozen=True)
class StackStatus:
    """What AWS says of one stack, its events oldest first. `state` is CloudFormation's word.

    `has_begun` is False while AWS shows nothing yet of the operation that was asked about.
    """

    id: str
    state: str
    has_begun: bool = field(default=True, kw_only=True)
    reason: str | None = None
    events: tuple[StackEvent, ...] = ()
    resources: tuple[StackResource, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)


class Stacks(Protocol):
    """CloudFormation."""

    def prepare(self, plan: StackPlan, *, token: str) -> ChangeSet:
        """Have AWS work out what the plan would do, once per token; nothing is created or changed.

        A plan with an `update` is about that stack, any other about a new one.

        `token` names this one preparation (128 ASCII letters, digits and hyphens at most). Returns when AWS has started; look at
        it with `prepared`. Raises UserMistake when the template is too large to send, UpstreamError.
        """
        ...

    def prepared(self, change_set: ChangeSet, region: str) -> ChangeSet | None:
        """Return it with its changes once AWS is done, None while it works.

        Raises UpstreamRejected with AWS's reason when the plan cannot be created.
        """
        ...

    def withdraw(self, change_set: ChangeSet, region: str, *, service_role: str | None) -> None:
        """Take back what `prepare` left at AWS, and a stack that holds nothing once nothing else waits in it.

        None of that id is fine, and so are names in place of ids: the token, and the stack's. Raises UpstreamError.
        """
        ...

    def create(self, plan: StackPlan, *, token: str) -> str:
        """Execute exactly the plan's change set, once; return the stack's id.

        Calling again, also after it has begun, returns the same stack. Raises UpstreamError.
        """
        ...

    def look(self, stack_id: str, region: str, *, operation: str | None = None) -> StackStatus:
        """Return how the stack stands, also after it was deleted; its events once it is over and not made.

        `operation` is the token of a `create`: then what the stack did before that counts for nothing, neither its
        state (`has_begun`) nor its events, and all its events are there once it is over. Raises UpstreamError.
        """
        ...

    def delete(self, stack_id: str, region: str, *, service_role: str | None, token: str) -> None:
        """Begin to delete the stack; one that is gone is fine. Raises UpstreamError."""
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

    def attach_once(
        self, channel: str, thread_ts: str, attachment: Attachment, *, title: str
    ) -> None:
        """Put a file into a thread, unless one of this name is already there."""
        ...

    def permalink(self, channel: str, ts: str) -> str:
        """Return the web address of a message."""
        ...

    def publish_home(self, user: str, plans: Sequence[PlanRecord]) -> None:
        """Show a person the App Home: what the bot does and their latest plans."""
        ...


class Files(Protocol):
    """Files people put into Slack."""

    def fetch(self, file_id: str) -> Attachment:
        """Download a file, its original bytes.

        Raises UserMistake when it is too large, gone or not for the bot to see; UpstreamError.
        """
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
