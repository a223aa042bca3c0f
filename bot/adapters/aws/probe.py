"""Questions `gpt-to-aws check` asks AWS. None of them changes anything."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from botocore.exceptions import ClientError

from bot.adapters.aws.clients import Clients
from bot.adapters.aws.errors import code_of, translated
from bot.adapters.aws.images import SsmImages
from bot.adapters.aws.large_templates import bucket_region
from bot.adapters.aws.launch import run_instances_parameters
from bot.adapters.aws.network import default_vpc
from bot.domain.errors import BotError, UserMistake
from bot.domain.instance import Image, InstanceDraft, InstancePlan

_EC2 = "Amazon EC2"
_CLOUDFORMATION = "AWS CloudFormation"
_NO_STACK = "slackbot-check"


def check(
    clients: Clients, region: str, *, stack_role: str | None = None, bucket: str | None = None
) -> tuple[tuple[bool, str], ...]:
    """Each thing a launch needs: whether it is there, and in words. Stops at the first that is not."""
    probe = _Probe(clients, region)
    results: list[tuple[bool, str]] = []
    asked: list[Callable[[], str]] = [
        probe.identity,
        probe.region_enabled,
        probe.default_vpc,
        probe.image,
        probe.launch,
        probe.stacks,
    ]
    if stack_role is not None:
        asked.append(partial(probe.stack_role, stack_role))
    if bucket is not None:
        asked.append(partial(probe.bucket, bucket))
    for ask in asked:
        results.append(_answer(ask))
        if not results[-1][0]:
            break
    return tuple(results)


def _answer(ask: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, ask()
    except BotError as error:
        return False, error.user_message


@dataclass(frozen=True)
class _Probe:
    clients: Clients
    region: str

    def identity(self) -> str:
        with translated("AWS STS", self.region):
            return f"AWS knows the bot as {self.clients.sts(self.region).get_caller_identity()['Arn']}."

    def region_enabled(self) -> str:
        with translated(_EC2, self.region):
            self.clients.ec2(self.region).describe_regions(RegionNames=[self.region])
        return f"The region {self.region} is enabled."

    def default_vpc(self) -> str:
        return f"The default VPC is {default_vpc(self.clients, self.region)}."

    def image(self) -> str:
        return f"The newest Amazon Linux 2023 is {self._newest().id}."

    def launch(self) -> str:
        parameters = run_instances_parameters(
            self._smallest_plan(),
            token="gpt-to-aws-check",  # noqa: S106 an idempotency token
            approved_by="check",
            security_group=None,
        )
        parameters["DryRun"] = True
        with translated(_EC2, self.region):
            try:
                self.clients.ec2(self.region).run_instances(**parameters)
            except ClientError as error:
                if code_of(error) != "DryRunOperation":
                    raise
        return "The bot may launch instances (asked with DryRun; nothing was launched)."

    def stacks(self) -> str:
        """Only its own stacks are the bot's to look at, so it asks for one that nobody made."""
        with translated(_CLOUDFORMATION, self.region):
            try:
                self.clients.cloudformation(self.region).describe_stacks(StackName=_NO_STACK)
            except ClientError as error:
                if code_of(error) != "ValidationError":
                    raise
        return (
            "The bot may look at its stacks. Whether it may make them, only a change set can tell."
        )

    def stack_role(self, role: str) -> str:
        """Whether the role is there is not the bot's to ask: the policy gives it no other right on it than to hand it over."""
        with translated("AWS STS", self.region):
            account = self.clients.sts(self.region).get_caller_identity()["Account"]
        if not re.fullmatch(rf"arn:aws[\w-]*:iam::{account}:role/.+", role):
            raise UserMistake(
                f"AWS_STACK_ROLE is {role}, but has to be the ARN of a role of the bot's account, {account}."
            )
        return f"Stacks are made with {role}; whether that is enough, only a stack can tell."

    def bucket(self, name: str) -> str:
        home = bucket_region(self.clients, name, self.region)
        return f"Large templates go to {name} in {home}."

    def _newest(self) -> Image:
        return SsmImages(self.clients).newest("al2023", self.region)

    def _smallest_plan(self) -> InstancePlan:
        image = self._newest()
        return InstancePlan(
            request_id="check",
            requested_by="check",
            permalink="check",
            draft=InstanceDraft(
                instance_type="t3.nano",
                volume_gib=image.min_volume_gib,
                termination_protection=False,
            ),
            region=self.region,
            image=image,
            read_by="check",
        )
