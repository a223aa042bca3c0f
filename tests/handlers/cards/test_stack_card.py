"""The card of a stack in every state of a plan's life."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.architecture import Architecture, Component, Setting
from bot.domain.finding import Finding, Severity
from bot.domain.plan import Diagnosis, PlanRecord, PlanState, Progress, Resource
from bot.domain.stack import Covered, PlannedResource
from bot.domain.stack_cost import StackCost
from handlers.cards import Cards
from handlers.cards.setting_words import setting_words
from tests.domain.strategies import HOSTILE
from tests.fakes.records import NOON
from tests.handlers.cards.rendering import (
    assert_nothing_comes_alive,
    assert_slack_takes_it,
    drawn,
    pieces,
)
from tests.handlers.cards.stacks import (
    CUSTOMER_DETAILS,
    DOUBTFUL,
    STACK,
    blocking,
    change_set,
    huge_architecture,
    huge_plan,
    made,
    stack_plan,
    stack_record,
    stack_records,
)

MADE = (
    STACK,
    Resource(
        id="slackbot-CustomersTable-1X",
        kind="stack-resource",
        region="us-east-1",
        name="CustomersTable",
    ),
    Resource(
        id="https://1a2b.execute-api.us-east-1.amazonaws.com/prod?a=1&b=2",
        kind="output",
        region="us-east-1",
        name="ApiUrl",
    ),
    Resource(id="http://plain.example.com", kind="output", region="us-east-1", name="OldUrl"),
)


def shown(record: PlanRecord, *, rehearsal: bool = False) -> str:
    text, blocks = Cards(rehearsal=rehearsal).render(record)
    assert_slack_takes_it(text, blocks)
    return drawn(blocks).replace(record.digest[:12], "0123456789ab")


def buttons(record: PlanRecord) -> dict[str, str]:
    """What the buttons say, by what they do."""
    _, blocks = Cards(rehearsal=False).render(record)
    found = [one for one in pieces(blocks) if one.get("type") == "button"]
    assert {one["value"] for one in found} <= {record.id}
    return {one["action_id"]: one["text"]["text"] for one in found}


# --- the offer -------------------------------------------------------------------------------


def test_an_offer_says_what_was_read_what_will_be_made_and_what_to_know_before() -> None:
    assert shown(stack_record()) == snapshot("""\
# API Gateway → Lambda → DynamoDB
What I read from customer-details.png
* CustomerDetailsAPI (Amazon API Gateway)
* GetCustomer (AWS Lambda) in VPC
* Customers (Amazon DynamoDB)
Boxes: VPC
Arrows: CustomerDetailsAPI → GetCustomer · GetCustomer → Customers: reads
*What will be made:* 5 resources in us-east-1, as the stack `slackbot-api-gateway-lambda-dynamodb-1a2b3c4d`
(API Gateway REST API · Lambda function · IAM role · DynamoDB table · Lambda permission)
(:white_check_mark: Every part that I read is in the template.)
| In the picture | In the template |
| CustomerDetailsAPI (Amazon API Gateway) | CustomerDetailsApi |
| GetCustomer (AWS Lambda) | GetCustomerFunction |
| Customers (Amazon DynamoDB) | CustomersTable |
| … and 2 more | all in the attached template |
*Cost* depends on use (API Gateway, Lambda, DynamoDB): nothing in it is known to cost anything just for existing.
(:white_check_mark: AWS has checked this: 5 additions.)
[Approve] [Something wrong?] [Cancel]
(Stands until <!date^1795435200^{date_short_pretty} at {time}|2026-11-23 12:00 UTC>. Approving consents to the permissions below. To change it, reply here: “add a queue before GetCustomer”, “no VPC”.)
Assumed
* The API is open to everyone who has its address.
Permissions it gives – approving consents to them `CAPABILITY_IAM`
* GetCustomerRole: reads table CustomersTable
(Asked by <@U0ASKER> · read by a model · plan `0123456789ab`)\
""")


def test_what_is_doubtful_is_marked_and_what_was_not_placed_is_named() -> None:
    card = shown(stack_record(stack_plan(DOUBTFUL, coverage=())))

    assert card.split("*What will be made")[0] == snapshot("""\
