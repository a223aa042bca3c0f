"""The form that corrects what was read: it opens on what was read, and is read back as it was filled in."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from bot.domain.architecture import Architecture, Component, Connection, Container
from bot.domain.policy import Policy
from bot.domain.services import SERVICES
from bot.sandbox.workspace import inputs, limits
from handlers.cards import architecture_form, render_editor
from handlers.cards.blocks import tidy
from handlers.cards.service_menu import GROUPS, service_menu
from handlers.payloads import read_submission
from tests.domain.strategies import HOSTILE
from tests.handlers.cards.rendering import assert_nothing_comes_alive, drawn
from tests.handlers.cards.stacks import (
    CUSTOMER_DETAILS,
    DOUBTFUL,
    architectures,
    huge_architecture,
    stack_plan,
    stack_record,
)

MANY = 30


def opened(architecture: Architecture, picture: str | None = "a.png") -> dict[str, Any]:
    record = stack_record(stack_plan(architecture, picture=picture))
    view = render_editor(record, Policy())
    assert limits.view_faults(view) == []
    assert not limits.view_too_large(view)
    return view


def held(view: Mapping[str, Any]) -> dict[str, str | None]:
    """What comes back when somebody sends the form off as it is."""
    elements = [
        {**block["element"], "block_id": block["block_id"]}
        for block in view["blocks"]
        if block["type"] == "input"
    ]
    body = {
        "user": {"id": "U0ASKER"},
        "view": {**view, "id": "V1", "state": {"values": inputs.values(elements, {})}},
    }
    return {**read_submission(body).values}


def corrected(before: Architecture, **changed: str | None) -> Architecture:
    entered = architecture_form.parse(held(opened(before)) | changed, before)
    assert isinstance(entered, Architecture), entered
    return entered


def faults(before: Architecture, **changed: str | None) -> dict[str, str]:
    values = held(opened(before)) | changed
    entered = architecture_form.parse(values, before)
    assert isinstance(entered, dict), entered
    assert entered.keys() <= values.keys(), "Slack shows faults beside fields only"
    return entered


def certain(architecture: Architecture) -> Architecture:
    """As it is once a person has looked at it; what cannot be seen is not kept in the label of an arrow."""
    sure = {"confidence": 1.0}
    return architecture.model_copy(
        update={
            "components": tuple(one.model_copy(update=sure) for one in architecture.components),
            "containers": tuple(one.model_copy(update=sure) for one in architecture.containers),
            "connections": tuple(
                one.model_copy(update={**sure, "label": tidy(one.label)})
                for one in architecture.connections
            ),
        }
    )


def in_lines(architecture: Architecture) -> Architecture:
    """The same with so many more components that it gets lines instead of fields."""
    more = tuple(Component(id=f"more-{at}", service="sns") for at in range(MANY))
    return architecture.model_copy(update={"components": (*architecture.components, *more)})


# --- how it opens ----------------------------------------------------------------------------


def test_the_form_opens_on_what_was_read() -> None:
    view = opened(DOUBTFUL)

    assert view["callback_id"] == "architecture_edit"
    assert view["private_metadata"] == stack_record().id
    assert drawn(view["blocks"]) == snapshot("""\
This is what I read from a.png. Put right what is wrong; the rest stays as it is. The new plan is made from exactly this.
*1. EC2 #1*
Service: Amazon EC2
Name: \n\
Stands in: Private subnet
Not in the picture?: [ ] Leave it out
*2. EC2 #2*
Service: Amazon EC2
Name: \n\
Stands in: Private subnet
Not in the picture?: [ ] Leave it out
*3. Orders*
Service: Amazon SQS
Name: Orders
Stands in: Nowhere in particular
Not in the picture?: [ ] Leave it out
*Something missing?*
Service: \n\
Name: \n\
Stands in: Nowhere in particular
Boxes, one on each line: Production (VPC)
Private subnet in Production
Arrows, one on each line: EC2 #1 → Orders
Orders → EC2 #2
(Seen, but not placed: “Billing” (no icon near it))
What I could not place: [ ] Forget it\
""")


def test_many_components_are_written_in_lines() -> None:
    view = opened(in_lines(DOUBTFUL))

    assert drawn(view["blocks"]).split("\nSNS #3")[0] == snapshot("""\
