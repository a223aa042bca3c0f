"""The launcher against the simulated CloudFormation; tests/far_ends has the same against another one."""

import boto3
import pytest

from bot.adapters.aws import Clients, CloudFormationStacks
from bot.ports import Stacks
from bot.sandbox.aws import SimulatedAws
from tests.sandbox.aws.cloudformation.stack_lives import StackLives


@pytest.fixture(scope="module")
def clients(running_aws: SimulatedAws, session: boto3.Session) -> Clients:
    return Clients(session, running_aws.endpoint_url)


class TestSimulatedCloudFormation(StackLives):
    @pytest.fixture
    def stacks(self, aws: SimulatedAws, clients: Clients) -> Stacks:
        return CloudFormationStacks(clients)
