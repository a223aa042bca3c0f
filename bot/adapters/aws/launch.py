"""Exactly what is sent to EC2 for a plan: pure, so that a rehearsal can show it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.adapters.aws.tags import tag_value, whose
from bot.domain.instance import InstancePlan

if TYPE_CHECKING:
    from mypy_boto3_ec2.literals import ResourceTypeType
    from mypy_boto3_ec2.type_defs import (
        RunInstancesRequestTypeDef,
        TagSpecificationTypeDef,
        TagTypeDef,
    )


def run_instances_parameters(
    plan: InstancePlan, *, token: str, approved_by: str, security_group: str | None
) -> "RunInstancesRequestTypeDef":
    """The parameters of EC2 `run_instances` for a plan.

    EC2 compares them all, tags too, when a token comes again: they depend on nothing but the arguments.
    """
    draft = plan.draft
    parameters: RunInstancesRequestTypeDef = {
        "ImageId": plan.image.id,
        "InstanceType": draft.instance_type,  # type: ignore[typeddict-item]  # the stubs list today's types; the policy decides
        # Both at the same number: all of them or none.
        "MinCount": draft.count,
        "MaxCount": draft.count,
        "ClientToken": token,
        "BlockDeviceMappings": [
            {
                "DeviceName": plan.image.root_device,
                "Ebs": {
                    "VolumeSize": draft.volume_gib,
                    "VolumeType": draft.volume_type,
                    "Encrypted": True,
                    "DeleteOnTermination": True,
                },
            }
        ],
        # IMDSv2 only: it keeps a forged request from fetching the machine's credentials, and with it
        # Systems Manager's Default Host Management Configuration makes Session Manager work without
        # an instance profile. One hop: a container behind a bridge does not get at them either; an
        # owner who wants that can allow two. Tags stay out of the metadata: they name people.
        "MetadataOptions": {
            "HttpEndpoint": "enabled",
            "HttpTokens": "required",
            "HttpPutResponseHopLimit": 1,
            "InstanceMetadataTags": "disabled",
        },
        "DisableApiTermination": draft.termination_protection,
        # A shutdown from inside must not delete the machine and its disk.
        "InstanceInitiatedShutdownBehavior": "stop",
        "Monitoring": {"Enabled": False},
        # CPU credits stay at the account's default (T3: unlimited); EBS optimisation is built into T3.
        "TagSpecifications": tag_specifications(
            plan, approved_by, ("instance", "volume", "network-interface")
        ),
    }
    if security_group is not None:  # else the VPC's default group: no way in from outside
        parameters["SecurityGroupIds"] = [security_group]
    if plan.instance_profile is not None:
        parameters["IamInstanceProfile"] = {"Name": plan.instance_profile}
    return parameters


def tag_specifications(
    plan: InstancePlan, approved_by: str, resource_types: "Sequence[ResourceTypeType]"
) -> "list[TagSpecificationTypeDef]":
    """The same tags on everything a launch makes; deploy/iam-policy.json lets the bot touch nothing else."""
    tags = _tags(plan, approved_by)
    return [{"ResourceType": resource_type, "Tags": tags} for resource_type in resource_types]


def _tags(plan: InstancePlan, approved_by: str) -> "list[TagTypeDef]":
    values = {
        "Name": plan.draft.name or f"gpt-to-aws {plan.request_id}",
        **whose(plan, approved_by),
    }
    return [{"Key": key, "Value": tag_value(value)} for key, value in values.items()]
