"""What a guardrail is, and how a template is judged by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.domain.finding import Finding, Severity
from bot.domain.intrinsics import Body, Path, Scope, mapping, section
from bot.domain.template import typed_resources

# One mistake made everywhere says no more the twentieth time.
MOST_FINDINGS = 20


@dataclass(frozen=True)
class Made:
    """One resource of the template under judgement."""

    logical_id: str
    type: str
    properties: Any

    @property
    def path(self) -> Path:
        return ("Resources", self.logical_id, "Properties")


@dataclass(frozen=True)
class Judged:
    """A template under judgement: its data, its resources, and what its values can be."""

    body: Body

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.body)

    @cached_property
    def made(self) -> tuple[Made, ...]:
        return tuple(
            Made(logical_id, kind, properties)
            for logical_id, kind, properties in typed_resources(self.body)
        )

    def of_type(self, *types: str) -> tuple[Made, ...]:
        return tuple(one for one in self.made if one.type in types)

    @property
    def parameters(self) -> Body:
        return section(self.body, "Parameters")

    def parameter(self, name: str) -> Body:
        return mapping(self.parameters.get(name))


@dataclass(frozen=True)
class Flaw:
    """Where a template breaks a rule, and how; `fix` stands in for the rule's own where it says more."""

    path: Path
    what: str
    severity: Severity = Severity.BLOCKING
    fix: str = ""


@dataclass(frozen=True)
class Guardrail:
    """A rule: what it forbids (`title`), why, and what to do instead (`fix`), each a sentence."""

    id: str
    title: str
    why: str
    fix: str
    flaws: Callable[[Judged], Iterator[Flaw]] = field(repr=False)

    def check(self, body: Body) -> Iterator[Finding]:
        for flaw in self.flaws(Judged(body)):
            yield Finding(
                rule=self.id,
                severity=flaw.severity,
                text=f"{flaw.what} {flaw.fix or self.fix}",
                path=flaw.path,
            )


def judge(guardrail: Guardrail, body: Body) -> tuple[Finding, ...]:
    """The findings of one guardrail. What it cannot judge is as good as forbidden."""
    try:
        # The same words about two places say no more; the first place is the outer one.
        by_text: dict[str, Finding] = {}
        for finding in guardrail.check(body):
            by_text.setdefault(finding.text, finding)
        return tuple(by_text.values())[:MOST_FINDINGS]
    except Exception:  # noqa: BLE001 whatever stops a rule must not let the template through
        text = f"“{guardrail.title}” could not be judged on this template. Write it more plainly."
        return (Finding(rule=guardrail.id, severity=Severity.BLOCKING, text=text),)
