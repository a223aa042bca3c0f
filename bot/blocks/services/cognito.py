"""Amazon Cognito: a user pool that people sign in to by e-mail, and a client for browsers and apps."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub, own_name
from bot.blocks.stake import Stake
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

_FLOW = re.compile(r"code|implicit|client_credentials")
_MFA = {"off": "OFF", "optional": "OPTIONAL", "on": "ON"}
_BACK = "https://localhost:3000/callback"
_SCOPES = ["openid", "email", "profile"]


def _build(template: Template, component: Component) -> None:
    name, asked = template.id(component), template.asked(component)
    mfa = _MFA[asked.choice("mfa", _MFA) or "optional"]
    template.add(
        name,
        "AWS::Cognito::UserPool",
        {
            "UsernameAttributes": ["email"],
            "AutoVerifiedAttributes": ["email"],
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": asked.is_on("admin-only")},
            "MfaConfiguration": mfa,
            **({} if mfa == "OFF" else {"EnabledMfas": ["SOFTWARE_TOKEN_MFA"]}),
            "AccountRecoverySetting": {
                "RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]
            },
            "Policies": {
                "PasswordPolicy": {
                    "MinimumLength": 12,
                    "RequireLowercase": True,
                    "RequireNumbers": True,
                    "RequireSymbols": True,
                    "RequireUppercase": True,
                    "TemporaryPasswordValidityDays": 7,
                }
            },
        },
        **KEEP,
    )
    client = _client(template, component)
    if asked.is_on("domain"):
        _hosted(template, component)
    if asked.is_on("identity-pool"):
        _identities(template, component, client)
    template.assume(
        "People sign in with e-mail and password; their accounts outlive the stack.", Stake.DATA
    )
    if asked.is_on("admin-only"):
        template.assume("Only administrators make accounts; nobody can sign up.", Stake.DATA)
    template.output(f"{name}Id", Ref(name), f"Id of the user pool {template.title(component)}")
    template.output(f"{client}Id", Ref(client), "Id that an app signs people in with")


def _client(template: Template, component: Component) -> str:
    name, asked = template.id(component), template.asked(component)
    flows = asked.each("flows", _FLOW)
    if asked.is_on("domain") and not flows:
        flows = ("code",)
    by_machine = "client_credentials" in flows
    if by_machine and len(flows) > 1:
        template.assume("A client for programs signs nobody in, so it has its own flow only.")
        flows = ("client_credentials",)
    return template.add(
        f"{name}Client",
        "AWS::Cognito::UserPoolClient",
        {
            "UserPoolId": Ref(name),
            "GenerateSecret": by_machine,
            "PreventUserExistenceErrors": "ENABLED",
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            **_sign_in(template, component, flows),
        },
    )


def _sign_in(template: Template, component: Component, flows: tuple[str, ...]) -> dict[str, Any]:
    """What the hosted page needs to know; where it sends people back to is for the app to say."""
    if not flows:
        return {}
    shared = {"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthFlows": list(flows)}
    if flows == ("client_credentials",):
        name = template.id(component)
        server = template.add(
            f"{name}Api",
            "AWS::Cognito::UserPoolResourceServer",
            {
                "UserPoolId": Ref(name),
                "Identifier": "api",
                "Name": "Programs",
                "Scopes": [{"ScopeName": "use", "ScopeDescription": "Use the API"}],
            },
        )
        return {**shared, "AllowedOAuthScopes": [Sub(f"${{{server}}}/use")]}
    template.assume(
        f"After signing in with {template.title(component)}, people are sent to {_BACK}; put your own address in.",
        Stake.ACT,
    )
    return {
        **shared,
        "AllowedOAuthScopes": _SCOPES,
        "CallbackURLs": [_BACK],
        "SupportedIdentityProviders": ["COGNITO"],
    }


def _hosted(template: Template, component: Component) -> None:
    name = template.id(component)
    made = template.add(
        f"{name}Domain",
        "AWS::Cognito::UserPoolDomain",
        {"UserPoolId": Ref(name), "Domain": own_name(template.short(component, 40))},
    )
    page = Sub(f"https://${{{made}}}.auth.${{AWS::Region}}.amazoncognito.com")
    template.output(f"{name}Page", page, "Where people sign in")


def _identities(template: Template, component: Component, client: str) -> None:
    """For who is signed in, and nobody else; what they may do is granted to the role."""
    name = template.id(component)
    pool = template.add(
        f"{name}Identities",
        "AWS::Cognito::IdentityPool",
        {
            "AllowUnauthenticatedIdentities": False,
            "CognitoIdentityProviders": [
                {
                    "ClientId": Ref(client),
                    "ProviderName": GetAtt(name, "ProviderName"),
                    "ServerSideTokenCheck": True,
                }
            ],
        },
    )
    signed_in = {
        "StringEquals": {"cognito-identity.amazonaws.com:aud": Ref(pool)},
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"},
    }
    role = template.add(
        f"{name}SignedInRole",
        "AWS::IAM::Role",
        {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                        "Action": "sts:AssumeRoleWithWebIdentity",
                        "Condition": signed_in,
                    }
                ],
            }
        },
    )
    template.add(
        f"{pool}Roles",
        "AWS::Cognito::IdentityPoolRoleAttachment",
        {"IdentityPoolId": Ref(pool), "Roles": {"authenticated": GetAtt(role, "Arn")}},
    )
    template.output(f"{pool}Id", Ref(pool), "Id of the identity pool")


BLOCK = Block("cognito", "UserPool", _build)
