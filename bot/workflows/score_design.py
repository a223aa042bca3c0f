"""Have a stack designed as in a thread, with its repair rounds, and say how good it came out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.domain.finding import Finding, Severity
from bot.domain.reading import Drafted, Tokens
from bot.domain.request import Checked, Conversation, Proposed
from bot.domain.stack import StackDraft
from bot.workflows.design_stack import ROUNDS
from bot.workflows.examine_template import Examined, ExamineTemplate, faults, told, weight
from bot.workflows.read_request import ReadRequest

Create: TypeAlias = Callable[[StackDraft, Examined], bool]


@dataclass(frozen=True)
class Designed:
    """The best version of a stack, what the checks say of it, and what it took."""

    draft: StackDraft
    examined: Examined
    tokens: Tokens
    rounds: int
    """How often the model wrote it, the first time included."""
    first_try: bool
    """Whether the first version had no fault."""


@dataclass(frozen=True)
class NotDesigned:
    """Words came back, and no stack."""

    why: str
    tokens: Tokens


@dataclass(frozen=True)
class ScoreDesign:
    """`create` has the sandbox's AWS make a stack, None where there is none."""

    read_request: ReadRequest
    examine: ExamineTemplate
    region: str
    create: Create | None = None

    def __call__(self, conversation: Conversation) -> Designed | NotDesigned:
        """Raises BotError."""
        reading = self.read_request(conversation)
        if not isinstance(reading, Drafted):
            return NotDesigned(reading.text, reading.tokens)
        if not isinstance(reading.draft, StackDraft):
            return NotDesigned("instances were proposed, and no stack", reading.tokens)
        return self._mended(conversation, reading.draft, reading.tokens)

    def quality(self, designed: Designed) -> dict[str, Any]:
        """What the entry of a case says of it."""
        examined = designed.examined
        quality: dict[str, Any] = {
            "lint_clean": not _blocking(examined.linted),
            "guardrail_clean": not _blocking(examined.guarded),
            "first_try": designed.first_try,
            "rounds": designed.rounds,
            "faults": list(told(examined.checks)),
            "resources": sorted(one.type for one in examined.resources),
        }
        if self.create is not None:
            quality["created"] = self.create(designed.draft, examined)
        return quality

    def _mended(self, conversation: Conversation, draft: StackDraft, tokens: Tokens) -> Designed:
        """As in a thread: the faults go back, as long as that leaves fewer of them."""
        best = self._examined(draft)
        found = first = _faults(best)
        rounds = 1
        while found and rounds < ROUNDS:
            reading = self.read_request((*conversation, Proposed(draft), Checked(told(found))))
            tokens, rounds = tokens + reading.tokens, rounds + 1
            if not (isinstance(reading, Drafted) and isinstance(reading.draft, StackDraft)):
                break
            examined = self._examined(reading.draft)
            left = _faults(examined)
            if weight(left) >= weight(found):
                break
            draft, best, found = reading.draft, examined, left
        return Designed(draft, best, tokens, rounds, first_try=not first)

    def _examined(self, draft: StackDraft) -> Examined:
        return self.examine(draft, draft.region or self.region)


def _faults(examined: Examined) -> tuple[Finding, ...]:
    return faults(examined.checks, examined.coverage)


def _blocking(found: Sequence[Finding]) -> bool:
    return any(one.severity is Severity.BLOCKING for one in found)


def share(results: Sequence[dict[str, Any]], name: str) -> float:
    """Of all cases: one that yields no template is not clean."""
    return round(sum(bool(one.get(name)) for one in results) / len(results), 4) if results else 0.0


def shares(results: Sequence[dict[str, Any]], *, created: bool) -> dict[str, float]:
    """The fractions that pictures and words have in common."""
    names = ("lint_clean", "guardrail_clean", "first_try", *(("created",) if created else ()))
    return {name: share(results, name) for name in names}
