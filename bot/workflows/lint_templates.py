"""What the linter and the guardrails say of templates that stand in files, place by place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain import guardrails
from bot.domain.finding import Finding, Severity
from bot.domain.guardrails import Limits
from bot.ports import CheckedTemplate, Place, Templates

UNREADABLE_FILE = "unreadable-file"
_WEIGHT = {one: weight for weight, one in enumerate(Severity)}


@dataclass(frozen=True)
class Remark:
    """One finding, and where it stands in which file."""

    file: str
    finding: Finding
    place: Place

    @property
    def position(self) -> str:
        return f"{self.file}:{self.place.line}:{self.place.column}"


@dataclass(frozen=True)
class LintTemplates:
    """Judges templates that people launch with tools of their own."""

    templates: Templates
    limits: Limits
    region: str

    def __call__(self, file: str, read: Callable[[], str]) -> tuple[Remark, ...]:
        """The remarks on one file, in its own order. One that cannot be read is a remark, too."""
        try:
            template = read()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
            text = f"The file cannot be read: {why}."
            finding = Finding(rule=UNREADABLE_FILE, severity=Severity.BLOCKING, text=text)
            return (Remark(file, finding, Place()),)
        checked = self.templates.check(template, self.region)
        guarded = guardrails.check(checked.body, limits=self.limits, stands_alone=False)
        return tuple(sorted(_remarks(file, checked, (*checked.findings, *guarded)), key=_order))


def blocks(remarks: Iterable[Remark]) -> bool:
    return any(one.finding.severity is Severity.BLOCKING for one in remarks)


def as_data(remark: Remark) -> dict[str, Any]:
    """A remark for other programs."""
    return {
        "file": remark.file,
        "rule": remark.finding.rule,
        "severity": remark.finding.severity.value,
        "message": remark.finding.text,
        "path": list(remark.finding.path),
        "line": remark.place.line,
        "column": remark.place.column,
    }


def as_table(remarks: Sequence[Remark], *, files: int) -> list[str]:
    """The remarks for people: a line each, and one that sums them up."""
    cells = [(one.position, one.finding.severity.value, one.finding.rule) for one in remarks]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for cell, one in zip(cells, remarks, strict=True):
        aligned = [part.ljust(width) for part, width in zip(cell, widths, strict=True)]
        lines.append("  ".join([*aligned, one.finding.text]))
    return [*lines, _summary(remarks, files)]


def _summary(remarks: Sequence[Remark], files: int) -> str:
    counted = [
        f"{sum(one.finding.severity is severity for one in remarks)} {name}"
        for severity, name in zip(Severity, ("blocking", "warnings", "notes"), strict=True)
    ]
    return f"{files} {'template' if files == 1 else 'templates'}: {', '.join(counted)}"


def _remarks(file: str, checked: CheckedTemplate, findings: Iterable[Finding]) -> Iterator[Remark]:
    for one in findings:
        place = checked.place(one)
        # The line is told beside it.
        text = one.text.removeprefix(f"Line {place.line}: ")
        yield Remark(file, one.model_copy(update={"text": text}), place)


def _order(remark: Remark) -> tuple[int, int, int]:
    place = remark.place
    return place.line, place.column, _WEIGHT[remark.finding.severity]
