"""AWS X-Ray: a group of the traces that went wrong."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref, own_name
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(
        name,
        "AWS::XRay::Group",
        {
            "GroupName": own_name(template.short(component, 18)),
            "FilterExpression": "error = true OR fault = true",
            "InsightsConfiguration": {"InsightsEnabled": True, "NotificationsEnabled": False},
        },
    )
    template.output(f"{name}Arn", Ref(name), "ARN of the group of traces")


BLOCK = Block("xray", "TraceGroup", _build)
