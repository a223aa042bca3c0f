"""A stack that runs is changed by words in its thread: one stack from its first card to its end."""

from pathlib import Path

import pytest

from bot.sandbox.workspace import INFRASTRUCTURE, MAYA, PRIYA, Message
from tests.journeys.world import World, actions

pytestmark = pytest.mark.timeout(120)

DRAWN = (
    "```mermaid\ngraph LR\n  a[API Gateway orders] --> b[Lambda place] --> c[DynamoDB kept]\n```"
)


@pytest.fixture
def world(world: World) -> World:
    world.channel = INFRASTRUCTURE.id
    world.patience = 60
    return world


def now(world: World, card: Message) -> set[str]:
    """What can be pressed on a card by now."""
    return actions(world.slack.message(world.channel, card.ts))


def types(world: World) -> set[str]:
    (stack,) = world.stacks()
    return {one["type"] for one in stack["resources"] if "DELETE" not in one["status"]}


def launched(world: World) -> tuple[str, Message]:
    """A thread whose stack runs, and its card."""
    thread = world.asks(DRAWN)
    card = world.card(thread, "place")
    world.presses("plan_approve", card, user=MAYA.id)
    world.sees(thread, "is created in")
    return thread, card


def test_words_in_the_thread_change_the_stack_and_end_ends_all_of_it(world: World) -> None:
    thread, old = launched(world)
    assert "AWS::SQS::Queue" not in types(world)

    world.replies("add a queue before the Lambda", thread=thread)
    change = world.card(thread, "SQS")
    files = world.slack.wait_until(lambda: world.files(thread)[4:] and world.files(thread), 30)
    suffixes = sorted(Path(one).suffix for one in files)
    assert suffixes == [".diff", ".png", ".png", ".yaml", ".yaml"]
    assert [one["status"] for one in world.stacks()] == ["CREATE_COMPLETE"], "nothing has changed"
    assert "resource_end" in now(world, old)

    world.presses("plan_approve", change, user=MAYA.id)
    world.sees(thread, "is changed in", f"<@{PRIYA.id}>")
    assert [one["status"] for one in world.stacks()] == ["UPDATE_COMPLETE"]
    assert "AWS::SQS::Queue" in types(world)
    world.slack.wait_until(lambda: now(world, old) == set(), 30)
    assert "resource_end" in now(world, change)

    card = world.slack.message(world.channel, change.ts)
    world.presses("resource_end", card, user=PRIYA.id)
    world.sees(thread, "has been deleted")
    assert [one["status"] for one in world.stacks()] == ["DELETE_COMPLETE"]


def test_a_change_that_fails_leaves_the_stack_as_it_was(world: World) -> None:
    thread, old = launched(world)
    before = types(world)
    world.replies("add a queue before the Lambda", thread=thread)
    change = world.card(thread, "SQS")
    world.aws.fail_next("AWS::SQS::Queue", code="LimitExceeded", message="No more queues.")

    world.presses("plan_approve", change, user=MAYA.id)
    world.sees(thread, "No more queues", "as it was before")
    assert [one["status"] for one in world.stacks()] == ["UPDATE_ROLLBACK_COMPLETE"]
    assert types(world) == before
    assert "resource_end" in now(world, old)
    assert "resource_end" not in now(world, change)
