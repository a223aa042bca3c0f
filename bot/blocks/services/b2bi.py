"""AWS B2B Data Interchange: who we are to partners, and how their documents become ours."""

import re
from typing import Any

from bot.blocks.asked import EMAIL
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_BUSINESS = re.compile(r"[A-Za-z0-9 .,&'()/+-]{1,80}")
_PHONE = re.compile(r"\+?[0-9 \-()/]{7,20}")
_SET = re.compile(r"X12_[0-9]{3}")
_FORMATS = ("JSON", "XML")
_STAND_IN = "+1 555 0100"


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    business, phone = asked.text("business", _BUSINESS), asked.text("phone", _PHONE)
    email = asked.text("email", EMAIL)
    profile: dict[str, Any] = {
        "Name": title,
        "BusinessName": business or title,
        "Phone": phone or _STAND_IN,
        "Logging": "ENABLED",
    }
    template.add(
        f"{name}Profile", "AWS::B2BI::Profile", profile | ({"Email": email} if email else {})
    )
    if not (business and phone):
        template.assume(
            f"The profile of {title} has a stand-in for what partners are told of you; put yours in.",
            Stake.ACT,
        )
    template.add(name, "AWS::B2BI::Transformer", _transformer(template, component))
    template.output(f"{name}Id", GetAtt(name, "TransformerId"), "Id of the transformer")


def _transformer(template: Template, component: Component) -> dict[str, Any]:
    asked = template.asked(component)
    kind = x12(template, component)
    wanted = asked.choice("format", _FORMATS) or "JSON"
    language = {"JSON": "JSONATA", "XML": "XSLT"}[wanted]
    template.assume(
        f"{template.title(component)} makes {wanted} of {kind['TransactionSet']} as it is; write the mapping."
    )
    return {
        "Name": template.short(component),
        "Status": "active",
        "InputConversion": {"FromFormat": "X12", "FormatOptions": {"X12": kind}},
        "Mapping": {"TemplateLanguage": language, "Template": "$" if wanted == "JSON" else _COPY},
    }


def x12(template: Template, component: Component) -> dict[str, str]:
    said = template.asked(component).text("transaction", _SET) or "X12_214"
    return {"TransactionSet": said, "Version": "VERSION_4010"}


_COPY = (
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:template match="/"><xsl:copy-of select="."/></xsl:template></xsl:stylesheet>'
)
BLOCK = Block("b2bi", "Transformer", _build)
