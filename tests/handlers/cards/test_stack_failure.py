"""The card of a stack that could not be made or deleted: why, what helps, and what becomes of what is left."""

from datetime import timedelta

import pytest
from inline_snapshot import snapshot

from bot.domain.plan import Diagnosis, PlanRecord, PlanState, Resource
from bot.domain.remedy import Remedy
from bot.domain.stack import StackPlan, Update
from handlers.cards import Cards, home_view
from tests.fakes.records import ASKER, NOON
from tests.handlers.cards.rendering import assert_slack_takes_it, drawn, pieces
from tests.handlers.cards.stacks import STACK, STACK_ID, stack_plan, stack_record

SAID = "GetCustomerRole (IAM role) failed first; AWS said: “not <allowed>”. AWS has undone what it had made."
TABLE = Resource(id="orders-1X", kind="stack-resource", region="us-east-1", name="CustomersTable")
LEFT = Resource(id="orders-1X", kind="left", region="us-east-1", name="CustomersTable")


def diagnosis(remedy: Remedy | None = "account") -> Diagnosis:
    known = {"cause": "It may not.", "fix": "Let it.", "remedy": remedy} if remedy else {}
    return Diagnosis(
        logical_id="GetCustomerRole", type="AWS::IAM::Role", said="not <allowed>", **known
    )


def failed(plan: StackPlan | None = None, **more: object) -> PlanRecord:
    """A creation that AWS has rolled back, an hour after noon."""
    stands = {
        "state": PlanState.FAILED,
        "failure": SAID,
        "diagnosis": diagnosis(),
        "resources": (STACK,),
        "cleared_at": NOON + timedelta(hours=25),
    }
    return stack_record(plan, **(stands | more))


def shown(record: PlanRecord) -> str:
    text, blocks = Cards(rehearsal=False).render(record)
    assert_slack_takes_it(text, blocks)
    return drawn(blocks).replace(record.digest[:12], "0123456789ab")


def buttons(record: PlanRecord) -> dict[str, str]:
    _, blocks = Cards(rehearsal=False).render(record)
    found = [one for one in pieces(blocks) if one.get("type") == "button"]
    return {one["action_id"]: one["text"]["text"] for one in found}


def test_a_failure_says_why_what_helps_and_until_when_the_rest_stays() -> None:
    assert shown(failed()).split("\n*What was approved")[0] == snapshot("""\
# API Gateway → Lambda → DynamoDB
:red_circle: *Failed.* Approved by <@U0APPROVER>.
GetCustomerRole (IAM role) failed first; AWS said: “not <allowed>”. AWS has undone what it had made.
Likely cause: It may not.
What to do: Let it.
Press Retry for a new plan once that is done, or reply here with what to change.
The stack is still listed at AWS. What is left is deleted by itself <!date^1795438800^{date_short_pretty} at {time}|2026-11-23 13:00 UTC>, or as soon as a plan that mends this runs, unless somebody presses Keep.
<https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/stackinfo?stackId=arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack%2Fslackbot-customer-details-1a2b%2F77|Open the stack in the AWS console>
[Retry] [Keep for diagnosis] [Delete]\
""")


def test_a_failure_of_the_template_is_given_to_the_model_to_mend() -> None:
    assert buttons(failed(diagnosis=diagnosis("change"))) == {
        "plan_retry": "Ask for a fix",
        "stack_keep": "Keep for diagnosis",
        "resource_end": "Delete",
    }
    assert "Press Ask for a fix to have the template made anew" in shown(failed(diagnosis=None))


@pytest.mark.parametrize("remedy", ["wait", "account"])
def test_what_is_no_fault_of_the_template_is_only_tried_again(remedy: Remedy) -> None:
    assert buttons(failed(diagnosis=diagnosis(remedy)))["plan_retry"] == "Retry"


def test_what_is_not_known_is_told_in_the_words_of_aws_alone() -> None:
    card = shown(failed(diagnosis=diagnosis(None)))

    assert "AWS said: “not <allowed>”" in card
    assert "Likely cause" not in card


def test_what_was_made_and_may_cost_money_is_warned_of() -> None:
    assert ":warning: What AWS made of it is still there and may cost money." in shown(
        failed(resources=(STACK, TABLE))
    )


def test_what_somebody_keeps_says_who_and_can_still_be_deleted() -> None:
    record = failed(kept_by=ASKER, cleared_at=None)

    assert ":lock: Kept by <@U0ASKER> to look into it." in shown(record)
    assert buttons(record) == {"plan_retry": "Retry", "resource_end": "Delete"}


def test_a_failure_that_left_nothing_has_nothing_to_delete() -> None:
    record = failed(resources=(), cleared_at=None, failure="Throttled.", diagnosis=None)

    assert buttons(record) == {"plan_retry": "Ask for a fix"}
    assert "still" not in shown(record)


def test_a_launch_that_was_given_up_is_deleted_by_nobody_but_people() -> None:
    record = failed(cleared_at=None, diagnosis=None, failure="AWS is still creating it.")

    assert buttons(record) == {"plan_retry": "Ask for a fix", "resource_end": "Delete"}
    assert "The stack is still listed at AWS. Press Delete to delete it." in shown(record)


