"""One thing that a check says about a plan."""

from enum import StrEnum

from bot.domain.value import Value


class Severity(StrEnum):
    """How much a finding weighs: a blocking one cannot be approved."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


class Finding(Value):
    """What to know before approving, with the rule that found it and where in a template it stands."""

    rule: str
    severity: Severity
    text: str
    path: tuple[str, ...] = ()
