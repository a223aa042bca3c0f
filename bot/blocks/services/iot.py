"""AWS IoT Core: a rule that passes on what devices say, in a role that may do just that."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import document, keep_role, role, statement
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TOPIC = re.compile(r"[A-Za-z0-9_/+#-]{1,120}")
_WHERE = re.compile(
    r"[A-Za-z_][A-Za-z0-9_.]{0,60} ?(?:>=|<=|<>|>|<|=) ?-?[0-9]{1,9}(?:\.[0-9]{1,4})?"
)
_ANY = "devices/+/messages"


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    topic = template.asked(component).text("topic", _TOPIC) or _ANY
    logs = log_group(template, component)
    write = statement(
        "WriteLogs",
        ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        [GetAtt(logs, "Arn")],
    )
    acts = role(template, f"{name}Role", "iot.amazonaws.com", [write])
    keep_role(template, component, acts)
    failed = {"CloudwatchLogs": {"LogGroupName": Ref(logs), "RoleArn": GetAtt(acts, "Arn")}}
    template.add(
        name,
        "AWS::IoT::TopicRule",
        {
            "TopicRulePayload": {
                "Description": title,
                "AwsIotSqlVersion": "2016-03-23",
                "Sql": f"SELECT * FROM '{topic}'{_where(template, component)}",  # noqa: S608 IoT's own language; its pattern is checked
                "RuleDisabled": False,
                "Actions": [],
                "ErrorAction": failed,
            }
        },
    )
    if template.asked(component).is_on("thing", default=True):
        _device(template, component, topic)
    template.assume(f"{title} passes on what devices publish to {topic}.")
    template.output(f"{name}Arn", GetAtt(name, "Arn"), f"ARN of the rule {title}")


def _where(template: Template, component: Component) -> str:
    said = template.asked(component).text("where", _WHERE)
    return f" WHERE {said}" if said else ""


def _device(template: Template, component: Component, topic: str) -> None:
    """A first device, and what devices may do: connect as themselves, and publish there."""
    name, title = template.id(component), template.title(component)
    thing = template.add(f"{name}Thing", "AWS::IoT::Thing")
    client = "client/${!iot:Connection.Thing.ThingName}"
    parts = [_AS_ITSELF if one in _WILD else one for one in topic.split("/")]
    connects = statement("Connect", ["iot:Connect"], [Sub(f"{_HERE}{client}")])
    publishes = statement("Publish", ["iot:Publish"], [Sub(f"{_HERE}topic/{'/'.join(parts)}")])
    policy = template.add(
        f"{name}Policy", "AWS::IoT::Policy", {"PolicyDocument": document(connects, publishes)}
    )
    template.assume(
        f"Give the first device of {title} a certificate, and attach it to {thing} and {policy}.",
        Stake.ACT,
    )
    template.output(f"{thing}Name", Ref(thing), f"Name of the first device of {title}")


_HERE = "arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:"
_WILD = frozenset({"+", "#"})
_AS_ITSELF = "${!iot:Connection.Thing.ThingName}"


def _finish(template: Template, component: Component) -> None:
    """What is drawn to lead nowhere is written down."""
    payload = template.properties(template.id(component))["TopicRulePayload"]
    if not payload["Actions"]:
        payload["Actions"].append(payload["ErrorAction"])


BLOCK = Block("iot", "TopicRule", _build, _finish)
