"""AWS Service Catalog: a portfolio, and the product in it whose template is known."""

import re

from bot.blocks.block import Block
from bot.blocks.intrinsics import Ref
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_URL = re.compile(r"https://[A-Za-z0-9.-]{2,100}\.amazonaws\.com/[A-Za-z0-9_./-]{1,300}")
_TAG = re.compile(r"[A-Za-z0-9_.:-]{1,100}=[A-Za-z0-9_.:@ -]{1,100}")
_OWNER = "This account"


def _build(template: Template, component: Component) -> None:
    name, asked = template.id(component), template.asked(component)
    template.add(
        name,
        "AWS::ServiceCatalog::Portfolio",
        {"DisplayName": template.title(component), "ProviderName": _OWNER},
    )
    url = asked.text("template-url", _URL)
    if asked.is_on("product", default=url is not None) or url:
        _product(template, component, url)
    else:
        template.assume("The portfolio starts empty, and nobody may use it yet.", Stake.ACT)
    template.output(f"{name}Id", Ref(name), "Id of the portfolio")


def _product(template: Template, component: Component, url: str | None) -> None:
    name, title = template.id(component), template.title(component)
    where: str | Ref = url or _left_open(template, component)
    product = template.add(
        f"{name}Product",
        "AWS::ServiceCatalog::CloudFormationProduct",
        {
            "Name": title,
            "Owner": _OWNER,
            "ProvisioningArtifactParameters": [
                {"Name": "v1", "Info": {"LoadTemplateFromURL": where}}
            ],
        },
    )
    template.add(
        f"{product}InPortfolio",
        "AWS::ServiceCatalog::PortfolioProductAssociation",
        {"PortfolioId": Ref(name), "ProductId": Ref(product)},
    )
    for number, said in enumerate(template.asked(component).each("tag-options", _TAG), 1):
        key, _, value = said.partition("=")
        option = template.add(
            f"{product}Tag{number}", "AWS::ServiceCatalog::TagOption", {"Key": key, "Value": value}
        )
        template.add(
            f"{option}OnProduct",
            "AWS::ServiceCatalog::TagOptionAssociation",
            {"ResourceId": Ref(product), "TagOptionId": Ref(option)},
        )
    template.assume(f"Nobody may use {title} yet: say who, in the console.", Stake.ACT)
    template.output(f"{product}Id", Ref(product), f"Id of the product {title}")


def _left_open(template: Template, component: Component) -> Ref:
    title = template.title(component)
    template.assume(
        f"Say where the template of {title} is; until then the product cannot be made.", Stake.ACT
    )
    what = f"Where the template of {title} is in S3"
    stand_in = "https://s3.amazonaws.com/example-bucket/product.yaml"
    return template.parameter(f"{template.id(component)}TemplateUrl", "String", stand_in, what)


BLOCK = Block("servicecatalog", "Portfolio", _build)
