"""A stack that AWS cannot create: why is told, a fix is a new plan, and what is left is kept or deleted."""

import pytest

from bot.sandbox.workspace import INFRASTRUCTURE, MAYA, PRIYA, Message
from tests.journeys.world import World, actions, text_of

pytestmark = pytest.mark.timeout(120)

DRAWN = "```mermaid\ngraph LR\n  a[Lambda place] --> b[DynamoDB orders]\n```"


@pytest.fixture
def world(world: World) -> World:
    world.channel = INFRASTRUCTURE.id
    world.patience = 60
    return world


def states(world: World) -> list[str]:
    return sorted(one["status"] for one in world.stacks())


def failed(world: World) -> tuple[str, Message]:
    """A thread whose launch failed, and its card then."""
    thread = world.asks(DRAWN)
    card = world.card(thread, "place")
    world.aws.fail_next("AWS::DynamoDB::Table", code="Throttling", message="Rate exceeded")
    world.presses("plan_approve", card, user=MAYA.id)
    world.sees(thread, "Rate exceeded", "Likely cause", f"<@{PRIYA.id}>")
    return thread, world.slack.message(world.channel, card.ts)


def test_a_failure_is_explained_and_a_fix_that_runs_clears_it_away(world: World) -> None:
    thread, card = failed(world)
    assert {"plan_retry", "stack_keep", "resource_end"} <= actions(card)
    assert "AWS was asked too much at once" in text_of(card.blocks)
    assert states(world) == ["ROLLBACK_COMPLETE"]

    world.presses("plan_retry", card, user=PRIYA.id)
    mended = world.card(thread, "place")
    world.presses("plan_approve", mended, user=MAYA.id)
    world.sees(thread, "is created in")
    world.sees(thread, "What the failed launch of", "left has been deleted")
    assert states(world) == ["CREATE_COMPLETE", "DELETE_COMPLETE"]


def test_what_is_kept_says_who_keeps_it_until_it_is_deleted(world: World) -> None:
    thread, card = failed(world)
    world.presses("stack_keep", card, user=PRIYA.id)
    kept = world.sees(thread, "Kept by", PRIYA.id)
    assert states(world) == ["ROLLBACK_COMPLETE"]

    world.presses("resource_end", kept, user=PRIYA.id)
    world.sees(thread, "has been deleted")
    assert states(world) == ["DELETE_COMPLETE"]


def test_what_the_template_keeps_is_named_when_the_stack_is_deleted(world: World) -> None:
    thread = world.asks(DRAWN)
    world.presses("plan_approve", world.card(thread, "place"), user=MAYA.id)
    world.sees(thread, "is created in")
    card = next(one for one in world.answers(thread) if "resource_end" in actions(one))
    world.presses("resource_end", card, user=PRIYA.id)

    told = world.sees(thread, "has been deleted", "Still there, and may cost money")
    assert "(DynamoDB table): " in text_of(told.blocks)
