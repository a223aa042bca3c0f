"""From a picture to a created stack, over three sockets."""

from pathlib import Path

import pytest

from bot.sandbox.workspace import INFRASTRUCTURE, MAYA, PRIYA, Mood
from tests.journeys.world import HLA, World, actions, text_of

pytestmark = pytest.mark.timeout(120)

WIRED = {
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Method",
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::Stage",
    "AWS::Lambda::Function",
    "AWS::Lambda::Permission",
    "AWS::IAM::Role",
    "AWS::DynamoDB::Table",
    "AWS::EC2::VPC",
}


@pytest.fixture
def world(world: World) -> World:
    world.channel = INFRASTRUCTURE.id
    world.patience = 60
    return world


def types(world: World) -> set[str]:
    (stack,) = world.stacks()
    return {one["type"] for one in stack["resources"]}


def live(world: World) -> list[str]:
    gone = ("DELETE_COMPLETE",)
    return [one["status"] for one in world.stacks() if one["status"] not in gone]


def test_the_diagram_of_the_original_project_becomes_a_created_stack(world: World) -> None:
    thread = world.drops(HLA, text="Please build this.")
    card = world.card(thread, "CustomerDetailsAPI", "GetCustomer", "Customers", "hla.png")
    assert live(world) == ["REVIEW_IN_PROGRESS"], "AWS has looked at it and created nothing"

    assert world.presses("plan_approve", card, user=MAYA.id)
    world.sees(thread, "is created in us-east-1", f"<@{PRIYA.id}>")

    (stack,) = world.stacks()
    assert stack["status"] == "CREATE_COMPLETE"
    assert types(world) >= WIRED
    assert any("execute-api" in value for value in stack["outputs"].values())
    shown = text_of(world.slack.message(world.channel, card.ts).blocks)
    assert "execute-api" in shown
    assert "resource_end" in actions(world.slack.message(world.channel, card.ts))


def test_the_redrawn_reading_and_the_template_lie_beside_the_card(world: World) -> None:
    thread = world.drops(HLA)
    world.card(thread)
    world.slack.wait_until(lambda: len(world.files(thread)) == 2, 30)

    assert {Path(one).suffix for one in world.files(thread)} == {".png", ".yaml"}


@pytest.mark.parametrize(
    "mood",
    [
        Mood(twins="mention_first"),
        Mood(twins="message_first", copies=2),
        Mood(twins="mention_only"),
    ],
    ids=["mention first", "message first, twice", "mention only"],
)
def test_one_picture_makes_one_plan_however_slack_delivers_it(world: World, mood: Mood) -> None:
    world.slack.set_mood(mood)
    thread = world.drops(HLA)
    world.card(thread, "GetCustomer")
    world.slack.wait_until(lambda: len(world.files(thread)) == 2, 30)

    assert sum("plan_cancel" in actions(one) for one in world.answers(thread)) == 1
    assert live(world) == ["REVIEW_IN_PROGRESS"]


def test_a_picture_in_a_thread_of_ours_needs_no_mention(world: World) -> None:
    thread = world.asks("what can you do?")
    world.sees(thread, "Minecraft")
    world.drops(HLA, thread=thread)

    world.card(thread, "GetCustomer")


def test_a_picture_in_a_direct_message_needs_no_mention(world: World) -> None:
    world.channel = world.slack.direct(PRIYA.id)
    file = world.slack.uploads(HLA.name, HLA.read_bytes(), user=PRIYA.id)
    thread = world.slack.says("", user=PRIYA.id, channel=world.channel, files=[file])

    world.card(thread, "GetCustomer")


def test_two_pictures_make_a_plan_each(world: World, tmp_path: Path) -> None:
    other = tmp_path / "orders.mmd"
    other.write_text("graph LR\n  q[SQS orders] --> w[Lambda worker]\n")
    thread = world.drops(HLA, other)
    first = world.card(thread, "GetCustomer")
    second = world.card(thread, "orders", "worker")

    assert first.ts < second.ts
    assert sorted(live(world)) == ["REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS"]


def test_mermaid_in_a_message_is_read_exactly(world: World) -> None:
    thread = world.asks("```mermaid\ngraph LR\n  a[API Gateway orders] --> b[Lambda place]\n```")

    world.card(thread, "orders", "place")


def test_words_that_come_with_the_picture_count(world: World) -> None:
    thread = world.drops(HLA, text="build this, but without the VPC")
    card = world.card(thread, "GetCustomer")

    world.presses("plan_approve", card, user=MAYA.id)
    world.sees(thread, "is created in")
    assert "AWS::EC2::VPC" not in types(world)


def test_a_follow_up_makes_a_revision_and_leaves_nothing_of_the_old_plan_at_aws(
    world: World,
) -> None:
    thread = world.drops(HLA)
    old = world.card(thread, "GetCustomer")
    world.replies("add a queue before the Lambda", thread=thread)
    world.card(thread, "SQS", "GetCustomer")
    world.slack.wait_until(lambda: live(world) == ["REVIEW_IN_PROGRESS"], 30)

    assert actions(world.slack.message(world.channel, old.ts)) == set()


def test_cancelling_leaves_no_stack_that_waits_for_review(world: World) -> None:
    thread = world.drops(HLA)
    card = world.card(thread)
    world.presses("plan_cancel", card, user=PRIYA.id)
    world.sees(thread, "Cancelled by")

    world.slack.wait_until(lambda: live(world) == [], 30)


def test_end_deletes_the_stack(world: World) -> None:
    thread = world.drops(HLA)
    world.presses("plan_approve", world.card(thread), user=MAYA.id)
    world.sees(thread, "is created in")
    card = next(one for one in world.answers(thread) if "resource_end" in actions(one))
    world.presses("resource_end", card, user=PRIYA.id)
    world.sees(thread, "has been deleted")

    assert live(world) == []
    assert [one["status"] for one in world.stacks()] == ["DELETE_COMPLETE"]


def test_a_reading_corrected_in_the_form_is_what_is_built(world: World) -> None:
    thread = world.drops(HLA)
    card = world.card(thread, "GetCustomer")
    world.presses("plan_edit", card, user=PRIYA.id)
    assert world.slack.modal(PRIYA.id) is not None
    assert world.slack.submits(PRIYA.id).ok

    world.card(thread, "GetCustomer")
    world.sees(thread, "Replaced by a newer plan")


def test_a_text_file_that_calls_itself_a_picture_is_refused_in_plain_words(
    world: World, tmp_path: Path
) -> None:
    notes = tmp_path / "diagram.png"
    notes.write_text("buy milk")
    thread = world.drops(notes)

    world.sees(thread, "diagram.png")
    assert not world.has_card(thread)


def test_a_picture_of_something_else_gets_a_friendly_answer_and_no_plan(
    world: World, blank_picture: Path
) -> None:
    thread = world.drops(blank_picture)

    world.sees(thread, "architecture")
    assert not world.has_card(thread)
    assert world.stacks() == []


@pytest.fixture
def blank_picture(tmp_path: Path) -> Path:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only here

    picture = Image.new("RGB", (640, 480), "#8fb8de")
    ImageDraw.Draw(picture).ellipse((220, 140, 420, 340), fill="#f2c14e")
    file = tmp_path / "sun.png"
    picture.save(file)
    return file
