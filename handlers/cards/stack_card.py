"""The plan card of a stack: what was read, what will be made of it, what to know before; then how it went."""

from collections.abc import Iterator, Sequence

from bot.domain.coverage import NOT_COVERED
from bot.domain.finding import Severity
from bot.domain.findings import is_blocked
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.stack import ChangeSet, StackPlan
from bot.domain.type_titles import type_title
from handlers.cards import offer, stack_progress
from handlers.cards.blocks import (
    Block,
    context,
    escape,
    first_few,
    listing,
    paragraph,
    rich,
    section,
    shorten,
    span,
    tidy,
)
from handlers.cards.permitting import permissions
from handlers.cards.reading import reading
from handlers.cards.space import SPACES, Space
from handlers.cards.stack_coverage import IN_TEMPLATE, coverage
from handlers.cards.stack_difference import difference
from handlers.cards.stack_difference import summary as of_difference
from handlers.cards.stack_losses import dangers, sure
from handlers.cards.stack_price import price
from handlers.cards.stack_progress import DRAWN, STAYS, kept
from handlers.cards.standing import COSTING, DECIDED_FOR
from handlers.cards.suggesting import suggestions

SOMETHING_WRONG = "Something wrong?"
CHANGING = "To change it, reply here"
CONSENT = "Approving consents to the permissions below. "
HINT_BLOCKED = (
    "It can’t be approved as it stands: Retry has the template made anew, or reply with a change."
)
WILL_BE_MADE, WILL_BE = "What will be made", "What the stack will be then"
NOT_BY_AWS = "AWS has not checked this yet."
BLOCKING = frozenset({Severity.BLOCKING})


def bodies(record: PlanRecord, plan: StackPlan, *, rehearsal: bool) -> Iterator[list[Block]]:
    """The card between its header and its provenance, from the longest wording to the shortest."""
    for space in SPACES:
        yield list(_body(record, plan, space, rehearsal=rehearsal))


def summary(plan: StackPlan) -> str:
    """An offer for notifications and screen readers."""
    made = f"{_counted(len(plan.resources), 'resource')} in {escape(plan.region)}"
    if plan.update is not None:
        made = f"changes the stack that runs in {escape(plan.region)} ({of_difference(plan)})"
    ask = "A finding blocks it." if is_blocked(plan) else "Approve?"
    return f"Plan: {escape(tidy(plan.title))}, {made}. {ask}"


def _body(record: PlanRecord, plan: StackPlan, space: Space, *, rehearsal: bool) -> Iterator[Block]:
    if record.state is PlanState.PROPOSED:
        yield from _findings(plan, space, BLOCKING)
        yield from reading(plan.draft.architecture, plan.picture, space)
        yield from difference(plan, space)
        yield from _made(plan, space, WILL_BE if plan.update else WILL_BE_MADE)
        yield from _considerations(plan, space)
        yield from _checked(plan, rehearsal=rehearsal)
        yield from dangers(plan, space)
        yield from offer.offer(
            record, edit=SOMETHING_WRONG, hint=_hint(plan), rehearsal=rehearsal, sure=sure(plan)
        )
        yield from _particulars(plan, space)
        return
    yield from stack_progress.progress(record, plan, space)
    if record.state in DECIDED_FOR:
        yield from _made(plan, space, "What was approved")
    if record.state in COSTING:
        yield from price(plan, space)


def _hint(plan: StackPlan) -> str:
    if is_blocked(plan):
        return HINT_BLOCKED
    examples = ", ".join(f"“{one}”" for one in suggestions(plan.draft.architecture))
    change = f"{CHANGING}: {escape(examples)}." if examples else f"{CHANGING}."
    return f"{CONSENT if plan.capabilities else ''}{change}"


# --- what will be made -----------------------------------------------------------------------


