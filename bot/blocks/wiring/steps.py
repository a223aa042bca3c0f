"""The states of a workflow: how Step Functions calls each thing, and what it may do there."""

from collections.abc import Mapping
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import grant, statement
from bot.blocks.services.dynamodb import key
from bot.blocks.services.stepfunctions import Step, add_step
from bot.blocks.template import Template

_WHOLE_INPUT = "States.JsonToString($)"
_LAMBDA_IS_BUSY = [
    {
        "ErrorEquals": [
            "Lambda.ServiceException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
        ],
        "IntervalSeconds": 2,
        "MaxAttempts": 4,
        "BackoffRate": 2,
    }
]


def _step(
    template: Template,
    wire: Wire,
    call: str,
    target: Any,
    parameters: dict[str, Any],
    **further: Any,
) -> None:
    """A task. CloudFormation puts in the call's ARN, and what the parameters name `${Target}`."""
    name = template.id(wire.target)
    slot = f"${{{name}}}"
    called = _title(call)
    state = {
        "Type": "Task",
        "Resource": f"${{{called}}}",
        "Parameters": _filled(parameters, slot),
        **further,
    }
    arn = Sub(f"arn:${{AWS::Partition}}:states:::{call}")
    add_step(template, wire.source, Step(wire.target, state, {called: arn, name: target}))


def add_call(template: Template, wire: Wire, call: str, parameters: Mapping[str, Any]) -> None:
    """A task whose parameters refer to resources: CloudFormation puts each in where its name stands."""
    values: dict[str, Any] = {}
    called = _title(call)
    state = {
        "Type": "Task",
        "Resource": f"${{{called}}}",
        "Parameters": _slotted(parameters, values),
        "ResultPath": None,
    }
    values[called] = Sub(f"arn:${{AWS::Partition}}:states:::{call}")
    add_step(template, wire.source, Step(wire.target, state, values))


def _title(call: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in call.replace("-", ":").split(":"))


def _slotted(value: Any, values: dict[str, Any]) -> Any:
    match value:
        case Mapping():
            return {name: _slotted(each, values) for name, each in value.items()}
        case list():
            return [_slotted(each, values) for each in value]
        case Ref(name):
            values[name] = value
            return f"${{{name}}}"
        case GetAtt(name, attribute):
            key = f"{name}{attribute.replace('.', '')}"
            values[key] = value
            return f"${{{key}}}"
        case _:
            return value


def _filled(value: Any, slot: str) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, slot) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, slot) for each in value]
    return slot if value == "${Target}" else value


def _allow(template: Template, wire: Wire, action: str, resource: Any) -> None:
    name = f"{action.partition(':')[2]}{template.id(wire.target)}"
    grant(template, wire.source, statement(name, [action], [resource]))


def calls_function(template: Template, wire: Wire) -> None:
    arn = GetAtt(template.id(wire.target), "Arn")
    _allow(template, wire, "lambda:InvokeFunction", arn)
    parameters = {"FunctionName": "${Target}", "Payload.$": "$"}
    answers = {"OutputPath": "$.Payload", "Retry": _LAMBDA_IS_BUSY}
    _step(template, wire, "lambda:invoke", arn, parameters, **answers)


def writes_item(template: Template, wire: Wire) -> None:
    name = template.id(wire.target)
    _allow(template, wire, "dynamodb:PutItem", GetAtt(name, "Arn"))
    item = {key(wire.target): {"S.$": "$$.Execution.Name"}, "input": {"S.$": _WHOLE_INPUT}}
    parameters = {"TableName": "${Target}", "Item": item}
    _step(template, wire, "dynamodb:putItem", Ref(name), parameters, ResultPath=None)


def publishes(template: Template, wire: Wire) -> None:
    arn = Ref(template.id(wire.target))
    _allow(template, wire, "sns:Publish", arn)
    parameters = {"TopicArn": "${Target}", "Message.$": _WHOLE_INPUT}
    _step(template, wire, "sns:publish", arn, parameters, ResultPath=None)


def sends(template: Template, wire: Wire) -> None:
    name = template.id(wire.target)
    _allow(template, wire, "sqs:SendMessage", GetAtt(name, "Arn"))
    parameters = {"QueueUrl": "${Target}", "MessageBody.$": _WHOLE_INPUT}
    _step(template, wire, "sqs:sendMessage", Ref(name), parameters, ResultPath=None)


def writes_object(template: Template, wire: Wire) -> None:
    name = template.id(wire.target)
    _allow(template, wire, "s3:PutObject", Sub(f"${{{name}.Arn}}/*"))
    parameters = {
        "Bucket": "${Target}",
        "Key.$": "States.Format('{}.json', $$.Execution.Name)",
        "Body.$": "$",
    }
    _step(template, wire, "aws-sdk:s3:putObject", Ref(name), parameters, ResultPath=None)


def puts_event(template: Template, wire: Wire) -> None:
    name = template.known("bus", wire.target.id)
    if name is None:
        return
    _allow(template, wire, "events:PutEvents", GetAtt(name, "Arn"))
    entry = {
        "EventBusName": "${Target}",
        "Source": template.slug(wire.source),
        "DetailType": "Workflow",
        "Detail.$": "$",
    }
    _step(
        template,
        wire,
        "events:putEvents",
        GetAtt(name, "Name"),
        {"Entries": [entry]},
        ResultPath=None,
    )


def starts_workflow(template: Template, wire: Wire) -> None:
    """Two workflows that start each other would wait for each other; then the first arrow counts."""
    if template.drawing.replied(wire):
        return
    arn = Ref(template.id(wire.target))
    _allow(template, wire, "states:StartExecution", arn)
    parameters = {"StateMachineArn": "${Target}", "Input.$": "$"}
    _step(template, wire, "states:startExecution", arn, parameters, ResultPath=None)
