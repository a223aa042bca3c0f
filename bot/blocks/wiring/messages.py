"""Messages between services that run no code: buckets, topics, rules, queues and workflows."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import THIS_ACCOUNT, grant, keep_role, role, statement
from bot.blocks.services.eventbridge import rules
from bot.blocks.services.s3 import notifications, tells_by_rules
from bot.blocks.services.sns import let_publish
from bot.blocks.services.sqs import in_order, let_send
from bot.blocks.template import Template
from bot.blocks.wiring.objects import events_on, objects_rule


def _from(arn: Any) -> dict[str, Any]:
    return {"ArnEquals": {"aws:SourceArn": arn}}


def bucket_tells_topic(template: Template, wire: Wire) -> None:
    """The bucket waits for the policy, so the policy names the account and not the bucket."""
    if tells_by_rules(template.drawing, wire.source):
        _publish(template, wire, objects_rule(template, wire))
        return
    policy = let_publish(template, wire.target, "s3.amazonaws.com", THIS_ACCOUNT)
    template.depends(template.id(wire.source), policy)
    entry = {"Event": "s3:ObjectCreated:*", "Topic": Ref(template.id(wire.target))}
    notifications(template, template.id(wire.source)).setdefault("TopicConfigurations", []).append(
        entry
    )


def bucket_tells_queue(template: Template, wire: Wire) -> None:
    if tells_by_rules(template.drawing, wire.source):
        _fill(template, wire, objects_rule(template, wire))
        return
    policy = let_send(template, wire.target, "s3.amazonaws.com", THIS_ACCOUNT)
    template.depends(template.id(wire.source), policy)
    entry = {"Event": "s3:ObjectCreated:*", "Queue": GetAtt(template.id(wire.target), "Arn")}
    notifications(template, template.id(wire.source)).setdefault("QueueConfigurations", []).append(
        entry
    )


def bucket_tells_bus(template: Template, wire: Wire) -> None:
    events_on(template, template.id(wire.source))


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


def topic_feeds_delivery(template: Template, wire: Wire) -> None:
    """The topic hands over in a role of its own."""
    topic, delivery = template.id(wire.source), template.id(wire.target)
    arn = GetAtt(delivery, "Arn")
    put = statement("Deliver", ["firehose:PutRecord", "firehose:PutRecordBatch"], [arn])
    acts = role(template, f"{topic}To{delivery}Role", "sns.amazonaws.com", [put])
    template.add(
        f"{delivery}Subscription",
        "AWS::SNS::Subscription",
        {
            "TopicArn": Ref(topic),
            "Protocol": "firehose",
            "Endpoint": arn,
            "SubscriptionRoleArn": GetAtt(acts, "Arn"),
        },
    )


def rule_feeds_delivery(template: Template, wire: Wire) -> None:
    delivery = template.id(wire.target)
    arn = GetAtt(delivery, "Arn")
    actions = ["firehose:PutRecord", "firehose:PutRecordBatch"]
    _aim_in_a_role(template, wire, statement(f"Put{delivery}", actions, [arn]), arn)


def rule_fills_queue(template: Template, wire: Wire) -> None:
    for rule in rules(template, wire.source):
        _fill(template, wire, rule)


def _fill(template: Template, wire: Wire, rule: str) -> None:
    queue = template.id(wire.target)
    let_send(template, wire.target, "events.amazonaws.com", _from(GetAtt(rule, "Arn")))
    group = {"SqsParameters": {"MessageGroupId": queue}} if in_order(wire.target) else {}
    _aim(template, rule, wire, GetAtt(queue, "Arn"), **group)


def rule_publishes(template: Template, wire: Wire) -> None:
    for rule in rules(template, wire.source):
        _publish(template, wire, rule)


def _publish(template: Template, wire: Wire, rule: str) -> None:
    # EventBridge shows SNS none of its own keys, so a condition would never hold, and events be lost unseen.
    let_publish(template, wire.target, "events.amazonaws.com", None)
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
