"""Fields of a GraphQL API: answered by a function, or read from and written to a table."""

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import REGION, GetAtt, Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.permissions import grant, statement
from bot.blocks.services import dynamodb
from bot.blocks.services.appsync import Field, add_field, add_source
from bot.blocks.template import Template

_READ = """\
import {{ util }} from '@aws-appsync/utils';

export function request(ctx) {{
  return {{ operation: 'GetItem', key: util.dynamodb.toMapValues({{ {key}: ctx.args.id }}) }};
}}

export function response(ctx) {{
  return ctx.result;
}}
"""
_WRITE = """\
import {{ util }} from '@aws-appsync/utils';

export function request(ctx) {{
  const key = util.dynamodb.toMapValues({{ {key}: ctx.args.id }});
  const attributeValues = util.dynamodb.toMapValues({{ data: ctx.args.data }});
  return {{ operation: 'PutItem', key, attributeValues }};
}}

export function response(ctx) {{
  return ctx.result;
}}
"""


def to_function(template: Template, wire: Wire) -> None:
    function = template.id(wire.target)
    arn = GetAtt(function, "Arn")
    grant(template, wire.source, statement(f"Invoke{function}", ["lambda:InvokeFunction"], [arn]))
    config = {"LambdaConfig": {"LambdaFunctionArn": arn}}
    source = add_source(template, wire.source, wire.target, "AWS_LAMBDA", config)
    name = _field_name(function)
    add_field(template, wire.source, Field("Query", name, "(input: AWSJSON)", source))


def to_table(template: Template, wire: Wire) -> None:
    table, key = template.id(wire.target), dynamodb.key(wire.target)
    actions = ["dynamodb:GetItem", "dynamodb:PutItem"]
    grant(template, wire.source, statement(f"Items{table}", actions, [GetAtt(table, "Arn")]))
    config = {"DynamoDBConfig": {"TableName": Ref(table), "AwsRegion": REGION}}
    source = add_source(template, wire.source, wire.target, "AMAZON_DYNAMODB", config)
    api = wire.source
    add_field(
        template,
        api,
        Field("Query", f"get{pascal(table)}", "(id: ID!)", source, _READ.format(key=_quoted(key))),
    )
    put = _WRITE.format(key=_quoted(key))
    arguments = "(id: ID!, data: AWSJSON)"
    add_field(template, api, Field("Mutation", f"put{pascal(table)}", arguments, source, put))


def _quoted(key: str) -> str:
    return f"'{key}'"


def _field_name(function: str) -> str:
    return function[:1].lower() + function[1:]


def may_call(template: Template, wire: Wire) -> None:
    """Code calls the API in its own role, and is told where it is."""
    api = template.id(wire.target)
    fields = Sub(f"${{{api}.Arn}}/*")
    grant(template, wire.source, statement(f"Call{api}", ["appsync:GraphQL"], [fields]))
    template.setting(wire.source, "GRAPHQL_URL", GetAtt(api, "GraphQLUrl"))
