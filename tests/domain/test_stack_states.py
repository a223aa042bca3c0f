"""What CloudFormation's words for the state of a stack mean."""

from dataclasses import dataclass

import pytest

from bot.domain.stack_states import first_failure, is_gone, is_made, is_over, is_waiting


@dataclass(frozen=True)
class Line:
    status: str
    reason: str | None = None


@pytest.mark.parametrize(
    ("state", "over", "made", "gone", "waiting"),
    [
        ("REVIEW_IN_PROGRESS", False, False, False, True),
        ("CREATE_IN_PROGRESS", False, False, False, False),
        ("CREATE_COMPLETE", True, True, False, False),
        ("CREATE_FAILED", True, False, False, False),
        ("ROLLBACK_IN_PROGRESS", False, False, False, False),
        ("ROLLBACK_COMPLETE", True, False, False, False),
        ("ROLLBACK_FAILED", True, False, False, False),
        ("DELETE_IN_PROGRESS", False, False, False, False),
        ("DELETE_COMPLETE", True, False, True, False),
        ("DELETE_FAILED", True, False, False, False),
        ("UPDATE_COMPLETE", True, True, False, False),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", False, False, False, False),
        ("UPDATE_IN_PROGRESS", False, False, False, False),
        ("UPDATE_FAILED", True, False, False, False),
        ("UPDATE_ROLLBACK_IN_PROGRESS", False, False, False, False),
        ("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", False, False, False, False),
        ("UPDATE_ROLLBACK_COMPLETE", True, False, False, False),
        ("UPDATE_ROLLBACK_FAILED", True, False, False, False),
    ],
)
def test_states(state: str, *, over: bool, made: bool, gone: bool, waiting: bool) -> None:
    assert (is_over(state), is_made(state), is_gone(state), is_waiting(state)) == (
        over,
        made,
        gone,
        waiting,
    )


def test_the_cause_is_the_first_failure_of_its_own() -> None:
    cause = Line("CREATE_FAILED", "The bucket exists.")
    events = [
        Line("CREATE_IN_PROGRESS"),
        Line("CREATE_FAILED", "Resource creation cancelled"),
        cause,
        Line("CREATE_FAILED", "Another."),
        Line("ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [A]."),
    ]

    assert first_failure(events) is cause


def test_when_all_were_taken_along_the_first_is_better_than_none() -> None:
    along = Line("CREATE_FAILED", "Resource creation cancelled")

    assert first_failure([along]) is along
    assert first_failure([Line("CREATE_COMPLETE")]) is None
