"""Routes of an API: to functions, or straight to what needs no code before it."""

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import Sub
from bot.blocks.services.apigateway import add_method
from bot.blocks.services.http_api import is_newer, lead_to_function
from bot.blocks.template import Template
from bot.blocks.wiring import direct
from bot.blocks.wiring.routes import Route, are_said, routes
from bot.blocks.wiring.triggers import permission

_ACTION = "arn:${AWS::Partition}:apigateway:${AWS::Region}:"


def to_function(template: Template, wire: Wire) -> None:
    api = template.id(wire.source)
    source = (
        f"arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{api}}}/*/*"
    )
    principal = {"Principal": "apigateway.amazonaws.com", "SourceArn": Sub(source)}
    permission(template, wire.target, api, principal)
    found = routes(template, wire)
    if is_newer(template.drawing, wire.source):
        lead_to_function(template, wire, _keys(template, wire, found))
        return
    for one in found:
        _add(template, wire, one)


def _keys(template: Template, wire: Wire, found: list[Route]) -> list[str]:
    if found == [Route("", "")] and not are_said(template, wire):
        return ["$default"]
    return [f"{one.verb or 'ANY'} /{one.path}" for one in found]


def _add(template: Template, wire: Wire, route: Route) -> None:
    function, (verb, where) = template.id(wire.target), route
    path = f"{_ACTION}lambda:path/2015-03-31/functions/${{{function}.Arn}}/invocations"
    integration = {
        "Integration": {
            "Type": "AWS_PROXY",
            "IntegrationHttpMethod": "POST",
            "Uri": Sub(path),
        }
    }
    made = add_method(template, wire.source, where, verb or "ANY", integration)
    if made is None:
        where = function
        add_method(template, wire.source, where, "ANY", integration)
    if not verb and not where.endswith("}"):
        below = f"{where}/{{proxy+}}" if where else "{proxy+}"
        add_method(template, wire.source, below, "ANY", integration)


ROUTES = {
    "lambda": to_function,
    "sqs": direct.to_queue,
    "sns": direct.to_topic,
    "kinesis": direct.to_stream,
    "dynamodb": direct.to_table,
    "stepfunctions": direct.to_workflow,
    "s3": direct.to_bucket,
}
