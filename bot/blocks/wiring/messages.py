"""Messages between services that run no code: buckets, topics, rules, queues and workflows."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import grant, keep_role, role, statement
from bot.blocks.services.eventbridge import rules
from bot.blocks.services.s3 import notifications
from bot.blocks.services.sns import THIS_ACCOUNT, let_publish
from bot.blocks.services.sqs import let_send
from bot.blocks.template import Template


def _from(arn: Any) -> dict[str, Any]:
    return {"ArnEquals": {"aws:SourceArn": arn}}


def bucket_tells_topic(template: Template, wire: Wire) -> None:
    """The bucket waits for the policy, so the policy names the account and not the bucket."""
    policy = let_publish(template, wire.target, "s3.amazonaws.com", THIS_ACCOUNT)
    template.depends(template.id(wire.source), policy)
    entry = {"Event": "s3:ObjectCreated:*", "Topic": Ref(template.id(wire.target))}
    notifications(template, wire.source).setdefault("TopicConfigurations", []).append(entry)


def bucket_tells_queue(template: Template, wire: Wire) -> None:
    policy = let_send(template, wire.target, "s3.amazonaws.com", THIS_ACCOUNT)
    template.depends(template.id(wire.source), policy)
    entry = {"Event": "s3:ObjectCreated:*", "Queue": GetAtt(template.id(wire.target), "Arn")}
    notifications(template, wire.source).setdefault("QueueConfigurations", []).append(entry)


def bucket_tells_bus(template: Template, wire: Wire) -> None:
    notifications(template, wire.source)
    template.properties(template.id(wire.source))["NotificationConfiguration"][
        "EventBridgeConfiguration"
    ] = {"EventBridgeEnabled": True}


def topic_fills_queue(template: Template, wire: Wire) -> None:
    topic, queue = template.id(wire.source), template.id(wire.target)
    let_send(template, wire.target, "sns.amazonaws.com", _from(Ref(topic)))
    template.add(
        f"{queue}Subscription",
        "AWS::SNS::Subscription",
        {
            "TopicArn": Ref(topic),
            "Protocol": "sqs",
            "Endpoint": GetAtt(queue, "Arn"),
            "RawMessageDelivery": True,
        },
    )


def rule_fills_queue(template: Template, wire: Wire) -> None:
    for rule in rules(template, wire.source):
        let_send(template, wire.target, "events.amazonaws.com", _from(GetAtt(rule, "Arn")))
        _aim(template, rule, wire, GetAtt(template.id(wire.target), "Arn"))


def rule_publishes(template: Template, wire: Wire) -> None:
    for rule in rules(template, wire.source):
        let_publish(template, wire.target, "events.amazonaws.com", _from(GetAtt(rule, "Arn")))
        _aim(template, rule, wire, Ref(template.id(wire.target)))


def rule_starts_workflow(template: Template, wire: Wire) -> None:
    machine = template.id(wire.target)
    start = statement(f"Start{machine}", ["states:StartExecution"], [Ref(machine)])
    _aim_in_a_role(template, wire, start, Ref(machine))


def rule_fills_stream(template: Template, wire: Wire) -> None:
    stream = template.id(wire.target)
    put = statement(f"Put{stream}", ["kinesis:PutRecord"], [GetAtt(stream, "Arn")])
    _aim_in_a_role(template, wire, put, GetAtt(stream, "Arn"))


def _aim_in_a_role(template: Template, wire: Wire, given: dict[str, Any], arn: Any) -> None:
    name = template.known("role", wire.source.id) or keep_role(
        template,
        wire.source,
        role(template, f"{template.id(wire.source)}Role", "events.amazonaws.com"),
    )
    grant(template, wire.source, given)
    for rule in rules(template, wire.source):
        _aim(template, rule, wire, arn, RoleArn=GetAtt(name, "Arn"))


def _aim(template: Template, rule: str, wire: Wire, arn: Any, **further: Any) -> None:
    target = {"Id": template.id(wire.target), "Arn": arn, **further}
    template.properties(rule)["Targets"].append(target)
