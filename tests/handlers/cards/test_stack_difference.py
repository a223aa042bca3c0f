"""The card of a plan that changes something: a stack that runs, or the plan before."""

from typing import Any, Literal

import pytest
from inline_snapshot import snapshot

from bot.domain.plan import PlanRecord, PlanState
from bot.domain.stack import Change, ChangeSet, Difference, PlannedResource, StackPlan, Update
from handlers.cards import Cards
from tests.handlers.cards.rendering import assert_slack_takes_it, drawn, pieces
from tests.handlers.cards.stacks import STACK, STACK_ID, stack_plan, stack_record

QUEUE = PlannedResource(logical_id="OrdersQueue", type="AWS::SQS::Queue")
FUNCTION = PlannedResource(logical_id="GetCustomerFunction", type="AWS::Lambda::Function")
TABLE = PlannedResource(logical_id="CustomersTable", type="AWS::DynamoDB::Table")
DIFFERENCE = Difference(added=(QUEUE,), changed=(FUNCTION,), text="+queue")
UPDATE = Update(plan_id="plan-1", stack_id=STACK_ID)


def change(
    one: PlannedResource, action: str = "Modify", replacement: Literal["no", "maybe", "yes"] = "no"
) -> Change:
    return Change(
        action=action,
        logical_id=one.logical_id,
        type=one.type,
        replacement=replacement,
    )


def changing(*changes: Change, **more: object) -> StackPlan:
    made = changes or (change(QUEUE, "Add"), change(FUNCTION))
    stands: dict[str, Any] = {
        "update": UPDATE,
        "difference": DIFFERENCE,
        "change_set": ChangeSet(id="arn:aws:change-set", stack_id=STACK_ID, changes=made),
    }
    return stack_plan(**(stands | more))


def shown(record: PlanRecord) -> str:
    text, blocks = Cards(rehearsal=False).render(record)
    assert_slack_takes_it(text, blocks)
    return drawn(blocks).replace(record.digest[:12], "0123456789ab")


def asked_first(plan: StackPlan) -> str | None:
    """What Slack asks before Approve counts."""
    _, blocks = Cards(rehearsal=False).render(stack_record(plan))
    (approve,) = [one for one in pieces(blocks) if one.get("action_id") == "plan_approve"]
    return str(approve["confirm"]["text"]["text"]) if "confirm" in approve else None


def test_a_change_of_a_running_stack_says_so_and_what_it_changes() -> None:
    card = shown(stack_record(changing()))

    assert card.split("\n")[0] == snapshot("# Changes the stack: API Gateway → Lambda → DynamoDB")
    assert card.split("reads\n")[1].split("\n*Cost")[0] == snapshot("""\
What this changes in the stack that runs
* Added: OrdersQueue (SQS queue)
* Changed: GetCustomerFunction (Lambda function)
*What the stack will be then:* 5 resources in us-east-1, as the stack `slackbot-api-gateway-lambda-dynamodb-1a2b3c4d`
(API Gateway REST API · Lambda function · IAM role · DynamoDB table · Lambda permission)
| In the picture | In the template |
| CustomerDetailsAPI (Amazon API Gateway) | CustomerDetailsApi |
| GetCustomer (AWS Lambda) | GetCustomerFunction |
| Customers (Amazon DynamoDB) | CustomersTable |
| CustomerDetailsAPI → GetCustomer | GetCustomerPermission |
| GetCustomer → Customers | GetCustomerRole |\
""")
    assert "AWS has checked this: one addition, one change." in card


def test_who_cannot_see_the_blocks_hears_that_it_changes_a_running_stack() -> None:
    assert Cards(rehearsal=False).render(stack_record(changing()))[0] == snapshot(
        "Plan: API Gateway → Lambda → DynamoDB, changes the stack that runs in us-east-1 (one added, one changed). Approve?"
    )


def test_a_revision_says_what_is_different_from_the_plan_before() -> None:
    made = Difference(removed=(TABLE,), text="-table")
    card = shown(stack_record(stack_plan(difference=made)))

    assert card.startswith("# API Gateway → Lambda → DynamoDB\n")
    assert card.split("reads\n")[1].split("\n*What will be made")[0] == snapshot("""\
What is different from the plan before
* Removed: CustomersTable (DynamoDB table)\
""")