# API Gateway → Lambda → DynamoDB
What I read from customer-details.png
* EC2 #1 ×2 in Private subnet (? not sure)
* EC2 #2 in Private subnet
* Orders (Amazon SQS)
Boxes: Production (VPC) · Private subnet in Production
Arrows: EC2 #1 → Orders (? not sure) · Orders → EC2 #2
Seen, but not placed: “Billing” (no icon near it)
""")


def test_what_the_template_leaves_out_is_marked_in_the_table() -> None:
    plan = stack_plan(coverage=(Covered(subject="Orders (Amazon SQS)", resources=()),))

    assert "| Orders (Amazon SQS) | ⚠ nothing: left out |" in shown(stack_record(plan))


def test_what_a_connection_lacks_to_work_is_marked_in_the_table() -> None:
    covered = Covered(
        subject="API → Function",
        resources=("Method",),
        connection=True,
        lacks="a permission to invoke it",
    )
    card = shown(stack_record(stack_plan(coverage=(covered,))))

    assert "| API → Function | Method – ⚠ lacks a permission to invoke it |" in card


def test_what_is_wrong_stands_first_in_the_table_and_not_among_the_findings_too() -> None:
    missing = Covered(subject="Orders (Amazon SQS)", resources=())
    finding = Finding(rule="not-covered", severity=Severity.WARNING, text="Orders is missing.")
    plan = stack_plan(coverage=(*stack_plan().coverage, missing), checks=(finding,))
    card = shown(stack_record(plan))

    assert card.split(":warning: ")[1].split("\n*Cost")[0] == snapshot("""\
