"""Gather what a request says: its words in their conversation, and the picture it came with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.architecture import Architecture
from bot.domain.errors import UpstreamUnavailable, UserMistake
from bot.domain.follow_up import at_hand
from bot.domain.plan import PlanRecord
from bot.domain.request import Conversation, Picture, Request, Said
from bot.domain.services import UNKNOWN
from bot.domain.stack import StackPlan
from bot.ports import Attachment, Diagrams, Files, Store
from bot.workflows.propose_plan import Part

SEND_AGAIN = "Please send the picture again in a minute."


@dataclass(frozen=True)
class Heard:
    """`conversation` ends with what is to be answered; `file_name` is the file's that it is about.

    `fixed` is an architecture that nobody asked to change: a template is made of it as it stands.
    """

    conversation: Conversation
    file_name: str | None = None
    fixed: Architecture | None = None


@dataclass(frozen=True)
class HearRequest:
    """A file is fetched and read anew each time: it is not ours to keep."""

    store: Store
    files: Files
    diagrams: Diagrams

    def __call__(self, request: Request, part: Part) -> Heard:
        """Raises UserMistake when the file is no picture; UpstreamError."""
        with self.store.transaction() as tx:
            conversation = tx.conversation(request)
            earlier = tx.plans_in_thread(request.channel, request.thread_ts)
        if part.file is None:
            architecture = request.architecture or self.diagrams.in_text(request.text)
            picture = _picture_of(earlier, request)
            return Heard(
                _with(conversation, None, architecture), picture, fixed=request.architecture
            )
        attachment = self._fetched(part.file)
        try:
            diagram = self.diagrams.open(attachment)
        except UserMistake as mistake:  # of several files, a person has to know which
            message = f"“{attachment.name}”: {mistake.user_message}"
            raise UserMistake(message) from mistake
        shown = diagram.picture if _needs_eyes(diagram.architecture) else None
        exact = shown is None and not request.text.strip()
        return Heard(
            _with(conversation, shown, diagram.architecture),
            attachment.name,
            diagram.architecture if exact else None,
        )

    def _fetched(self, file: str) -> Attachment:
        try:
            return self.files.fetch(file)
        except UpstreamUnavailable as error:
            raise UpstreamUnavailable(
                error.where, error.said, SEND_AGAIN, error.code, error.reference
            ) from error


def _picture_of(earlier: Sequence[PlanRecord], request: Request) -> str | None:
    """The name of the picture that the plan at hand was read from."""
    stacks = [one for one in earlier if isinstance(one.plan, StackPlan)]
    about = at_hand(stacks, request.replaces)
    return about.plan.picture if about and isinstance(about.plan, StackPlan) else None


def _needs_eyes(architecture: Architecture | None) -> bool:
    """Whether pixels can tell what the file's own structure does not."""
    if architecture is None or architecture.unplaced:
        return True
    return any(one.service == UNKNOWN for one in architecture.components)


def _with(
    conversation: Conversation, picture: Picture | None, architecture: Architecture | None
) -> Conversation:
    *before, last = conversation
    if not isinstance(last, Said):
        return conversation
    return (*before, replace(last, picture=picture, architecture=architecture))
