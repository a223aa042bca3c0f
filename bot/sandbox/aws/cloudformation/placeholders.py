"""Ids and attributes for what only exists on paper: moto has no model of it."""

import hashlib
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.aws.cloudformation import catalogue
from bot.sandbox.aws.cloudformation.plausible import plausible

# Where Ref gives something else than the schema's identifier would say.
_REFERENCES = {
    "AWS::ApiGateway::Stage": "StageName",
    "AWS::ApiGatewayV2::Stage": "StageName",
    "AWS::ElastiCache::ReplicationGroup": "ReplicationGroupId",
    "AWS::Cognito::UserPoolDomain": "Domain",
}
_PORTS = {
    "AWS::DocDB": "27017",
    "AWS::ElastiCache": "6379",
    "AWS::MemoryDB": "6379",
    "AWS::Neptune": "8182",
    "AWS::RDS": "3306",
    "AWS::Redshift": "5439",
}


@dataclass(frozen=True)
class Paper:
    """One resource on paper. The same one always says the same of itself."""

    type: str
    logical_id: str
    stack_id: str
    account: str
    region: str
    properties: Mapping[str, Any]
    generation: int = 0

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
        made = next(make(self) for wanted, make in _BY_NAME if re.search(wanted, last))
        return plausible(catalogue.described(self.type, attribute), (made, *self._others()))

    def _others(self) -> Iterator[str]:
        """What a value that has to look a certain way may be instead."""
        yield from (self.name, self.region, str(uuid.UUID(self.code(32))))
        for length in (4, 8, 10, 12, 17, 26, 32):
            yield from (self.code(length), f"{self.kind}-{self.code(length)}")
        yield self.account

    @property
    def service(self) -> str:
        """As ARNs and host names have it."""
        said = self.type.split("::")[1].lower()
        return _SERVICES.get(said, said)

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
        again = f"/{self.generation}" if self.generation else ""
        seed = f"{self.stack_id}/{self.logical_id}{again}".encode()
        return hashlib.sha256(seed).hexdigest()[:length]

    def host(self, service: str | None = None) -> str:
        return (
            f"{self.logical_id.lower()}-{self.code(10)}.{self.region}."
            f"{service or self.service}.amazonaws.com"
        )


# Services that AWS calls otherwise in ARNs than in the types of their resources.
_SERVICES = {
    "amazonmq": "mq",
    "certificatemanager": "acm",
    "cognito": "cognito-idp",
    "efs": "elasticfilesystem",
    "elasticloadbalancingv2": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "emrserverless": "emr-serverless",
    "inspectorv2": "inspector2",
    "kinesisfirehose": "firehose",
    "msk": "kafka",
    "opensearchserverless": "aoss",
    "opensearchservice": "es",
    "stepfunctions": "states",
    "vpclattice": "vpc-lattice",
}

_Make = Callable[[Paper], str]

_BY_NAME: tuple[tuple[str, _Make], ...] = (
    (r"(?i)arns?$", lambda one: one.arn),
    (r"(?i)account(id)?$|^ownerid$", lambda one: one.account),
    (r"(?i)hostedzoneid$", lambda one: "Z" + one.code(14).upper()),
    (r"(?i)vpcid$", lambda one: f"vpc-{one.code(17)}"),
    (r"(?i)subnetids?$", lambda one: f"subnet-{one.code(17)}"),
    (r"(?i)networkinterfaceids?$", lambda one: f"eni-{one.code(17)}"),
    (r"(?i)(url|uri)$", lambda one: f"https://{one.host()}"),
    (r"(?i)(endpoint|address|addresses|domainname|dnsname|hostname)$", Paper.host),
    (r"(?i)ports?$", lambda one: _PORTS.get(one.type.rpartition("::")[0], "443")),
    (r"(?i)(uuid|uid)$", lambda one: str(uuid.UUID(one.code(32)))),
    (r"(?i)id$", lambda one: f"{one.kind[:12]}-{one.code(12)}"),
    (r"(?i)(time|timestamp|date|(created|updated|modified)at)$", lambda _: "2026-01-01T00:00:00Z"),
    (r"(?i)(status|state)$", lambda _: "ACTIVE"),
    (r"(?i)(version|revision|versionnumber)$", lambda _: "1"),
    (r"(?i)region$", lambda one: one.region),
    (r"(?i)availabilityzones?$", lambda one: f"{one.region}a"),
    (r"(?i)ip(v4)?(address)?(es)?$", lambda one: f"10.0.0.{int(one.code(2), 16) % 200 + 10}"),
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
    ("AWS::EC2::VPC", "Ipv6CidrBlocks"): lambda one: f"2001:db8:{one.code(4)}:ff00::/56",
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
