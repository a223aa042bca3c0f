"""The card of a plan that changes something: a stack that runs, or the plan before."""

from typing import Any, Literal

import pytest
from inline_snapshot import snapshot

from bot.domain.finding import Finding, Severity
from bot.domain.findings import is_blocked
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.stack import (
    Change,
    ChangeSet,
    Difference,
    Fate,
    Fates,
    PlannedResource,
    StackPlan,
    Update,
)
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


def differing(**what: Any) -> Difference:
    return Difference(text="+more", **what)


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
(:white_check_mark: Every part that I read is in the template.)
| In the picture | In the template |
| CustomerDetailsAPI (Amazon API Gateway) | CustomerDetailsApi |
| GetCustomer (AWS Lambda) | GetCustomerFunction |
| Customers (Amazon DynamoDB) | CustomersTable |
| … and 2 more | all in the attached template |\
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
    made = differing(changed=(TABLE, FUNCTION))
    changes = change(FUNCTION, replacement="maybe"), change(TABLE, replacement="yes")
    plan = changing(*changes, difference=made)
    above = shown(stack_record(plan)).split("\n[Approve]")[0].split("\n")

    assert above[-2:] == [
        (
            ":warning: *CustomersTable (DynamoDB table):* AWS would make it anew. The new one is empty; the old one is "
            "deleted with what is in it."
        ),
        ":warning: *AWS may make anew and delete the old one:* GetCustomerFunction (Lambda function)",
    ]


def test_plumbing_is_one_line_without_alarm_after_the_data() -> None:
    rule = PlannedResource(logical_id="FromWeb", type="AWS::EC2::SecurityGroupIngress")
    group = PlannedResource(logical_id="Tuned", type="AWS::RDS::DBParameterGroup")
    changes = [change(one, replacement="yes") for one in (rule, TABLE, group)]
    plan = changing(*changes, difference=differing(changed=(rule, TABLE, group)))
    above = shown(stack_record(plan)).split("\n[Approve]")[0].split("\n")

    assert above[-2].startswith(":warning: *CustomersTable (DynamoDB table):*")
    assert above[-1] == snapshot(
        "(AWS makes these anew where it has to, and nothing is lost by it: FromWeb (Security group rule), Tuned (Settings of a database).)"
    )


@pytest.mark.parametrize("replacement", ["yes", "maybe"])
@pytest.mark.parametrize("fate", ["deleted", "snapshot", "kept"])
def test_what_becomes_of_data_is_told(fate: Fate, replacement: Literal["maybe", "yes"]) -> None:
    known = Fates(logical_id="CustomersTable", removed=fate, replaced=fate)
    made = differing(changed=(TABLE,), fates=(known,))
    anew = changing(change(TABLE, replacement=replacement), difference=made)
    removed = changing(change(TABLE, "Remove"), difference=made)

    old = {
        "deleted": "he new one is empty; the old one is deleted with what is in it.",
        "snapshot": "he new one is empty; the old one is deleted, and a snapshot of it stays, which costs money.",
        "kept": "he new one is empty; the old one stays as it is, is no longer part of the stack, and goes on costing money.",
    }
    out = {
        "deleted": "*CustomersTable (DynamoDB table)* is deleted with what is in it.",
        "snapshot": "*CustomersTable (DynamoDB table)* is deleted. A snapshot stays, and costs money.",
        "kept": "*CustomersTable (DynamoDB table)* stays, is no longer part of the stack, and goes on costing money.",
    }
    assert old[fate] in shown(stack_record(anew))
    assert ("If it does" in shown(stack_record(anew))) == (replacement == "maybe")
    assert out[fate] in shown(stack_record(removed))
    assert (asked_first(removed) is None) == (fate != "deleted")
    assert ("may be lost" in (asked_first(anew) or "")) == (fate == "deleted")


def test_what_is_always_made_anew_is_not_told_as_a_maybe() -> None:
    made = differing(changed=(TABLE,), anew=("CustomersTable",))
    plan = changing(change(TABLE, replacement="maybe"), difference=made)

    assert "AWS would make it anew. The new one is empty" in shown(stack_record(plan))


def test_the_machine_of_a_cluster_holds_no_data_of_its_own() -> None:
    member = PlannedResource(logical_id="Writer", type="AWS::RDS::DBInstance")
    fates = Fates(logical_id="Writer", removed="empty", replaced="empty")
    made = differing(removed=(member,), fates=(fates,))

    assert asked_first(changing(change(member, "Remove"), difference=made)) is None


def test_what_is_made_anew_without_a_change_of_its_own_is_explained() -> None:
    plan = changing(change(TABLE, replacement="yes"), difference=differing(changed=(FUNCTION,)))

    assert (
        "Nothing of CustomersTable (DynamoDB table) is different in the template: AWS reads anew what it refers to"
        in shown(stack_record(plan))
    )


def test_what_aws_would_refuse_of_a_change_blocks_it_and_of_a_revision_does_not() -> None:
    no = Finding(rule="cannot-shrink", severity=Severity.BLOCKING, text="Too small.")
    made = differing(changed=(TABLE,), impossible=(no,))

    assert is_blocked(changing(difference=made))
    assert shown(stack_record(changing(difference=made))).split("\n")[1].startswith(":no_entry:")
    assert not is_blocked(stack_plan(difference=made))


def test_who_approves_is_asked_first_when_data_may_be_lost() -> None:
    anew = changing(change(TABLE, replacement="maybe"))
    removed = changing(change(TABLE, "Remove"))

    assert asked_first(anew) == snapshot(
        "AWS makes anew or removes CustomersTable, and what is in it may be lost. This can’t be undone."
    )
    assert asked_first(removed) == asked_first(anew)


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
