"""Clients are made once, and everything they send says who sends it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3

from bot.adapters.aws import Clients

REGION = "us-east-1"


def new_clients() -> Clients:
    return Clients(boto3.Session(aws_access_key_id="AKIAKEY", aws_secret_access_key="s3cret"))


def config_of(client: Any) -> Any:
    """The settings of a client; the SDK's types leave their names out."""
    return client.meta.config


def test_threads_that_ask_at_once_share_one_client() -> None:
    clients = new_clients()

    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(clients.ec2, [REGION] * 16))

    assert len({id(client) for client in got}) == 1


def test_each_region_has_its_own() -> None:
    clients = new_clients()

    assert clients.ssm(REGION) is not clients.ssm("eu-west-1")


def test_questions_are_repeated_and_changes_are_not() -> None:
    clients = new_clients()

    assert config_of(clients.ec2(REGION)).retries["total_max_attempts"] == 3
    assert config_of(clients.changing_ec2(REGION)).retries["total_max_attempts"] == 1


def test_aws_can_see_who_calls() -> None:
    clients = new_clients()

    for client in (clients.ec2(REGION), clients.ssm(REGION), clients.sts(REGION)):
        assert "gpt-to-aws" in config_of(client).user_agent


def test_keys_do_not_show() -> None:
    clients = new_clients()
    clients.ec2(REGION)

    assert "s3cret" not in repr(clients) + repr(vars(clients))
