"""EC2 instances and the security groups made for them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from botocore.exceptions import ClientError

from bot.adapters.aws.clients import Clients
from bot.adapters.aws.errors import code_of, translated
from bot.adapters.aws.launch import run_instances_parameters, tag_specifications
from bot.adapters.aws.network import default_vpc
from bot.adapters.aws.tags import LAUNCHED_BY
from bot.domain.errors import UpstreamRejected
from bot.domain.instance import Ingress, InstancePlan
from bot.ports import InstanceStatus

if TYPE_CHECKING:
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_ec2.type_defs import (
        InstanceTypeDef,
        IpPermissionOutputTypeDef,
        IpPermissionTypeDef,
    )

_EC2 = "Amazon EC2"

_Rule: TypeAlias = tuple[str, int, int, str]
"""Protocol, first port, last port, source."""


@dataclass(frozen=True)
class Ec2Instances:
    """`Instances` over EC2."""

    clients: Clients

    def open_ports(self, plan: InstancePlan, *, token: str, approved_by: str) -> str:
        region = plan.region
        vpc = default_vpc(self.clients, region)
        with translated(_EC2, region, changes=True):
            ec2 = self.clients.changing_ec2(region)
            name = group_name(token)
            try:
                group = ec2.create_security_group(
                    GroupName=name,
                    Description=f"Ports of gpt-to-aws request {plan.request_id}",
                    VpcId=vpc,
                    TagSpecifications=tag_specifications(plan, approved_by, ("security-group",)),
                )["GroupId"]
            except ClientError as error:
                if code_of(error) != "InvalidGroup.Duplicate":
                    raise
                return _settle(ec2, name, vpc, plan)
            _allow(ec2, group, plan)
        return group

    def run(
        self, plan: InstancePlan, *, token: str, approved_by: str, security_group: str | None
    ) -> tuple[str, ...]:
        parameters = run_instances_parameters(
            plan, token=token, approved_by=approved_by, security_group=security_group
        )
        with translated(_EC2, plan.region, changes=True):
            answer = self.clients.changing_ec2(plan.region).run_instances(**parameters)
        launched = sorted(answer["Instances"], key=lambda one: one.get("AmiLaunchIndex", 0))
        return tuple(one["InstanceId"] for one in launched)

    def look(self, ids: Sequence[str], region: str) -> tuple[InstanceStatus, ...]:
        if not ids:
            return ()
        with translated(_EC2, region):
            # A filter leaves out what AWS does not show yet; asked by id, EC2 would refuse them all.
            pages = (
                self.clients.ec2(region)
                .get_paginator("describe_instances")
                .paginate(Filters=[{"Name": "instance-id", "Values": list(ids)}])
            )
            seen = {
                instance["InstanceId"]: _status(instance)
                for page in pages
                for reservation in page["Reservations"]
                for instance in reservation["Instances"]
            }
        return tuple(seen[one] for one in ids if one in seen)

    def close_ports(self, security_group: str, region: str) -> None:
        with translated(_EC2, region, changes=True):
            try:
                self.clients.changing_ec2(region).delete_security_group(GroupId=security_group)
            except ClientError as error:
                if code_of(error) != "InvalidGroup.NotFound":
                    raise


def group_name(token: str) -> str:
    """Derived from the token, so that asking again after a crash finds the same group."""
    return f"gpt-to-aws-{token[:24]}"


def _settle(ec2: "EC2Client", name: str, vpc: str, plan: InstancePlan) -> str:
    """Find the group an earlier call made, and give it the plan's rules if that call did not finish."""
    found = ec2.describe_security_groups(
        Filters=[
            {"Name": "group-name", "Values": [name]},
            {"Name": "vpc-id", "Values": [vpc]},
            {"Name": "tag:launched-by", "Values": [LAUNCHED_BY]},
        ]
    )["SecurityGroups"]
    if not found:
        raise UpstreamRejected(
            f"{_EC2} in {plan.region}",
            f"the security group {name} is there, but gpt-to-aws did not make it",
            "Whoever runs the AWS account has to look at it and remove it; then ask again.",
            "InvalidGroup.Duplicate",
        )
    group, present = found[0]["GroupId"], found[0].get("IpPermissions", [])
    if set(_rules(present)) != {_rule(ingress) for ingress in plan.draft.ingress}:
        if present:
            ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=present)
        _allow(ec2, group, plan)
    return group


def _allow(ec2: "EC2Client", group: str, plan: InstancePlan) -> None:
    try:
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=_wanted(plan))
    except ClientError:
        # Without its rules the group is of no use, and nobody would ever hear of it.
        with suppress(ClientError):
            ec2.delete_security_group(GroupId=group)
        raise


def _wanted(plan: InstancePlan) -> "list[IpPermissionTypeDef]":
    # EC2 refuses a list that names a rule twice.
    return [_permission(ingress) for ingress in dict.fromkeys(plan.draft.ingress)]


def _permission(ingress: Ingress) -> "IpPermissionTypeDef":
    description = f"{ingress.ports} as approved in Slack"
    permission: IpPermissionTypeDef = {
        "IpProtocol": ingress.protocol,
        "FromPort": ingress.from_port,
        "ToPort": ingress.to_port,
    }
    if ingress.source.version == 4:  # noqa: PLR2004 the internet protocol's version
        permission["IpRanges"] = [{"CidrIp": str(ingress.source), "Description": description}]
    else:
        permission["Ipv6Ranges"] = [{"CidrIpv6": str(ingress.source), "Description": description}]
    return permission


def _rule(ingress: Ingress) -> _Rule:
    return (ingress.protocol, ingress.from_port, ingress.to_port, str(ingress.source))


def _rules(permissions: "Sequence[IpPermissionOutputTypeDef]") -> Iterator[_Rule]:
    for permission in permissions:
        sources = [
            *(each.get("CidrIp", "") for each in permission.get("IpRanges", [])),
            *(each.get("CidrIpv6", "") for each in permission.get("Ipv6Ranges", [])),
            # A plan never names these: whatever stands here is not the plan's.
            *("a group" for _ in permission.get("UserIdGroupPairs", [])),
            *("a prefix list" for _ in permission.get("PrefixListIds", [])),
        ]
        for source in sources:
            ports = permission.get("FromPort", -1), permission.get("ToPort", -1)
            yield (permission.get("IpProtocol", ""), *ports, source)


def _status(instance: "InstanceTypeDef") -> InstanceStatus:
    reason = instance.get("StateReason", {})
    return InstanceStatus(
        id=instance["InstanceId"],
        state=instance["State"]["Name"],
        public_ip=instance.get("PublicIpAddress"),
        reason=reason.get("Message") or reason.get("Code") or None,
    )
