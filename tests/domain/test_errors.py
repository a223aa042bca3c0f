"""Errors cross the durable engine as pickles and reach people as words."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import (
    BotError,
    Conflict,
    Incident,
    NotAllowed,
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
    UserMistake,
)

UPSTREAM: list[type[UpstreamError]] = [UpstreamRejected, UpstreamUnavailable, OutcomeUnknown]


def through_the_engine(error: BotError) -> BotError:
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - what the engine does with our own errors
    assert isinstance(back, BotError)
    return back


@pytest.mark.parametrize(
    "error",
    [
        UserMistake("Say how much disk."),
        NotAllowed("Too large.", "max-volume"),
        Conflict("Already approved."),
        Incident("0a1b2c3d"),
        *(kind("Amazon EC2", "No.", "Ask.", "Code", "req-1") for kind in UPSTREAM),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_comes_out_of_the_engine_as_it_went_in(error: BotError) -> None:
    back = through_the_engine(error)

    assert type(back) is type(error)
    assert back.args == error.args
    assert (back.user_message, str(back)) == (error.user_message, str(error))


@given(st.lists(st.text(), min_size=5, max_size=5), st.sampled_from(UPSTREAM))
def test_whatever_a_vendor_says_survives_the_engine(
    said: list[str], kind: type[UpstreamError]
) -> None:
    where, words, next_step, code, reference = said
    back = through_the_engine(kind(where, words, next_step, code, reference))

    assert isinstance(back, kind)
    assert [back.where, back.said, back.next_step, back.code, back.reference] == said


def test_a_vendors_words_come_with_where_and_what_to_do() -> None:
    error = UpstreamRejected(
        "Amazon EC2", "No capacity.", "Try another type.", "Insufficient", "r1"
    )

    assert error.user_message == "Amazon EC2: No capacity (request id r1). Try another type."
    assert str(error) == "Amazon EC2 [Insufficient]: No capacity."


def test_without_a_request_id_none_is_shown() -> None:
    assert UpstreamUnavailable("Slack", "busy", "Wait.").user_message == "Slack: busy. Wait."


def test_a_refusal_knows_its_rule() -> None:
    error = NotAllowed("Too large.", "max-volume")

    assert (error.user_message, error.rule) == ("Too large.", "max-volume")


def test_an_incident_tells_the_person_its_id_and_nothing_else_of_the_bug() -> None:
    assert "0a1b2c3d" in Incident("0a1b2c3d").user_message
