"""What stands in the template for each part and arrow of the architecture."""

from collections.abc import Iterator

from bot.domain.stack import Covered, StackPlan
from handlers.cards.blocks import Block, section, shorten, table, tidy
from handlers.cards.space import Space

LEFT_OUT = "⚠ nothing: left out"
IN_TEMPLATE = ", all in the attached template"


def is_wrong(covered: Covered) -> bool:
    return bool(covered.lacks) or not covered.resources


def coverage(plan: StackPlan, space: Space) -> Iterator[Block]:
    """What is missing or half there comes first."""
    if not plan.coverage:
        return
    wrong = sum(is_wrong(one) for one in plan.coverage)
    if wrong:
        drawn = "drawn" if plan.picture else "asked for"
        of_all = f"{wrong} of {len(plan.coverage)}"
        yield section(f":warning: *Not as it was {drawn}:* {of_all} parts and arrows.")
    ordered = sorted(plan.coverage, key=lambda one: not is_wrong(one))
    most = max(space.rows, min(wrong, 2 * space.rows))
    rows = [(_cell(one.subject, space), _standing_for(one, space)) for one in ordered[:most]]
    if more := len(ordered) - len(rows):
        rows.append((f"… and {more} more", _rest(wrong - most)))
    yield table([("In the picture" if plan.picture else "Asked for", "In the template"), *rows])


def _rest(wrong: int) -> str:
    return f"{wrong} of them not as it should be" if wrong > 0 else IN_TEMPLATE.strip(", ")


def _standing_for(covered: Covered, space: Space) -> str:
    """The resources, and what they lack to work."""
    made = _cell(", ".join(covered.resources), space) or LEFT_OUT
    return f"{made} – ⚠ lacks {_cell(covered.lacks, space)}" if covered.lacks else made


def _cell(text: str, space: Space) -> str:
    return shorten(tidy(text), space.text)
