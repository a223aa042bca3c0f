"""What can be done with a plan, and what to know before: its findings, its buttons, until when it stands."""

from collections.abc import Iterator

from bot.domain.finding import Finding, Severity
from bot.domain.findings import is_blocked, review
from bot.domain.plan import Plan, PlanRecord
from handlers.cards.blocks import (
    Block,
    actions,
    button,
    context,
    escape,
    first_few,
    moment,
    section,
    sections,
    shorten,
    tidy,
)

APPROVE = "plan_approve"
CANCEL = "plan_cancel"
EDIT = "plan_edit"
RETRY = "plan_retry"
END = "resource_end"
KEEP = "stack_keep"

SIGNS = {
    Severity.BLOCKING: ":no_entry:",
    Severity.WARNING: ":warning:",
    Severity.NOTE: ":information_source:",
}
NAME_CHARACTERS = 60
REHEARSAL = ":performing_arts: *Rehearsal:* SKIP_AWS is on, so approving launches nothing on AWS."


def findings(
    plan: Plan,
    *,
    most: int,
    characters: int,
    without: str = "",
    of: frozenset[Severity] = frozenset(Severity),
) -> Iterator[Block]:
    """What the checks say, the gravest first; `without` is a rule that the card tells of elsewhere."""
    lines = [
        _finding(one, characters)
        for one in review(plan)
        if one.rule != without and one.severity in of
    ]
    yield from sections(first_few(lines, most))


def _finding(finding: Finding, characters: int) -> str:
    text = escape(shorten(finding.text, characters))
    return f"{SIGNS[finding.severity]} {text} `{escape(shorten(tidy(finding.rule), NAME_CHARACTERS))}`{_where(finding)}"


def _where(finding: Finding) -> str:
    """The resource of a template that it is about."""
    section, name = (*finding.path, "", "")[:2]
    return f" in {escape(shorten(tidy(name), NAME_CHARACTERS))}" if section == "Resources" else ""


def offer(
    record: PlanRecord, *, edit: str, hint: str, rehearsal: bool, sure: Block | None = None
) -> Iterator[Block]:
    """The buttons of an open offer; `edit` is what the one that opens the form says, `sure` what Approve asks first."""
    if rehearsal:
        yield section(REHEARSAL)
    yield actions(f"offer-{record.id}-{record.version}", *_buttons(record, edit, sure))
    yield context(f"Stands until {moment(record.expires_at)}. {hint}")


def _buttons(record: PlanRecord, edit: str, sure: Block | None) -> Iterator[Block]:
    if not is_blocked(record.plan):
        yield button("Approve", APPROVE, record.id, style="primary", confirm=sure)
    elif record.plan.kind == "stack":
        yield button("Retry", RETRY, record.id, style="primary")
    yield button(edit, EDIT, record.id)
    yield button("Cancel", CANCEL, record.id)
