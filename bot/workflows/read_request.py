"""Read a conversation into a draft that the policy allows, or into words."""

from dataclasses import dataclass

from bot.domain.policy import Policy, Violation
from bot.domain.reading import Drafted, Reading, Worded
from bot.domain.request import Conversation
from bot.domain.stack import StackDraft
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
                return self._within_policy(reading)

    def _within_policy(self, reading: Drafted) -> Reading:
        """A draft outside the policy is refused with the rule; it is never shrunk to fit."""
        draft = reading.draft
        violations = (
            self.policy.outside(draft.region)
            if isinstance(draft, StackDraft)
            else self.policy.violations(draft)
        )
        if not violations:
            return reading
        return Worded("refusal", refusal(violations), reading.model, reading.tokens)


def refusal(violations: tuple[Violation, ...]) -> str:
    """What to say of a draft that breaks these rules."""
    if len(violations) == 1:
        return f"I can’t offer that. {violations[0]}"
    lines = "\n".join(f"• {violation}" for violation in violations)
    return f"I can’t offer that:\n{lines}"
