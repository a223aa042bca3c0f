"""What a plan makes different: from the stack that runs, or from the plan before it."""

from collections.abc import Iterator, Sequence

from bot.domain.guardrails.lost_data import HOLDING_DATA
from bot.domain.stack import Change, Difference, PlannedResource, StackPlan
from bot.domain.type_titles import type_title
from handlers.cards.blocks import (
    Block,
    confirmation,
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
from handlers.cards.space import Space

# An instance's disk goes with it.
HOLDS_DATA = HOLDING_DATA | {"AWS::EC2::Instance"}
IN_FILE = ", all in the attached file"
CHANGES_STACK = "What this changes in the stack that runs"
DIFFERS = "What is different from the plan before"
ONLY_TEXT = "No resource; only other parts of the template."
MADE_ANEW = ":warning: *AWS would make anew and delete the old one, with what is in it:* {names}"
MAYBE_ANEW = ":warning: *AWS may make anew and delete the old one, with what is in it:* {names}"
TAKEN_OUT = (
    ":warning: *AWS would take out of the stack:* {names}. It is deleted with what is in it, unless the "
    "template said to keep it."
)
# Slack allows a dialog's text 300 characters.
CONFIRM_NAMES = 120


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


def dangers(plan: StackPlan, space: Space) -> Iterator[Block]:
    """What of a running stack is lost, or may be."""
    told = (
        (MADE_ANEW, [one for one in plan.replaced if one.replacement == "yes"]),
        (MAYBE_ANEW, [one for one in plan.replaced if one.replacement == "maybe"]),
        (TAKEN_OUT, _taken_out(plan)),
    )
    for words, found in told:
        if found:
            yield section(words.format(names=escape(_named(found, space))))


def sure(plan: StackPlan) -> Block | None:
    """What Slack asks before Approve counts, when something with data in it may go."""
    lost = [one for one in plan.replaced if one.type in HOLDS_DATA] + _taken_out(plan)
    if not lost:
        return None
    names = shorten(", ".join(dict.fromkeys(tidy(one.logical_id) for one in lost)), CONFIRM_NAMES)
    return confirmation(
        "Change this stack?",
        f"AWS makes anew or removes {names}, and what is in it may be lost. This can’t be undone.",
        yes="Approve",
        no="Not now",
    )


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


def _taken_out(plan: StackPlan) -> list[Change]:
    if plan.update is None or plan.change_set is None:
        return []
    return [
        one for one in plan.change_set.changes if one.action == "Remove" and one.type in HOLDS_DATA
    ]


def _named(resources: Sequence[PlannedResource | Change], space: Space) -> str:
    names = [
        shorten(tidy(f"{one.logical_id} ({type_title(one.type)})"), space.text) for one in resources
    ]
    return ", ".join(first_few(names, space.types, IN_FILE))
