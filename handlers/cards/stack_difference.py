"""What a plan makes different: from the stack that runs, or from the plan before it."""

from collections.abc import Iterator, Sequence

from bot.domain.stack import Difference, PlannedResource, StackPlan
from bot.domain.type_titles import type_title
from handlers.cards.blocks import (
    Block,
    first_few,
    listing,
    paragraph,
    rich,
    shorten,
    span,
    tidy,
)
from handlers.cards.space import Space

IN_FILE = ", all in the attached file"
CHANGES_STACK = "What this changes in the stack that runs"
DIFFERS = "What is different from the plan before"
ONLY_TEXT = "No resource; only other parts of the template."


def difference(plan: StackPlan, space: Space) -> Iterator[Block]:
    """One block, or none for a first plan."""
    made = plan.difference
    if made is None or made.is_nothing:
        return
    heading = paragraph(span(CHANGES_STACK if plan.update else DIFFERS, "bold"))
    items = [[span(what, "bold"), span(named)] for what, named in _items(made, space)]
    yield rich(heading, listing(items) if items else paragraph(span(ONLY_TEXT)))


def _items(made: Difference, space: Space) -> Iterator[tuple[str, str]]:
    for what, resources in (
        ("Added: ", made.added),
        ("Changed: ", made.changed),
        ("Removed: ", made.removed),
    ):
        if resources:
            yield what, _named(resources, space)


def summary(plan: StackPlan) -> str:
    """“one added, 2 changed”; for a heading and for who cannot see the blocks."""
    made = plan.difference or Difference()
    told = [
        f"{'one' if number == 1 else number} {what}"
        for what, number in (
            ("added", len(made.added)),
            ("changed", len(made.changed)),
            ("removed", len(made.removed)),
        )
        if number
    ]
    return ", ".join(told) or "no resource changed"


def _named(resources: Sequence[PlannedResource], space: Space) -> str:
    names = [
        shorten(tidy(f"{one.logical_id} ({type_title(one.type)})"), space.text) for one in resources
    ]
    return ", ".join(first_few(names, space.types, IN_FILE))
