"""What stands in the template for each part and arrow of the architecture."""

from collections.abc import Iterator

from bot.domain.findings import is_blocked
from bot.domain.stack import Covered, StackPlan
from handlers.cards.blocks import Block, context, section, shorten, table, tidy
from handlers.cards.space import Space

LEFT_OUT = "⚠ nothing: left out"
IN_TEMPLATE = ", all in the attached template"
ALL_THERE = ":white_check_mark: Every part that I {understood} is in the template."
# Where nothing is missing, a few rows show what is meant.
FEW = 3


def is_wrong(covered: Covered) -> bool:
    return bool(covered.lacks) or not covered.resources


def coverage(plan: StackPlan, space: Space) -> Iterator[Block]:
    """In full where something is missing or half there, which comes first; else in short, and not where the plan is blocked."""
    wrong = sum(is_wrong(one) for one in plan.coverage)
    if wrong:
        drawn = "drawn" if plan.picture else "asked for"
        of_all = f"{wrong} of {len(plan.coverage)}"
        yield section(f":warning: *Not as it was {drawn}:* {of_all} parts and arrows.")
        yield _table(plan, space, max(space.rows, min(wrong, 2 * space.rows)))
    elif plan.coverage and not is_blocked(plan):
        yield context(ALL_THERE.format(understood="read" if plan.picture else "understood"))
        yield _table(plan, space, min(space.rows, FEW))


def _table(plan: StackPlan, space: Space, most: int) -> Block:
    ordered = sorted(plan.coverage, key=lambda one: not is_wrong(one))
    rows = [(_cell(one.subject, space), _standing_for(one, space)) for one in ordered[:most]]
    if more := len(ordered) - len(rows):
        rows.append((f"… and {more} more", _rest(sum(map(is_wrong, ordered[most:])))))
    return table([("In the picture" if plan.picture else "Asked for", "In the template"), *rows])


def _rest(wrong: int) -> str:
    return f"{wrong} of them not as it should be" if wrong > 0 else IN_TEMPLATE.strip(", ")


def _standing_for(covered: Covered, space: Space) -> str:
    """The resources, and what they lack to work."""
    made = _cell(", ".join(covered.resources), space) or LEFT_OUT
    return f"{made} – ⚠ lacks {_cell(covered.lacks, space)}" if covered.lacks else made


def _cell(text: str, space: Space) -> str:
    return shorten(tidy(text), space.text)
