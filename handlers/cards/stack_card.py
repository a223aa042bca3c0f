"""The plan card of a stack: what was read, what will be made of it, what to know before; then how it went."""

from collections.abc import Iterator, Sequence

from bot.domain.cost import PRICE_REGION
from bot.domain.findings import is_blocked
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.stack import ChangeSet, Covered, StackPlan
from bot.domain.stack_cost import STACK_PRICED_ON, StackCost, estimate_stack
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
    table,
    tidy,
)
from handlers.cards.naming import type_name
from handlers.cards.reading import reading
from handlers.cards.space import SPACES, Space
from handlers.cards.standing import COSTING, DECIDED_FOR

SOMETHING_WRONG = "Something wrong?"
HINT = "To change it, reply here: “add a queue before the Lambda”, “no VPC”."
HINT_BLOCKED = (
    "It can’t be approved as it stands: Retry has the template made anew, or reply with a change."
)
LEFT_OUT = "⚠ nothing: left out"
# The finding that holds what AWS said against the template.
AWS_REFUSES = "aws-refuses"
IN_TEMPLATE = ", all in the attached template"


def bodies(record: PlanRecord, plan: StackPlan, *, rehearsal: bool) -> Iterator[list[Block]]:
    """The card between its header and its provenance, from the longest wording to the shortest."""
    for space in SPACES:
        yield list(_body(record, plan, space, rehearsal=rehearsal))


def summary(plan: StackPlan) -> str:
    """An offer for notifications and screen readers."""
    made = f"{_counted(len(plan.resources), 'resource')} in {escape(plan.region)}"
    ask = "A finding blocks it." if is_blocked(plan) else "Approve?"
    return f"Plan: {escape(tidy(plan.title))}, {made}. {ask}"


def _body(record: PlanRecord, plan: StackPlan, space: Space, *, rehearsal: bool) -> Iterator[Block]:
    if record.state is PlanState.PROPOSED:
        yield from reading(plan.draft.architecture, plan.picture, space)
        yield from _made(plan, space, "What will be made")
        yield from _coverage(plan, space)
        yield from _considerations(plan, space)
        yield from _checked(plan, rehearsal=rehearsal)
        hint = HINT_BLOCKED if is_blocked(plan) else HINT
        yield from offer.offer(record, edit=SOMETHING_WRONG, hint=hint, rehearsal=rehearsal)
        return
    yield from stack_progress.progress(record, plan, space)
    if record.state in DECIDED_FOR:
        yield from _made(plan, space, "What was approved")
    if record.state in COSTING:
        yield from _cost(plan)


# --- what will be made -----------------------------------------------------------------------


def _made(plan: StackPlan, space: Space, what: str) -> Iterator[Block]:
    how_many = _counted(len(plan.resources), "resource")
    yield section(
        f"*{what}:* {how_many} in {_short(plan.region, space)}, "
        f"as the stack `{_short(plan.stack_name, space)}`"
    )
    by_type = [
        _times(count, _short(type_name(kind), space)) for kind, count in plan.by_type.items()
    ]
    if by_type:
        yield context(" · ".join(first_few(by_type, space.types, " kinds")))


def _coverage(plan: StackPlan, space: Space) -> Iterator[Block]:
    """What became of each thing that was read; what is left out comes first if there is no room for all."""
    covered = plan.coverage
    if not covered:
        return
    if len(covered) > space.rows:
        covered = tuple(sorted(covered, key=lambda one: bool(one.resources) and not one.lacks))
    rows = [(_cell(one.subject, space), _standing_for(one, space)) for one in covered[: space.rows]]
    if more := len(covered) - len(rows):
        rows.append((f"… and {more} more", "all in the attached template"))
    where = "In the picture" if plan.picture else "What I read"
    yield table([(where, "In the template"), *rows])


def _standing_for(covered: Covered, space: Space) -> str:
    """The resources, and what they lack to work."""
    made = _cell(", ".join(covered.resources), space) or LEFT_OUT
    return f"{made} – ⚠ lacks {_cell(covered.lacks, space)}" if covered.lacks else made


