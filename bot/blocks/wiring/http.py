"""Routes of an API: to functions, or straight to a queue, a topic, a table, a stream or a workflow."""

import json
import re
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import grant, statement
from bot.blocks.services.apigateway import acting_role, add_method
from bot.blocks.services.dynamodb import KEY
from bot.blocks.template import Template
from bot.blocks.wiring.triggers import permission

_ROUTE = re.compile(
    r"^(?:(GET|POST|PUT|PATCH|DELETE|HEAD|ANY)\b)?\s*(/[A-Za-z0-9_./{}-]*)?", re.IGNORECASE
)
_SEGMENT = re.compile(r"^(?:\{[A-Za-z0-9_]+\}|[A-Za-z0-9_.-]+)$")
_ACTION = "arn:${AWS::Partition}:apigateway:${AWS::Region}:"
_FORM = "'application/x-www-form-urlencoded'"


def _route(template: Template, wire: Wire) -> tuple[str, str]:
    """Method and path: as the arrow says; else everything, under the target's name if there are several targets."""
    found = _ROUTE.match(wire.label.strip())
    verb = (found[1] or "").upper() if found else ""
    segments = [each for each in ((found[2] or "") if found else "").split("/") if each]
    if segments and all(map(_SEGMENT.match, segments)):
        return verb, "/".join(segments)
    alone = len(set(template.drawing.targets(wire.source, *_ROUTED))) == 1
    return verb, "" if alone else template.slug(wire.target)


def to_function(template: Template, wire: Wire) -> None:
    api, function = template.id(wire.source), template.id(wire.target)
    source = (
        f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{api}}}/*/*"
    )
    principal = {"Principal": "apigateway.amazonaws.com", "SourceArn": Sub(source)}
    permission(template, wire.target, api, principal)
    path = f"{_ACTION}lambda:path/2015-03-31/functions/${{{function}.Arn}}/invocations"
    integration = {
        "Integration": {
            "Type": "AWS_PROXY",
            "IntegrationHttpMethod": "POST",
            "Uri": Sub(path),
        }
    }
    verb, where = _route(template, wire)
    made = add_method(template, wire.source, where, verb or "ANY", integration)
    if made is None:
        where = template.id(wire.target)
        add_method(template, wire.source, where, "ANY", integration)
    if not verb and not where.endswith("}"):
        below = f"{where}/{{proxy+}}" if where else "{proxy+}"
        add_method(template, wire.source, below, "ANY", integration)


def to_queue(template: Template, wire: Wire) -> None:
    queue = template.id(wire.target)
    uri = f"{_ACTION}sqs:path/${{AWS::AccountId}}/${{{queue}.QueueName}}"
    body = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
    _straight(template, wire, ("sqs:SendMessage", GetAtt(queue, "Arn")), uri, body, form=True)


def to_topic(template: Template, wire: Wire) -> None:
    topic = template.id(wire.target)
    body = Sub(
        "Action=Publish&TopicArn=$util.urlEncode('${Topic}')&Message=$util.urlEncode($input.body)",
        {"Topic": Ref(topic)},
    )
    _straight(template, wire, ("sns:Publish", Ref(topic)), f"{_ACTION}sns:path//", body, form=True)


def to_stream(template: Template, wire: Wire) -> None:
    stream = template.id(wire.target)
    body = Sub(
        '{"StreamName": "${Stream}", "PartitionKey": "$context.requestId", '
        '"Data": "$util.base64Encode($input.body)"}',
        {"Stream": Ref(stream)},
    )
    allowed = ("kinesis:PutRecord", GetAtt(stream, "Arn"))
    _straight(template, wire, allowed, f"{_ACTION}kinesis:action/PutRecord", body)


def to_table(template: Template, wire: Wire) -> None:
    table = template.id(wire.target)
    item = {
        "TableName": "${Table}",
        "Item": {
            KEY: {"S": "$context.requestId"},
            "body": {"S": "$util.escapeJavaScript($input.body)"},
        },
    }
    body = Sub(json.dumps(item), {"Table": Ref(table)})
    allowed = ("dynamodb:PutItem", GetAtt(table, "Arn"))
    _straight(template, wire, allowed, f"{_ACTION}dynamodb:action/PutItem", body)


def to_workflow(template: Template, wire: Wire) -> None:
    machine = template.id(wire.target)
    start = {"stateMachineArn": "${Workflow}", "input": "$util.escapeJavaScript($input.body)"}
    body = Sub(json.dumps(start), {"Workflow": Ref(machine)})
    allowed = ("states:StartExecution", Ref(machine))
    _straight(template, wire, allowed, f"{_ACTION}states:action/StartExecution", body)


def _straight(
    template: Template,
    wire: Wire,
    allowed: tuple[str, Any],
    uri: str,
    body: Any,
    *,
    form: bool = False,
) -> None:
    """An integration in which the API itself calls the service, in its own role."""
    acts = acting_role(template, wire.source)
    action, resource = allowed
    sid = f"{action.partition(':')[2]}{template.id(wire.target)}"
    grant(template, wire.source, statement(sid, [action], [resource]))
    integration: dict[str, Any] = {
        "Type": "AWS",
        "IntegrationHttpMethod": "POST",
        "Uri": Sub(uri),
        "Credentials": GetAtt(acts, "Arn"),
        "PassthroughBehavior": "NEVER",
        "RequestTemplates": {"application/json": body},
        "IntegrationResponses": [
            {"StatusCode": "200"},
            {"StatusCode": "500", "SelectionPattern": "[45]\\d{2}"},
        ],
    }
    if form:
        integration["RequestParameters"] = {"integration.request.header.Content-Type": _FORM}
    verb, path = _route(template, wire)
    further = {
        "Integration": integration,
        "MethodResponses": [{"StatusCode": "200"}, {"StatusCode": "500"}],
    }
    made = add_method(template, wire.source, path, verb or "POST", further)
    if made is None:
        add_method(template, wire.source, template.id(wire.target), "POST", further)
    template.assume(
        f"{template.title(wire.source)} hands the body of a POST straight to {template.title(wire.target)}."
    )


ROUTES = {
    "lambda": to_function,
    "sqs": to_queue,
    "sns": to_topic,
    "kinesis": to_stream,
    "dynamodb": to_table,
    "stepfunctions": to_workflow,
}
_ROUTED = tuple(ROUTES)