def _made(plan: StackPlan, space: Space, what: str) -> Iterator[Block]:
    """What people drew comes first; the rest only holds it together."""
    how_many = _counted(len(plan.resources), "resource")
    yield section(
        f"*{what}:* {how_many} in {_short(plan.region, space)}, "
        f"as the stack `{_short(plan.stack_name, space)}`"
    )
    by_type = sorted(plan.by_type.items(), key=lambda one: one[0] not in DRAWN)
    kinds = [_times(count, _short(type_title(kind), space)) for kind, count in by_type]
    if kinds:
        yield context(" · ".join(first_few(kinds, space.types, " kinds")))


def _checked(plan: StackPlan, *, rehearsal: bool) -> Iterator[Block]:
    """What AWS itself says about the template, before anything is created."""
    if plan.change_set is not None:
        yield context(f":white_check_mark: AWS has checked this: {_changes(plan.change_set)}.")
    elif not rehearsal and not is_blocked(plan):
        yield context(NOT_BY_AWS)


def _changes(change_set: ChangeSet) -> str:
    actions = [one.action for one in change_set.changes]
    counts = {
        "addition": actions.count("Add"),
        "removal": actions.count("Remove"),
        "change": sum(one not in {"Add", "Remove"} for one in actions),
    }
    told = [_counted(number, what) for what, number in counts.items() if number]
    return ", ".join(told) or "no additions"


# --- what to know before ---------------------------------------------------------------------


def _considerations(plan: StackPlan, space: Space) -> Iterator[Block]:
    """What decides whether somebody approves. What is left out stands in a table, so not among the findings."""
    yield from coverage(plan, space)
    yield from _findings(plan, space, frozenset(Severity) - BLOCKING)
    if parts := [
        *_listed("Open questions", " – reply here to answer", plan.draft.questions, space)
    ]:
        yield rich(*parts)
    yield from price(plan, space)
    if parts := [*_kept(plan, space)]:
        yield rich(*parts)


def _findings(plan: StackPlan, space: Space, of: frozenset[Severity]) -> Iterator[Block]:
    """What blocks a plan stands before all else."""
    characters = 2 * space.text
    yield from offer.findings(
        plan, most=space.lines, characters=characters, without=NOT_COVERED, of=of
    )


def _particulars(plan: StackPlan, space: Space) -> Iterator[Block]:
    """What is worth a look, and not in the way of the buttons."""
    parts = [*_listed("Assumed", "", plan.draft.assumptions, space), *_permissions(plan, space)]
    if parts:
        yield rich(*parts)


def _listed(what: str, more: str, texts: Sequence[str], space: Space) -> Iterator[Block]:
    if texts:
        yield paragraph(span(what, "bold"), *([span(more)] if more else []))
        kept = [shorten(tidy(one), space.text) or "–" for one in texts]
        yield _lines(first_few(kept, space.lines))


def _permissions(plan: StackPlan, space: Space) -> Iterator[Block]:
    """A capability is consent to what the template's roles may do, so that stands here."""
    if not plan.statements and not plan.capabilities:
        return
    consent = " – approving consents to them" if plan.capabilities else ""
    named = [one for name in plan.capabilities for one in (span(" "), span(name, "code"))]
    yield paragraph(span("Permissions", "bold"), span(f" it gives{consent}"), *named)
    if plan.statements:
        yield _lines(permissions(plan, space, IN_TEMPLATE))


def _kept(plan: StackPlan, space: Space) -> Iterator[Block]:
    """Ending the stack does not end what this costs."""
    if plan.kept:
        names = span(f", {STAYS}: {kept(plan, space)}")
        yield paragraph(span("Stays when the stack is deleted", "bold"), names)


def _lines(texts: Sequence[str]) -> Block:
    return listing([[span(one)] for one in texts])


def _times(count: int, what: str) -> str:
    return what if count == 1 else f"{count} × {what}"


def _short(text: str, space: Space) -> str:
    return escape(shorten(tidy(text), space.text)) or "–"


def _counted(number: int, thing: str) -> str:
    return f"one {thing}" if number == 1 else f"{number or 'no'} {thing}s"
