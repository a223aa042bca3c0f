"""Where what devices say is passed on to, in the role of the rule."""

from collections.abc import Callable
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import grant, role_arn, statement
from bot.blocks.template import Template
from bot.blocks.wiring.triggers import permission

# In IoT's own language, not in CloudFormation's.
_BY_CHANCE = "${newuuid()}"
_BY_TIME = "${topic()}/${timestamp()}.json"


def passes_to_function(template: Template, wire: Wire) -> None:
    function, rule = template.id(wire.target), template.id(wire.source)
    principal = {"Principal": "iot.amazonaws.com", "SourceArn": GetAtt(rule, "Arn")}
    permission(template, wire.target, rule, principal)
    _add(template, wire, {"Lambda": {"FunctionArn": GetAtt(function, "Arn")}})


def passes(template: Template, wire: Wire) -> None:
    kind, action, resource, further = _TO[wire.target.service](template.id(wire.target))
    sid = f"{action.partition(':')[2]}{template.id(wire.target)}"
    grant(template, wire.source, statement(sid, [action], [resource]))
    _add(template, wire, {kind: {**further, "RoleArn": role_arn(template, wire.source)}})


def _add(template: Template, wire: Wire, action: dict[str, Any]) -> None:
    payload = template.properties(template.id(wire.source))["TopicRulePayload"]
    if action not in payload["Actions"]:
        payload["Actions"].append(action)


_Made = tuple[str, str, Any, dict[str, Any]]


def _stream(name: str) -> _Made:
    put = {"StreamName": Ref(name), "PartitionKey": _BY_CHANCE}
    return "Kinesis", "kinesis:PutRecord", GetAtt(name, "Arn"), put


def _delivery(name: str) -> _Made:
    put = {"DeliveryStreamName": Ref(name), "Separator": "\n"}
    return "Firehose", "firehose:PutRecord", GetAtt(name, "Arn"), put


def _table(name: str) -> _Made:
    put = {"PutItem": {"TableName": Ref(name)}}
    return "DynamoDBv2", "dynamodb:PutItem", GetAtt(name, "Arn"), put


def _queue(name: str) -> _Made:
    put = {"QueueUrl": Ref(name), "UseBase64": False}
    return "Sqs", "sqs:SendMessage", GetAtt(name, "Arn"), put


def _topic(name: str) -> _Made:
    return "Sns", "sns:Publish", Ref(name), {"TargetArn": Ref(name), "MessageFormat": "RAW"}


def _bucket(name: str) -> _Made:
    put = {"BucketName": Ref(name), "Key": _BY_TIME}
    return "S3", "s3:PutObject", Sub(f"${{{name}.Arn}}/*"), put


def _workflow(name: str) -> _Made:
    start = {"StateMachineName": GetAtt(name, "Name")}
    return "StepFunctions", "states:StartExecution", Ref(name), start


_TO: dict[str, Callable[[str], _Made]] = {
    "kinesis": _stream,
    "firehose": _delivery,
    "dynamodb": _table,
    "sqs": _queue,
    "sns": _topic,
    "s3": _bucket,
    "stepfunctions": _workflow,
}
PASSED_TO = tuple(_TO)