def _cell(text: str, space: Space) -> str:
    return shorten(tidy(text), space.text)


def _checked(plan: StackPlan, *, rehearsal: bool) -> Iterator[Block]:
    """What AWS itself says about the template, before anything is created."""
    if plan.change_set is not None:
        yield context(f":white_check_mark: AWS has checked this: {_changes(plan.change_set)}.")
    elif not rehearsal and not any(one.rule == AWS_REFUSES for one in plan.checks):
        yield context("AWS has not checked this yet.")


def _changes(change_set: ChangeSet) -> str:
    number = len(change_set.changes)
    others = sum(one.action != "Add" for one in change_set.changes)
    if others:
        one = "one" if others == 1 else str(others)
        return f"{_counted(number, 'change')}, {one} of them to what is there"
    return "one addition" if number == 1 else f"{number or 'no'} additions"


# --- what to know before ---------------------------------------------------------------------


def _considerations(plan: StackPlan, space: Space) -> Iterator[Block]:
    yield from offer.findings(plan, most=space.lines, characters=2 * space.text)
    if parts := [*_assumptions(plan, space), *_permissions(plan, space)]:
        yield rich(*parts)
    yield from _cost(plan)


def _assumptions(plan: StackPlan, space: Space) -> Iterator[Block]:
    if plan.draft.questions:
        yield paragraph(span("Open questions", "bold"), span(" – reply here to answer"))
        yield _lines(plan.draft.questions, space)
    if plan.draft.assumptions:
        yield paragraph(span("Assumed", "bold"))
        yield _lines(plan.draft.assumptions, space)


def _permissions(plan: StackPlan, space: Space) -> Iterator[Block]:
    """A capability is consent to what the template's roles may do, so that stands here."""
    if not plan.statements and not plan.capabilities:
        return
    consent = " – approving consents to them" if plan.capabilities else ""
    named = [one for name in plan.capabilities for one in (span(" "), span(name, "code"))]
    yield paragraph(span("Permissions", "bold"), span(f" its roles get{consent}"), *named)
    if plan.statements:
        yield _lines(_widest_first(plan.statements, space), space, IN_TEMPLATE)


def _widest_first(statements: Sequence[str], space: Space) -> Sequence[str]:
    """What there is no room for is never what reaches furthest."""
    if len(statements) <= space.lines:
        return statements
    return sorted(statements, key=lambda one: "everything" not in one)


def _lines(texts: Sequence[str], space: Space, rest: str = "") -> Block:
    kept = [shorten(tidy(one), space.text) or "–" for one in texts]
    return listing([[span(one)] for one in first_few(kept, space.lines, rest)])


def _cost(plan: StackPlan) -> Iterator[Block]:
    cost = estimate_stack(plan.by_type, plan.region)
    yield section(_price(cost))
    on_top = [*_on_top(cost), *cost.not_counted]
    yield context(
        f"{PRICE_REGION} list prices of {STACK_PRICED_ON}; not counted: {escape('; '.join(on_top))}"
    )


def _price(cost: StackCost) -> str:
    if cost.monthly is not None:
        what = ", ".join(_times(count, type_name(kind)) for kind, count in cost.counted.items())
        return f"*Cost: at least ${cost.monthly:,} a month*, for as long as it exists: {what}"
    if cost.by_size:
        return (
            "*Cost* depends on sizes and use; parts of it may be billed for as long as they exist."
        )
    if cost.by_use:
        return "*Cost* depends on use: nothing in it is known to cost anything just for existing."
    return "*Cost* not known: nothing in it is in the price list."


def _on_top(cost: StackCost) -> Iterator[str]:
    if cost.by_size:
        yield f"{', '.join(map(type_name, cost.by_size))} (by size)"
    if cost.by_use:
        yield f"{', '.join(map(type_name, cost.by_use))} (by use)"


def _times(count: int, what: str) -> str:
    return what if count == 1 else f"{count} × {what}"


def _short(text: str, space: Space) -> str:
    return escape(shorten(tidy(text), space.text)) or "–"


def _counted(number: int, thing: str) -> str:
    return f"one {thing}" if number == 1 else f"{number or 'no'} {thing}s"
