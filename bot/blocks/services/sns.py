"""Amazon SNS: an encrypted topic; with a key of its own where AWS services publish to it."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import ACCOUNT, Ref
from bot.blocks.permissions import document
from bot.blocks.services.kms import key
from bot.blocks.services.s3 import tells_by_rules
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

# Services, other than roles, that publish in their own name. The AWS managed key cannot let them.
_PUBLISHERS = {
    "s3": "s3.amazonaws.com",
    "eventbridge": "events.amazonaws.com",
    "cloudwatch": "cloudwatch.amazonaws.com",
    "ses": "ses.amazonaws.com",
}


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    drawing = template.drawing
    sources = drawing.sources(component, *_PUBLISHERS)
    publishers = [_publisher(drawing, one) for one in sources if one.id in drawing.made]
    properties: dict[str, Any] = {"KmsMasterKeyId": "alias/aws/sns"}
    if template.title(component) != name:
        properties["DisplayName"] = template.title(component)[:100]
    if publishers:
        own = key(template, f"{name}Key", f"Encrypts {template.title(component)}", publishers)
        properties["KmsMasterKeyId"] = Ref(own)
        template.assume(
            f"{template.title(component)} has an encryption key of its own, "
            "since AWS services publish to it; a key costs about 1 USD a month.",
            Stake.MONEY,
        )
    template.add(name, "AWS::SNS::Topic", properties)
    template.output(f"{name}Arn", Ref(name), f"ARN of the topic {template.title(component)}")


def _publisher(drawing: Drawing, source: Component) -> str:
    by_rule = source.service == "s3" and tells_by_rules(drawing, source)
    return _PUBLISHERS["eventbridge" if by_rule else source.service]


def let_publish(
    template: Template, topic: Component, service: str, condition: dict[str, Any] | None
) -> str:
    """Lets an AWS service publish, under a condition if there is one; answers the policy that says so."""
    policy = template.once(("policy", topic.id), lambda: _policy(template, topic))
    allowed = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sns:Publish",
        "Resource": Ref(template.id(topic)),
        **({"Condition": condition} if condition else {}),
    }
    statements = template.properties(policy)["PolicyDocument"]["Statement"]
    if allowed not in statements:
        statements.append(allowed)
    return policy


def _policy(template: Template, topic: Component) -> str:
    name = template.id(topic)
    return template.add(
        f"{name}Policy",
        "AWS::SNS::TopicPolicy",
        {"Topics": [Ref(name)], "PolicyDocument": document()},
    )


THIS_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
BLOCK = Block("sns", "Topic", _build)
