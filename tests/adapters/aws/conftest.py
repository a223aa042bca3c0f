from collections.abc import Iterator

import boto3
import pytest

from bot.adapters.aws import Clients
from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws


@pytest.fixture(scope="session")
def running_aws() -> Iterator[SimulatedAws]:
    with SimulatedAws(boot_seconds=0) as aws:
        yield aws


@pytest.fixture
def aws(running_aws: SimulatedAws) -> SimulatedAws:
    """The simulated AWS, empty, with instances that run at once."""
    running_aws.reset()
    return running_aws


@pytest.fixture(scope="session")
def clients(running_aws: SimulatedAws) -> Clients:
    session = boto3.Session(
        aws_access_key_id=ACCESS_KEY_ID, aws_secret_access_key=SECRET_ACCESS_KEY
    )
    return Clients(session, running_aws.endpoint_url)
