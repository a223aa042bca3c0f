"""What has to be allowed for a connection to work, and whether a template allows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from bot.domain.intrinsics import Body, in_words, mapping, members, referred, typed_resources

_FUNCTION = "AWS::Lambda::Function"
_QUEUE = "AWS::SQS::Queue"
_TOPIC = "AWS::SNS::Topic"
_BUCKET = "AWS::S3::Bucket"
_RULE = "AWS::Events::Rule"
_ENDPOINT = "AWS::EC2::VPCEndpoint"
_ROLE = "AWS::IAM::Role"
_POLICIES = frozenset({"AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"})

# The prefix of the actions on what only a role may use.
GUARDED: Mapping[str, str] = MappingProxyType(
    {
        "AWS::DynamoDB::Table": "dynamodb",
        "AWS::Events::EventBus": "events",
        "AWS::Kinesis::Stream": "kinesis",
        "AWS::KinesisFirehose::DeliveryStream": "firehose",
        _FUNCTION: "lambda",
        _BUCKET: "s3",
        "AWS::SecretsManager::Secret": "secretsmanager",
        _TOPIC: "sns",
        _QUEUE: "sqs",
        "AWS::StepFunctions::StateMachine": "states",
    }
)
# What acts with a role, and what the role may hang on.
_ACTING = frozenset(
    {
        "AWS::AutoScaling::AutoScalingGroup",
        "AWS::EC2::Instance",
        "AWS::ECS::Service",
        _FUNCTION,
        "AWS::StepFunctions::StateMachine",
    }
)
_CARRYING = frozenset(
    {"AWS::EC2::LaunchTemplate", "AWS::ECS::TaskDefinition", "AWS::IAM::InstanceProfile"}
)
# What a function reads from by an event source mapping, with its own role.
_POLLED = frozenset({"AWS::DynamoDB::Table", "AWS::Kinesis::Stream", _QUEUE})
# Who delivers to what, and by which resource that is allowed.
_DELIVERED_BY: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        _FUNCTION: (
            "AWS::Lambda::Permission",
            frozenset(
                {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", _RULE, _BUCKET, _TOPIC}
            ),
        ),
        _QUEUE: ("AWS::SQS::QueuePolicy", frozenset({_RULE, _BUCKET, _TOPIC})),
        _TOPIC: ("AWS::SNS::TopicPolicy", frozenset({_RULE, _BUCKET})),
    }
)
_DELIVERING_AS = MappingProxyType(
    {
        "AWS::ApiGateway::RestApi": "apigateway.amazonaws.com",
        "AWS::ApiGatewayV2::Api": "apigateway.amazonaws.com",
        _RULE: "events.amazonaws.com",
    }
)


@dataclass(frozen=True)
class Permissions:
    """What a template allows."""

    body: Body

    def lacking(self, source: str, target: str) -> str:
        """What the connection of two resources lacks, in words; empty when nothing."""
        kinds = self._kinds.get(source, ""), self._kinds.get(target, "")
        if kinds[1] == _FUNCTION and kinds[0] in _POLLED:
            return self._lacking_grant(target, source)
        if kinds[0] in _ACTING and kinds[1] in GUARDED:
            return self._lacking_grant(source, target)
        by, deliverers = _DELIVERED_BY.get(kinds[1], ("", frozenset()))
        if kinds[0] in deliverers and not self._is_delivered(by, source, target):
            return f"what allows {source} to reach {target} ({by})"
        return ""

    def endpoints(self, sources: Iterable[str], targets: Iterable[str]) -> tuple[str, ...]:
        """The VPC endpoints among the sources that are the way to the targets' services."""
        prefixes = tuple(
            GUARDED[self._kinds[one]] for one in targets if self._kinds[one] in GUARDED
        )
        return tuple(
            one
            for one in sorted(sources)
            if self._kinds[one] == _ENDPOINT and self._leads_to(one).startswith(prefixes)
        )

    def _leads_to(self, endpoint: str) -> str:
        """`dynamodb` of com.amazonaws.eu-west-1.dynamodb."""
        name = in_words(self._properties[endpoint].get("ServiceName"))
        return name.rpartition(".")[2]

    def _lacking_grant(self, who: str, what: str) -> str:
        roles = [*self._roles(who)]
        prefix = GUARDED[self._kinds[what]]
        # A role from elsewhere may allow anything.
        if not roles or any(self._grants(role, prefix, what) for role in roles):
            return ""
        return f"a statement in the role of {who} that allows {prefix} actions on {what}"

    def _is_delivered(self, by: str, source: str, target: str) -> bool:
        if any(target in self._refers[one] for one, kind in self._kinds.items() if kind == by):
            return True
        # Some deliver with a role of their own instead.
        principal = _DELIVERING_AS.get(self._kinds[source], "")
        return bool(principal) and any(
            target in self._refers[one] and principal in self._trust(one)
            for one, kind in self._kinds.items()
            if kind == _ROLE
        )

    def _trust(self, role: str) -> str:
        return in_words(self._properties[role].get("AssumeRolePolicyDocument"))

    def _roles(self, who: str) -> Iterator[str]:
        """The roles something acts with, also by way of its task definition, profile or launch template."""
        waiting, seen = [who], {who}
        while waiting:
            for one in self._refers[waiting.pop()] - seen:
                seen.add(one)
                if self._kinds[one] == _ROLE:
                    yield one
                elif self._kinds[one] in _CARRYING:
                    waiting.append(one)

    def _grants(self, role: str, prefix: str, what: str) -> bool:
        if any(prefix in one.lower() for one in self._managed(role)):
            return True
        return any(self._allows(statement, prefix, what) for statement in self._statements(role))

    def _managed(self, role: str) -> Iterator[str]:
        for arn in members(self._properties[role].get("ManagedPolicyArns")):
            yield in_words(arn)

    def _statements(self, role: str) -> Iterator[Mapping[str, Any]]:
        documents = [
            mapping(one).get("PolicyDocument")
            for one in members(self._properties[role].get("Policies"))
        ]
        documents += [
            self._properties[one].get("PolicyDocument")
            for one, kind in self._kinds.items()
            if kind in _POLICIES
            if role in self._refers[one] or one in self._refers[role]
        ]
        for document in documents:
            yield from map(mapping, members(mapping(document).get("Statement")))

    def _allows(self, statement: Mapping[str, Any], prefix: str, what: str) -> bool:
        actions = [in_words(one).lower() for one in members(statement.get("Action"))]
        if statement.get("Effect") == "Deny" or not any(
            one == "everything" or one.startswith(f"{prefix}:") for one in actions
        ):
            return False
        named = {*referred(statement.get("Resource"))} & self._kinds.keys()
        # A name that is written out, or everything, can be meant for it.
        return what in named or not named

    @cached_property
    def _properties(self) -> Mapping[str, Mapping[str, Any]]:
        return {logical_id: properties for logical_id, _, properties in typed_resources(self.body)}

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {logical_id: kind for logical_id, kind, _ in typed_resources(self.body)}

    @cached_property
    def _refers(self) -> Mapping[str, frozenset[str]]:
        return {
            logical_id: frozenset(referred(properties)) & self._kinds.keys()
            for logical_id, properties in self._properties.items()
        }
