"""What the bot says in words, in the thread and to one person."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.plan import PlanState
from bot.domain.request import Words
from bot.domain.stack import Update
from bot.workflows.decide_plan import Blocked, Decided, NoSuchPlan, NotYours, Outcome, TooLate
from bot.workflows.end_resource import BeingChanged, NotEndable
from handlers.cards import Cards, replies
from tests.domain.strategies import words
from tests.fakes.records import APPROVER, ASKER, NOON, plan_record
from tests.handlers.cards.rendering import (
    assert_nothing_comes_alive,
    assert_slack_takes_it,
    drawn,
)
from tests.handlers.cards.stacks import stack_plan, stack_record

KINDS = get_args(Words.__dataclass_fields__["kind"].type)


def shown(said: Words) -> str:
    text, blocks = Cards(rehearsal=False).render(said)
    assert_slack_takes_it(text, blocks)
    return drawn(blocks)


def test_an_answer_says_who_read_the_request() -> None:
    answer = Words("answer", "I build servers.", read_by="gpt-5.6-luna")

    assert shown(answer) == "I build servers.\n(Read by gpt-5.6-luna)"


def test_a_result_notifies_who_asked() -> None:
    assert shown(Words("result", "It runs.", mention=ASKER)) == (
        ":white_check_mark: <@U0ASKER> It runs."
    )


def test_a_failure_is_seen_to_be_one() -> None:
    assert shown(Words("failure", "OpenAI: busy. Wait.")) == ":red_circle: OpenAI: busy. Wait."


@settings(deadline=None)
@given(
    st.sampled_from(KINDS),
    words.filter(str.strip),
    st.none() | words,
    st.none() | st.just(ASKER),
)
def test_slack_takes_all_words_and_none_come_alive(
    kind: str, text: str, read_by: str | None, mention: str | None
) -> None:
    said = Words(kind, text, read_by, mention)  # type: ignore[arg-type] # one of its kinds
    message, blocks = Cards(rehearsal=False).render(said)

    assert_slack_takes_it(message, blocks)
    assert_nothing_comes_alive(message, blocks)


UPDATE = Update(plan_id="plan-1", stack_id="arn:stack")
DECIDED = plan_record(decided_by=APPROVER, decided_at=NOON)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (NotYours(("U0A", "U0B")), "You can’t decide on this plan. <@U0A>, <@U0B> can."),
        (NotYours(()), "You can’t decide on this plan. Nobody can."),
        (NoSuchPlan(), "I don’t know this plan (any more). Ask again to get a new one."),
        (
            Blocked(plan_record()),
            (
                "This plan can’t be approved: a finding on the card blocks it and says how to "
                "mend it."
            ),
        ),
        (
            TooLate(DECIDED.model_copy(update={"state": PlanState.RUNNING})),
            "This plan was already approved by <@U0APPROVER>; your click changed nothing.",
        ),
        (
            TooLate(DECIDED.model_copy(update={"state": PlanState.CANCELLED})),
            "This plan was already cancelled by <@U0APPROVER>; your click changed nothing.",
        ),
        (
            TooLate(plan_record(state=PlanState.EXPIRED)),
            "This plan has expired. Ask again to get a new one.",
        ),
        (
            TooLate(plan_record(state=PlanState.SUPERSEDED)),
            "A newer plan has replaced this one; please decide on that.",
        ),
        (
            TooLate(stack_record(stack_plan(update=UPDATE), state=PlanState.SUPERSEDED)),
            "A newer plan has replaced this one, or its stack has ended since; nothing was changed.",
        ),
        (TooLate(plan_record(state=PlanState.LAUNCHING)), "This plan is already launching."),
        (Decided(DECIDED), "Done."),
    ],
    ids=[
        "not yours",
        "nobody's",
        "unknown",
        "blocked",
        "approved",
        "cancelled",
        "expired",
        "superseded",
        "overtaken",
        "undecided",
        "decided",
    ],
)
def test_a_click_that_changed_nothing_is_told_why(outcome: Outcome, said: str) -> None:
    assert replies.to_click(outcome, user=ASKER) == said


@pytest.mark.parametrize("state", set(PlanState) - {PlanState.PROPOSED})
def test_a_form_that_comes_too_late_names_nobody_and_says_what_happened(state: PlanState) -> None:
    said = replies.to_form(TooLate(plan_record(state=state, decided_by=APPROVER)))

    assert said.startswith("This plan was ")
    assert said.endswith(" in the meantime, so it can’t be edited any more.")
    assert "<@" not in said


def test_a_form_of_an_unknown_plan_says_what_to_do() -> None:
    assert replies.to_form(NoSuchPlan()).endswith("Ask again to get a new one.")


def test_who_clicks_twice_hears_that_it_was_them() -> None:
    approved = TooLate(DECIDED.model_copy(update={"state": PlanState.APPROVED}))

    assert replies.to_click(approved, user=APPROVER) == (
        "This plan was already approved by you; your click changed nothing."
    )


@pytest.mark.parametrize(
    ("ender", "said"),
    [
        ("U0A", "It has been ended by <@U0A>; your click changed nothing."),
        (APPROVER, "It has been ended by you; your click changed nothing."),
        (None, "It has been ended; your click changed nothing."),
    ],
)
def test_who_retries_what_was_ended_hears_so(ender: str | None, said: str) -> None:
    ended = stack_record(state=PlanState.ENDED, ended_by=ender)

    assert replies.to_click(TooLate(ended), user=APPROVER) == said


# --- ending what was made --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (NotYours(("U0A",)), "You can’t end this. <@U0A> can, and so can who asked for it."),
        (
            NoSuchPlan(),
            "I don’t know this plan (any more), so look for what it made in the AWS console.",
        ),
        (
            TooLate(stack_record(state=PlanState.ENDING, ended_by="U0A")),
            "It is being deleted already: <@U0A> ended it.",
        ),
        (
            TooLate(stack_record(state=PlanState.ENDED, ended_by=ASKER)),
            "It is gone already: you ended it.",
        ),
        (
            TooLate(stack_record(state=PlanState.LAUNCHING)),
            "There is nothing to end: this plan is launching.",
        ),
        (
            BeingChanged(stack_record(state=PlanState.LAUNCHING)),
            "It is being changed just now: API Gateway → Lambda → DynamoDB. End it when that is done.",
        ),
    ],
    ids=["not yours", "unknown", "ending", "ended", "not yet made", "being changed"],
)
def test_a_click_on_end_that_changed_nothing_is_told_why(outcome: NotEndable, said: str) -> None:
    assert replies.to_end(outcome, user=ASKER) == said
