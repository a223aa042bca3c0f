"""AWS WAF: AWS's own common rules before a balancer, an API or a distribution."""

import re
from typing import Any

from bot.blocks.asked import network
from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Sub, own_name
from bot.blocks.naming import pascal, slug
from bot.blocks.stake import Stake
from bot.blocks.template import LOG_DAYS, Template
from bot.domain.architecture import Component

_MANAGED = ("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet")
_GUARDED = ("alb", "apigateway", "cloudfront", "appsync", "cognito")
_IN_A_REGION = ("alb", "apigateway", "appsync", "cognito")
_REQUESTS_IN_5_MINUTES = 2000
_RANGE = re.compile(r"[0-9.]{7,15}(?:/[0-9]{1,2})?")
_WIDEST = 8


def _guards(drawing: Drawing, component: Component) -> bool:
    """It stands before something, or is all there is."""
    alone = not (drawing.sources(component) or drawing.targets(component))
    return alone or bool(drawing.beside(component, *_GUARDED))


def _build(template: Template, component: Component) -> None:
    """One ACL; and a second one where it is drawn before a distribution and something in a region."""
    name = template.id(component)
    everywhere = bool(template.drawing.beside(component, "cloudfront"))
    in_a_region = not everywhere or bool(template.drawing.beside(component, *_IN_A_REGION))
    if everywhere:
        template.remember(("global", component.id), _acl(template, component, name, "CLOUDFRONT"))
        template.assume("A web ACL for CloudFront can be made in us-east-1 only.", Stake.ACT)
    if in_a_region:
        wanted = f"{name}Regional" if everywhere else name
        template.remember(("regional", component.id), _acl(template, component, wanted, "REGIONAL"))
    template.assume(
        f"The firewall has AWS's common rules and a limit of {_limit(template, component)} requests in five minutes for each address."
    )
    if not template.drawing.beside(component, *_GUARDED):
        template.assume("The firewall stands before nothing yet: attach it by its ARN.", Stake.ACT)
    template.output(f"{name}Arn", GetAtt(name, "Arn"), "ARN of the web ACL")


def _limit(template: Template, component: Component) -> int:
    asked = template.asked(component).number("rate-limit", 10, 2_000_000_000)
    return asked or _REQUESTS_IN_5_MINUTES


def _acl(template: Template, component: Component, wanted: str, scope: str) -> str:
    limit = _limit(template, component)
    rules = [_managed(number, each) for number, each in enumerate(_MANAGED)]
    rules.append(_rate(len(rules), limit))
    blocked = _addresses(template, component, "block-ips", f"{wanted}Addresses", scope)
    if blocked:
        rules.append(_listed(len(rules), "Blocked", "Block", blocked))
    allowed = _addresses(template, component, "allow-ips", f"{wanted}Allowed", scope)
    if allowed:
        rules.append(_listed(len(rules), "Allowed", "Allow", allowed))
        template.assume(
            "Whoever calls from another address than those allowed is refused.", Stake.DATA
        )
    made = template.add(
        wanted,
        "AWS::WAFv2::WebACL",
        {
            "Scope": scope,
            "DefaultAction": {"Block": {}} if allowed else {"Allow": {}},
            "Rules": rules,
            "VisibilityConfig": _counted(wanted),
        },
    )
    if template.asked(component).is_on("logs", default=True):
        _log(template, made)
    return made


def _log(template: Template, acl: str) -> None:
    """WAF writes to log groups that are called so, and knows them without the star at the end of their ARN."""
    logs = template.add(
        f"{acl}Logs",
        "AWS::Logs::LogGroup",
        {"LogGroupName": own_name(f"aws-waf-logs-{slug(acl)}"), "RetentionInDays": LOG_DAYS},
    )
    arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
    template.add(
        f"{acl}Logging",
        "AWS::WAFv2::LoggingConfiguration",
        {
            "ResourceArn": GetAtt(acl, "Arn"),
            "LogDestinationConfigs": [Sub(f"{arn}${{{logs}}}")],
            "RedactedFields": [{"SingleHeader": {"Name": "authorization"}}],
        },
    )


def _managed(number: int, name: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Priority": number,
        "OverrideAction": {"None": {}},
        "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name}},
        "VisibilityConfig": _counted(name),
    }


def _addresses(
    template: Template, component: Component, setting: str, wanted: str, scope: str
) -> str:
    """The set of addresses that a setting names; empty if it names none."""
    said = template.asked(component).each(setting, _RANGE)
    found = [network(one) for one in said]
    ranges = [str(one) for one in found if one and one.prefixlen >= _WIDEST]
    if not ranges:
        return ""
    return template.add(
        wanted,
        "AWS::WAFv2::IPSet",
        {"Scope": scope, "IPAddressVersion": "IPV4", "Addresses": ranges},
    )


def _listed(number: int, name: str, action: str, addresses: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Priority": number,
        "Action": {action: {}},
        "Statement": {"IPSetReferenceStatement": {"Arn": GetAtt(addresses, "Arn")}},
        "VisibilityConfig": _counted(name),
    }


def _rate(number: int, requests: int) -> dict[str, Any]:
    limit = {"Limit": requests, "AggregateKeyType": "IP"}
    return {
        "Name": "RateLimit",
        "Priority": number,
        "Action": {"Block": {}},
        "Statement": {"RateBasedStatement": limit},
        "VisibilityConfig": _counted("RateLimit"),
    }


def _counted(name: str) -> dict[str, Any]:
    return {
        "CloudWatchMetricsEnabled": True,
        "SampledRequestsEnabled": True,
        "MetricName": pascal(name),
    }


BLOCK = Block("waf", "WebAcl", _build, stands=_guards)