This is what I read from a.png. Put right what is wrong; the rest stays as it is. The new plan is made from exactly this.
Components, one on each line: EC2 #1 (Amazon EC2) ×2 in Private subnet
EC2 #2 (Amazon EC2) in Private subnet
Orders (Amazon SQS)
SNS #1 (Amazon SNS)
SNS #2 (Amazon SNS)\
""")


def test_the_largest_reading_there_can_be_fits_into_the_form() -> None:
    for text in HOSTILE:
        before = huge_architecture(text)
        assert corrected(before) == certain(before)


def test_every_service_is_in_the_menu_once() -> None:
    groups = service_menu(None)["option_groups"]
    offered = [one["value"] for group in groups for one in group["options"]]

    assert sorted(offered) == sorted(SERVICES)
    assert {name for names in GROUPS.values() for name in names} <= SERVICES.keys()
    assert [group["label"]["text"] for group in groups][-1] == "Outside AWS"


@settings(deadline=None, max_examples=40)
@given(architectures())
def test_what_is_sent_off_as_it_was_comes_back_as_it_was(before: Architecture) -> None:
    view = opened(before)

    assert_nothing_comes_alive("", view)
    assert architecture_form.parse(held(view), before) == certain(before)


@settings(deadline=None, max_examples=40)
@given(architectures(most=6))
def test_what_is_sent_off_as_lines_comes_back_as_it_was(before: Architecture) -> None:
    before = in_lines(before)

    assert corrected(before) == certain(before)


# --- what people change ----------------------------------------------------------------------


def test_a_changed_component_keeps_its_id_and_its_arrows() -> None:
    after = corrected(
        CUSTOMER_DETAILS, **{"service-2": "rds", "label-2": "Clients", "place-2": "box-0"}
    )

    assert after.components[2] == Component(
        id="table", service="rds", label="Clients", inside="vpc"
    )
    assert after.connections == CUSTOMER_DETAILS.connections


def test_what_is_not_in_the_picture_takes_its_arrows_with_it() -> None:
    after = corrected(CUSTOMER_DETAILS, **{"removed-2": "yes"})

    assert [one.id for one in after.components] == ["api", "function"]
    assert [(one.source, one.target) for one in after.connections] == [("api", "function")]


def test_what_is_missing_is_added_and_connected() -> None:
    arrows = "CustomerDetailsAPI → Orders → GetCustomer\nGetCustomer → Customers: reads"
    after = corrected(
        CUSTOMER_DETAILS,
        **{"service-new": "sqs", "label-new": "Orders", "place-new": "box-0", "arrows-0": arrows},
    )

    assert after.components[3] == Component(
        id="part-1", service="sqs", label="Orders", inside="vpc"
    )
    assert [(one.source, one.target) for one in after.connections] == [
        ("api", "part-1"),
        ("part-1", "function"),
        ("function", "table"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "api → table",
        "CUSTOMERDETAILSAPI -> customers",
        "API Gateway to DynamoDB",
        "Amazon API Gateway => dynamo",
        "table <- CustomerDetailsAPI",
    ],
    ids=str,
)
def test_an_arrow_finds_its_ends_by_name_id_or_service(line: str) -> None:
    after = corrected(CUSTOMER_DETAILS, **{"arrows-0": line})

    assert after.connections == (Connection(source="api", target="table"),)


def test_no_arrows_are_an_answer_too() -> None:
    assert corrected(CUSTOMER_DETAILS, **{"arrows-0": None}).connections == ()


def test_an_arrow_by_the_old_name_still_points_at_what_was_renamed() -> None:
    after = corrected(CUSTOMER_DETAILS, **{"label-0": "Customers", "label-2": "CustomerDetailsAPI"})

    assert after.connections == CUSTOMER_DETAILS.connections


def test_boxes_are_added_changed_and_put_into_each_other() -> None:
    lines = "Production (VPC)\nPrivate subnet in Production\nPublic subnet in vpc"
    after = corrected(DOUBTFUL, **{"boxes-0": lines})

    assert after.containers == (
        *certain(DOUBTFUL).containers,
        Container(id="box-1", kind="public-subnet", inside="vpc"),
    )


def test_the_kind_of_a_box_can_be_corrected() -> None:
    after = corrected(DOUBTFUL, **{"boxes-0": "Production (VPC)\nPrivate subnet (subnet) in VPC"})

    assert [one.kind for one in after.containers] == ["vpc", "subnet"]


def test_what_stood_in_a_box_that_is_gone_stands_in_the_one_around_it() -> None:
    assert {one.inside for one in corrected(DOUBTFUL, **{"boxes-0": "Production"}).components} == {
        "vpc",
        None,
    }
    assert {one.inside for one in corrected(DOUBTFUL, **{"boxes-0": None}).components} == {None}


def test_what_could_not_be_placed_stays_until_somebody_says_to_forget_it() -> None:
    assert corrected(DOUBTFUL).unplaced == DOUBTFUL.unplaced
    assert corrected(DOUBTFUL, forget="yes").unplaced == ()


def test_lines_add_change_and_remove_components() -> None:
    before = in_lines(DOUBTFUL)
    lines = "EC2 #2 (AWS Lambda) in Production\nOrders ×4\nJobs (SQS)\nDynamoDB"
    after = corrected(before, **{"components-0": lines, "arrows-0": "Orders → Jobs → dynamodb"})

    assert after.components == (
        Component(id="app", service="lambda", inside="vpc"),
        Component(id="orders", service="sqs", label="Orders", count=4),
        Component(id="part-1", service="sqs", label="Jobs"),
        Component(id="part-2", service="dynamodb"),
    )
    assert [(one.source, one.target) for one in after.connections] == [
        ("orders", "part-1"),
        ("part-1", "part-2"),
    ]


# --- what is wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Lambda DynamoDB", snapshot("Line 2: write it like this: Lambda → DynamoDB.")),
        (
            "Mailer → Orders",
            snapshot("Line 2: there is nothing called “Mailer”. I know EC2 #1, EC2 #2, Orders."),
        ),
        (
            "EC2 #3 → Orderz",
            snapshot(
                "Line 2: “EC2 #3” could be EC2 #1 or EC2 #2. Line 2: there is nothing called “Orderz” – did you mean “Orders”? I know EC2 #1, EC2 #2, Orders."
            ),
        ),
        ("EC2 → Orders", snapshot("Line 2: “EC2” could be EC2 #1 or EC2 #2.")),
        (f"Orders → EC2 #1: {'x' * 121}", snapshot("Line 2: a label has 120 characters at most.")),
    ],
    ids=["no arrow", "unknown", "misspelt", "ambiguous", "long label"],
)
def test_an_arrow_that_is_not_understood_is_told_why(line: str, said: str) -> None:
    assert faults(DOUBTFUL, **{"arrows-0": f"\n{line}"}) == {"arrows-0": said}


def test_many_faults_are_told_whole_and_what_there_is_once() -> None:
    names = [f"Service number {at} of the department" for at in range(30)]
    before = Architecture(
        components=tuple(
            Component(id=f"c{at}", service="sqs", label=name) for at, name in enumerate(names)
        )
    )
    lines = "\n".join(f"Nobody {at} → {names[0]}" for at in range(9))

    assert faults(before, **{"arrows-0": lines}) == snapshot(
        {
            "arrows-0": "Line 1: there is nothing called “Nobody 0”. Line 2: there is nothing called “Nobody 1”. Line 3: there is nothing called “Nobody 2”. Line 4: there is nothing called “Nobody 3”. Line 5: there is nothing called “Nobody 4”. … and 4 more. I know Service number 0 of the department, Service number 1 of the department, Service number 2 of the department, Service number 3 of the department and 26 more."
        }
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "Production\nCellar",
            snapshot(
                "Line 2: I don’t know what “Cellar” is. Write it like this: Production (VPC)."
            ),
        ),
        (
            "Production (planet)",
            snapshot(
                "Line 1: I don’t know what “planet” is. Write it like this: Production (VPC)."
            ),
        ),
        (
            "Production\nPrivate subnet in VPC2",
            snapshot("Line 2: there is no box called “VPC2”. I know Production, Private subnet."),
        ),
        ("Production\nproduction", snapshot("Line 2: “production” is there twice.")),
        (
            "Production in Private subnet\nPrivate subnet in Production",
            snapshot("Line 1: “Production” can’t stand in itself."),
        ),
        ("(VPC)", snapshot("Line 1: there is no name on it.")),
    ],
    ids=["no kind", "unknown kind", "nowhere", "twice", "round and round", "nameless"],
)
def test_a_box_that_is_not_understood_is_told_why(lines: str, said: str) -> None:
    assert faults(DOUBTFUL, **{"boxes-0": lines}) == {"boxes-0": said}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "Orders\nJobs",
            snapshot(
                "Line 2: I don’t know a service called “Jobs”. Write it like this: Orders (Amazon SQS)."
            ),
        ),
        (
            "Orders (Teapot)",
            snapshot(
                "Line 1: I don’t know a service called “Teapot”. Write it like this: Orders (Amazon SQS)."
            ),
        ),
        (
            "Orders\nJobs (Lambdaa)",
            snapshot("Line 2: I don’t know a service called “Lambdaa” – did you mean “Lambda”?"),
        ),
        ("Orders ×0", snapshot("Line 1: ×0 is not a number from 1 to 100.")),
        (
            "Orders in Cellar",
            snapshot("Line 1: there is no box called “Cellar”. I know Production, Private subnet."),
        ),
        ("Orders\nORDERS", snapshot("Line 2: “ORDERS” is there twice.")),
    ],
    ids=["no service", "unknown service", "misspelt service", "none of it", "nowhere", "twice"],
)
def test_a_component_that_is_not_understood_is_told_why(lines: str, said: str) -> None:
    assert faults(in_lines(DOUBTFUL), **{"components-0": lines, "arrows-0": None}) == {
        "components-0": said
    }


def test_faults_stand_beside_the_field_whose_line_they_are_about() -> None:
    before = huge_architecture()
    second = (held(opened(before))["arrows-1"] or "") + "\nnonsense"
    number = second.count("\n") + 1

    assert faults(before, **{"arrows-1": second}) == {
        "arrows-1": f"Line {number}: write it like this: Lambda → DynamoDB."
    }


def test_nothing_at_all_cannot_be_made() -> None:
    gone = {f"removed-{at}": "yes" for at in range(3)}

    assert faults(CUSTOMER_DETAILS, **gone) == {"arrows-0": "Nothing would be left to make."}


def test_more_than_a_plan_takes_is_refused() -> None:
    lines = "\n".join(f"Queue {at} (SQS)" for at in range(81))

    assert (
        "80 components"
        in faults(in_lines(CUSTOMER_DETAILS), **{"components-0": lines, "arrows-0": None})[
            "arrows-0"
        ]
    )


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=120))
def test_nothing_people_type_breaks_the_form(parts: str, boxes: str, arrows: str) -> None:
    before = in_lines(CUSTOMER_DETAILS)
    values = {"components-0": parts, "boxes-0": boxes, "arrows-0": arrows}
    entered = architecture_form.parse(values, before)

    assert isinstance(entered, Architecture) or entered
