"""Read a conversation into a draft that the policy allows, or into words."""

from dataclasses import dataclass

from bot.domain.policy import Policy, Violation
from bot.domain.reading import Drafted, Reading, Worded
from bot.domain.request import Conversation
from bot.ports import Planner


@dataclass(frozen=True)
class ReadRequest:
    """The model proposes; the policy decides after it, on the typed draft."""

    planner: Planner
    policy: Policy

    def __call__(self, conversation: Conversation) -> Reading:
        reading = self.planner.read(conversation, self.policy)
        match reading:
            case Worded():
                return reading
            case Drafted():
                violations = self.policy.violations(reading.draft)
                return refused(reading, violations) if violations else reading


def refused(reading: Drafted, violations: tuple[Violation, ...]) -> Worded:
    """A draft outside the policy is refused with the rule; it is never shrunk to fit."""
    if len(violations) == 1:
        text = f"I can’t offer that. {violations[0]}"
    else:
        lines = "\n".join(f"• {violation}" for violation in violations)
        text = f"I can’t offer that:\n{lines}"
    return Worded("refusal", text, reading.model, reading.tokens)
