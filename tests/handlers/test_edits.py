"""The form opens, and comes back as a new request or with what is wrong beside its fields."""

from typing import Any

import pytest

from bot.domain.architecture import Connection
from bot.domain.errors import UpstreamRejected
from bot.domain.plan import PlanState
from bot.domain.policy import Policy
from tests.fakes.records import ASKER, CHANNEL, TS
from tests.handlers.cards.stacks import CUSTOMER_DETAILS, stack_record
from tests.handlers.conftest import LEAD, SlackSide, errors_in
from tests.handlers.payloads import click, correction, submission


def test_edit_opens_the_form_on_the_plan(slack: SlackSide) -> None:
    record = slack.offered()
    response = slack.sees(click("plan_edit", record))

    assert response.status == 200
    assert slack.forms.opened == [("1.2.3", record)]
    assert slack.jobs.all == []


def test_edit_on_a_decided_plan_is_told_why_not(slack: SlackSide) -> None:
    record = slack.offered(state=PlanState.SUPERSEDED)
    slack.sees(click("plan_edit", record))

    assert slack.forms.opened == []
    assert slack.whispers == [(ASKER, "A newer plan has replaced this one; please decide on that.")]


def test_a_form_that_slack_refuses_shows_the_person_that_the_click_failed(
    slack: SlackSide,
) -> None:
    slack.forms.failure = UpstreamRejected("Slack", "expired_trigger_id", "Click again.")

    assert slack.sees(click("plan_edit", slack.offered())).status == 503


def test_a_form_closes_and_its_plan_is_drafted_in_the_same_thread(slack: SlackSide) -> None:
    record = slack.offered()
    response = slack.sees(submission(record, instance_type="t3.large", name="  build  "))

    assert (response.status, response.body) == (200, "")
    (request,) = slack.requests
    assert (request.channel, request.thread_ts, request.user) == (CHANNEL, TS, ASKER)
    assert request.text == "I changed the plan by hand: InstanceType t3.large, name build."
    assert request.draft is not None
    assert (request.draft.instance_type, request.draft.name) == ("t3.large", "build")
    assert request.draft.region == record.plan.region


def test_a_form_sent_twice_is_one_request(slack: SlackSide) -> None:
    record = slack.offered()
    for _ in range(2):
        assert slack.sees(submission(record, count="2")).status == 200

    assert len(slack.requests) == 1


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"volume_gib": "9999"}, "volume_gib", "at most 4,096 GiB is allowed"),
        ({"volume_gib": "1"}, "volume_gib", "it needs at least 8 GiB"),
        ({"count": "50"}, "count", "at most 20 are allowed"),
        ({"volume_gib": "none"}, "volume_gib", "Input should be a valid integer"),
        ({"instance_type": None}, "instance_type", "Input should be a valid string"),
    ],
    ids=["disk", "small disk", "count", "no number", "nothing chosen"],
)
def test_what_is_wrong_stands_beside_its_field_and_the_form_stays(
    slack: SlackSide, changed: dict[str, Any], field: str, said: str
) -> None:
    errors = errors_in(slack.sees(submission(slack.offered(), **changed)))

    assert list(errors) == [field]
    assert said in errors[field]
    assert slack.jobs.all == []


def test_a_form_of_a_plan_decided_meanwhile_says_so(slack: SlackSide) -> None:
    record = slack.offered()
    slack.sees(click("plan_approve", record))
    errors = errors_in(slack.sees(submission(record, count="2")))

    assert errors == {
        "instance_type": "This plan was approved in the meantime, so it can’t be edited any more."
    }


@pytest.mark.parametrize("policy", [Policy(approvers=frozenset({LEAD}))], ids=["one approver"])
def test_who_may_not_change_a_plan_is_told_who_can(slack: SlackSide) -> None:
    record = slack.offered()
    slack.sees(click("plan_edit", record, user="U0TOM"))
    errors = errors_in(slack.sees(submission(record, user="U0TOM", count="2")))

    assert slack.forms.opened == []
    assert slack.whispers[0][0] == "U0TOM"
    assert slack.whispers[0][1].endswith("<@U0LEAD> can.")
    assert errors == {
        "instance_type": "You can’t change this plan. Press Edit on its card to see who can."
    }


# --- what was read from a picture ------------------------------------------------------------


def test_something_wrong_opens_the_form_on_the_plan(slack: SlackSide) -> None:
    record = slack.offered_stack()
    slack.sees(click("plan_edit", record))

    assert slack.forms.opened == [("1.2.3", record)]


def test_a_corrected_reading_is_drafted_in_the_same_thread(slack: SlackSide) -> None:
    record = slack.offered_stack()
    response = slack.sees(correction(record, **{"arrows-0": "GetCustomer → Customers"}))

    assert (response.status, response.body) == (200, "")
    (request,) = slack.requests
    assert (request.channel, request.thread_ts, request.user) == (CHANNEL, TS, ASKER)
    assert request.architecture == CUSTOMER_DETAILS.model_copy(
        update={"connections": (Connection(source="function", target="table"),)}
    )


def test_a_reading_that_is_not_understood_stays_open_with_the_reason(slack: SlackSide) -> None:
    record = slack.offered_stack()
    errors = errors_in(slack.sees(correction(record, **{"arrows-0": "Mailer → Customers"})))

    assert errors.keys() == {"arrows-0"}
    assert errors["arrows-0"].startswith("Line 1: there is nothing called “Mailer”.")
    assert slack.jobs.all == []


def test_a_correction_of_a_plan_decided_meanwhile_says_so(slack: SlackSide) -> None:
    record = slack.offered_stack()
    slack.sees(click("plan_approve", record))

    assert errors_in(slack.sees(correction(record))) == {
        "arrows-0": "This plan was approved in the meantime, so it can’t be edited any more."
    }


@pytest.mark.parametrize("policy", [Policy(approvers=frozenset({LEAD}))], ids=["one approver"])
def test_who_may_not_correct_a_reading_is_told_so(slack: SlackSide) -> None:
    errors = errors_in(slack.sees(correction(slack.offered_stack(), user="U0TOM")))

    assert errors["arrows-0"].startswith("You can’t change this plan.")


@pytest.mark.parametrize("known", [False, True], ids=["unknown plan", "plan of instances"])
def test_a_correction_of_no_stack_is_refused(slack: SlackSide, known: bool) -> None:  # noqa: FBT001 - pytest names its arguments
    form = correction(stack_record())
    form["view"]["private_metadata"] = slack.offered().id if known else "plan-of-another-bot"

    assert errors_in(slack.sees(form))["arrows-0"].startswith("I don’t know this plan")
