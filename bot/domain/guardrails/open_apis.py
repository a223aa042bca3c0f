"""An API asks who calls; a drawing seldom says how, so it is only pointed out."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import Body, is_list, mapping
from bot.domain.judged import Judged, Made

_NOBODY_ASKED = "NONE"
# Browsers ask with it what they may send, before they have anything to show.
_PREFLIGHT = "OPTIONS"
_VERBS = frozenset(
    {"get", "put", "post", "delete", "patch", "head", "x-amazon-apigateway-any-method"}
)
# Of a WebSocket only the first message asks; the others come over the connection that it opened.
_OPENING = "$connect"
_QUICK = "Target"


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.of_type(*_OPEN_AT):
        for key, is_open in _OPEN_AT[one.type].items():
            if is_open(judged, one):
                yield Flaw((*one.path, key), f"{one.logical_id} answers whoever calls.")


def _is_open_method(judged: Judged, method: Made) -> bool:
    verbs = {*judged.scope.texts(method.properties.get("HttpMethod"))}
    return _asks_nobody(judged, method) and verbs != {_PREFLIGHT}


def _is_open_route(judged: Judged, route: Made) -> bool:
    keys = judged.scope.texts(route.properties.get("RouteKey"))
    return _asks_nobody(judged, route) and not all(
        one.startswith(_PREFLIGHT) or _is_within_a_connection(judged, route, one) for one in keys
    )


def _asks_nobody(judged: Judged, made: Made) -> bool:
    kinds = judged.scope.texts(made.properties.get("AuthorizationType")) or (_NOBODY_ASKED,)
    with_key = {*judged.scope.texts(made.properties.get("ApiKeyRequired"))} == {"true"}
    return _NOBODY_ASKED in kinds and not with_key


def _is_within_a_connection(judged: Judged, route: Made, key: str) -> bool:
    apis = [
        judged.named(text[2:-1])[0] for text in judged.scope.texts(route.properties.get("ApiId"))
    ]
    protocols = {
        text
        for one in apis
        if one is not None
        for text in judged.scope.texts(one.properties.get("ProtocolType"))
    }
    return protocols == {"WEBSOCKET"} and key != _OPENING


def _has_open_description(judged: Judged, api: Made) -> bool:
    """Whether an OpenAPI description has an operation that asks for nothing."""
    for one in judged.scope.each(api.properties.get("Body")):
        description = mapping(one)
        usual = description.get("security")
        if any(not _asked(each.get("security", usual)) for each in _operations(description)):
            return True
    return False


def _asked(security: Any) -> bool:
    # An empty requirement among others makes them optional.
    return is_list(security) and bool(security) and {} not in security


def _operations(description: Body) -> Iterator[Body]:
    for path in mapping(description.get("paths")).values():
        for verb, operation in mapping(path).items():
            if verb in _VERBS:
                yield mapping(operation)


def _is_quickly_made(_: Judged, api: Made) -> bool:
    """One route for all, which asks nobody."""
    return _QUICK in api.properties


def _takes_a_key_alone(judged: Judged, api: Made) -> bool:
    return "API_KEY" in judged.scope.texts(api.properties.get("AuthenticationType"))


# Where it shows that a resource asks nobody.
_OPEN_AT: Mapping[str, Mapping[str, Callable[[Judged, Made], bool]]] = MappingProxyType(
    {
        "AWS::ApiGateway::Method": {"AuthorizationType": _is_open_method},
        "AWS::ApiGateway::RestApi": {"Body": _has_open_description},
        "AWS::ApiGatewayV2::Api": {"Body": _has_open_description, _QUICK: _is_quickly_made},
        "AWS::ApiGatewayV2::Route": {"AuthorizationType": _is_open_route},
        "AWS::AppSync::GraphQLApi": {"AuthenticationType": _takes_a_key_alone},
    }
)

GUARDRAIL = Guardrail(
    id="api-without-auth",
    title="An API asks who calls",
    why="Whoever finds its address can use it, at your cost; drawings seldom show who may, so it may be meant.",
    fix="Add an authorizer, such as a Cognito user pool or AWS_IAM.",
    flaws=_flaws,
    severity=Severity.WARNING,
)
