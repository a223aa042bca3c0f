"""cfn-lint, set up so that neither a template nor a file of the machine changes what it checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cfnlint.config import ConfigMixIn  # type: ignore[import-untyped]  # it has no py.typed
from cfnlint.decode.decode import decode_str  # type: ignore[import-untyped]  # it has no py.typed
from cfnlint.helpers import REGIONS  # type: ignore[import-untyped]  # it has no py.typed
from cfnlint.runner import Runner  # type: ignore[import-untyped]  # it has no py.typed
from typing_extensions import override

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
MOST_RESOURCES = 500
# cfn-lint's own id for it; the check itself would take minutes to get there.
TOO_MANY = "E3010"
# For a region the linter does not know (yet), the one that has everything.
FALLBACK_REGION = "us-east-1"


@dataclass(frozen=True)
class Fault:
    """One thing the linter says; `severity` is its own word: error, warning or informational."""

    rule: str
    severity: str
    text: str
    line: int
    column: int
    path: tuple[object, ...]


class _Settings(ConfigMixIn):  # type: ignore[misc]  # a class without types
    """Without `.cfnlintrc` files, and without what a template's Metadata says of its own check."""

    @override
    def _find_config(self) -> tuple[str, str]:
        return "", ""

    @property
    def template_args(self) -> dict[str, object]:
        return {}

    @template_args.setter
    def template_args(self, _: object) -> None:
        pass

    @override
    def set_template_args(self, template: object) -> None:
        pass


class Linter:
    """The linter for one region. Its rules are loaded once, which takes longer than most templates do."""

    def __init__(self, region: str) -> None:
        known = region if region in REGIONS else FALLBACK_REGION
        # Mandatory: a resource's Metadata cannot excuse it from these.
        self._runner = Runner(_Settings([], regions=[known], mandatory_checks=["E", "W"]))

    def lint(self, template: str) -> tuple[object, tuple[Fault, ...]]:
        """The template as cfn-lint decodes it, None if it cannot, and what it says."""
        decoded, matches = decode_str(template)
        if not matches:
            if too_many := _too_many(decoded):
                return {}, (too_many,)
            matches = self._runner.validate_template(decoded)
        return decoded, tuple(_faults(matches))


def _too_many(decoded: object) -> Fault | None:
    resources = decoded.get("Resources") if isinstance(decoded, dict) else None
    number = len(resources) if isinstance(resources, dict) else 0
    if number <= MOST_RESOURCES:
        return None
    text = f"The template has {number:,} resources; AWS takes {MOST_RESOURCES} in one stack."
    return Fault(TOO_MANY, "error", text, 0, 0, ("Resources",))


def _faults(matches: Any) -> Iterator[Fault]:
    for match in matches:
        # A match about the file as a whole has no path.
        path = tuple(getattr(match, "path", None) or ())
        yield Fault(
            rule=match.rule.id,
            severity=match.rule.severity,
            text=match.message,
            line=match.linenumber or 0,
            column=match.columnnumber or 0,
            path=path,
        )
