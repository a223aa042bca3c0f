"""AWS Service Catalog: a portfolio, into which products are put later."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(
        name,
        "AWS::ServiceCatalog::Portfolio",
        {"DisplayName": template.title(component), "ProviderName": "This account"},
    )
    template.assume("The portfolio starts empty, and nobody may use it yet.", Stake.ACT)
    template.output(f"{name}Id", Ref(name), "Id of the portfolio")


BLOCK = Block("servicecatalog", "Portfolio", _build)
