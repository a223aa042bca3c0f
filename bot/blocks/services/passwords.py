"""A password that AWS makes up and only Secrets Manager holds; the template never has it."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.template import GOES, Template
from bot.domain.architecture import Component

_LENGTH = 30
# Whoever logs in there first has a password. Redshift makes and keeps its own.
_WITH_PASSWORD = ("rds", "documentdb", "mq", "timestream", "directoryservice")
USERS: Mapping[str, str] = MappingProxyType({"mq": "broker", "directoryservice": "Admin"})
"""Who that is, where it is not the administrator of a database."""


def secret(
    template: Template, component: Component, username: str, *, length: int = _LENGTH
) -> str:
    """The secret with a component's user and password: the drawn one, or one that is made for it."""
    drawn = drawn_secret(template.drawing, component)
    if drawn:
        return template.remember(("secret", component.id), template.id(drawn))
    name = template.id(component)
    return template.once(
        ("secret", component.id),
        lambda: template.add(
            f"{name}Login",
            "AWS::SecretsManager::Secret",
            {
                "Description": f"Who logs in to {template.title(component)}",
                "GenerateSecretString": {
                    "SecretStringTemplate": json.dumps({"username": username}),
                    "GenerateStringKey": "password",
                    "PasswordLength": length,
                    "ExcludePunctuation": True,
                },
            },
            **GOES,
        ),
    )


def has_secret(template: Template, component: Component) -> bool:
    """Whether the password is in a secret of the template's own."""
    drawn = drawn_secret(template.drawing, component)
    return drawn is not None or template.asked(component).is_on("secret")


def drawn_secret(drawing: Drawing, component: Component) -> Component | None:
    """The secret beside what has a password is the one with that; so is one that is beside nothing, if neither is another."""
    if component.service not in _WITH_PASSWORD:
        return None
    beside = next(iter(drawing.beside(component, "secretsmanager")), None)
    return beside or _only(drawing, component)


def owner(drawing: Drawing, kept: Component) -> Component | None:
    """Whose password a secret has."""
    return next(
        (one for one in drawing.of(*_WITH_PASSWORD) if drawn_secret(drawing, one) == kept), None
    )


def _only(drawing: Drawing, component: Component) -> Component | None:
    secrets = drawing.of("secretsmanager")
    needy = drawing.of(*_WITH_PASSWORD)
    alone = len(secrets) == 1 and needy == (component,)
    return secrets[0] if alone and not drawing.beside(secrets[0]) else None


def attached(template: Template, component: Component, kind: str) -> None:
    """Writes host and port into the secret too, as soon as they are known."""
    name = template.id(component)
    template.add(
        f"{name}LoginTarget",
        "AWS::SecretsManager::SecretTargetAttachment",
        {
            "SecretId": Ref(secret_of(template, component)),
            "TargetId": Ref(name),
            "TargetType": kind,
        },
    )


def secret_of(template: Template, component: Component) -> str:
    found = template.known("secret", component.id)
    if found is None:
        raise LookupError(f"{component.service} has no secret of its own")
    return found


def resolved_from(secret_arn: Ref | GetAtt, key: str) -> Sub:
    """The same of any secret of the template."""
    name = secret_arn.name
    if isinstance(secret_arn, GetAtt):
        name = f"{name}.{secret_arn.attribute}"
    return resolved(name, key)


def resolved(name: str, key: str) -> Sub:
    """What CloudFormation puts in as it makes the stack."""
    return Sub(f"{{{{resolve:secretsmanager:${{{name}}}:SecretString:{key}}}}}")
