from collections.abc import Iterator
from contextlib import closing

import boto3
import pytest
from mypy_boto3_cloudformation import CloudFormationClient

from bot.sandbox.aws import ACCESS_KEY_ID, SECRET_ACCESS_KEY, SimulatedAws
from tests.sandbox.aws.cloudformation.desk import Desk


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    return boto3.Session(aws_access_key_id=ACCESS_KEY_ID, aws_secret_access_key=SECRET_ACCESS_KEY)


@pytest.fixture(scope="session")
def cloudformation(
    running_aws: SimulatedAws, session: boto3.Session
) -> Iterator[CloudFormationClient]:
    client = session.client(
        "cloudformation", region_name="us-east-1", endpoint_url=running_aws.endpoint_url
    )
    with closing(client):
        yield client


@pytest.fixture
def desk(aws: SimulatedAws, cloudformation: CloudFormationClient) -> Desk:
    """CloudFormation of the simulated AWS, which is empty and takes no time over resources."""
    return Desk(aws, cloudformation)
