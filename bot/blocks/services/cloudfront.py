"""Amazon CloudFront: a distribution, to which wiring adds origins."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.domain import certificate_of, domain
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import Ref, Sub, own_name
from bot.blocks.services.acm import covers
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

ORIGINS = ("s3", "alb", "apigateway", "ec2")
# The ids of AWS's managed policies, the same in every account.
_CACHED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_UNCACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
_ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
_ALL_VIEWER_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
_SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"
_CLASSES = {"100": "PriceClass_100", "200": "PriceClass_200", "all": "PriceClass_All"}
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_PAGE = re.compile(r"[A-Za-z0-9_.-]{1,80}(?:/[A-Za-z0-9_.-]{1,80}){0,3}")
_A_YEAR = 31_536_000
_READ = ["GET", "HEAD", "OPTIONS"]
_ALL = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]


def _has_origin(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.targets(component, *ORIGINS) or drawing.sources(component, "s3"))


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    config: dict[str, Any] = {
        "Comment": title,
        "Enabled": True,
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "PriceClass": _CLASSES[asked.choice("price-class", _CLASSES) or "100"],
    }
    countries = asked.each("geo", _COUNTRY)
    if countries:
        allowed = {"RestrictionType": "whitelist", "Locations": [one.upper() for one in countries]}
        config["Restrictions"] = {"GeoRestriction": allowed}
        template.assume(f"{title} answers only in {', '.join(countries).upper()}.", Stake.DATA)
    config["Origins"] = []
    template.add(name, "AWS::CloudFront::Distribution", {"DistributionConfig": config})
    template.output(f"{name}Url", Sub(f"https://${{{name}.DomainName}}"), f"Where {title} answers")


def answer_under(template: Template, distribution: Component, name: str) -> bool:
    """Gives it a name of its own, if a certificate is drawn for that and no other has the name."""
    certificate = certificate_of(template.drawing, distribution)
    own = template.id(distribution)
    if certificate is None or not covers(template.drawing, certificate, name):
        return False
    if template.remember(("alias", name), own) != own:
        return False
    config = template.properties(own)["DistributionConfig"]
    names: list[str] = config.setdefault("Aliases", [])
    if name not in names:
        names.append(name)
    config["ViewerCertificate"] = {
        "AcmCertificateArn": Ref(template.id(certificate)),
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SslSupportMethod": "sni-only",
    }
    template.assume(
        "CloudFront takes a certificate from us-east-1 only, so this stack can be made there only.",
        Stake.ACT,
    )
    return True


def _finish(template: Template, component: Component) -> None:
    """A certificate that no zone leads to is for a name that its owner points here."""
    config = template.properties(template.id(component))["DistributionConfig"]
    page = template.asked(component).text("default-root", _PAGE)
    if page:
        config["DefaultRootObject"] = page
    _keep(template, component, config)
    _head(template, component, config)
    certificate = certificate_of(template.drawing, component)
    if certificate is None or "Aliases" in config:
        return
    name = domain(template.drawing, certificate)
    if answer_under(template, component, name):
        template.assume(
            f"{template.title(component)} answers under {name} once a DNS record leads from there to it.",
            Stake.ACT,
        )


def _keep(template: Template, component: Component, config: dict[str, Any]) -> None:
    """A policy of its own, where it was said how long answers are kept."""
    seconds = template.asked(component).number("ttl-seconds", 0, _A_YEAR)
    if seconds is None or "DefaultCacheBehavior" not in config:
        return
    name = template.id(component)
    policy = template.add(
        f"{name}CachePolicy",
        "AWS::CloudFront::CachePolicy",
        {
            "CachePolicyConfig": {
                "Name": own_name(name),
                "MinTTL": 0,
                "DefaultTTL": seconds,
                "MaxTTL": max(seconds, 86_400),
                "ParametersInCacheKeyAndForwardedToOrigin": {
                    "EnableAcceptEncodingBrotli": True,
                    "EnableAcceptEncodingGzip": True,
                    "CookiesConfig": {"CookieBehavior": "none"},
                    "HeadersConfig": {"HeaderBehavior": "none"},
                    "QueryStringsConfig": {"QueryStringBehavior": "all"},
                },
            }
        },
    )
    config["DefaultCacheBehavior"]["CachePolicyId"] = Ref(policy)


def _head(template: Template, component: Component, config: dict[str, Any]) -> None:
    """Security headers of its own; AWS's are there without being asked for."""
    if not template.asked(component).is_on("headers") or "DefaultCacheBehavior" not in config:
        return
    name = template.id(component)
    policy = template.add(
        f"{name}Headers",
        "AWS::CloudFront::ResponseHeadersPolicy",
        {
            "ResponseHeadersPolicyConfig": {
                "Name": own_name(f"{template.short(component)}-headers"),
                "SecurityHeadersConfig": _HEADERS,
            }
        },
    )
    for one in (config["DefaultCacheBehavior"], *config.get("CacheBehaviors", [])):
        one["ResponseHeadersPolicyId"] = Ref(policy)


_HEADERS: dict[str, Any] = {
    "ContentSecurityPolicy": {
        "ContentSecurityPolicy": "default-src 'self'; frame-ancestors 'none'",
        "Override": False,
    },
    "ContentTypeOptions": {"Override": True},
    "FrameOptions": {"FrameOption": "DENY", "Override": True},
    "ReferrerPolicy": {"ReferrerPolicy": "strict-origin-when-cross-origin", "Override": True},
    "StrictTransportSecurity": {
        "AccessControlMaxAgeSec": _A_YEAR,
        "IncludeSubdomains": True,
        "Override": True,
    },
}


def add_origin(
    template: Template, distribution: Component, origin: dict[str, Any], behavior: dict[str, Any]
) -> None:
    """The first origin that answers everything is the default; the others answer under a path."""
    config = template.properties(template.id(distribution))["DistributionConfig"]
    if any(one["Id"] == origin["Id"] for one in config["Origins"]):
        return
    config["Origins"].append(origin)
    shared = {
        "TargetOriginId": origin["Id"],
        "ViewerProtocolPolicy": "redirect-to-https",
        "Compress": True,
    }
    wanted = {**shared, **behavior}
    path = wanted.pop("PathPattern")
    if "DefaultCacheBehavior" not in config:
        config["DefaultCacheBehavior"] = wanted
    else:
        config.setdefault("CacheBehaviors", []).append({"PathPattern": path, **wanted})
        template.assume(
            f"{template.title(distribution)} answers {path} from its other origin, {origin['Id']}."
        )


def cached(path: str) -> dict[str, Any]:
    return {
        "PathPattern": path,
        "AllowedMethods": _READ,
        "CachePolicyId": _CACHED,
        "ResponseHeadersPolicyId": _SECURITY_HEADERS,
    }


def uncached(path: str, *, host: bool) -> dict[str, Any]:
    return {
        "PathPattern": path,
        "AllowedMethods": _ALL,
        "CachePolicyId": _UNCACHED,
        "OriginRequestPolicyId": _ALL_VIEWER if host else _ALL_VIEWER_BUT_HOST,
        "ResponseHeadersPolicyId": _SECURITY_HEADERS,
    }


BLOCK = Block("cloudfront", "Distribution", _build, _finish, _has_origin)