def test_a_change_that_failed_leaves_the_stack_to_the_plan_before() -> None:
    plan = stack_plan(update=Update(plan_id="plan-1", stack_id=STACK_ID))
    record = failed(
        plan, resources=(), cleared_at=None, failure="No room. The stack is as it was before."
    )

    card = shown(record)
    assert card.split("\n")[:3] == snapshot(
        [
            "# Changes the stack: API Gateway → Lambda → DynamoDB",
            ":red_circle: *The change failed.* Approved by <@U0APPROVER>.",
            "No room. The stack is as it was before.",
        ]
    )
    assert buttons(record) == {"plan_retry": "Retry"}


def asked_before_deleting(record: PlanRecord) -> str:
    _, blocks = Cards(rehearsal=False).render(record)
    (end,) = [one for one in pieces(blocks) if one.get("action_id") == "resource_end"]
    return str(end["confirm"]["text"]["text"])


def test_who_deletes_what_a_failure_left_hears_what_stays_of_it_and_not_of_the_template() -> None:
    plan = stack_plan(kept=("CustomersTable", "Database"))

    assert asked_before_deleting(failed(plan)) == snapshot(
        "AWS deletes the failed stack “API Gateway → Lambda → DynamoDB” and what is left of it. This can’t be undone."
    )
    assert "Only this stays, itself or as a snapshot: CustomersTable. " in asked_before_deleting(
        failed(plan, resources=(STACK, TABLE))
    )
    assert "Only this stays, itself or as a snapshot: CustomersTable. " in asked_before_deleting(
        failed(plan, resources=(STACK, LEFT))
    )


# --- what could not be deleted, and what stayed ----------------------------------------------


def test_an_end_that_failed_says_so_and_can_be_tried_again() -> None:
    record = failed(
        failure="Data (S3 bucket) failed first; AWS said: “not empty”.",
        ended_by="U0ENDER",
        ended_at=NOON,
        cleared_at=None,
    )

    assert shown(record).split("\n*What was approved")[0].split("\n")[1:] == snapshot(
        [
            ":red_circle: *Not deleted.* <@U0ENDER> ended it, and AWS could not delete all of it.",
            "Data (S3 bucket) failed first; AWS said: “not empty”.",
            "Likely cause: It may not.",
            "What to do: Let it.",
            "The stack is still listed at AWS. Press Delete to delete it.",
            "<https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/stackinfo?stackId=arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack%2Fslackbot-customer-details-1a2b%2F77|Open the stack in the AWS console>",
            "[Delete]",
        ]
    )
    assert buttons(record) == {"resource_end": "Delete"}


def test_a_deletion_that_nobody_pressed_and_that_failed_says_so() -> None:
    record = failed(ended_at=NOON, cleared_at=None)

    assert shown(record).split("\n")[1] == snapshot(
        ":red_circle: *Not deleted.* AWS could not delete all that the failed launch had left."
    )


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (
            PlanState.ENDING,
            snapshot(":hourglass_flowing_sand: AWS is deleting what the failed launch had left …"),
        ),
        (
            PlanState.ENDED,
            snapshot(
                ":white_circle: *Failed, and deleted by itself,* with all that the launch had left."
            ),
        ),
    ],
)
def test_what_is_deleted_by_itself_says_so(state: PlanState, standing: str) -> None:
    assert shown(failed(state=state, ended_at=NOON)).split("\n")[1] == standing


def test_what_stayed_is_named_with_its_type_and_its_id() -> None:
    plan = stack_plan(kept=("CustomersTable", "Database"))
    record = failed(
        plan, state=PlanState.ENDED, ended_by=ASKER, ended_at=NOON, resources=(STACK, LEFT)
    )

    card = shown(record).split("AWS has deleted the stack.\n")[1].split("\n*What was approved")[0]
    assert card == snapshot("""\
Still there, and may cost money:
* CustomersTable (DynamoDB table): orders-1X
Maybe also, itself or as a snapshot, and may cost money: Database\
""")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (
            failed(),
            "failed, what is left is deleted <!date^1795438800^{date_short_pretty} at {time}|2026-11-23 13:00 UTC>",
        ),
        (failed(kept_by=ASKER, cleared_at=None), "failed, kept by <@U0ASKER>"),
        (failed(cleared_at=None), "failed"),
        (failed(ended_at=NOON, cleared_at=None), "could not be deleted"),
        (
            failed(state=PlanState.ENDED, ended_by=ASKER, resources=(STACK, LEFT)),
            "ended, 1 of its resources still there",
        ),
        (stack_record(state=PlanState.SUPERSEDED), "changed by a later plan"),
    ],
    ids=["left", "kept", "given up", "stuck", "ended", "changed"],
)
def test_the_home_says_how_a_stack_stands(record: PlanRecord, said: str) -> None:
    view = home_view.build([record])

    assert f"API Gateway → Lambda → DynamoDB>* – {said}\n" in drawn(view["blocks"])


def test_the_home_tells_a_change_of_a_stack_from_a_stack() -> None:
    plan = stack_plan(update=Update(plan_id="plan-1", stack_id=STACK_ID))

    assert "(A change of a stack in us-east-1" in drawn(
        home_view.build([stack_record(plan)])["blocks"]
    )


@pytest.mark.parametrize("state", [PlanState.RUNNING, PlanState.FAILED])
def test_what_aws_kept_back_is_named_also_while_the_rest_is_there(state: PlanState) -> None:
    assert (
        "Still there, and may cost money:\n* CustomersTable (DynamoDB table): orders-1X"
        in shown(failed(state=state, resources=(STACK, LEFT)))
    )
