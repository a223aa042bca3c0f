"""Who may call a REST API: people of a user pool, roles, holders of a key, or anybody."""

from typing import Any

from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_WAYS = ("iam", "cognito", "key", "none")
_A_DAY, _A_SECOND, _BURST = 10_000, 10, 20


def settle_access(template: Template, api: Component) -> None:
    """Makes what callers show who they are with, and remembers what each method asks for."""
    asked, title = template.asked(api), template.title(api)
    pool = next(iter(template.drawing.beside(api, "cognito")), None)
    way = asked.choice("auth", _WAYS) or ("cognito" if pool else "")
    if way == "cognito" and pool is None:
        template.assume(f"{title} has no user pool to ask, so that anyone may call it.", Stake.ACT)
    elif pool and way == "cognito":
        _authorizer(template, api, pool)
    elif way == "iam":
        template.remember(("access", api.id), "iam")
        template.assume(f"Only roles of this account that may call {title} reach it.")
    elif way == "key":
        template.remember(("access", api.id), "key")
        template.assume(f"{title} asks for a key, which tells callers apart and is no password.")
    else:
        template.assume(
            f"{title} answers anyone who knows its address, since nobody has to sign in.",
            Stake.DATA,
        )


def _authorizer(template: Template, api: Component, pool: Component) -> None:
    name = template.id(api)
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
    template.remember(("authorizer", api.id), made)
    template.assume(
        f"Only people signed in with {template.title(pool)} reach {template.title(api)}."
    )


def access_of(template: Template, api: Component) -> dict[str, Any]:
    """What a method of the API says of who may call it."""
    authorizer = template.known("authorizer", api.id)
    if authorizer:
        return {"AuthorizationType": "COGNITO_USER_POOLS", "AuthorizerId": Ref(authorizer)}
    way = template.known("access", api.id)
    if way == "iam":
        return {"AuthorizationType": "AWS_IAM"}
    by_key = {"ApiKeyRequired": True} if way == "key" else {}
    return {"AuthorizationType": "NONE", **by_key}


def add_plan(template: Template, api: Component, stage: str) -> None:
    """A plan of how much callers may ask for, with a first key, where either was asked for."""
    by_key = template.known("access", api.id) == "key"
    if not (by_key or template.asked(api).is_on("usage-plan")):
        return
    name = template.id(api)
    plan = template.add(
        f"{name}Plan",
        "AWS::ApiGateway::UsagePlan",
        {
            "Description": f"How much callers of {template.title(api)} may ask for",
            "ApiStages": [{"ApiId": Ref(name), "Stage": Ref(stage)}],
            "Throttle": {"RateLimit": _A_SECOND, "BurstLimit": _BURST},
            "Quota": {"Limit": _A_DAY, "Period": "DAY"},
        },
    )
    key = template.add(f"{name}Key", "AWS::ApiGateway::ApiKey", {"Enabled": True})
    template.add(
        f"{name}PlanKey",
        "AWS::ApiGateway::UsagePlanKey",
        {"KeyId": Ref(key), "KeyType": "API_KEY", "UsagePlanId": Ref(plan)},
    )
    template.output(f"{key}Id", Ref(key), "Id of the first key; AWS shows the key itself")
    template.assume(f"A key takes {_A_SECOND} requests a second and {_A_DAY:,} a day.")
