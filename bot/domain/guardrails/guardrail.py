"""What a guardrail is, and how a template is judged by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.domain.finding import Finding, Severity
from bot.domain.intrinsics import Path
from bot.domain.judged import Judged

# One mistake made everywhere says no more the twentieth time.
MOST_FINDINGS = 20
# Why what comes from elsewhere weighs less in a template that does not stand alone.
OF_OTHERS = (
    "A warning for `gpt-to-aws lint`: whoever launches the template knows what else is there."
)


@dataclass(frozen=True)
class Flaw:
    """Where a template breaks a rule, and how; severity and fix stand in for the rule's own where they are given."""

    path: Path
    what: str
    severity: Severity | None = None
    fix: str = ""


@dataclass(frozen=True)
class Guardrail:
    """A rule: what it forbids (`title`), why, and what to do instead (`fix`), each a sentence.

    `severity` is that of most of its findings, and the most that any of them has; `lighter` says which weigh less.
    """

    id: str
    title: str
    why: str
    fix: str
    flaws: Callable[[Judged], Iterator[Flaw]] = field(repr=False)
    severity: Severity = Severity.BLOCKING
    lighter: str = ""

    def check(self, judged: Judged) -> Iterator[Finding]:
        for flaw in self.flaws(judged):
            yield Finding(
                rule=self.id,
                severity=flaw.severity or self.severity,
                text=f"{flaw.what} {flaw.fix or self.fix}",
                path=flaw.path,
            )


def judge(guardrail: Guardrail, judged: Judged) -> tuple[Finding, ...]:
    """The findings of one guardrail. What it cannot judge is as good as forbidden."""
    try:
        # The same words about two places say no more; the first place is the outer one.
        by_text: dict[str, Finding] = {}
        for finding in guardrail.check(judged):
            by_text.setdefault(finding.text, finding)
        return tuple(by_text.values())[:MOST_FINDINGS]
    except Exception:  # noqa: BLE001 whatever stops a rule must not let the template through
        text = f"“{guardrail.title}” could not be judged on this template. Write it more plainly."
        return (Finding(rule=guardrail.id, severity=guardrail.severity, text=text),)
