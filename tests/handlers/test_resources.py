"""End on a card counts, or the person who clicked is told privately why it did not."""

import pytest

from bot.domain.plan import PlanState
from bot.domain.policy import Policy
from tests.fakes.records import ASKER
from tests.handlers.conftest import LEAD, SlackSide, jobs_named
from tests.handlers.payloads import click

END, KEEP, RETRY = "resource_end", "stack_keep", "plan_retry"


def test_end_deletes_the_stack_and_redraws_the_card(slack: SlackSide) -> None:
    record = slack.running_stack()
    response = slack.sees(click(END, record))

    assert (response.status, response.body) == (200, "")
    assert slack.plan(record).state is PlanState.ENDING
    assert slack.plan(record).ended_by == ASKER
    assert sorted(jobs_named(slack.jobs.all)) == ["end_resource", "redraw_card"]
    assert slack.whispers == []


def test_a_second_end_is_told_that_it_is_being_deleted(slack: SlackSide) -> None:
    record = slack.running_stack()
    for at in ("1.5", "1.6"):
        slack.sees(click(END, record, at=at))

    assert len(slack.jobs.of("end_resource")) == 1
    assert slack.whispers == [(ASKER, "It is being deleted already: you ended it.")]


@pytest.mark.parametrize("policy", [Policy(approvers=frozenset({LEAD}))], ids=["one approver"])
def test_who_may_not_end_it_is_told_who_can(slack: SlackSide) -> None:
    record = slack.running_stack()
    slack.sees(click(END, record, user="U0TOM"))

    assert slack.plan(record).state is PlanState.RUNNING
    assert slack.whispers == [
        ("U0TOM", "You can’t end this. <@U0LEAD> can, and so can who asked for it.")
    ]


def test_a_card_this_bot_does_not_know_says_where_to_look(slack: SlackSide) -> None:
    slack.sees(click(END, "plan-of-another-bot"))

    assert "look for what it made in the AWS console" in slack.whispers[0][1]


# --- what a failed launch left ---------------------------------------------------------------


def test_keep_keeps_it_and_redraws_the_card(slack: SlackSide) -> None:
    record = slack.failed_stack()
    responses = [slack.sees(click(KEEP, record, at=at)) for at in ("1.5", "1.6")]

    assert [one.status for one in responses] == [200, 200]
    assert slack.plan(record).kept_by == ASKER
    assert jobs_named(slack.jobs.all) == ["redraw_card"]
    assert slack.whispers == []


def test_somebody_else_who_keeps_it_hears_whose_it_is(slack: SlackSide) -> None:
    record = slack.failed_stack()
    slack.sees(click(KEEP, record, at="1.5"))
    slack.sees(click(KEEP, record, user="U0TOM", at="1.6"))

    assert slack.plan(record).kept_by == ASKER
    assert slack.whispers == [("U0TOM", f"It is kept by <@{ASKER}> already.")]


@pytest.mark.parametrize("policy", [Policy(approvers=frozenset({LEAD}))], ids=["one approver"])
def test_who_may_not_keep_it_is_told_who_can(slack: SlackSide) -> None:
    record = slack.failed_stack()
    slack.sees(click(KEEP, record, user="U0TOM"))

    assert slack.plan(record).kept_by is None
    assert slack.whispers == [
        ("U0TOM", "You can’t keep this. <@U0LEAD> can, and so can who asked for it.")
    ]


def test_keeping_what_is_being_deleted_is_too_late(slack: SlackSide) -> None:
    record = slack.failed_stack()
    slack.sees(click(END, record, at="1.5"))
    slack.sees(click(KEEP, record, at="1.6"))

    assert slack.whispers == [
        (ASKER, "That is too late. It is being deleted already: you ended it.")
    ]


def test_there_is_nothing_to_keep_of_what_runs_or_is_not_known(slack: SlackSide) -> None:
    slack.sees(click(KEEP, slack.running_stack()))
    slack.sees(click(KEEP, "plan-of-another-bot", at="1.6"))

    assert [text.split(":")[0] for _, text in slack.whispers] == [
        "There is nothing to keep",
        "I don’t know this plan (any more), so look for what it made in the AWS console.",
    ]


def test_asking_for_a_fix_tells_the_model_why_aws_could_not_make_it(slack: SlackSide) -> None:
    slack.sees(click(RETRY, slack.failed_stack()))

    (request,) = slack.requests
    assert "AWS said: “No room”" in request.text
    assert "Likely cause: It is full. What to do: Ask for less." in request.text
