"""Amazon SNS: an encrypted topic; with a key of its own where AWS services publish to it."""

from typing import Any

from bot.blocks.asked import EMAIL
from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import Ref, Sub
from bot.blocks.permissions import document
from bot.blocks.services.kms import key
from bot.blocks.services.publishers import publishers
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
    "budgets": "budgets.amazonaws.com",
    "config": "config.amazonaws.com",
    "cloudtrail": "cloudtrail.amazonaws.com",
}
_BY_RULES = "events.amazonaws.com"


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    drawing = template.drawing
    named = dict(publishers(template, component))
    serving = [] if drawing.beside(component, "kms") else publishing(template, component)
    properties: dict[str, Any] = {"KmsMasterKeyId": "alias/aws/sns", **_order(template, component)}
    if template.title(component) != name:
        properties["DisplayName"] = template.title(component)[:100]
    if serving:
        own = key(template, f"{name}Key", f"Encrypts {template.title(component)}", serving)
        properties["KmsMasterKeyId"] = Ref(own)
        template.assume(
            f"{template.title(component)} has an encryption key of its own, "
            "since AWS services publish to it; a key costs about 1 USD a month.",
            Stake.MONEY,
        )
    template.add(name, "AWS::SNS::Topic", properties)
    for service, condition in named.items():
        # EventBridge shows SNS none of its own keys, so a condition would never hold.
        let_publish(template, component, service, None if service == _BY_RULES else condition)
    _subscribe(template, component)
    template.output(f"{name}Arn", Ref(name), f"ARN of the topic {template.title(component)}")


def _order(template: Template, component: Component) -> dict[str, Any]:
    if not template.asked(component).is_on("fifo"):
        return {}
    # Such a topic must have a name that says so; the stack's own keeps two stacks apart.
    name = Sub(f"${{AWS::StackName}}-{template.id(component)}.fifo")
    return {"FifoTopic": True, "ContentBasedDeduplication": True, "TopicName": name}


def _subscribe(template: Template, component: Component) -> None:
    for email in template.asked(component).each("email", EMAIL):
        write_to(template, template.id(component), email)


def write_to(template: Template, topic: str, email: str) -> None:
    template.add(
        f"{topic}Email",
        "AWS::SNS::Subscription",
        {"TopicArn": Ref(topic), "Protocol": "email", "Endpoint": email},
    )
    template.assume(
        f"Amazon SNS asks {email} to agree; until then nothing is sent there.", Stake.ACT
    )


def publishing(template: Template, component: Component) -> list[str]:
    """The services that publish in their own name: those drawn, and those named."""
    drawing = template.drawing
    sources = drawing.sources(component, *_PUBLISHERS)
    drawn = [_publisher(drawing, one) for one in sources if one.id in drawing.made]
    return list(dict.fromkeys([*drawn, *(one for one, _ in publishers(template, component))]))


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


BLOCK = Block("sns", "Topic", _build)
