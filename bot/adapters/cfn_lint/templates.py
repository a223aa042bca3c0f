"""`Templates` over cfn-lint."""

import logging
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.adapters.cfn_lint.places import place_of
from bot.adapters.cfn_lint.plain import TooMuch, as_plain_data, as_text
from bot.domain.finding import Finding, Severity
from bot.domain.stack import LARGEST_TEMPLATE_BYTES
from bot.ports import CheckedTemplate, Place

if TYPE_CHECKING:
    from bot.adapters.cfn_lint.linter import Fault, Linter

LONGEST_TEXT = 300
MOST_FINDINGS = 60
# cfn-lint's own ids for a template that cannot be read, and for a check that could not be made.
UNREADABLE = "E0000"
UNCHECKED = "E0002"

_SEVERITIES = {"error": Severity.BLOCKING, "warning": Severity.WARNING}
_LOGGER = logging.getLogger(__name__)


class CfnLintTemplates:
    """One linter per region, made when it is first needed; one template at a time."""

    def __init__(self) -> None:
        self._linters: dict[str, Linter] = {}
        self._lock = threading.Lock()

    def check(self, template: str, region: str) -> CheckedTemplate:
        refusal = _refusal(template)
        if refusal:
            return _nothing(UNREADABLE, refusal)
        try:
            with self._lock:
                decoded, faults = self._linter(region).lint(template)
        except Exception:  # whatever happens in the linter's rules, the template is not approved
            _LOGGER.exception("cfn-lint failed on a template")
            return _nothing(UNCHECKED, "The template could not be checked. Write it more plainly.")
        places = _places(faults)
        findings = tuple(places)[:MOST_FINDINGS]
        try:
            body = as_plain_data(decoded)
        except TooMuch:
            return _nothing(UNREADABLE, "The template is nested too deeply, or repeats too much.")
        if isinstance(body, dict):
            return CheckedTemplate(
                body, findings, lambda one: places.get(one) or place_of(one.path, decoded)
            )
        known = {one: place for one, place in places.items() if place}
        findings = findings or _no_template().findings
        return CheckedTemplate({}, findings, lambda one: known.get(one, Place()))

    def _linter(self, region: str) -> "Linter":
        # Loading takes half a second that a program which lints nothing need not spend.
        from bot.adapters.cfn_lint.linter import Linter  # noqa: PLC0415 only when needed

        if region not in self._linters:
            self._linters[region] = Linter(region)
        return self._linters[region]


def _refusal(template: str) -> str:
    """Why a text is no template that is worth reading."""
    if not template.strip():
        return "There is no template."
    if len(template.encode(errors="replace")) > LARGEST_TEMPLATE_BYTES:
        return f"The template is larger than the {LARGEST_TEMPLATE_BYTES:,} bytes AWS takes."
    if template.lstrip().startswith("```"):
        return "The template stands between ``` fences. Give the template alone."
    return ""


def _no_template() -> CheckedTemplate:
    return _nothing(UNREADABLE, "The template has to be a mapping with a section Resources.")


def _nothing(rule: str, text: str) -> CheckedTemplate:
    return CheckedTemplate({}, (Finding(rule=rule, severity=Severity.BLOCKING, text=text),))


def _places(faults: "Iterable[Fault]") -> dict[Finding, Place | None]:
    """Errors first, each once, with where the linter says that it stands."""
    weighed = [one for one in faults if one.severity in _SEVERITIES]
    places: dict[Finding, Place | None] = {}
    for one in sorted(weighed, key=lambda each: (each.severity, each.line)):
        place = Place(one.line, max(one.column, 1)) if one.line else None
        places.setdefault(_finding(one), place)
    return places


def _finding(fault: "Fault") -> Finding:
    line = f"Line {fault.line}: " if fault.line else ""
    return Finding(
        rule=fault.rule,
        severity=_SEVERITIES[fault.severity],
        text=_shortened(f"{line}{as_text(fault.text)}"),
        path=tuple(as_text(part) for part in fault.path),
    )


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_TEXT else f"{words[: LONGEST_TEXT - 1]}…"
