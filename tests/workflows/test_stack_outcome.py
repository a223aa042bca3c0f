"""What a look at a stack says of what was made, what stayed, and why not all went well."""

from datetime import UTC, datetime

from bot.domain.plan import PlanState, Resource
from bot.ports import StackEvent, StackResource, StackStatus
from bot.workflows.stack_outcome import failed, left, made, told
from tests.handlers.cards.stacks import STACK, STACK_ID, stack_record

TABLE = "AWS::DynamoDB::Table"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
RECORD = stack_record(
    state=PlanState.ENDING,
    resources=(
        STACK,
        Resource(id="orders-1X", kind="stack-resource", region="us-east-1", name="Orders"),
    ),
)


def event(
    status: str, logical_id: str = "Orders", reason: str | None = None, *, of: str | None = None
) -> StackEvent:
    """`of` is the id of the thing it is about, where AWS gives it."""
    return StackEvent(f"{logical_id}-{status}", AT, logical_id, TABLE, status, reason, of)


def names(resources: tuple[Resource, ...]) -> list[tuple[str | None, str, str]]:
    return [(one.name, one.kind, one.id) for one in resources]


def test_what_is_there_is_made_and_what_was_deleted_or_kept_back_is_not() -> None:
    resources = (
        StackResource("Orders", TABLE, "CREATE_COMPLETE", "orders-1X"),
        StackResource("Gone", TABLE, "DELETE_COMPLETE", "gone"),
        StackResource("Busy", TABLE, "CREATE_IN_PROGRESS"),
    )
    status = StackStatus(STACK_ID, "CREATE_COMPLETE", resources=resources, outputs={"Name": "x"})

    assert names(made(status, "us-east-1")) == [
        ("Orders", "stack-resource", "orders-1X"),
        ("Name", "output", "x"),
    ]


def test_what_aws_skipped_is_left_with_its_id() -> None:
    resources = (
        StackResource("Orders", TABLE, "DELETE_SKIPPED", "orders-1X"),
        StackResource("Gone", TABLE, "DELETE_COMPLETE", "gone"),
    )
    status = StackStatus(STACK_ID, "DELETE_COMPLETE", resources=resources)

    assert names(left(status, RECORD)) == [("Orders", "left", "orders-1X")]


def test_what_only_an_event_tells_of_has_the_id_it_was_made_with() -> None:
    events = (event("DELETE_SKIPPED"), event("DELETE_SKIPPED", "Unknown"))
    status = StackStatus(STACK_ID, "DELETE_COMPLETE", events=events)

    assert names(left(status, RECORD)) == [
        ("Orders", "left", "orders-1X"),
        ("Unknown", "left", "Unknown"),
    ]


def test_the_old_one_of_what_was_made_anew_is_left_beside_the_new_one() -> None:
    events = (
        event("DELETE_SKIPPED", of="orders-1X"),
        event("DELETE_COMPLETE", "Other", of="other-1X"),
    )
    resources = (
        StackResource("Orders", TABLE, "UPDATE_COMPLETE", "orders-2Y"),
        StackResource("Other", TABLE, "UPDATE_COMPLETE", "other-2Y"),
    )
    status = StackStatus(STACK_ID, "UPDATE_COMPLETE", events=events, resources=resources)

    assert names(left(status, RECORD)) == [("Orders", "left", "orders-1X")]


def test_a_bucket_stays_although_its_policy_of_the_same_id_is_gone() -> None:
    events = (
        event("DELETE_COMPLETE", "Policy", of="orders"),
        event("DELETE_SKIPPED", "Bucket", of="orders"),
    )
    resources = (
        StackResource("Policy", "AWS::S3::BucketPolicy", "DELETE_COMPLETE", "orders"),
        StackResource("Bucket", "AWS::S3::Bucket", "DELETE_SKIPPED", "orders"),
    )
    status = StackStatus(STACK_ID, "DELETE_COMPLETE", events=events, resources=resources)

    assert names(left(status, RECORD)) == [("Bucket", "left", "orders")]


def test_what_was_kept_back_at_first_and_deleted_later_is_not_left() -> None:
    events = (event("DELETE_SKIPPED", of="orders-1X"), event("DELETE_COMPLETE", of="orders-1X"))

    assert left(StackStatus(STACK_ID, "DELETE_COMPLETE", events=events), RECORD) == ()


def test_what_stayed_before_is_still_left() -> None:
    before = Resource(id="old", kind="left", region="us-east-1", name="Old")
    record = RECORD.model_copy(update={"resources": (STACK, before)})

    assert left(StackStatus(STACK_ID, "DELETE_COMPLETE"), record) == (before,)


def test_a_failure_without_a_word_of_aws_names_the_state() -> None:
    record = failed(RECORD, StackStatus(STACK_ID, "ROLLBACK_FAILED"))

    assert record.failure == "The stack ended as ROLLBACK_FAILED, without a reason."
    assert told(record) == "The stack ended as ROLLBACK_FAILED, without a reason."


def test_a_change_that_was_taken_back_says_that_all_is_as_before() -> None:
    events = (event("UPDATE_FAILED", reason="Rate exceeded"),)
    record = failed(RECORD, StackStatus(STACK_ID, "UPDATE_ROLLBACK_COMPLETE", events=events))

    assert (record.failure or "").endswith("“Rate exceeded”. The stack is as it was before.")
