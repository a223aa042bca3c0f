"""What an account has once: fine when somebody asks for it by name, and refused by AWS when it is there already."""

from collections.abc import Iterator

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged

ONCE = frozenset(
    {
        "AWS::AccessAnalyzer::Analyzer",
        "AWS::Config::ConfigurationRecorder",
        "AWS::Config::DeliveryChannel",
        "AWS::Detective::Graph",
        "AWS::GuardDuty::Detector",
        "AWS::Macie::Session",
        "AWS::SecurityHub::Hub",
    }
)


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type(*ONCE):
        yield Flaw(
            ("Resources", one.logical_id, "Type"),
            f"{one.logical_id} ({one.type}) is for the whole account, which has it only once in a region.",
        )


GUARDRAIL = Guardrail(
    id="once-per-account",
    title="What watches the whole account is switched on once",
    why="The stack fails where it is on already, and ending the stack switches it off for everybody; "
    "somebody who asks for it by name may well mean that.",
    fix="Leave it out where the account has it; see to it that the stack is not ended lightly.",
    flaws=_flaws,
    severity=Severity.WARNING,
)
