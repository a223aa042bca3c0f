from collections.abc import Iterator
from contextlib import closing

import boto3
import pytest
from botocore.config import Config
from mypy_boto3_ec2 import EC2Client

from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws


@pytest.fixture(scope="session")
def running_aws() -> Iterator[SimulatedAws]:
    with SimulatedAws(boot_seconds=0) as aws:
        yield aws


@pytest.fixture
def aws(running_aws: SimulatedAws) -> SimulatedAws:
    running_aws.reset()
    running_aws.on_change = None
    return running_aws


@pytest.fixture(scope="session")
def client(running_aws: SimulatedAws) -> Iterator[EC2Client]:
    with closing(client_of(running_aws)) as made:
        yield made


@pytest.fixture
def ec2(aws: SimulatedAws, client: EC2Client) -> EC2Client:
    """A client of the simulated AWS, which is empty."""
    return client


def client_of(
    aws: SimulatedAws, region: str = "us-east-1", config: Config | None = None
) -> EC2Client:
    session = boto3.Session(
        aws_access_key_id=ACCESS_KEY_ID, aws_secret_access_key=SECRET_ACCESS_KEY
    )
    return session.client("ec2", region_name=region, endpoint_url=aws.endpoint_url, config=config)
