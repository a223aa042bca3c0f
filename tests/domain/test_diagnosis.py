"""What AWS says when a stack fails, and what it most likely means."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.causes import CAUSES, OF_DELETING, cause_of
from bot.domain.diagnosis import LONGEST_SAID, diagnose, explained, in_a_sentence
from bot.domain.plan import Diagnosis
from bot.sandbox.aws.failures import FAILURES, Failure
from tests.domain.aws_reasons import CREATING, DELETING, handled

ROLLED_BACK = "ROLLBACK_COMPLETE"
STACK = "AWS::CloudFormation::Stack"


@dataclass(frozen=True)
class Line:
    status: str
    reason: str | None = None
    logical_id: str = "OrdersBucket"
    type: str = "AWS::S3::Bucket"


def diagnosed(*events: Line, state: str = ROLLED_BACK, reason: str | None = None) -> Diagnosis:
    found = diagnose(events, state, reason)
    assert found is not None
    return found


# --- what it means ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    CREATING,
    ids=[f"{at}-{one[0]}" for at, one in enumerate(CREATING)],
)
def test_what_aws_says_has_its_cause(name: str, kind: str, reason: str) -> None:
    cause = cause_of(reason, kind)

    assert cause is not None
    assert cause.name == name


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    DELETING,
    ids=[f"{at}-{one[0]}" for at, one in enumerate(DELETING)],
)
def test_what_aws_says_of_a_deletion_has_its_cause(name: str, kind: str, reason: str) -> None:
    cause = cause_of(reason, kind, deleting=True)

    assert cause is not None
    assert cause.name == name


@pytest.mark.parametrize(("name", "failure"), FAILURES.items(), ids=FAILURES.keys())
def test_every_failure_that_the_sandbox_offers_has_a_cause(name: str, failure: Failure) -> None:
    cause = cause_of(failure.message, failure.where, deleting=name == "delete")

    assert cause is not None


def test_every_known_cause_was_seen_in_something_that_aws_says() -> None:
    seen = {name for name, _, _ in (*CREATING, *DELETING)}

    assert {one.name for one in (*CAUSES, *OF_DELETING)} == seen


def test_causes_have_names_of_their_own_and_speak_in_sentences() -> None:
    every = (*CAUSES, *OF_DELETING)

    assert len({one.name for one in every}) == len(every)
    for one in every:
        assert one.why[0].isupper(), one.name
        assert one.why.endswith("."), one.name
        assert one.fix[0].isupper(), one.name
        assert one.fix.endswith("."), one.name


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["AWS::S3::Bucket", ""]), st.booleans())
def test_whatever_aws_says_is_borne(reason: str, kind: str, deleting: bool) -> None:  # noqa: FBT001 - Hypothesis names its arguments
    state = "DELETE_FAILED" if deleting else ROLLED_BACK
    found = diagnosed(Line(state.replace("ROLLBACK_COMPLETE", "CREATE_FAILED"), reason, type=kind))

    assert len(found.said) <= LONGEST_SAID
    assert in_a_sentence(found, ROLLED_BACK)


# --- what failed -----------------------------------------------------------------------------


def test_the_first_failure_of_its_own_is_told_with_its_cause_and_what_helps() -> None:
    found = diagnosed(
        Line("CREATE_FAILED", "Resource creation cancelled", "Queue", "AWS::SQS::Queue"),
        Line("CREATE_FAILED", "orders already exists"),
        Line("CREATE_FAILED", "Rate exceeded", "Table", "AWS::DynamoDB::Table"),
    )

    assert (found.logical_id, found.said, found.remedy) == (
        "OrdersBucket",
        "orders already exists",
        "change",
    )
    assert in_a_sentence(found, ROLLED_BACK) == (
        "OrdersBucket (S3 bucket) failed first; AWS said: “orders already exists”."
    )
    assert explained(found) == (
        (
            "Likely cause: A bucket of this name is there already; names are shared by all AWS accounts in the world, "
            "so it may be somebody else’s."
        ),
        "What to do: Use another name: AWS names it itself when the template has no name.",
    )


def test_what_is_not_known_is_told_in_the_words_of_aws_alone() -> None:
    found = diagnosed(Line("CREATE_FAILED", "The moon is in the wrong quarter."))

    assert (found.cause, found.fix, found.remedy) == (None, None, None)
    assert explained(found) == ()
    assert "AWS said: “The moon is in the wrong quarter”." in in_a_sentence(found, ROLLED_BACK)


def test_the_words_are_told_without_what_they_come_wrapped_in() -> None:
    said = handled("Syntax errors in policy. (Service: Iam, Status Code: 400, Request ID: 1)")

    assert diagnosed(Line("CREATE_FAILED", said)).said == "Syntax errors in policy."


def test_a_long_reason_is_cut() -> None:
    found = diagnosed(Line("CREATE_FAILED", "allowed values are " + "t3.micro, " * 1000))

    assert len(found.said) == LONGEST_SAID
    assert found.said.endswith("…")


def test_a_failure_without_a_reason_says_so() -> None:
    found = diagnosed(Line("CREATE_FAILED"))

    assert (
        in_a_sentence(found, ROLLED_BACK)
        == "OrdersBucket (S3 bucket) failed first, without a reason."
    )


def test_where_no_resource_failed_the_stack_says_why() -> None:
    found = diagnosed(reason="Requires capabilities : [CAPABILITY_IAM]")

    assert (found.logical_id, found.type, found.remedy) == ("", STACK, "change")
    assert in_a_sentence(found, ROLLED_BACK) == (
        "The stack ended as ROLLBACK_COMPLETE; AWS said: “Requires capabilities : [CAPABILITY_IAM]”."
    )


@pytest.mark.parametrize("state", ["CREATE_COMPLETE", "UPDATE_COMPLETE"])
def test_what_was_made_has_no_diagnosis(state: str) -> None:
    assert diagnose([Line("CREATE_FAILED", "Tried again since.")], state) is None


def test_a_deletion_that_failed_is_told_by_its_own_events_and_the_last_attempt() -> None:
    found = diagnosed(
        Line("CREATE_FAILED", "orders already exists"),
        Line("DELETE_IN_PROGRESS", None, "shop", STACK),
        Line(
            "DELETE_FAILED",
            "resource sg-1 has a dependent object",
            "Web",
            "AWS::EC2::SecurityGroup",
        ),
        Line("DELETE_FAILED", "The following resource(s) failed to delete: [Web].", "shop", STACK),
        Line("DELETE_IN_PROGRESS", None, "shop", STACK),
        Line("DELETE_FAILED", "The bucket you tried to delete is not empty."),
        state="DELETE_FAILED",
    )

    assert (found.logical_id, found.remedy) == ("OrdersBucket", "account")
    assert "Empty the bucket" in (found.fix or "")
