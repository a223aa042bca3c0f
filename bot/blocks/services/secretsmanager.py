"""AWS Secrets Manager: a secret whose first value AWS makes up."""

import json
import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.services.passwords import USERS, owner
from bot.blocks.services.rds import RESERVED
from bot.blocks.stake import Stake
from bot.blocks.template import GOES, Template
from bot.domain.architecture import Component

_USER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}")
# Oracle takes no longer one.
_LENGTH = 30
_ADMINISTRATOR = "dbadmin"


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    made: dict[str, Any] = {
        "PasswordLength": asked.number("length", 8, 128) or _LENGTH,
        "ExcludePunctuation": True,
    }
    user = asked.text("username", _USER) or _user_of(template, component)
    if user and user.lower() in RESERVED and template.drawing.beside(component, "rds"):
        user = _ADMINISTRATOR
    if user:
        made["SecretStringTemplate"] = json.dumps({"username": user})
        made["GenerateStringKey"] = "password"
    template.add(
        name,
        "AWS::SecretsManager::Secret",
        {"Description": title, "GenerateSecretString": made},
        **GOES,
    )
    if component.setting("rotation-days"):
        template.assume(
            f"{title} is not rotated: that takes a function that knows where the password is used.",
            Stake.ACT,
        )
    if user:
        template.assume(
            f"{title} holds the user {user} and a password that AWS makes up.", Stake.DATA
        )
    else:
        template.assume(f"{title} starts with a random value; put the real one in.", Stake.DATA)
    template.output(f"{name}Arn", Ref(name), f"ARN of the secret {title}")


def _user_of(template: Template, component: Component) -> str:
    """The user of what has its password in here."""
    whose = owner(template.drawing, component)
    if whose is None:
        return ""
    said = whose.setting("username") or ""
    return said if _USER.fullmatch(said) else USERS.get(whose.service, _ADMINISTRATOR)


BLOCK = Block("secretsmanager", "Secret", _build)
