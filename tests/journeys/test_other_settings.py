"""The same journey with the bot set up in other ways."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from bot.sandbox.aws import SimulatedAws
from bot.sandbox.workspace import PRIYA
from tests.fakes.postgres import postgres
from tests.journeys.conftest import over_http, over_socket_mode
from tests.journeys.world import HLA


def test_slack_can_reach_the_bot_with_signed_http_requests(
    settings: Mapping[str, Any], aws: SimulatedAws, tmp_path: Path
) -> None:
    aws.reset()
    with over_http(settings, aws, tmp_path) as world:
        health = str(world.slack.settings.request_url).replace("/slack/events", "/healthz")
        with urlopen(health) as answer:  # noqa: S310 - our own http address
            assert answer.status == 200
        thread = world.asks("a t3.small with 60 GB called build-cache in eu-west-1")
        card = world.card(thread, "build-cache", "eu-west-1")
        assert world.presses("plan_approve", card, user=PRIYA.id)
        world.sees(thread, "is running in eu-west-1")
        assert [one["region"] for one in world.instances()] == ["eu-west-1"]


def test_with_skip_aws_everything_works_up_to_the_launch_without_asking_aws(
    settings: Mapping[str, Any], aws: SimulatedAws, tmp_path: Path
) -> None:
    rehearsal = {**settings, "skip_aws": True, "aws_endpoint_url": "http://127.0.0.1:9"}
    with over_socket_mode(rehearsal, aws, tmp_path) as world:
        thread = world.asks("a t3.small with 60 GB")
        card = world.card(thread, "Rehearsal")
        world.presses("plan_approve", card, user=PRIYA.id)
        world.sees(thread, "would have been launched", "t3.small")
        world.sees(thread, "Rehearsed")


def test_with_skip_aws_a_picture_is_read_and_checked_and_aws_is_not_asked(
    settings: Mapping[str, Any], aws: SimulatedAws, tmp_path: Path
) -> None:
    rehearsal = {**settings, "skip_aws": True, "aws_endpoint_url": "http://127.0.0.1:9"}
    with over_socket_mode(rehearsal, aws, tmp_path) as world:
        thread = world.drops(HLA)
        card = world.card(thread, "Rehearsal", "GetCustomer")
        world.presses("plan_approve", card, user=PRIYA.id)
        world.sees(thread, "would have been launched")
        world.sees(thread, "Rehearsed")


def test_the_responses_api_serves_as_well_as_chat_completions(
    settings: Mapping[str, Any], aws: SimulatedAws, tmp_path: Path
) -> None:
    with over_socket_mode({**settings, "openai_api": "responses"}, aws, tmp_path) as world:
        thread = world.asks("a t3.small with 60 GB")
        world.card(thread, "t3.small", "60 GiB")
        picture = world.drops(HLA)
        world.card(picture, "GetCustomer")


def test_when_the_model_is_away_the_thread_says_so_and_what_to_do(
    settings: Mapping[str, Any], aws: SimulatedAws, tmp_path: Path
) -> None:
    away = {**settings, "openai_base_url": "http://127.0.0.1:9/v1"}
    with over_socket_mode(away, aws, tmp_path) as world:
        thread = world.asks("a t3.small with 60 GB")
        world.sees(thread, "could not be reached")
        assert len(world.answers(thread)) == 1


@pytest.mark.far_ends
def test_postgresql_serves_as_well_as_sqlite(
    settings: Mapping[str, Any], aws: SimulatedAws, tmp_path: Path
) -> None:
    aws.reset()
    with (
        postgres() as url,
        over_socket_mode({**settings, "database_url": url}, aws, tmp_path) as world,
    ):
        thread = world.asks("a t3.small with 60 GB")
        world.card(thread, "t3.small")
        world.replies("call it build-cache", thread=thread)
        card = world.card(thread, "build-cache")
        assert world.presses("plan_approve", card, user=PRIYA.id)
        world.sees(thread, "is running in")
        assert len(world.instances()) == 1
