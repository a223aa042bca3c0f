"""Why a stack could not be made, changed or deleted, what helps, and what becomes of what is left."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.plan import Diagnosis, PlanRecord
from bot.domain.remedy import Remedy
from handlers.cards.blocks import (
    Block,
    Span,
    moment,
    paragraph,
    person,
    rich,
    section,
    shorten,
    span,
    tidy,
)
from handlers.cards.space import Space

REASON_CHARACTERS = 6
CAUSE_CHARACTERS = 4
ASK, RETRY_LABEL = "Ask for a fix", "Retry"
OR_REPLY = "or reply here with what to change."
MAKE_ANEW = f"Press {ASK} to have the template made anew with this in mind, {OR_REPLY}"
NEXT: Mapping[Remedy, str] = MappingProxyType(
    {
        "change": MAKE_ANEW,
        "wait": f"Press {RETRY_LABEL} after a while for a new plan, {OR_REPLY}",
        "account": f"Press {RETRY_LABEL} for a new plan once that is done, {OR_REPLY}",
    }
)
COSTS = ":warning: What AWS made of it is still there and may cost money. "
LISTED = "The stack is still listed at AWS. "
BY_ITSELF = "What is left is deleted by itself {when}, or as soon as a plan that mends this runs, unless somebody presses Keep."
DELETE = "Press Delete to delete it."
KEPT = ":lock: Kept by {who} to look into it. Press Delete when that is done."


def again(record: PlanRecord) -> str:
    """What the button says that has the plan made anew: a template at no fault needs no fix."""
    return ASK if _remedy(record) == "change" else RETRY_LABEL


def _remedy(record: PlanRecord) -> Remedy:
    """What is not known is for the model to find out."""
    return (record.diagnosis and record.diagnosis.remedy) or "change"


def failure(record: PlanRecord, space: Space) -> Iterator[Block]:
    told = [*_told(record, space)]
    if told:
        yield rich(*told)
    if not record.is_stuck:
        yield section(NEXT[_remedy(record)])
    if record.stack is not None:
        yield section(_left(record))


def runs_on(record: PlanRecord, space: Space) -> Iterator[Block]:
    """Why a stack that somebody wanted to end is still there."""
    if record.failure:
        why = span(_short(record.failure, space, REASON_CHARACTERS))
        yield rich(paragraph(span("Not ended: ", "bold"), why))


def _told(record: PlanRecord, space: Space) -> Iterator[Block]:
    if record.failure:
        yield paragraph(span(_short(record.failure, space, REASON_CHARACTERS)))
    if record.diagnosis is not None:
        yield from _explained(record.diagnosis, space)


def _explained(diagnosis: Diagnosis, space: Space) -> Iterator[Block]:
    """A known cause says of its fix whether the template is at fault."""
    for heading, text in (("Likely cause: ", diagnosis.cause), ("What to do: ", diagnosis.fix)):
        if text:
            told: list[Span] = [
                span(heading, "bold"),
                span(_short(text, space, CAUSE_CHARACTERS)),
            ]
            yield paragraph(*told)


def _left(record: PlanRecord) -> str:
    is_made = any(one.kind in {"stack-resource", "left"} for one in record.resources)
    there = COSTS if is_made else LISTED
    if record.kept_by is not None and not record.is_stuck:
        return f"{there}{KEPT.format(who=person(record.kept_by))}"
    if record.cleared_at is not None:
        return f"{there}{BY_ITSELF.format(when=moment(record.cleared_at))}"
    return f"{there}{DELETE}"


def _short(text: str, space: Space, times: int) -> str:
    return shorten(tidy(text), space.text * times) or "–"