*Not as it was drawn:* 1 of 6 parts and arrows.
| In the picture | In the template |
| Orders (Amazon SQS) | ⚠ nothing: left out |
| CustomerDetailsAPI (Amazon API Gateway) | CustomerDetailsApi |
| GetCustomer (AWS Lambda) | GetCustomerFunction |
| Customers (Amazon DynamoDB) | CustomersTable |
| CustomerDetailsAPI → GetCustomer | GetCustomerPermission |
| GetCustomer → Customers | GetCustomerRole |\
""")
    assert "Every part" not in card


def test_without_a_picture_the_card_speaks_of_what_it_understood() -> None:
    card = shown(stack_record(stack_plan(picture=None)))

    assert "\nWhat I understood\n" in card
    assert "\n| Asked for | In the template |\n" in card
    assert "Every part that I understood is in the template." in card


def test_what_was_said_of_a_part_stands_beside_it() -> None:
    said = (Setting(name="key", value="workload_id"), Setting(name="stream", value="on"))
    table = Component(id="t", service="dynamodb", label="Load", settings=said)
    card = shown(stack_record(stack_plan(Architecture(components=(table,)))))

    assert "* Load (Amazon DynamoDB): key workload_id, stream on\n" in card


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("memory-mib", "512", "memory 512 MiB"),
        ("storage-gib", "20", "storage 20 GiB"),
        ("timeout-seconds", "1", "timeout 1 second"),
        ("cpu-percent", "60", "CPU 60 %"),
        ("expire-days", "90", "deleted after 90 days"),
        ("multi-az", "on", "Multi-AZ on"),
        ("schedule", "rate(1 hour)", "schedule rate(1 hour)"),
        ("memory-mib", "512 MB", "memory 512 MB"),
    ],
)
def test_a_setting_reads_as_people_say_it(name: str, value: str, said: str) -> None:
    assert setting_words(Setting(name=name, value=value)) == said


def test_what_was_said_of_a_part_at_length_is_cut() -> None:
    said = tuple(Setting(name=f"name-{at}", value="on") for at in range(9))
    function = Component(id="f", service="lambda", settings=said)
    card = shown(stack_record(stack_plan(Architecture(components=(function,)))))

    assert "name 4 on, name 5 on, … and 3 more\n" in card


def test_findings_stand_with_the_gravest_first() -> None:
    note = Finding(rule="W3010", severity=Severity.WARNING, text="A zone is written down.")
    card = shown(stack_record(stack_plan(checks=(note, blocking()))))

    assert card.index(":no_entry: Runtime nodejs12.x") < card.index(":warning: A zone")


def test_a_finding_names_the_resource_it_is_about() -> None:
    path = ("Resources", "GetCustomerFunction", "Properties", "Runtime")
    plan = stack_plan(checks=(blocking().model_copy(update={"path": path}),))

    assert "any more. `E2533` in GetCustomerFunction\n" in shown(stack_record(plan))


def test_a_plan_that_is_blocked_can_be_retried_and_not_approved() -> None:
    record = stack_record(stack_plan(checks=(blocking(),), change_set=None))

    assert buttons(record) == {
        "plan_retry": "Retry",
        "plan_edit": "Something wrong?",
        "plan_cancel": "Cancel",
    }
    assert "It can’t be approved as it stands: Retry has the template made anew" in shown(record)
    assert "AWS has" not in shown(record)


def test_what_blocks_a_plan_stands_first_and_nothing_says_that_all_is_well() -> None:
    doubt = Finding(rule="W3010", severity=Severity.WARNING, text="A zone is written down.")
    card = shown(stack_record(stack_plan(checks=(doubt, blocking()), change_set=None)))

    assert card.split("\n")[1].startswith(":no_entry: Runtime nodejs12.x")
    assert card.index("What I read") < card.index(":warning: A zone is written down.")
    assert ":white_check_mark:" not in card
    assert "| In the picture |" not in card


def test_an_offer_that_aws_has_not_seen_says_so() -> None:
    assert "AWS has not checked this yet." in shown(stack_record(stack_plan(change_set=None)))


def test_a_plan_that_aws_refuses_does_not_say_that_aws_was_not_asked() -> None:
    no = Finding(rule="aws-refuses", severity=Severity.BLOCKING, text="AWS said no.")

    assert "AWS has" not in shown(stack_record(stack_plan(checks=(no,), change_set=None)))


def test_an_open_offer_can_be_approved_corrected_and_cancelled() -> None:
    assert buttons(stack_record()) == {
        "plan_approve": "Approve",
        "plan_edit": "Something wrong?",
        "plan_cancel": "Cancel",
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (change_set(17), "AWS has checked this: 17 additions."),
        (change_set(1), "AWS has checked this: one addition."),
        (
            change_set(2, "Modify", "Remove"),
            "AWS has checked this: 2 additions, one removal, one change.",
        ),
        (change_set(0), "AWS has checked this: no additions."),
    ],
    ids=["many", "one", "others", "none"],
)
def test_a_change_set_is_told_in_words(changes: object, said: str) -> None:
    assert said in shown(stack_record(stack_plan(change_set=changes)))


def test_a_rehearsal_says_so_and_nothing_of_aws() -> None:
    card = shown(stack_record(stack_plan(change_set=None)), rehearsal=True)

    assert "*Rehearsal:* SKIP_AWS is on, so approving launches nothing on AWS." in card
    assert "AWS has" not in card


COSTS = {
    "all of it": (
        StackCost(monthly=Decimal("46.80"), priced=("NAT gateway $32.85", "Secret $0.40")),
        "us-east-1",
        snapshot("""\
*Cost: about $47 a month* for what runs all the time.
(NAT gateway $32.85 · Secret $0.40. List prices of us-east-1, early 2026. Not counted: data transfer, tax.)\
"""),
    ),
    "a little, and use": (
        StackCost(monthly=Decimal("1.00"), priced=("KMS key $1.00",), by_use=("Lambda", "SQS")),
        "us-east-1",
        snapshot("""\
*Cost: about $1.00 a month* for what runs all the time, plus 2 things billed by use (Lambda, SQS).
(KMS key $1.00. List prices of us-east-1, early 2026. Not counted: data transfer, tax.)\
"""),
    ),
    "not all of it": (
        StackCost(
            monthly=Decimal(1200), priced=("x $1",), by_use=("S3",), unpriced=("MSK cluster",)
        ),
        "eu-west-1",
        snapshot("""\
