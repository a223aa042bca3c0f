"""All that our checks say of a proposed template."""

from dataclasses import dataclass, field

from bot.domain import guardrails, template
from bot.domain.coverage import coverage, missing
from bot.domain.finding import Finding, Severity
from bot.domain.intrinsics import Body
from bot.domain.keeping import kept
from bot.domain.policy import Policy
from bot.domain.stack import Capability, Covered, PlannedResource, StackDraft
from bot.domain.stack_cost import StackCost, estimate
from bot.ports import Templates

MOST_FAULTS_TOLD = 20


@dataclass(frozen=True)
class Examined:
    """What a template would make, what it would consent to, and what is wrong with it."""

    resources: tuple[PlannedResource, ...]
    coverage: tuple[Covered, ...]
    linted: tuple[Finding, ...]
    guarded: tuple[Finding, ...]
    capabilities: tuple[Capability, ...]
    statements: tuple[str, ...]
    kept: tuple[str, ...]
    cost: StackCost
    body: Body = field(repr=False)

    @property
    def checks(self) -> tuple[Finding, ...]:
        return (*self.linted, *self.guarded, *missing(self.coverage))


@dataclass(frozen=True)
class ExamineTemplate:
    """The linter, our guardrails, and whether everything that was drawn is there."""

    templates: Templates
    policy: Policy

    def __call__(self, draft: StackDraft, region: str) -> Examined:
        checked = self.templates.check(draft.template, region)
        return Examined(
            resources=template.resources(checked.body),
            coverage=coverage(draft.architecture, checked.body),
            linted=checked.findings,
            guarded=guardrails.check(checked.body, limits=self.policy.limits()),
            capabilities=template.capabilities(checked.body),
            statements=template.statements(checked.body),
            kept=kept(checked.body),
            cost=estimate(checked.body),
            body=checked.body,
        )


def faults(checks: tuple[Finding, ...], covered: tuple[Covered, ...]) -> tuple[Finding, ...]:
    """What has to be mended: everything that blocks, and whatever the template leaves out."""
    blocking = (one for one in checks if one.severity is Severity.BLOCKING)
    return (*blocking, *missing(covered))


def told(found: tuple[Finding, ...]) -> tuple[str, ...]:
    """Faults as a model is told of them, one line each."""
    return tuple(_line(one) for one in found[:MOST_FAULTS_TOLD])


def weight(found: tuple[Finding, ...]) -> tuple[int, int]:
    """What of two templates is the better one: fewer faults that block, then fewer at all."""
    return sum(one.severity is Severity.BLOCKING for one in found), len(found)


def _line(finding: Finding) -> str:
    where = f" at {'/'.join(finding.path)}" if finding.path else ""
    return f"{finding.rule}{where}: {finding.text}"
