"""AWS Network Firewall: a firewall with a first list of names that nothing may call, and its logs."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref, own_name
from bot.blocks.network.addresses import ANYWHERE
from bot.blocks.network.build import name_tag, one_a_zone
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_CAPACITY = 100
_FORWARD = "aws:forward_to_sfe"
_NAME = re.compile(r"\.?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24}")
_NOBODYS = ".example.invalid"
# As IANA numbers them.
_PROTOCOLS = {"icmp": 1, "udp": 17, "icmpv6": 58}
_PROTOCOL = re.compile("|".join(_PROTOCOLS))
_EVERYWHERE = {"AddressDefinition": ANYWHERE}


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    policy = _policy(
        template, component, _rules(template, component), _dropped(template, component)
    )
    template.add(
        name,
        "AWS::NetworkFirewall::Firewall",
        {
            "FirewallName": own_name(template.short(component)),
            "FirewallPolicyArn": Ref(policy),
            "VpcId": Ref(place.vpc.id),
            "SubnetMappings": [{"SubnetId": Ref(one.id)} for one in one_a_zone(place.subnets)],
            "Tags": name_tag(title),
        },
    )
    _log(template, component)
    template.assume(
        f"{title} stands ready; traffic goes through it once routes lead to its endpoints, which AWS names then.",
        Stake.ACT,
    )
    template.assume("A network firewall is billed by the hour for each of its zones.", Stake.MONEY)
    template.output(f"{name}Arn", Ref(name), f"ARN of the firewall {title}")


def _rules(template: Template, component: Component) -> str:
    asked = template.asked(component)
    allowed, denied = asked.each("allow-domains", _NAME), asked.each("deny-domains", _NAME)
    if allowed and denied:
        asked.cannot("deny-domains", "since whatever is not allowed is refused anyway")
    if not (allowed or denied):
        template.assume(
            f"Say which domains may be called through {template.title(component)}, or which may not; until then it "
            f"refuses {_NOBODYS} alone.",
            Stake.ACT,
        )
    listed = {
        "Targets": list(allowed or denied or (_NOBODYS,)),
        "TargetTypes": ["HTTP_HOST", "TLS_SNI"],
        "GeneratedRulesType": "ALLOWLIST" if allowed else "DENYLIST",
    }
    return template.add(
        f"{template.id(component)}Rules",
        "AWS::NetworkFirewall::RuleGroup",
        {
            "RuleGroupName": own_name(f"{template.short(component)}-rules"),
            "Type": "STATEFUL",
            "Capacity": _CAPACITY,
            "RuleGroup": {"RulesSource": {"RulesSourceList": listed}},
        },
    )


def _dropped(template: Template, component: Component) -> str:
    """The rules that look at single packets; empty if nothing was named that they drop."""
    named = template.asked(component).each("drop", _PROTOCOL)
    if not named:
        return ""
    definition = {
        "MatchAttributes": {
            "Protocols": [_PROTOCOLS[one] for one in named],
            "Sources": [_EVERYWHERE],
            "Destinations": [_EVERYWHERE],
        },
        "Actions": ["aws:drop"],
    }
    rules = [{"Priority": 1, "RuleDefinition": definition}]
    return template.add(
        f"{template.id(component)}PacketRules",
        "AWS::NetworkFirewall::RuleGroup",
        {
            "RuleGroupName": own_name(f"{template.short(component)}-packets"),
            "Type": "STATELESS",
            "Capacity": _CAPACITY,
            "RuleGroup": {
                "RulesSource": {"StatelessRulesAndCustomActions": {"StatelessRules": rules}}
            },
        },
    )


def _policy(template: Template, component: Component, rules: str, dropped: str) -> str:
    first = [{"Priority": 1, "ResourceArn": Ref(dropped)}]
    return template.add(
        f"{template.id(component)}Policy",
        "AWS::NetworkFirewall::FirewallPolicy",
        {
            "FirewallPolicyName": own_name(f"{template.short(component)}-policy"),
            "FirewallPolicy": {
                "StatelessDefaultActions": [_FORWARD],
                "StatelessFragmentDefaultActions": [_FORWARD],
                **({"StatelessRuleGroupReferences": first} if dropped else {}),
                "StatefulRuleGroupReferences": [{"ResourceArn": Ref(rules)}],
            },
        },
    )


def _log(template: Template, component: Component) -> None:
    name = template.id(component)
    logs = log_group(template, component)
    destination = {
        "LogType": "ALERT",
        "LogDestinationType": "CloudWatchLogs",
        "LogDestination": {"logGroup": Ref(logs)},
    }
    template.add(
        f"{name}Logging",
        "AWS::NetworkFirewall::LoggingConfiguration",
        {
            "FirewallArn": Ref(name),
            "LoggingConfiguration": {"LogDestinationConfigs": [destination]},
        },
    )


BLOCK = Block("networkfirewall", "NetworkFirewall", _build)
