"""Ids and attributes for what only exists on paper: moto has no model of it."""

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.aws.cloudformation import catalogue

# Where Ref gives something else than the schema's identifier would say.
_REFERENCES = {
    "AWS::ApiGateway::Stage": "StageName",
    "AWS::ApiGatewayV2::Stage": "StageName",
    "AWS::ElastiCache::ReplicationGroup": "ReplicationGroupId",
    "AWS::Cognito::UserPoolDomain": "Domain",
}
_PORTS = {"AWS::ElastiCache": "6379", "AWS::RDS": "3306", "AWS::Redshift": "5439"}


@dataclass(frozen=True)
class Paper:
    """One resource on paper. The same one always says the same of itself."""

    type: str
    logical_id: str
    stack_id: str
    account: str
    region: str
    properties: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What Ref gives."""
        name = _REFERENCES.get(self.type) or catalogue.identifier(self.type)
        if name is None:
            return self.name
        return str(self.properties[name]) if name in self.properties else self.value(name)

    def attribute(self, name: str) -> str | list[str]:
        """What Fn::GetAtt gives."""
        value = self.value(name)
        return value.split(",") if catalogue.is_list(self.type, name) else value

    def value(self, attribute: str) -> str:
        if "." not in attribute and isinstance(self.properties.get(attribute), str | int):
            return str(self.properties[attribute])
        last = attribute.rpartition(".")[2]
        special = _SPECIAL.get((self.type, last))
        if special is not None:
            return special(self)
        return next(make(self) for wanted, make in _BY_NAME if re.search(wanted, last))

    @property
    def service(self) -> str:
        return self.type.split("::")[1].lower()

    @property
    def kind(self) -> str:
        return self.type.rpartition("::")[2].lower()

    @property
    def name(self) -> str:
        return f"{self.stack_name[:24]}-{self.logical_id}-{self.code(12).upper()}"

    @property
    def arn(self) -> str:
        return f"arn:aws:{self.service}:{self.region}:{self.account}:{self.kind}/{self.name}"

    @property
    def stack_name(self) -> str:
        return self.stack_id.split("/")[1] if "/" in self.stack_id else self.stack_id

    def code(self, length: int) -> str:
        """Letters and digits that look made up, and are this resource's own."""
        seed = f"{self.stack_id}/{self.logical_id}".encode()
        return hashlib.sha256(seed).hexdigest()[:length]

    def host(self, service: str | None = None) -> str:
        return (
            f"{self.logical_id.lower()}-{self.code(10)}.{self.region}."
            f"{service or self.service}.amazonaws.com"
        )


_Make = Callable[[Paper], str]

_BY_NAME: tuple[tuple[str, _Make], ...] = (
    (r"(?i)arns?$", lambda one: one.arn),
    (r"(?i)(url|uri)$", lambda one: f"https://{one.host()}"),
    (r"(?i)(endpoint|address|addresses|domainname|dnsname|hostname)$", Paper.host),
    (r"(?i)ports?$", lambda one: _PORTS.get(one.type.rpartition("::")[0], "443")),
    (r"(?i)(uuid|uid)$", lambda one: str(uuid.UUID(one.code(32)))),
    (r"(?i)id$", lambda one: f"{one.kind[:12]}-{one.code(12)}"),
    (r"(?i)(time|timestamp|date|createdat)$", lambda _: "2026-01-01T00:00:00Z"),
    (r"", lambda one: one.name),
)


def _cloudfront_id(one: Paper) -> str:
    return "E" + one.code(13).upper()


def _pool_id(one: Paper) -> str:
    return f"{one.region}_{one.code(9)}"


def _pool_host(one: Paper) -> str:
    return f"cognito-idp.{one.region}.amazonaws.com/{_pool_id(one)}"


def _secret_arn(one: Paper) -> str:
    name = one.properties.get("Name", one.name)
    return f"arn:aws:secretsmanager:{one.region}:{one.account}:secret:{name}-{one.code(6)}"


def _subscription_arn(one: Paper) -> str:
    return f"{one.properties.get('TopicArn', one.arn)}:{uuid.UUID(one.code(32))}"


def _api_host(one: Paper) -> str:
    return f"https://{one.code(10)}.execute-api.{one.region}.amazonaws.com"


_SPECIAL: Mapping[tuple[str, str], _Make] = {
    # Neither has one in a private subnet.
    ("AWS::EC2::Instance", "PublicIp"): lambda _: "",
    ("AWS::EC2::Instance", "PublicDnsName"): lambda _: "",
    ("AWS::Route53::HostedZone", "NameServers"): lambda one: (
        f"ns-{one.code(3)}.awsdns.example,ns-{one.code(4)}.awsdns.example"
    ),
    ("AWS::CloudFront::Distribution", "Id"): _cloudfront_id,
    ("AWS::CloudFront::Distribution", "DomainName"): lambda one: f"d{one.code(13)}.cloudfront.net",
    ("AWS::CloudFront::OriginAccessControl", "Id"): _cloudfront_id,
    ("AWS::Cognito::UserPool", "UserPoolId"): _pool_id,
    ("AWS::Cognito::UserPool", "ProviderName"): _pool_host,
    ("AWS::Cognito::UserPool", "ProviderURL"): lambda one: f"https://{_pool_host(one)}",
    ("AWS::Cognito::UserPool", "Arn"): lambda one: (
        f"arn:aws:cognito-idp:{one.region}:{one.account}:userpool/{_pool_id(one)}"
    ),
    ("AWS::Cognito::UserPoolClient", "ClientId"): lambda one: one.code(26),
    ("AWS::SecretsManager::Secret", "Id"): _secret_arn,
    ("AWS::SNS::Subscription", "Arn"): _subscription_arn,
    ("AWS::SNS::Subscription", "SubscriptionArn"): _subscription_arn,
    ("AWS::ApiGatewayV2::Api", "ApiId"): lambda one: one.code(10),
    ("AWS::ApiGatewayV2::Api", "ApiEndpoint"): _api_host,
    ("AWS::CertificateManager::Certificate", "CertificateArn"): lambda one: (
        f"arn:aws:acm:{one.region}:{one.account}:certificate/{uuid.UUID(one.code(32))}"
    ),
    ("AWS::ElastiCache::ReplicationGroup", "Address"): lambda one: (
        f"master.{one.logical_id.lower()}.{one.code(6)}.use1.cache.amazonaws.com"
    ),
}
