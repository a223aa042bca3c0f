"""AWS Network Firewall: a firewall with a first list of names that nothing may call, and its logs."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref, own_name
from bot.blocks.network.build import name_tag, one_a_zone
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_CAPACITY = 100
_FORWARD = "aws:forward_to_sfe"


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    policy = _policy(template, component, _rules(template, component))
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
    denied = {
        "Targets": [".example.invalid"],
        "TargetTypes": ["HTTP_HOST", "TLS_SNI"],
        "GeneratedRulesType": "DENYLIST",
    }
    return template.add(
        f"{template.id(component)}Rules",
        "AWS::NetworkFirewall::RuleGroup",
        {
            "RuleGroupName": own_name(f"{template.short(component)}-rules"),
            "Type": "STATEFUL",
            "Capacity": _CAPACITY,
            "RuleGroup": {"RulesSource": {"RulesSourceList": denied}},
        },
    )


def _policy(template: Template, component: Component, rules: str) -> str:
    return template.add(
        f"{template.id(component)}Policy",
        "AWS::NetworkFirewall::FirewallPolicy",
        {
            "FirewallPolicyName": own_name(f"{template.short(component)}-policy"),
            "FirewallPolicy": {
                "StatelessDefaultActions": [_FORWARD],
                "StatelessFragmentDefaultActions": [_FORWARD],
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
