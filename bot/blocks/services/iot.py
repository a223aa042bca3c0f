"""AWS IoT Core: a rule that passes on what devices say, in a role that may do just that."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.logs import log_group
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TOPIC = re.compile(r"[A-Za-z0-9_/+#-]{1,120}")
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
                "Sql": f"SELECT * FROM '{topic}'",  # noqa: S608 IoT's own language; its pattern is checked
                "RuleDisabled": False,
                "Actions": [],
                "ErrorAction": failed,
            }
        },
    )
    template.assume(f"{title} passes on what devices publish to {topic}; give them certificates.")
    template.output(f"{name}Arn", GetAtt(name, "Arn"), f"ARN of the rule {title}")


def _finish(template: Template, component: Component) -> None:
    """What is drawn to lead nowhere is written down."""
    payload = template.properties(template.id(component))["TopicRulePayload"]
    if not payload["Actions"]:
        payload["Actions"].append(payload["ErrorAction"])


BLOCK = Block("iot", "TopicRule", _build, _finish)
