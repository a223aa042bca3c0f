"""Parameter Store: a parameter for what is no secret."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::SSM::Parameter",
        {"Type": "String", "Value": "to be set", "Description": title},
    )
    template.assume(f"{title} holds the words “to be set”; it is no place for secrets.", Stake.DATA)
    template.output(f"{name}Name", Ref(name), f"Name of the parameter {title}")


BLOCK = Block("parameterstore", "Parameter", _build)
