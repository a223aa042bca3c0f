"""Amazon API Gateway: a REST API with a stage, to which wiring adds routes."""

import hashlib
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import pascal
from bot.blocks.permissions import keep_role, role, role_of
from bot.blocks.services.api_access import access_of, add_plan, settle_access
from bot.blocks.services.http_api import ORIGIN, build_newer, is_newer, newer_url
from bot.blocks.template import Template
from bot.domain.architecture import Component

STAGE = "prod"
_FROZEN = frozenset(
    f"AWS::ApiGateway::{kind}"
    for kind in ("Authorizer", "GatewayResponse", "Method", "Model", "RequestValidator", "Resource")
)
HOST = "execute-api.${AWS::Region}.${AWS::URLSuffix}"
"""What follows the API's id in its name."""
_CORS = {
    "Access-Control-Allow-Headers": "'Authorization,Content-Type,X-Api-Key'",
    "Access-Control-Allow-Methods": "'DELETE,GET,OPTIONS,PATCH,POST,PUT'",
}


def _build(template: Template, component: Component) -> None:
    if is_newer(template.drawing, component):
        build_newer(template, component)
    else:
        _build_rest(template, component)


def _build_rest(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::ApiGateway::RestApi",
        {"Name": title, "EndpointConfiguration": {"Types": ["REGIONAL"]}},
    )
    settle_access(template, component)
    _deploy(template, component)
    template.output(f"{name}Url", url(template, component), f"Where {title} answers")


def url(template: Template, component: Component) -> Any:
    if is_newer(template.drawing, component):
        return newer_url(template, component)
    return Sub(f"https://${{{template.id(component)}}}.{HOST}/{STAGE}/")


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
    access: dict[str, Any] = {"AuthorizationType": "NONE"}
    if verb != "OPTIONS":
        access = access_of(template, api)
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
    add_plan(template, component, stage)
    template.assume(
        f"{template.title(component)} takes up to 100 requests a second; access logs are off, "
        "since they need a role that belongs to the whole account."
    )


def _finish(template: Template, component: Component) -> None:
    """A deployment takes the methods that are there, and is refused where there is none."""
    if is_newer(template.drawing, component):
        return
    if template.asked(component).is_on("cors"):
        _allow_browsers(template, component)
    api = Ref(template.id(component))
    if not _methods(template, api):
        add_method(template, component, "", "GET", _MOCK)
    deployment = template.known("deployment", component.id) or ""
    stage = template.known("stage", component.id) or ""
    for method in _methods(template, api):
        template.depends(deployment, method)
    current = template.add(
        f"{deployment}{_fingerprint(template, api)}", "AWS::ApiGateway::Deployment"
    )
    template.resources[current] = template.resources.pop(deployment)
    template.properties(stage)["DeploymentId"] = Ref(current)
    template.resources[stage] = template.resources.pop(stage)


def _allow_browsers(template: Template, component: Component) -> None:
    """Browsers ask by OPTIONS whether a page from elsewhere may call, on every path."""
    paths = {path for path, _ in template.under("method", component.id)}
    origins = template.asked(component).each("origins", ORIGIN)
    # The answer that needs no code names one origin.
    origin = f"'{origins[0]}'" if origins else "'*'"
    if len(origins) > 1:
        template.asked(component).cannot(
            "origins", f"{origins[0]} alone, since only code could tell several"
        )
    said = {**_CORS, "Access-Control-Allow-Origin": origin}
    headers = {f"method.response.header.{name}": value for name, value in said.items()}
    answer = {
        "Integration": {
            **_MOCK["Integration"],
            "IntegrationResponses": [{"StatusCode": "200", "ResponseParameters": headers}],
        },
        "MethodResponses": [
            {"StatusCode": "200", "ResponseParameters": dict.fromkeys(headers, False)}
        ],
    }
    for path in sorted(paths):
        add_method(template, component, path, "OPTIONS", answer)


def _fingerprint(template: Template, api: Ref) -> str:
    """Of everything that a deployment freezes: under another name it is made anew, and the stage shows what has changed.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html
    """
    parts = [
        (name, one.properties)
        for name, one in template.resources.items()
        if one.type in _FROZEN and one.properties.get("RestApiId") == api
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:8]


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
