"""Words: the status, the answers, and what one person is told privately."""

from typing import assert_never

from bot.domain.follow_up import update_of
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.request import Words
from bot.workflows.decide_plan import Blocked, Decided, NoSuchPlan, NotYours, Outcome, TooLate
from bot.workflows.edit_plan import NotEditable
from bot.workflows.end_resource import BeingChanged, NotEndable
from bot.workflows.keep_failed import NotKept
from handlers.cards.blocks import (
    FALLBACK_LIMIT,
    READER_LIMIT,
    Block,
    context,
    escape,
    person,
    section,
    shorten,
)

SIGNS = {
    "status": ":hourglass_flowing_sand:",
    "question": ":grey_question:",
    "refusal": ":no_entry_sign:",
    "failure": ":red_circle:",
    "result": ":white_check_mark:",
}


REPLACED = "A newer plan has replaced this one; please decide on that."
OVERTAKEN = "A newer plan has replaced this one, or its stack has ended since; nothing was changed."
MEANWHILE = {
    PlanState.CANCELLED: "cancelled",
    PlanState.SUPERSEDED: "replaced by a newer one",
    PlanState.EXPIRED: "taken back, because nobody decided in time,",
}


def build(words: Words) -> tuple[str, list[Block]]:
    """Return (text for notifications, blocks)."""
    sign = f"{SIGNS[words.kind]} " if words.kind in SIGNS else ""
    mention = f"{person(words.mention)} " if words.mention else ""
    text = f"{sign}{mention}{escape(words.text)}"
    blocks = [section(text)]
    if words.read_by:
        blocks.append(context(f"Read by {escape(shorten(words.read_by, READER_LIMIT))}"))
    return shorten(text, FALLBACK_LIMIT), blocks


def to_click(outcome: Outcome, *, user: str) -> str:
    """What to tell somebody whose click did not count, or counted already."""
    match outcome:
        case Decided():
            return "Done."
        case TooLate(record):
            return _too_late(record, user)
        case NotYours(who_can):
            return f"You can’t decide on this plan. {_names(who_can)} can."
        case Blocked():
            return "This plan can’t be approved: a finding on the card blocks it and says how to mend it."
        case NoSuchPlan():
            return "I don’t know this plan (any more). Ask again to get a new one."
        case _:
            assert_never(outcome)


def to_end(outcome: NotEndable, *, user: str) -> str:
    """What to tell somebody whose click on End did not count."""
    match outcome:
        case TooLate(record):
            return _nothing_to_end(record, user)
        case NotYours(who_can):
            return f"You can’t end this. {_names(who_can)} can, and so can who asked for it."
        case BeingChanged(record):
            return f"It is being changed just now: {escape(record.plan.title)}. End it when that is done."
        case NoSuchPlan():
            return "I don’t know this plan (any more), so look for what it made in the AWS console."
        case _:
            assert_never(outcome)


def to_keep(outcome: NotKept, *, user: str) -> str:
    """What to tell somebody whose click on Keep did not count."""
    match outcome:
        case TooLate(record):
            return _nothing_to_keep(record, user)
        case NotYours(who_can):
            return f"You can’t keep this. {_names(who_can)} can, and so can who asked for it."
        case NoSuchPlan():
            return "I don’t know this plan (any more), so look for what it made in the AWS console."
        case _:
            assert_never(outcome)


def kept_already(record: PlanRecord) -> str:
    """What to tell somebody who presses Keep after somebody else."""
    return f"It is kept by {person(record.kept_by)} already." if record.kept_by else "It is kept."


def _nothing_to_keep(record: PlanRecord, user: str) -> str:
    if record.state in {PlanState.ENDING, PlanState.ENDED}:
        return f"That is too late. {_nothing_to_end(record, user)}"
    return f"There is nothing to keep: this plan is {record.state.value}."


def _nothing_to_end(record: PlanRecord, user: str) -> str:
    ender = "it was left of a launch that failed."
    if record.ended_by:
        ender = f"{'you' if record.ended_by == user else person(record.ended_by)} ended it."
    if record.state is PlanState.ENDING:
        return f"It is being deleted already: {ender}"
    if record.state is PlanState.ENDED:
        return f"It is gone already: {ender}"
    return f"There is nothing to end: this plan is {record.state.value}."


def _too_late(record: PlanRecord, user: str) -> str:
    if record.state is PlanState.EXPIRED:
        return "This plan has expired. Ask again to get a new one."
    if record.state is PlanState.SUPERSEDED:
        return OVERTAKEN if update_of(record.plan) else REPLACED
    if record.state in {PlanState.ENDING, PlanState.ENDED}:
        return f"It has been ended{_by(record, user)}; your click changed nothing."
    if record.decided_by is None:
        return f"This plan is already {record.state.value}."
    who = "you" if record.decided_by == user else person(record.decided_by)
    done = "cancelled" if record.state is PlanState.CANCELLED else "approved"
    return f"This plan was already {done} by {who}; your click changed nothing."


def _by(record: PlanRecord, user: str) -> str:
    if record.ended_by is None:
        return ""
    return f" by {'you' if record.ended_by == user else person(record.ended_by)}"


def to_form(outcome: NotEditable) -> str:
    """What to say beside a field of a form that comes too late; Slack shows no names there."""
    match outcome:
        case TooLate(record):
            meanwhile = MEANWHILE.get(record.state, "approved")
            return f"This plan was {meanwhile} in the meantime, so it can’t be edited any more."
        case NotYours():
            return "You can’t change this plan. Press Edit on its card to see who can."
        case NoSuchPlan():
            return "I don’t know this plan (any more). Ask again to get a new one."
        case _:
            assert_never(outcome)


def _names(users: tuple[str, ...]) -> str:
    return ", ".join(map(person, users)) or "Nobody"
