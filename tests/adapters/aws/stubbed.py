"""One stack as AWS tells of it, and clients whose CloudFormation answers as a test says."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
from typing_extensions import override

from bot.adapters.aws import Clients
from bot.domain.stack import ChangeSet, StackPlan
from tests.fakes import stacks as fakes

REGION = "us-east-1"
ROLE = "arn:aws:iam::123456789012:role/slackbot/exec"
STACK_ID = "arn:aws:cloudformation:us-east-1:123456789012:stack/slackbot-jobs/0"
CHANGE_SET_ID = "arn:aws:cloudformation:us-east-1:123456789012:changeSet/prepare-1/0"
CHANGE_SET = ChangeSet(id=CHANGE_SET_ID, stack_id=STACK_ID)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEMPLATE = """\
Resources:
  JobsQueue:
    Type: AWS::SQS::Queue
    Properties:
      SqsManagedSseEnabled: true
  OrdersTable:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions:
        - AttributeName: id
          AttributeType: S
      KeySchema:
        - AttributeName: id
          KeyType: HASH
Outputs:
  QueueUrl:
    Value: {Ref: JobsQueue}
"""


def larger(template: str = TEMPLATE) -> str:
    """The template with one more queue."""
    return template.replace("Resources:\n", "Resources:\n  MoreQueue:\n    Type: AWS::SQS::Queue\n")


def stack_plan(**more: Any) -> StackPlan:
    """A queue and a table in YAML, as AWS takes it; keyword arguments change the plan, `template` its draft."""
    return fakes.stack_plan(**({"template": TEMPLATE} | more))


def stack_in(state: str, executed: str = CHANGE_SET_ID) -> dict[str, Any]:
    stack = {"StackName": "slackbot-jobs", "StackId": STACK_ID, "CreationTime": NOON}
    return {"Stacks": [{**stack, "StackStatus": state, "ChangeSetId": executed}]}


@cache
def _session() -> boto3.Session:
    """One for all tests: it takes longest to read what CloudFormation's API is like."""
    return boto3.Session(aws_access_key_id="none", aws_secret_access_key="none")


class OneClient(Clients):
    """Clients with one CloudFormation, which answers as a test says."""

    def __init__(self) -> None:
        super().__init__(_session())
        self.client = _session().client("cloudformation", region_name=REGION)

    @override
    def cloudformation(self, region: str) -> Any:
        return self.client

    @override
    def changing_cloudformation(self, region: str) -> Any:
        return self.client
