"""Who works with what a key encrypts may use the key: roles by their policies, services by the key's own."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.blocks.intrinsics import GetAtt, references
from bot.blocks.permissions import statement
from bot.blocks.services.kms import serve
from bot.blocks.template import Resource, Template

_KEY = "AWS::KMS::Key"
# Where each type of resource says what encrypts it.
_BY: Mapping[str, str] = MappingProxyType(
    {
        "AWS::DynamoDB::Table": "SSESpecification",
        "AWS::Kinesis::Stream": "StreamEncryption",
        "AWS::S3::Bucket": "BucketEncryption",
        "AWS::SNS::Topic": "KmsMasterKeyId",
        "AWS::SQS::Queue": "KmsMasterKeyId",
        "AWS::SecretsManager::Secret": "KmsKeyId",
    }
)
_ROLES = ("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
_OWN = ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
_USE = ("kms:Decrypt", "kms:GenerateDataKey")


def hand_keys(template: Template) -> None:
    """Once everything is connected."""
    keys = dict(_encrypted(template))
    if not keys:
        return
    for resource in template.resources.values():
        if resource.type in _OWN:
            _to_services(template, resource, keys)
        elif resource.type in _ROLES:
            for policy in _documents(resource):
                _to_role(policy["Statement"], keys)


def _encrypted(template: Template) -> Iterator[tuple[str, str]]:
    for name, one in template.resources.items():
        for used in references(one.properties.get(_BY.get(one.type, ""))):
            if used in template.resources and template.resources[used].type == _KEY:
                yield name, used


def _documents(resource: Resource) -> Iterator[dict[str, Any]]:
    inline = (one["PolicyDocument"] for one in resource.properties.get("Policies", ()))
    own = resource.properties.get("PolicyDocument")
    yield from (*inline, *([own] if own else []))


def _to_role(statements: list[dict[str, Any]], keys: Mapping[str, str]) -> None:
    allowed = [one for one in statements if one["Effect"] == "Allow"]
    there = {used for one in allowed for used in references(one["Resource"])}
    for key in dict.fromkeys(keys[one] for one in there if one in keys):
        use = statement(f"Use{key}", _USE, [GetAtt(key, "Arn")])
        if not any(_covers(one, use) for one in allowed):
            statements.append(use)


def _covers(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return given["Resource"] == wanted["Resource"] and {*wanted["Action"]} <= {*given["Action"]}


def _to_services(template: Template, resource: Resource, keys: Mapping[str, str]) -> None:
    for one in resource.properties["PolicyDocument"]["Statement"]:
        asking = one.get("Principal")
        if one["Effect"] != "Allow" or not isinstance(asking, Mapping) or "Service" not in asking:
            continue
        services = asking["Service"]
        named = [services] if isinstance(services, str) else list(services)
        for used in references(one["Resource"]):
            if used in keys:
                serve(template, keys[used], named)