def test_a_difference_that_touches_no_resource_says_so() -> None:
    card = shown(stack_record(stack_plan(difference=Difference(text="+Description"))))

    assert "No resource; only other parts of the template." in card


def test_a_revision_like_the_plan_before_has_no_difference_to_show() -> None:
    assert "different" not in shown(stack_record(stack_plan(difference=Difference())))


def test_what_aws_makes_anew_is_warned_of_above_the_buttons() -> None:
    plan = changing(change(TABLE, replacement="yes"), change(FUNCTION, replacement="maybe"))
    above = shown(stack_record(plan)).split("\n[Approve]")[0].split("\n")

    assert above[-2:] == snapshot(
        [
            ":warning: *AWS would make anew and delete the old one, with what is in it:* CustomersTable (DynamoDB table)",
            ":warning: *AWS may make anew and delete the old one, with what is in it:* GetCustomerFunction (Lambda function)",
        ]
    )


def test_who_approves_is_asked_first_when_data_may_be_lost() -> None:
    anew = changing(change(TABLE, replacement="maybe"))
    removed = changing(change(TABLE, "Remove"))

    assert asked_first(anew) == snapshot(
        "AWS makes anew or removes CustomersTable, and what is in it may be lost. This can’t be undone."
    )
    assert asked_first(removed) == asked_first(anew)
    assert "AWS would take out of the stack:* CustomersTable (DynamoDB table)" in shown(
        stack_record(removed)
    )


def test_nobody_is_asked_first_when_nothing_that_holds_data_goes() -> None:
    assert asked_first(changing(change(FUNCTION, replacement="yes"))) is None
    assert asked_first(stack_plan()) is None


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (
            PlanState.APPROVED,
            snapshot(":white_check_mark: Approved by <@U0APPROVER>. Changing the stack next."),
        ),
        (
            PlanState.LAUNCHING,
            snapshot(
                ":hourglass_flowing_sand: Approved by <@U0APPROVER>. AWS is changing the stack …"
            ),
        ),
        (
            PlanState.RUNNING,
            snapshot(":large_green_circle: *Running, as changed.* Approved by <@U0APPROVER>."),
        ),
        (
            PlanState.CANCELLED,
            snapshot(":no_entry_sign: Cancelled by <@U0APPROVER>. The stack stays as it is."),
        ),
        (
            PlanState.EXPIRED,
            snapshot(
                ":alarm_clock: Expired: nobody decided in time. The stack stays as it is; ask again for a new plan."
            ),
        ),
    ],
)
def test_how_a_change_stands(state: PlanState, standing: str) -> None:
    record = stack_record(changing(), state=state, resources=(STACK,))

    assert shown(record).split("\n")[1] == standing


def test_a_stack_that_a_later_plan_changed_is_that_plans_to_end() -> None:
    record = stack_record(state=PlanState.SUPERSEDED, resources=(STACK,))

    assert shown(record).split("\n")[1] == snapshot(
        ":arrows_counterclockwise: *Changed by a later plan* below, which the stack belongs to now."
    )
    assert "[" not in shown(record)


def test_an_offer_that_was_replaced_says_so() -> None:
    record = stack_record(state=PlanState.SUPERSEDED, decided_by=None)

    assert shown(record).split("\n")[1] == snapshot(
        ":leftwards_arrow_with_hook: Replaced by a newer plan below."
    )


def test_a_change_that_is_no_longer_on_offer_says_so() -> None:
    record = stack_record(changing(), state=PlanState.SUPERSEDED, decided_by=None)

    assert "No longer on offer" in shown(record)


def test_the_card_of_a_stack_that_runs_as_changed_has_its_plain_title() -> None:
    record = stack_record(changing(), state=PlanState.RUNNING, resources=(STACK,))

    assert shown(record).startswith("# API Gateway → Lambda → DynamoDB\n")
