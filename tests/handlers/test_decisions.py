"""A click on a card counts, or the person who clicked is told privately why it did not."""

from datetime import timedelta

import pytest

from bot.domain.instance import Ingress
from bot.domain.plan import PlanState
from bot.domain.policy import Policy
from tests.fakes.aws import instance_plan
from tests.fakes.records import APPROVER, ASKER, CHANNEL, TS
from tests.handlers.cards.stacks import blocking, stack_plan
from tests.handlers.conftest import LEAD, SlackSide, jobs_named
from tests.handlers.payloads import click

APPROVE, CANCEL, RETRY = "plan_approve", "plan_cancel", "plan_retry"


def test_an_approval_starts_the_launch(slack: SlackSide) -> None:
    record = slack.offered()
    response = slack.sees(click(APPROVE, record, user=APPROVER))

    assert (response.status, response.body) == (200, "")
    assert slack.plan(record).state is PlanState.APPROVED
    assert slack.plan(record).decided_by == APPROVER
    (job,) = slack.jobs.all
    assert (job.workflow, job.arguments) == ("launch_plan", (record.id,))


def test_a_cancellation_redraws_the_card(slack: SlackSide) -> None:
    record = slack.offered()
    slack.sees(click(CANCEL, record))

    assert slack.plan(record).state is PlanState.CANCELLED
    assert jobs_named(slack.jobs.all) == ["redraw_card"]


def test_a_second_click_is_told_who_was_quicker(slack: SlackSide) -> None:
    record = slack.offered()
    slack.sees(click(APPROVE, record, user=APPROVER))
    response = slack.sees(click(CANCEL, record, user=ASKER))

    assert response.status == 200
    assert slack.plan(record).state is PlanState.APPROVED
    assert slack.whispers == [
        (ASKER, "This plan was already approved by <@U0APPROVER>; your click changed nothing.")
    ]
    assert slack.jobs.of("whisper")[0].arguments[:2] == (CHANNEL, TS)


def test_who_clicks_twice_is_told_once_that_it_counted_before(slack: SlackSide) -> None:
    record = slack.offered()
    slack.sees(click(APPROVE, record, user=APPROVER))
    for _ in range(2):
        slack.sees(click(APPROVE, record, user=APPROVER, at="1.6"))

    assert len(slack.jobs.of("launch_plan")) == 1
    assert slack.whispers == [
        (APPROVER, "This plan was already approved by you; your click changed nothing.")
    ]


@pytest.mark.parametrize("policy", [Policy(approvers=frozenset({LEAD}))], ids=["one approver"])
def test_who_may_not_is_told_who_can(slack: SlackSide) -> None:
    record = slack.offered()
    slack.sees(click(APPROVE, record, user=ASKER))

    assert slack.plan(record) == record
    assert slack.whispers == [(ASKER, "You can’t decide on this plan. <@U0LEAD> can.")]
    slack.sees(click(APPROVE, record, user=LEAD))
    assert slack.plan(record).state is PlanState.APPROVED


def test_a_click_after_the_offer_ended_is_told_so(slack: SlackSide) -> None:
    record = slack.offered()
    slack.clock.pass_time(timedelta(hours=25))
    slack.sees(click(APPROVE, record))

    assert slack.plan(record).state is PlanState.EXPIRED
    assert jobs_named(slack.jobs.all) == ["redraw_card", "whisper"]
    assert slack.whispers == [(ASKER, "This plan has expired. Ask again to get a new one.")]


def test_a_plan_that_a_finding_blocks_is_not_approved(slack: SlackSide) -> None:
    """The button is not there; somebody sent the click all the same."""
    ssh = Ingress.model_validate(
        {"protocol": "tcp", "from_port": 22, "to_port": 22, "source": "0.0.0.0/0"}
    )
    record = slack.offered(plan=instance_plan(ingress=(ssh,)))
    slack.sees(click(APPROVE, record))

    assert slack.plan(record).state is PlanState.PROPOSED
    assert "a finding on the card blocks it" in slack.whispers[0][1]


@pytest.mark.parametrize("action", [APPROVE, CANCEL, RETRY, "plan_edit"])
def test_a_card_this_bot_does_not_know_says_so(slack: SlackSide, action: str) -> None:
    assert slack.sees(click(action, "plan-of-another-bot")).status == 200
    assert "I don’t know this plan" in slack.whispers[0][1]


def test_retry_has_a_blocked_plan_made_anew_however_often_it_is_pressed(slack: SlackSide) -> None:
    record = slack.offered_stack(plan=stack_plan(checks=(blocking("No such runtime."),)))
    for at in ("1.5", "1.6"):
        assert slack.sees(click(RETRY, record, at=at)).status == 200

    (request,) = slack.requests
    assert (request.channel, request.thread_ts, request.user) == (CHANNEL, TS, ASKER)
    assert "No such runtime." in request.text
    assert slack.whispers == []


def test_retry_on_a_plan_that_was_replaced_is_told_so(slack: SlackSide) -> None:
    record = slack.offered_stack(state=PlanState.SUPERSEDED)
    slack.sees(click(RETRY, record))

    assert slack.requests == []
    assert slack.whispers == [(ASKER, "A newer plan has replaced this one; please decide on that.")]


def test_a_button_nobody_listens_to_is_not_claimed_to_have_worked(slack: SlackSide) -> None:
    assert slack.sees(click("resource_dance", "i-1")).status == 404
    assert slack.jobs.all == []


def test_a_store_that_is_away_shows_the_person_that_the_click_failed(slack: SlackSide) -> None:
    record = slack.offered()
    with slack.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE plans RENAME TO away")

    assert slack.sees(click(APPROVE, record)).status == 503
