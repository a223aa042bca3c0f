"""Amazon API Gateway's newer APIs: HTTP and WebSocket, before functions."""

import re
from typing import Any

from bot.blocks.drawing import Drawing, Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_KINDS = ("http", "websocket")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]{1,100}(?::[0-9]{2,5})?")
_REST_ONLY = ("sqs", "sns", "kinesis", "dynamodb", "stepfunctions", "s3", "waf")
WEBSOCKET_STAGE = "live"
_CONVERSATION = ("$connect", "$disconnect", "$default")
_LOGGED = (
    '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp",'
    '"routeKey":"$context.routeKey","status":"$context.status"}'
)


def is_newer(drawing: Drawing, api: Component) -> bool:
    """Whether it is one of these: they lead to functions only, and no firewall stands before them."""
    kind = (api.setting("kind") or "").lower()
    return kind in _KINDS and not drawing.beside(api, *_REST_ONLY)


def is_websocket(api: Component) -> bool:
    return (api.setting("kind") or "").lower() == "websocket"


def build_newer(template: Template, api: Component) -> None:
    name, title = template.id(api), template.title(api)
    properties: dict[str, Any] = {"Name": title, "ProtocolType": "HTTP"}
    if is_websocket(api):
        properties |= {
            "ProtocolType": "WEBSOCKET",
            "RouteSelectionExpression": "$request.body.action",
        }
    elif template.asked(api).is_on("cors"):
        properties["CorsConfiguration"] = {
            "AllowHeaders": ["authorization", "content-type"],
            "AllowMethods": ["*"],
            "AllowOrigins": [*template.asked(api).each("origins", ORIGIN)] or ["*"],
            "MaxAge": 300,
        }
    template.add(name, "AWS::ApiGatewayV2::Api", properties)
    _access(template, api)
    logs = log_group(template, api)
    stage = template.add(
        f"{name}Stage",
        "AWS::ApiGatewayV2::Stage",
        {
            "ApiId": Ref(name),
            "StageName": WEBSOCKET_STAGE if is_websocket(api) else "$default",
            "AutoDeploy": True,
            "DefaultRouteSettings": {"ThrottlingBurstLimit": 200, "ThrottlingRateLimit": 100},
            **(
                {}
                if is_websocket(api)
                else {
                    "AccessLogSettings": {"DestinationArn": GetAtt(logs, "Arn"), "Format": _LOGGED}
                }
            ),
        },
    )
    template.remember(("stage", api.id), stage)
    template.output(f"{name}Url", newer_url(template, api), f"Where {title} answers")


def newer_url(template: Template, api: Component) -> Any:
    name = template.id(api)
    if is_websocket(api):
        return Sub(f"${{{name}.ApiEndpoint}}/{WEBSOCKET_STAGE}")
    return GetAtt(name, "ApiEndpoint")


def _access(template: Template, api: Component) -> None:
    name, title, said = template.id(api), template.title(api), (api.setting("auth") or "").lower()
    pool = next(iter(template.drawing.beside(api, "cognito")), None)
    if said == "iam":
        template.remember(("access", api.id), "iam")
        template.assume(f"Only roles of this account that may call {title} reach it.")
    elif pool and not is_websocket(api):
        client = f"{template.id(pool)}Client"
        issuer = Sub(
            f"https://cognito-idp.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{template.id(pool)}}}"
        )
        made = template.add(
            f"{name}Authorizer",
            "AWS::ApiGatewayV2::Authorizer",
            {
                "ApiId": Ref(name),
                "Name": "SignedIn",
                "AuthorizerType": "JWT",
                "IdentitySource": ["$request.header.Authorization"],
                "JwtConfiguration": {"Audience": [Ref(client)], "Issuer": issuer},
            },
        )
        template.remember(("authorizer", api.id), made)
        template.assume(f"Only people signed in with {template.title(pool)} reach {title}.")
    else:
        template.assume(
            f"{title} answers anyone who knows its address, since nobody has to sign in.",
            Stake.DATA,
        )


def _access_of(template: Template, api: Component) -> dict[str, Any]:
    authorizer = template.known("authorizer", api.id)
    if authorizer:
        return {"AuthorizationType": "JWT", "AuthorizerId": Ref(authorizer)}
    return {"AuthorizationType": "AWS_IAM" if template.known("access", api.id) else "NONE"}


def lead_to_function(template: Template, wire: Wire, routes: list[str]) -> None:
    """`routes` are such as “GET /orders”; a conversation has three of its own."""
    api, function = template.id(wire.source), template.id(wire.target)
    integration = template.once(
        ("integration", wire.source.id, wire.target.id),
        lambda: template.add(
            f"{api}To{function}",
            "AWS::ApiGatewayV2::Integration",
            {
                "ApiId": Ref(api),
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": _address(wire, function),
                **({} if is_websocket(wire.source) else {"PayloadFormatVersion": "2.0"}),
            },
        ),
    )
    for one in _CONVERSATION if is_websocket(wire.source) else routes:
        _route(template, wire.source, one, integration)


def _address(wire: Wire, function: str) -> Any:
    if not is_websocket(wire.source):
        return GetAtt(function, "Arn")
    return Sub(
        f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{function}.Arn}}/invocations"
    )


def _route(template: Template, api: Component, route: str, integration: str) -> None:
    name = template.id(api)
    # Who is let in is asked when a conversation starts.
    opened = not is_websocket(api) or route == _CONVERSATION[0]
    access = _access_of(template, api) if opened else {}
    template.once(
        ("route", api.id, route),
        lambda: template.add(
            f"{name}{pascal(route) or 'Default'}Route",
            "AWS::ApiGatewayV2::Route",
            {
                "ApiId": Ref(name),
                "RouteKey": route,
                "Target": Sub(f"integrations/${{{integration}}}"),
                **access,
            },
        ),
    )
