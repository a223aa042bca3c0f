"""AWS WAF: AWS's own common rules before a balancer, an API or a distribution."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt
from bot.blocks.naming import pascal
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_MANAGED = ("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet")
_GUARDED = ("alb", "apigateway", "cloudfront")
_REQUESTS_IN_5_MINUTES = 2000


def _guards(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.beside(component, *_GUARDED))


def _build(template: Template, component: Component) -> None:
    """One ACL; and a second one where it is drawn before a distribution and something in a region."""
    name = template.id(component)
    everywhere = bool(template.drawing.beside(component, "cloudfront"))
    in_a_region = bool(template.drawing.beside(component, "alb", "apigateway"))
    if everywhere:
        template.remember(("global", component.id), _acl(template, name, "CLOUDFRONT"))
        template.assume("A web ACL for CloudFront can be made in us-east-1 only.", Stake.ACT)
    if in_a_region:
        wanted = f"{name}Regional" if everywhere else name
        template.remember(("regional", component.id), _acl(template, wanted, "REGIONAL"))
    template.assume(
        f"The firewall has AWS's common rules and a limit of {_REQUESTS_IN_5_MINUTES} requests in five minutes for each address."
    )
    template.output(f"{name}Arn", GetAtt(name, "Arn"), "ARN of the web ACL")


def _acl(template: Template, wanted: str, scope: str) -> str:
    rules = [_managed(number, each) for number, each in enumerate(_MANAGED)]
    return template.add(
        wanted,
        "AWS::WAFv2::WebACL",
        {
            "Scope": scope,
            "DefaultAction": {"Allow": {}},
            "Rules": [*rules, _rate(len(rules))],
            "VisibilityConfig": _counted(wanted),
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


def _rate(number: int) -> dict[str, Any]:
    limit = {"Limit": _REQUESTS_IN_5_MINUTES, "AggregateKeyType": "IP"}
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
