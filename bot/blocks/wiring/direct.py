"""Routes on which an API itself calls a service, with no code between, in a role that may do just that."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.blocks.drawing import Wire, only_reads, speaks_of_reading
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import grant, statement
from bot.blocks.services import dynamodb
from bot.blocks.services.apigateway import acting_role, add_method
from bot.blocks.template import Template
from bot.blocks.wiring.routes import Route, are_said, routes

_ACTION = "arn:${AWS::Partition}:apigateway:${AWS::Region}:"
_FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
_READS = ("GET", "HEAD")


@dataclass(frozen=True)
class Call:
    """What the API calls: the permission that takes, where, and with what.

    `inputs` are parameters of the request that go on; `by` is the method of the call itself.
    """

    action: str
    resource: Any
    uri: str
    body: Any = None
    inputs: dict[str, str] = field(default_factory=dict)
    by: str = "POST"


def to_queue(template: Template, wire: Wire) -> None:
    queue = template.id(wire.target)
    body = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
    uri = f"sqs:path/${{AWS::AccountId}}/${{{queue}.QueueName}}"
    call = Call("sqs:SendMessage", GetAtt(queue, "Arn"), uri, body, _FORM)
    _everywhere(template, wire, call)


def to_topic(template: Template, wire: Wire) -> None:
    topic = template.id(wire.target)
    body = Sub(
        "Action=Publish&TopicArn=$util.urlEncode('${Topic}')&Message=$util.urlEncode($input.body)",
        {"Topic": Ref(topic)},
    )
    _everywhere(template, wire, Call("sns:Publish", Ref(topic), "sns:path//", body, _FORM))


def to_workflow(template: Template, wire: Wire) -> None:
    machine = template.id(wire.target)
    start = {"stateMachineArn": "${Workflow}", "input": "$util.escapeJavaScript($input.body)"}
    body = Sub(json.dumps(start), {"Workflow": Ref(machine)})
    call = Call("states:StartExecution", Ref(machine), "states:action/StartExecution", body)
    _everywhere(template, wire, call)


def _everywhere(template: Template, wire: Wire, call: Call) -> None:
    for one in routes(template, wire):
        _add(template, wire, Route(one.verb or "POST", one.path), call)
    template.assume(
        f"{template.title(wire.source)} hands the body of a POST straight to {template.title(wire.target)}."
    )


def to_stream(template: Template, wire: Wire) -> None:
    """One record or many go in; they come out again only where the picture speaks of that."""
    for one in routes(template, wire):
        path = one.path
        _add(
            template,
            wire,
            Route("POST", path or "record"),
            _stream_call(template, wire, "PutRecord", _ONE),
        )
        more = f"{path}/records" if path else "records"
        _add(template, wire, Route("PUT", more), _stream_call(template, wire, "PutRecords", _MANY))
        if one.verb in _READS or speaks_of_reading(wire):
            _add(
                template,
                wire,
                Route("GET", more),
                _stream_call(template, wire, "GetRecords", _NEXT),
            )
            start = f"{path}/iterator" if path else "iterator"
            call = _stream_call(template, wire, "GetShardIterator", _START)
            _add(template, wire, Route("GET", start), call)
            call = _stream_call(
                template, wire, "DescribeStreamSummary", {"StreamName": "${Stream}"}
            )
            _add(template, wire, Route("GET", path or "stream"), call)
    template.assume(
        f"{template.title(wire.source)} hands what is sent to it straight to {template.title(wire.target)}."
    )


_ONE = {
    "StreamName": "${Stream}",
    "PartitionKey": "$context.requestId",
    "Data": "$util.base64Encode($input.body)",
}
_MANY = (
    '{"StreamName": "${Stream}", "Records": [#foreach($one in $input.path(\'$.records\'))'
    '{"Data": "$util.base64Encode($one.data)", "PartitionKey": "$one.key"}'
    "#if($foreach.hasNext),#end#end]}"
)
_NEXT = {"ShardIterator": "$util.escapeJavaScript($input.params('iterator'))"}
_START = {
    "StreamName": "${Stream}",
    "ShardId": "$util.escapeJavaScript($input.params('shard'))",
    "ShardIteratorType": "TRIM_HORIZON",
}


def _stream_call(template: Template, wire: Wire, action: str, body: dict[str, str] | str) -> Call:
    stream = template.id(wire.target)
    text = body if isinstance(body, str) else json.dumps(body)
    filled = Sub(text, {"Stream": Ref(stream)}) if "${Stream}" in text else text
    return Call(f"kinesis:{action}", GetAtt(stream, "Arn"), f"kinesis:action/{action}", filled)


def to_table(template: Template, wire: Wire) -> None:
    reads = only_reads(wire, template.slug(wire.source)) and not are_said(template, wire)
    for one in routes(template, wire):
        verb = one.verb if one.verb in _TABLE else ("GET" if reads else "POST")
        named = one.path.endswith("}")
        path = f"{one.path}/{{id}}".lstrip("/") if verb in _OF_ONE and not named else one.path
        _add(template, wire, Route(verb, path), _table_call(template, wire, verb, path))
    template.assume(
        f"{template.title(wire.source)} works straight on {template.title(wire.target)}, with no code between."
    )


_TABLE = {"GET": "GetItem", "POST": "PutItem", "PUT": "PutItem", "DELETE": "DeleteItem"}
_OF_ONE = ("GET", "DELETE")


def _table_call(template: Template, wire: Wire, verb: str, path: str) -> Call:
    table, key = template.id(wire.target), dynamodb.key(wire.target)
    action = _TABLE[verb]
    named = path.rpartition("{")[2].rstrip("}") if path.endswith("}") else ""
    asked = f"$util.escapeJavaScript($input.params('{named}'))" if named else "$context.requestId"
    body: dict[str, Any] = {"TableName": "${Table}"}
    if action == "PutItem":
        content = {"S": "$util.escapeJavaScript($input.body)"}
        body["Item"] = {key: {"S": asked}, "body": content}
    else:
        body["Key"] = {key: {"S": asked}}
    filled = Sub(json.dumps(body), {"Table": Ref(table)})
    return Call(f"dynamodb:{action}", GetAtt(table, "Arn"), f"dynamodb:action/{action}", filled)


def to_bucket(template: Template, wire: Wire) -> None:
    """Objects are read by their name; they are written only where the picture speaks of that."""
    bucket = template.id(wire.target)
    for one in routes(template, wire):
        verb = one.verb if one.verb in _BUCKET else "GET"
        path = one.path if one.path.endswith("}") else f"{one.path}/{{key}}".lstrip("/")
        key = path.rpartition("{")[2].rstrip("}+")
        call = Call(
            _BUCKET[verb],
            Sub(f"${{{bucket}.Arn}}/*"),
            f"s3:path/${{{bucket}}}/{{{key}}}",
            inputs={f"integration.request.path.{key}": f"method.request.path.{key}"},
            by=verb,
        )
        _add(template, wire, Route(verb, path), call)
    template.assume(
        f"{template.title(wire.source)} hands out the objects of {template.title(wire.target)} by their names."
    )


_BUCKET = {"GET": "s3:GetObject", "PUT": "s3:PutObject", "DELETE": "s3:DeleteObject"}


def _add(template: Template, wire: Wire, route: Route, call: Call) -> None:
    acts = acting_role(template, wire.source)
    sid = f"{call.action.partition(':')[2]}{template.id(wire.target)}"
    grant(template, wire.source, statement(sid, [call.action], [call.resource]))
    integration: dict[str, Any] = {
        "Type": "AWS",
        "IntegrationHttpMethod": call.by,
        "Uri": Sub(f"{_ACTION}{call.uri}"),
        "Credentials": GetAtt(acts, "Arn"),
        "IntegrationResponses": [
            {"StatusCode": "200"},
            {"StatusCode": "500", "SelectionPattern": "[45]\\d{2}"},
        ],
    }
    if call.body is not None:
        integration["PassthroughBehavior"] = "NEVER"
        integration["RequestTemplates"] = {"application/json": call.body}
        if route.verb in _READS:
            # A GET has no body, and so no type that would choose a template.
            integration["PassthroughBehavior"] = "WHEN_NO_TEMPLATES"
    if call.inputs:
        integration["RequestParameters"] = call.inputs
    taken = {one: True for one in call.inputs.values() if one.startswith("method.")}
    further = {
        "Integration": integration,
        **({"RequestParameters": taken} if taken else {}),
        "MethodResponses": [{"StatusCode": "200"}, {"StatusCode": "500"}],
    }
    verb = route.verb if route.verb != "ANY" else "POST"
    if add_method(template, wire.source, route.path, verb, further) is None:
        own = f"{template.id(wire.target)}/{route.path}".rstrip("/")
        add_method(template, wire.source, own, verb, further)
