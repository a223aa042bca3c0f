"""Asking CloudFormation for stacks, and waiting until they stand somewhere."""

import json
import threading
from itertools import count
from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_cloudformation import CloudFormationClient

from bot.sandbox.aws import SimulatedAws

Template = str | dict[str, Any]

QUEUE: dict[str, Any] = {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}
# Each waits for the one before it.
CHAIN: dict[str, Any] = {
    "Resources": {
        "First": {"Type": "AWS::SQS::Queue"},
        "Second": {"Type": "AWS::SNS::Topic", "DependsOn": "First"},
        "Third": {
            "Type": "AWS::DynamoDB::Table",
            "DependsOn": "Second",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            },
        },
    }
}


class Desk:
    def __init__(self, aws: SimulatedAws, client: CloudFormationClient) -> None:
        self.aws = aws
        self.client = client
        self._changed = threading.Condition()
        self._numbers = count(1)
        aws.on_change = self._notice

    def prepare(self, template: Template = QUEUE, *, name: str = "made", **more: Any) -> str:
        """A change set that is ready, by its id."""
        answer = self.ask(template, name=name, **more)
        with self._changed:
            assert self._changed.wait_for(lambda: self._settled(answer["Id"]), timeout=20)
        return str(answer["Id"])

    def ask(self, template: Template = QUEUE, *, name: str = "made", **more: Any) -> Any:
        asked: dict[str, Any] = {
            "StackName": name,
            "ChangeSetName": "plan",
            "ChangeSetType": "CREATE",
            "TemplateBody": template if isinstance(template, str) else json.dumps(template),
            "Capabilities": ["CAPABILITY_NAMED_IAM"],
        }
        return self.client.create_change_set(**(asked | more))

    def create(self, template: Template = QUEUE, *, name: str = "made", **more: Any) -> str:
        """A stack that came to its end, by its id; `rollback` is a choice of execution."""
        execution = more.pop("execution", {})
        change_set = self.prepare(template, name=name, **more)
        self.client.execute_change_set(ChangeSetName=change_set, **execution)
        stack = str(self.client.describe_change_set(ChangeSetName=change_set)["StackId"])
        self.settle(stack)
        return stack

    def update(self, template: Template, *, name: str = "made", **more: Any) -> str:
        """What became of a stack by an update; its id."""
        execution = more.pop("execution", {})
        change_set = self.compare(template, name=name, **more)
        self.client.execute_change_set(ChangeSetName=change_set, **execution)
        stack = str(self.client.describe_change_set(ChangeSetName=change_set)["StackId"])
        self.settle(stack)
        return stack

    def compare(self, template: Template, *, name: str = "made", **more: Any) -> str:
        """A change set of type UPDATE that was worked out, by its id."""
        asked = {"ChangeSetType": "UPDATE", "ChangeSetName": f"update-{next(self._numbers)}"}
        return self.prepare(template, name=name, **(asked | more))

    def delete(self, stack: str, **more: Any) -> str:
        self.client.delete_stack(StackName=stack, **more)
        return self.settle(stack)

    def settle(self, stack: str) -> str:
        """Wait until nothing is done to a stack any more; its status."""
        with self._changed:
            settled = self._changed.wait_for(
                lambda: not self.status(stack).endswith("_IN_PROGRESS"), timeout=20
            )
        assert settled
        return self.status(stack)

    def status(self, stack: str) -> str:
        return str(self.shown(stack)["status"])

    def shown(self, stack: str) -> dict[str, Any]:
        """The stack in the sandbox's snapshot."""
        return next(one for one in self.aws.snapshot()["stacks"] if one["id"] == stack)

    def outputs(self, stack: str) -> dict[str, str]:
        outputs: dict[str, str] = self.shown(stack)["outputs"]
        return outputs

    def events(self, stack: str) -> list[tuple[str, str]]:
        """What happened, the oldest first, as (resource, status); only a resource's own statuses."""
        told = self.client.describe_stack_events(StackName=stack)["StackEvents"]
        return [(one["LogicalResourceId"], one["ResourceStatus"]) for one in reversed(told)]

    def reason(self, stack: str, resource: str, status: str) -> str:
        return next(
            one["ResourceStatusReason"]
            for one in self.client.describe_stack_events(StackName=stack)["StackEvents"]
            if (one["LogicalResourceId"], one["ResourceStatus"]) == (resource, status)
        )

    def _settled(self, change_set: str) -> bool:
        said = self.client.describe_change_set(ChangeSetName=change_set)
        return said["Status"] in {"CREATE_COMPLETE", "FAILED"}

    def _notice(self) -> None:
        with self._changed:
            self._changed.notify_all()


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Code"]


def says(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Message"]
