"""AWS AppSync: a GraphQL API for signed-in callers, whose fields are what it is drawn to reach."""

from dataclasses import dataclass
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import REGION, GetAtt, Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.permissions import keep_role, role, role_arn, statement
from bot.blocks.template import LOG_DAYS, Template
from bot.domain.architecture import Component


@dataclass(frozen=True)
class Field:
    """One field of the schema: `get(id: ID!): AWSJSON` in Query, say."""

    parent: str
    name: str
    arguments: str
    source: str
    code: str | None = None


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    writes = role(template, f"{name}LogRole", "appsync.amazonaws.com")
    properties: dict[str, Any] = {
        "Name": title,
        **_access(template, component),
        "IntrospectionConfig": "DISABLED",
        "QueryDepthLimit": 10,
        "LogConfig": {
            "CloudWatchLogsRoleArn": GetAtt(writes, "Arn"),
            "FieldLogLevel": "ERROR",
            "ExcludeVerboseContent": True,
        },
    }
    template.add(name, "AWS::AppSync::GraphQLApi", properties)
    # AppSync writes to a group of this name, and would make one that never forgets.
    logs = template.add(
        f"{name}Logs",
        "AWS::Logs::LogGroup",
        {
            "LogGroupName": Sub(f"/aws/appsync/apis/${{{name}.ApiId}}"),
            "RetentionInDays": LOG_DAYS,
        },
    )
    _let_write(template, name, writes, logs)
    keep_role(template, component, role(template, f"{name}Role", "appsync.amazonaws.com"))
    template.output(f"{name}Url", GetAtt(name, "GraphQLUrl"), f"Where {title} answers")


def _let_write(template: Template, name: str, writes: str, logs: str) -> None:
    write = statement(
        "WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(logs, "Arn")]
    )
    template.add(
        f"{name}LogPolicy",
        "AWS::IAM::Policy",
        {
            "PolicyName": "logs",
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [write]},
            "Roles": [Ref(writes)],
        },
    )


def _access(template: Template, component: Component) -> dict[str, Any]:
    """People of the user pool that is drawn beside it; else whoever has a role that may."""
    title = template.title(component)
    pool = next(iter(template.drawing.beside(component, "cognito")), None)
    if pool is None:
        template.assume(f"{title} answers callers in this account whose role may call it.")
        return {"AuthenticationType": "AWS_IAM"}
    template.assume(f"Only people signed in with {template.title(pool)} reach {title}.")
    return {
        "AuthenticationType": "AMAZON_COGNITO_USER_POOLS",
        "UserPoolConfig": {
            "UserPoolId": Ref(template.id(pool)),
            "AwsRegion": REGION,
            "DefaultAction": "ALLOW",
        },
    }


def add_source(
    template: Template, api: Component, target: Component, kind: str, config: dict[str, Any]
) -> str:
    """Makes what the fields of a target read from, in the API's own role."""
    own = template.id(target)
    return template.once(
        ("source", api.id, target.id),
        lambda: template.add(
            f"{template.id(api)}{own}",
            "AWS::AppSync::DataSource",
            {
                "ApiId": GetAtt(template.id(api), "ApiId"),
                "Name": own,
                "Type": kind,
                "ServiceRoleArn": role_arn(template, api),
                **config,
            },
        ),
    )


def add_field(template: Template, api: Component, field: Field) -> None:
    fields: list[Any] = template.steps.setdefault(f"fields of {api.id}", [])
    if field not in fields:
        fields.append(field)


def _finish(template: Template, component: Component) -> None:
    name = template.id(component)
    fields: list[Field] = template.steps.get(f"fields of {component.id}", [])
    api = GetAtt(name, "ApiId")
    schema = template.add(
        f"{name}Schema",
        "AWS::AppSync::GraphQLSchema",
        {"ApiId": api, "Definition": _schema(fields)},
    )
    for one in fields:
        properties: dict[str, Any] = {
            "ApiId": api,
            "TypeName": one.parent,
            "FieldName": one.name,
            "DataSourceName": GetAtt(one.source, "Name"),
        }
        if one.code:
            properties |= {
                "Runtime": {"Name": "APPSYNC_JS", "RuntimeVersion": "1.0.0"},
                "Code": one.code,
            }
        template.add(
            f"{name}{pascal(one.name)}", "AWS::AppSync::Resolver", properties, DependsOn=[schema]
        )
    if not fields:
        template.assume(f"{template.title(component)} has a first field that answers nothing yet.")


def _schema(fields: list[Field]) -> str:
    lines: list[str] = []
    for parent in ("Query", "Mutation"):
        own = [one for one in fields if one.parent == parent]
        bodies = [f"  {one.name}{one.arguments}: AWSJSON" for one in own]
        if parent == "Query" and not bodies:
            bodies = ["  nothing: AWSJSON"]
        if bodies:
            lines += [f"type {parent} {{", *bodies, "}", ""]
    return "\n".join(lines)


BLOCK = Block("appsync", "GraphqlApi", _build, _finish)
