"""Distributions and their origins: a bucket, a balancer or an API that answers to them alone."""

from typing import Any

from bot.blocks.domain import certificate_of
from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Sub
from bot.blocks.services import ec2
from bot.blocks.services.alb import is_network
from bot.blocks.services.apigateway import HOST, STAGE
from bot.blocks.services.cloudfront import add_origin, cached, uncached
from bot.blocks.services.http_api import is_newer
from bot.blocks.services.s3 import bucket_statements
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_HEADER = "X-Origin-Verify"


def origin_bucket(template: Template, wire: Wire) -> None:
    """The distribution alone may read the bucket; or it writes its logs there, where the arrow says so."""
    if "logs" in wire.label.lower():
        _takes_logs(template, wire)
        return
    distribution, bucket = template.id(wire.source), template.id(wire.target)
    access = template.once(
        ("access", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{distribution}{bucket}Access",
            "AWS::CloudFront::OriginAccessControl",
            {
                "OriginAccessControlConfig": {
                    # A name is asked for; the stack's own keeps two stacks apart.
                    "Name": Sub(f"${{AWS::StackName}}-{bucket}"),
                    "OriginAccessControlOriginType": "s3",
                    "SigningBehavior": "always",
                    "SigningProtocol": "sigv4",
                }
            },
        ),
    )
    origin = {
        "Id": bucket,
        "DomainName": GetAtt(bucket, "RegionalDomainName"),
        "OriginAccessControlId": GetAtt(access, "Id"),
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    path = f"/{template.slug(wire.target) if wire.target.label else 'static'}/*"
    add_origin(template, wire.source, origin, cached(path))
    config = template.properties(distribution)["DistributionConfig"]
    if config["DefaultCacheBehavior"]["TargetOriginId"] == bucket:
        config["DefaultRootObject"] = "index.html"
    arn = (
        f"arn:${{AWS::Partition}}:cloudfront::${{AWS::AccountId}}:distribution/${{{distribution}}}"
    )
    statements = bucket_statements(template, wire.target)
    allowed = {
        "Sid": f"Read{distribution}",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": Sub(f"${{{bucket}.Arn}}/*"),
        "Condition": {"StringEquals": {"AWS:SourceArn": Sub(arn)}},
    }
    if allowed not in statements:
        statements.append(allowed)


def _takes_logs(template: Template, wire: Wire) -> None:
    """CloudFront hands its logs over by an access control list, so the bucket has to know those."""
    bucket = template.id(wire.target)
    owned = {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    template.properties(bucket)["OwnershipControls"] = owned
    config = template.properties(template.id(wire.source))["DistributionConfig"]
    config["Logging"] = {"Bucket": GetAtt(bucket, "RegionalDomainName"), "IncludeCookies": False}


def bucket_behind(template: Template, wire: Wire) -> None:
    """An arrow from the bucket to the distribution says the same."""
    if not template.drawing.replied(wire):
        origin_bucket(template, Wire(wire.target, wire.source, wire.label))


def origin_balancer(template: Template, wire: Wire) -> None:
    """The balancer answers only what carries a secret header that the distribution adds."""
    balancer = template.id(wire.target)
    if is_network(wire.target):
        origin = {
            "Id": balancer,
            "DomainName": GetAtt(balancer, "DNSName"),
            "CustomOriginConfig": _protocol(template, wire.target),
        }
        path = f"/{template.slug(wire.target)}/*"
        add_origin(template, wire.source, origin, uncached(path, host=True))
        return
    secret = template.once(("secret", wire.target.id), lambda: _secret(template, wire.target))
    origin = {
        "Id": balancer,
        "DomainName": GetAtt(balancer, "DNSName"),
        "CustomOriginConfig": _protocol(template, wire.target),
        "OriginCustomHeaders": [{"HeaderName": _HEADER, "HeaderValue": _value(secret)}],
    }
    add_origin(
        template, wire.source, origin, uncached(f"/{template.slug(wire.target)}/*", host=True)
    )
    template.assume(
        f"{template.title(wire.target)} answers only requests that come through {template.title(wire.source)}, "
        "which it knows by a secret header."
    )


def _protocol(template: Template, balancer: Component) -> dict[str, Any]:
    """With a certificate, the balancer sends whoever speaks HTTP to HTTPS, and would send them in a circle."""
    if certificate_of(template.drawing, balancer):
        return {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}
    return {"OriginProtocolPolicy": "http-only", "HTTPPort": 80}


def _secret(template: Template, balancer: Component) -> str:
    return template.add(
        f"{template.id(balancer)}HeaderSecret",
        "AWS::SecretsManager::Secret",
        {
            "Description": f"What CloudFront shows to {template.title(balancer)}",
            "GenerateSecretString": {"PasswordLength": 32, "ExcludePunctuation": True},
        },
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )


def _value(secret: str) -> Sub:
    return Sub(f"{{{{resolve:secretsmanager:${{{secret}}}:SecretString:::}}}}")


def origin_api(template: Template, wire: Wire) -> None:
    api = template.id(wire.target)
    origin = {
        "Id": api,
        "DomainName": Sub(f"${{{api}}}.{HOST}"),
        **_stage_path(template, wire.target),
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
        },
    }
    add_origin(template, wire.source, origin, uncached("/api/*", host=False))


def _stage_path(template: Template, api: Component) -> dict[str, str]:
    """The newer APIs have a stage that does not show in their paths."""
    return {} if is_newer(template.drawing, api) else {"OriginPath": f"/{STAGE}"}


def origin_instance(template: Template, wire: Wire) -> None:
    """Of an instance, the distribution knows the public name."""
    instance = template.id(wire.target)
    origin = {
        "Id": instance,
        "DomainName": GetAtt(instance, "PublicDnsName"),
        "CustomOriginConfig": {"OriginProtocolPolicy": "http-only", "HTTPPort": ec2.PORT},
    }
    add_origin(
        template, wire.source, origin, uncached(f"/{template.slug(wire.target)}/*", host=True)
    )
    template.assume(
        f"{template.title(wire.source)} speaks HTTP with {template.title(wire.target)}, which answers others too.",
        Stake.DATA,
    )


def guard(template: Template, balancer: Component) -> list[dict[str, Any]]:
    distributions = template.drawing.sources(balancer, "cloudfront")
    drawn = any(one.id in template.drawing.made for one in distributions)
    if is_network(balancer) or not drawn:
        return []
    secret = template.once(("secret", balancer.id), lambda: _secret(template, balancer))
    header = {"HttpHeaderName": _HEADER, "Values": [_value(secret)]}
    return [{"Field": "http-header", "HttpHeaderConfig": header}]
