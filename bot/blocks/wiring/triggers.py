"""What makes a function run: notifications, subscriptions, rules, and queues and streams it takes from."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.permissions import grant, statement
from bot.blocks.services import lambda_
from bot.blocks.services.eventbridge import rules
from bot.blocks.services.s3 import notifications, tells_by_rules
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.blocks.wiring.objects import objects_rule
from bot.domain.architecture import Component

_BATCH = 10
_STREAM_BATCH = 100
# As often as its time does AWS recommend to hide a message from others.
_TIMES = 6
_TAKE = (
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:ReceiveMessage",
)
READ_STREAM = (
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
)
READ_CHANGES = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")


def permission(template: Template, function: Component, source: str, rule: dict[str, Any]) -> str:
    """Lets an AWS service invoke the function."""
    name = template.id(function)
    key = ("permission", function.id, source)
    return template.once(
        key,
        lambda: template.add(
            f"{name}From{source}",
            "AWS::Lambda::Permission",
            {"Action": "lambda:InvokeFunction", "FunctionName": Ref(name), **rule},
        ),
    )


def bucket_runs(template: Template, wire: Wire) -> None:
    if tells_by_rules(template.drawing, wire.source):
        _run_by(template, wire, objects_rule(template, wire))
    else:
        _notify(template, wire)
    bucket = template.id(wire.source)
    reads = statement(f"Objects{bucket}", ["s3:GetObject"], [Sub(f"${{{bucket}.Arn}}/*")])
    grant(template, wire.target, reads)
    if template.drawing.replied(wire):
        template.assume(
            f"{template.title(wire.target)} runs for every new object in {template.title(wire.source)} and may write "
            "there too: its code must not answer its own objects.",
            Stake.MONEY,
        )


def _notify(template: Template, wire: Wire) -> None:
    """The bucket waits for the permission, so the permission cannot name the bucket: it names the account."""
    bucket, function = template.id(wire.source), template.id(wire.target)
    allowed = permission(
        template, wire.target, bucket, {"Principal": "s3.amazonaws.com", "SourceAccount": ACCOUNT}
    )
    template.depends(bucket, allowed)
    entry = {"Event": "s3:ObjectCreated:*", "Function": GetAtt(function, "Arn")}
    entries = notifications(template, bucket).setdefault("LambdaConfigurations", [])
    if entry not in entries:
        entries.append(entry)


def topic_runs(template: Template, wire: Wire) -> None:
    topic, function = template.id(wire.source), template.id(wire.target)
    permission(
        template, wire.target, topic, {"Principal": "sns.amazonaws.com", "SourceArn": Ref(topic)}
    )
    template.add(
        f"{function}Subscription",
        "AWS::SNS::Subscription",
        {"TopicArn": Ref(topic), "Protocol": "lambda", "Endpoint": GetAtt(function, "Arn")},
    )


def rule_runs(template: Template, wire: Wire) -> None:
    for rule in rules(template, wire.source):
        _run_by(template, wire, rule)


def _run_by(template: Template, wire: Wire, rule: str) -> None:
    function = template.id(wire.target)
    principal = {"Principal": "events.amazonaws.com", "SourceArn": GetAtt(rule, "Arn")}
    permission(template, wire.target, rule, principal)
    target = {"Id": function, "Arn": GetAtt(function, "Arn")}
    template.properties(rule)["Targets"].append(target)


def queue_runs(template: Template, wire: Wire) -> None:
    source = template.id(wire.source)
    policy = grant(
        template, wire.target, statement(f"Take{source}", _TAKE, [GetAtt(source, "Arn")])
    )
    queue = template.properties(source)
    # Lambda refuses a queue that shows a message again while the function may still be at it.
    queue["VisibilityTimeout"] = max(
        queue.get("VisibilityTimeout", 0), _TIMES * lambda_.timeout(wire.target)
    )
    _mapping(template, wire, policy, GetAtt(source, "Arn"), {"BatchSize": _BATCH})


def stream_runs(template: Template, wire: Wire) -> None:
    source = template.id(wire.source)
    policy = grant(
        template, wire.target, statement(f"Read{source}", READ_STREAM, [GetAtt(source, "Arn")])
    )
    _mapping(template, wire, policy, GetAtt(source, "Arn"), _OF_A_STREAM)


def changes_run(template: Template, wire: Wire) -> None:
    """Unless the function also works on that table: then the arrow back is its answer."""
    if template.drawing.replied(wire):
        return
    table = template.id(wire.source)
    template.properties(table)["StreamSpecification"] = {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    stream = GetAtt(table, "StreamArn")
    policy = grant(template, wire.target, statement(f"Read{table}", READ_CHANGES, [stream]))
    # Lambda insists on this one, and IAM knows no narrower resource for it.
    grant(template, wire.target, statement("ListStreams", ["dynamodb:ListStreams"], ["*"]))
    _mapping(template, wire, policy, stream, _OF_A_STREAM)


_OF_A_STREAM = {
    "BatchSize": _STREAM_BATCH,
    "StartingPosition": "LATEST",
    "BisectBatchOnFunctionError": True,
    "MaximumRetryAttempts": 5,
}


def _mapping(
    template: Template, wire: Wire, policy: str, source: GetAtt, further: dict[str, Any]
) -> None:
    function = template.id(wire.target)
    template.once(
        ("mapping", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{function}From{template.id(wire.source)}",
            "AWS::Lambda::EventSourceMapping",
            {
                "EventSourceArn": source,
                "FunctionName": Ref(function),
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                **further,
            },
            DependsOn=[policy],
        ),
    )