*Cost:* at least $1,200 a month for what has a known price; not known: MSK cluster, plus S3, billed by use.
(x $1. List prices of us-east-1, early 2026; prices in eu-west-1 differ. Not counted: data transfer, tax.)\
"""),
    ),
    "none of it": (
        StackCost(monthly=Decimal(0), by_use=("S3",), unpriced=("MSK cluster", "EMR cluster")),
        "us-east-1",
        snapshot(
            "*Cost* not known: I have no price for what runs all the time (MSK cluster, EMR cluster), plus S3, billed by use."
        ),
    ),
    "only use": (
        StackCost(monthly=Decimal(0), by_use=("A", "B", "C", "D", "E", "F", "G")),
        "us-east-1",
        snapshot(
            "*Cost* depends on use (A, B, C, D, E and 2 more): nothing in it is known to cost anything just for existing."
        ),
    ),
    "nothing": (
        StackCost(monthly=Decimal(0)),
        "us-east-1",
        snapshot("*Cost*: nothing in it is known to cost anything just for existing."),
    ),
    "nobody asked": (None, "us-east-1", snapshot("*Cost* not known: the template was not priced.")),
}


@pytest.mark.parametrize(("cost", "region", "said"), COSTS.values(), ids=COSTS.keys())
def test_the_cost_is_told_as_far_as_it_is_known(
    cost: StackCost | None, region: str, said: str
) -> None:
    card = shown(stack_record(stack_plan(cost=cost, region=region)))

    assert card[card.index("*Cost") :].split("\n(:white_check")[0] == said


def test_questions_ask_for_an_answer() -> None:
    draft = stack_plan().draft.model_copy(update={"questions": ("Who may call the API?",)})
    card = shown(stack_record(stack_plan(draft=draft)))

    assert "Open questions – reply here to answer\n* Who may call the API?" in card


def test_one_of_two_with_the_same_name_is_told_from_the_other() -> None:
    twins = Architecture(
        components=(Component(id="a", service="ec2"), Component(id="b", service="ec2", count=3))
    )
    card = shown(stack_record(stack_plan(twins)))

    assert "* EC2 #1\n* EC2 #2 ×3\n" in card


def test_the_text_beside_the_blocks_tells_the_same_to_who_cannot_see_them() -> None:
    cards = Cards(rehearsal=False)
    blocked = stack_record(stack_plan(checks=(blocking(),)))

    assert cards.render(stack_record())[0] == snapshot(
        "Plan: API Gateway → Lambda → DynamoDB, 5 resources in us-east-1. Approve?"
    )
    assert cards.render(blocked)[0].endswith("5 resources in us-east-1. A finding blocks it.")
    assert cards.render(stack_record(state=PlanState.RUNNING))[0] == snapshot(
        "API Gateway → Lambda → DynamoDB: running"
    )


# --- how it went -----------------------------------------------------------------------------


def launching(**more: object) -> PlanRecord:
    progress = Progress(began_at=NOON, **more)
    return stack_record(state=PlanState.LAUNCHING, resources=(STACK,), progress=progress)


def test_a_launch_shows_how_far_it_is() -> None:
    record = launching(
        done=("CustomersTable", "GetCustomerRole"),
        current="GetCustomerFunction (AWS::Lambda::Function)",
        seen_at=NOON + timedelta(seconds=73),
    )

    assert shown(record) == snapshot("""\
# API Gateway → Lambda → DynamoDB
:hourglass_flowing_sand: Approved by <@U0APPROVER>. AWS is creating it …
▰▰▰▰▱▱▱▱▱▱▱▱  2 of 5 · 1 min 13 s
Now: GetCustomerFunction (Lambda function)
<https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/stackinfo?stackId=arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack%2Fslackbot-customer-details-1a2b%2F77|Open the stack in the AWS console>
*What was approved:* 5 resources in us-east-1, as the stack `slackbot-api-gateway-lambda-dynamodb-1a2b3c4d`
(API Gateway REST API · Lambda function · IAM role · DynamoDB table · Lambda permission)
*Cost* depends on use (API Gateway, Lambda, DynamoDB): nothing in it is known to cost anything just for existing.
(Asked by <@U0ASKER> · read by a model · plan `0123456789ab`)\
""")
    assert buttons(record) == {}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"), (7320, "2 h 2 min")],
    ids=str,
)
def test_the_time_it_takes_is_told_in_words(seconds: int, said: str) -> None:
    assert f"0 of 5 · {said}\n" in shown(launching(seen_at=NOON + timedelta(seconds=seconds)))


def test_what_is_done_twice_counts_once() -> None:
    assert "▰▰▱▱▱▱▱▱▱▱▱▱  1 of 5\n" in shown(launching(done=("CustomersTable",) * 9))


def test_a_running_stack_that_could_not_be_ended_says_why() -> None:
    why = "AWS: it is protected. Switch the protection off."
    card = shown(stack_record(state=PlanState.RUNNING, resources=MADE, failure=why))

    assert f"Not ended: {why}" in card.split("\n")
    assert "[End" in card


def test_a_running_stack_says_how_to_reach_it_what_was_made_and_how_to_end_it() -> None:
    assert shown(stack_record(state=PlanState.RUNNING, resources=MADE)) == snapshot("""\
