"""Amazon API Gateway: a REST API with a stage, to which wiring adds routes."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.permissions import keep_role, role, role_of
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

STAGE = "prod"


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::ApiGateway::RestApi",
        {"Name": title, "EndpointConfiguration": {"Types": ["REGIONAL"]}},
    )
    pool = next(iter(template.drawing.beside(component, "cognito")), None)
    if pool:
        _authorizer(template, component, pool)
    else:
        template.assume(
            f"{title} answers anyone who knows its address, since no sign-in is drawn.", Stake.DATA
        )
    _deploy(template, component)
    template.output(
        f"{name}Url",
        Sub(f"https://${{{name}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/{STAGE}/"),
        f"Where {title} answers",
    )


def _authorizer(template: Template, component: Component, pool: Component) -> None:
    name = template.id(component)
    made = template.add(
        f"{name}Authorizer",
        "AWS::ApiGateway::Authorizer",
        {
            "Name": "SignedIn",
            "Type": "COGNITO_USER_POOLS",
            "IdentitySource": "method.request.header.Authorization",
            "ProviderARNs": [GetAtt(template.id(pool), "Arn")],
            "RestApiId": Ref(name),
        },
    )
    template.remember(("authorizer", component.id), made)
    template.assume(
        f"Only people signed in with {template.title(pool)} reach {template.title(component)}."
    )


def acting_role(template: Template, component: Component) -> str:
    """The role in which the API calls AWS services itself."""
    if template.known("role", component.id) is None:
        name = f"{template.id(component)}Role"
        keep_role(template, component, role(template, name, "apigateway.amazonaws.com"))
    return role_of(template, component)


def add_method(
    template: Template, api: Component, path: str, verb: str, further: dict[str, Any]
) -> str | None:
    """A method on a path; None if there is one already."""
    key = ("method", api.id, path, verb)
    if template.known(*key):
        return None
    name = f"{template.id(api)}{pascal(path) or 'Root'}{verb.capitalize()}"
    authorizer = template.known("authorizer", api.id)
    access: dict[str, Any] = {"AuthorizationType": "NONE"}
    if authorizer:
        access = {"AuthorizationType": "COGNITO_USER_POOLS", "AuthorizerId": Ref(authorizer)}
    properties = {
        "RestApiId": Ref(template.id(api)),
        "ResourceId": _resource(template, api, path),
        "HttpMethod": verb,
        **access,
        **further,
    }
    return template.once(key, lambda: template.add(name, "AWS::ApiGateway::Method", properties))


def _resource(template: Template, api: Component, path: str) -> Any:
    """The API resource of a path, made with all above it where it is missing."""
    name = template.id(api)
    if not path:
        return GetAtt(name, "RootResourceId")
    above, _, last = path.rpartition("/")
    made = template.once(
        ("path", api.id, path),
        lambda: template.add(
            f"{name}{pascal(path)}",
            "AWS::ApiGateway::Resource",
            {
                "RestApiId": Ref(name),
                "ParentId": _resource(template, api, above),
                "PathPart": last,
            },
        ),
    )
    return Ref(made)


def _deploy(template: Template, component: Component) -> None:
    name = template.id(component)
    deployment = template.add(
        f"{name}Deployment", "AWS::ApiGateway::Deployment", {"RestApiId": Ref(name)}
    )
    throttling = {"ThrottlingBurstLimit": 200, "ThrottlingRateLimit": 100}
    stage = template.add(
        f"{name}Stage",
        "AWS::ApiGateway::Stage",
        {
            "RestApiId": Ref(name),
            "DeploymentId": Ref(deployment),
            "StageName": STAGE,
            "MethodSettings": [{"ResourcePath": "/*", "HttpMethod": "*", **throttling}],
        },
    )
    template.remember(("deployment", component.id), deployment)
    template.remember(("stage", component.id), stage)
    template.assume(
        f"{template.title(component)} takes up to 100 requests a second; access logs are off, "
        "since they need a role that belongs to the whole account."
    )


def _finish(template: Template, component: Component) -> None:
    """A deployment takes the methods that are there, and is refused where there is none."""
    api = Ref(template.id(component))
    if not _methods(template, api):
        add_method(template, component, "", "GET", _MOCK)
    deployment = template.known("deployment", component.id) or ""
    stage = template.known("stage", component.id) or ""
    for method in _methods(template, api):
        template.depends(deployment, method)
    for last in (deployment, stage):
        template.resources[last] = template.resources.pop(last)


def _methods(template: Template, api: Ref) -> list[str]:
    return [
        name
        for name, one in template.resources.items()
        if one.type == "AWS::ApiGateway::Method" and one.properties["RestApiId"] == api
    ]


_MOCK: dict[str, Any] = {
    "Integration": {
        "Type": "MOCK",
        "RequestTemplates": {"application/json": '{"statusCode": 200}'},
        "IntegrationResponses": [{"StatusCode": "200"}],
    },
    "MethodResponses": [{"StatusCode": "200"}],
}
BLOCK = Block("apigateway", "Api", _build, _finish)
