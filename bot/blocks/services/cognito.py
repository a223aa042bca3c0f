"""Amazon Cognito: a user pool that people sign in to by e-mail, and a client for browsers and apps."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(
        name,
        "AWS::Cognito::UserPool",
        {
            "UsernameAttributes": ["email"],
            "AutoVerifiedAttributes": ["email"],
            "MfaConfiguration": "OPTIONAL",
            "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
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
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
    )
    client = template.add(
        f"{name}Client",
        "AWS::Cognito::UserPoolClient",
        {
            "UserPoolId": Ref(name),
            "GenerateSecret": False,
            "PreventUserExistenceErrors": "ENABLED",
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        },
    )
    template.assume(
        "People sign in with e-mail and password; their accounts outlive the stack.", Stake.DATA
    )
    template.output(f"{name}Id", Ref(name), f"Id of the user pool {template.title(component)}")
    template.output(f"{client}Id", Ref(client), "Id that an app signs people in with")


BLOCK = Block("cognito", "UserPool", _build)