# API Gateway → Lambda → DynamoDB
:large_green_circle: *Running.* Approved by <@U0APPROVER>.
Outputs
* ApiUrl: <https://1a2b.execute-api.us-east-1.amazonaws.com/prod?a=1&b=2>
* OldUrl: http://plain.example.com
What AWS made (1)
* CustomersTable (DynamoDB table): slackbot-CustomersTable-1X
<https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/stackinfo?stackId=arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack%2Fslackbot-customer-details-1a2b%2F77|Open the stack in the AWS console>
[End]
*What was approved:* 5 resources in us-east-1, as the stack `slackbot-api-gateway-lambda-dynamodb-1a2b3c4d`
(API Gateway REST API · Lambda function · IAM role · DynamoDB table · Lambda permission)
*Cost* depends on use (API Gateway, Lambda, DynamoDB): nothing in it is known to cost anything just for existing.
(Asked by <@U0ASKER> · read by a model · plan `0123456789ab`)\
""")


def test_what_people_drew_is_listed_before_what_holds_it_together() -> None:
    resources = [
        Resource(
            id=f"id-{one.logical_id}",
            kind="stack-resource",
            region="us-east-1",
            name=one.logical_id,
        )
        for one in (*stack_plan().resources, *[PlannedResource(logical_id="X", type="X")] * 9)
    ]
    card = shown(stack_record(state=PlanState.RUNNING, resources=(STACK, *resources)))
    listed = card[card.index("What AWS made") :].split("\n")

    assert listed[0] == "What AWS made (14)"
    assert listed[3].startswith("* GetCustomerRole (IAM role)")
    assert listed[5] == "* GetCustomerPermission (Lambda permission): id-GetCustomerPermission"
    assert listed[9] == "* … and 6 more, all in the AWS console"


def test_only_secure_web_addresses_become_links() -> None:
    card = shown(stack_record(state=PlanState.RUNNING, resources=MADE))

    assert "ApiUrl: <https://1a2b.execute-api.us-east-1.amazonaws.com/prod?a=1&b=2>" in card
    assert "<http:" not in card


def test_ending_asks_first_and_says_what_is_lost() -> None:
    _, blocks = Cards(rehearsal=False).render(stack_record(state=PlanState.RUNNING, resources=MADE))
    (end,) = [one for one in pieces(blocks) if one.get("action_id") == "resource_end"]

    assert (end["style"], end["text"]["text"]) == ("danger", "End")
    assert {
        name: end["confirm"][name]["text"] for name in ("title", "text", "confirm", "deny")
    } == (
        snapshot(
            {
                "title": "Delete this stack?",
                "text": "AWS deletes “API Gateway → Lambda → DynamoDB” and all it made, with the data in it. This can’t be undone.",
                "confirm": "Delete it",
                "deny": "Keep it",
            }
        )
    )


def test_the_permissions_that_reach_furthest_are_never_cut() -> None:
    statements = (
        *(f"Role{at}: may sqs:SendMessage on Q{at}" for at in range(40)),
        "R: may s3:* on everything",
    )
    card = shown(stack_record(stack_plan(statements=statements)))

    assert "* R: may s3:* on everything\n* Role0: may" in card
    assert "… and 35 more, all in the attached template" in card


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (
            PlanState.APPROVED,
            snapshot(":white_check_mark: Approved by <@U0APPROVER>. Launching next."),
        ),
        (
            PlanState.REHEARSED,
            snapshot(
                ":performing_arts: *Rehearsed.* Approved by <@U0APPROVER>; nothing was launched, because SKIP_AWS is on."
            ),
        ),
        (
            PlanState.CANCELLED,
            snapshot(":no_entry_sign: Cancelled by <@U0APPROVER>. Nothing was launched."),
        ),
        (
            PlanState.SUPERSEDED,
            snapshot(
                ":arrows_counterclockwise: *Changed by a later plan* below, which the stack belongs to now."
            ),
        ),
        (
            PlanState.EXPIRED,
            snapshot(":alarm_clock: Expired: nobody decided in time. Ask again for a new plan."),
        ),
        (
            PlanState.ENDING,
            snapshot(":hourglass_flowing_sand: <@U0ENDER> ended it. AWS is deleting the stack …"),
        ),
        (
            PlanState.ENDED,
            snapshot(":white_circle: *Ended* by <@U0ENDER>. AWS has deleted the stack."),
        ),
    ],
    ids=lambda value: value if isinstance(value, PlanState) else "",
)
def test_every_other_state_says_how_the_plan_stands(state: PlanState, standing: str) -> None:
    record = stack_record(state=state, ended_by="U0ENDER", resources=(STACK,))

    assert shown(record).split("\n")[1] == standing
    assert buttons(record) == {}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (PlanState.PROPOSED, "Stays when the stack is deleted"),
        (PlanState.ENDED, "Still there"),
    ],
)
def test_what_the_template_keeps_is_named_before_it_is_made_and_when_the_rest_is_gone(
    state: PlanState, said: str
) -> None:
    keeping = stack_record(stack_plan(kept=("Orders", "Database")), state=state)

    assert f"{said}, itself or as a snapshot, and may cost money: Orders, Database" in shown(
        keeping
    )
    assert said not in shown(stack_record(state=state))


def test_whoever_ends_a_stack_is_told_first_what_stays() -> None:
    names = tuple(f"Database{number}" for number in range(40))
    record = stack_record(stack_plan(kept=names), state=PlanState.RUNNING, resources=(STACK,))

    _, blocks = Cards(rehearsal=False).render(record)
    (end,) = [one for one in pieces(blocks) if one.get("action_id") == "resource_end"]
    text = end["confirm"]["text"]["text"]

    assert "Only this stays, itself or as a snapshot: Database0, Database1, " in text
    assert len(text) <= 300


# --- whatever is in it -----------------------------------------------------------------------


def test_a_huge_architecture_is_shortened_honestly() -> None:
    plan = stack_plan(
        huge_architecture(),
        coverage=tuple(
            Covered(subject=f"Part {at}", resources=() if at == 200 else ("R",))
            for at in range(280)
        ),
    )
    card = shown(stack_record(plan))

    assert "… and 73 more, all in the attached picture" in card
    assert "… and 193 more, all in the attached picture" in card
    assert "| Part 200 | ⚠ nothing: left out |\n| Part 0 | R |" in card
    assert "more | all in the attached template |" in card


@settings(deadline=None, max_examples=60)
@given(stack_records(), st.booleans())
def test_slack_takes_every_card_and_no_text_in_it_comes_alive(
    record: PlanRecord,
    rehearsal: bool,  # noqa: FBT001 - Hypothesis names its arguments
) -> None:
    text, blocks = Cards(rehearsal=rehearsal).render(record)

    assert_slack_takes_it(text, blocks)
    assert_nothing_comes_alive(text, blocks)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("state", ["proposed", "launching", "running", "failed", "ended"])
def test_the_worst_card_is_still_one_message(text: str, state: str) -> None:
    record = stack_record(
        huge_plan(text),
        state=PlanState(state),
        failure=text * 10,
        diagnosis=Diagnosis(logical_id=text, type=text, said=text, cause=text * 10, fix=text * 10),
        cleared_at=NOON,
        ended_by="U0ENDER",
        resources=made(text),
        progress=Progress(began_at=NOON, current=text, seen_at=NOON),
    )
    message, blocks = Cards(rehearsal=True).render(record)

    assert_slack_takes_it(message, blocks)
    assert_nothing_comes_alive(message, blocks)


def test_a_small_card_is_not_shortened() -> None:
    card = shown(stack_record(stack_plan(CUSTOMER_DETAILS)))

    assert card.count("more") == 1, "the table is short where nothing is missing"
    assert "| … and 2 more | all in the attached template |" in card
