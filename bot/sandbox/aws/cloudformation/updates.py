"""Changing single resources where they stand in moto; of most its models, only what is said of them changes."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from moto.dynamodb.models import dynamodb_backends
from moto.s3.cloud_formation import cfn_to_api_encryption
from moto.s3.models import s3_backends

from bot.sandbox.aws.cloudformation.additions import ADDITIONS
from bot.sandbox.aws.cloudformation.mending import mended
from bot.sandbox.aws.cloudformation.place import Place
from bot.sandbox.aws.cloudformation.records import Resource
from bot.sandbox.aws.cloudformation.template import as_text

_Update: TypeAlias = Callable[[Place, Resource, Mapping[str, Any]], None]
_QUEUE_ONLY = frozenset({"Tags", "QueueName", "FifoQueue"})


def _by_model(place: Place, resource: Resource, _: Mapping[str, Any]) -> None:
    """The way that moto's model has of its own."""
    known_as = getattr(resource.thing, "name", resource.physical_id)
    resource.thing = type(resource.thing).update_from_cloudformation_json(
        original_resource=resource.thing,
        new_resource_name=known_as,
        cloudformation_json={
            "Type": resource.type,
            "Properties": mended(resource, known_as),
        },
        account_id=place.account,
        region_name=place.region,
    )


def _again(place: Place, resource: Resource, _: Mapping[str, Any]) -> None:
    """What is said of another resource is said anew."""
    made = ADDITIONS[resource.type].make(place, resource.properties, resource.physical_id)
    resource.thing = made


def _queue(_: Place, resource: Resource, __: Mapping[str, Any]) -> None:
    said = resource.properties
    attributes = {key: said[key] for key in said if key not in _QUEUE_ONLY}
    resource.thing._set_attributes(attributes)  # noqa: SLF001 moto's own way in


def _table(place: Place, resource: Resource, _: Mapping[str, Any]) -> None:
    said = resource.properties
    place.of(dynamodb_backends).update_table(
        name=resource.physical_id,
        attr_definitions=said.get("AttributeDefinitions", []),
        global_index=[],
        throughput=said.get("ProvisionedThroughput", {}),
        billing_mode=said.get("BillingMode", "PROVISIONED"),
        stream_spec={},
        deletion_protection_enabled=said.get("DeletionProtectionEnabled"),
        warm_throughput=None,
    )


def _role(_: Place, resource: Resource, before: Mapping[str, Any]) -> None:
    said, role = resource.properties, resource.thing
    trusted = said["AssumeRolePolicyDocument"]
    role.assume_role_policy_document = as_text(trusted)
    for policy in before.get("Policies", []):
        role.policies.pop(policy["PolicyName"], None)
    for policy in said.get("Policies", []):
        role.put_policy(policy["PolicyName"], json.dumps(policy["PolicyDocument"]))


def _bucket(place: Place, resource: Resource, _: Mapping[str, Any]) -> None:
    backend, said = place.everywhere(s3_backends), resource.properties
    if "BucketEncryption" in said:
        encryption = cfn_to_api_encryption(said["BucketEncryption"])
        backend.put_bucket_encryption(bucket_name=resource.physical_id, encryption=encryption)


def _group(place: Place, resource: Resource, _: Mapping[str, Any]) -> None:
    """The group stays the same one, unlike in moto's own way."""
    group = resource.thing
    group.ingress_rules.clear()
    for rule in resource.properties.get("SecurityGroupIngress", []):
        source = rule.get("SourceSecurityGroupId")
        place.ec2.authorize_security_group_ingress(
            group_name_or_id=group.id,
            ip_protocol=rule["IpProtocol"],
            from_port=rule.get("FromPort"),
            to_port=rule.get("ToPort"),
            ip_ranges=rule.get("CidrIp", []),
            source_groups=[{"GroupId": source}] if source else [],
            vpc_id=group.vpc_id,
        )


def _instance(_: Place, resource: Resource, __: Mapping[str, Any]) -> None:
    said, instance = resource.properties, resource.thing
    instance.instance_type = said.get("InstanceType", instance.instance_type)
    instance.disable_api_termination = bool(said.get("DisableApiTermination", False))
    for tag in said.get("Tags", []):
        instance.add_tag(tag["Key"], tag["Value"])


UPDATES: Mapping[str, _Update] = {
    "AWS::DynamoDB::Table": _table,
    "AWS::EC2::Instance": _instance,
    "AWS::EC2::LaunchTemplate": _by_model,
    "AWS::EC2::SecurityGroup": _group,
    "AWS::ECS::Service": _by_model,
    "AWS::ElasticLoadBalancingV2::Listener": _by_model,
    "AWS::Events::Rule": _by_model,
    "AWS::IAM::Policy": _by_model,
    "AWS::IAM::Role": _role,
    "AWS::Kinesis::Stream": _by_model,
    "AWS::Lambda::EventSourceMapping": _by_model,
    "AWS::Lambda::Function": _by_model,
    "AWS::S3::Bucket": _bucket,
    "AWS::S3::BucketPolicy": _again,
    "AWS::SNS::TopicPolicy": _again,
    "AWS::SQS::Queue": _queue,
    "AWS::SQS::QueuePolicy": _again,
    "AWS::SSM::Parameter": _by_model,
    "AWS::StepFunctions::StateMachine": _by_model,
}
"""How each type is changed, where moto's model can follow."""
