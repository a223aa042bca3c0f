from collections.abc import Iterator

import boto3
import pytest
from botocore.stub import Stubber

from bot.adapters.aws import Clients, CloudFormationStacks
from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws
from tests.adapters.aws.stubbed import OneClient


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


@pytest.fixture
def far_end() -> OneClient:
    return OneClient()


@pytest.fixture
def answers(far_end: OneClient) -> Iterator[Stubber]:
    """What AWS answers, each checked against the parameters of the call; none may be left over."""
    with Stubber(far_end.client) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def cloudformation(far_end: OneClient) -> CloudFormationStacks:
    return CloudFormationStacks(far_end)
