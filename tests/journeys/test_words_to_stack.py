"""From words to a created stack, over three sockets: what is more than instances becomes a template."""

from pathlib import Path

import pytest

from bot.sandbox.workspace import INFRASTRUCTURE, MAYA, PRIYA
from tests.journeys.world import World, actions, text_of

pytestmark = pytest.mark.timeout(120)

WEBSITE = "an S3 bucket for website hosting with versioning, and a CloudFront distribution"


@pytest.fixture
def world(world: World) -> World:
    world.channel = INFRASTRUCTURE.id
    world.patience = 60
    return world


def types(world: World) -> list[str]:
    (stack,) = [one for one in world.stacks() if one["status"] != "DELETE_COMPLETE"]
    return [one["type"] for one in stack["resources"]]


def test_a_website_in_words_becomes_a_bucket_behind_a_distribution(world: World) -> None:
    thread = world.asks(WEBSITE)
    card = world.card(thread, "Amazon S3", "CloudFront")
    assert "What I understood" in text_of(card.blocks)

    assert world.presses("plan_approve", card, user=MAYA.id)
    world.sees(thread, "is created in us-east-1", f"<@{PRIYA.id}>")

    assert {"AWS::S3::Bucket", "AWS::CloudFront::Distribution"} <= set(types(world))
    assert "resource_end" in actions(world.slack.message(world.channel, card.ts))


def test_what_was_understood_and_the_template_lie_beside_the_card(world: World) -> None:
    thread = world.asks("a queue with a dead-letter queue that triggers a Lambda function")
    world.card(thread, "SQS", "Lambda")
    world.slack.wait_until(lambda: len(world.files(thread)) == 2, 60)
    assert {Path(one).suffix for one in world.files(thread)} == {".png", ".yaml"}


def test_words_change_what_words_have_made(world: World) -> None:
    thread = world.asks(WEBSITE)
    world.card(thread, "CloudFront")
    world.replies("add a DynamoDB table", thread=thread)
    card = world.card(thread, "DynamoDB", "CloudFront")

    assert world.presses("plan_approve", card, user=MAYA.id)
    world.sees(thread, "is created in us-east-1")
    assert {"AWS::S3::Bucket", "AWS::DynamoDB::Table"} <= set(types(world))


def test_a_server_in_words_stays_an_instance(world: World) -> None:
    thread = world.asks("a server with a 1.5 TB volume for postgres")
    world.card(thread, "t3.", "1,500")
    assert world.stacks() == []


def test_a_service_that_cannot_be_made_is_named_and_nothing_stands_in_for_it(
    world: World,
) -> None:
    thread = world.asks("a CloudFormation template with an Amazon Braket quantum job")
    world.sees(thread, "Braket")
    assert not world.has_card(thread)
