"""AWS Secrets Manager: a secret whose first value AWS makes up."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::SecretsManager::Secret",
        {
            "Description": title,
            "GenerateSecretString": {"PasswordLength": 32, "ExcludePunctuation": True},
        },
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
    )
    template.assume(f"{title} starts with a random value; put the real one in.", Stake.DATA)
    template.output(f"{name}Arn", Ref(name), f"ARN of the secret {title}")


BLOCK = Block("secretsmanager", "Secret", _build)
