"""AWS Amplify: an app for a web site of one page, and its main branch."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Sub
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_FILES = r"</^[^.]+$|\.(?!(css|gif|ico|jpg|js|png|txt|svg|woff|woff2|ttf|map|json|webp)$)([^.]+$)/>"


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::Amplify::App",
        {
            "Name": title,
            "Platform": "WEB",
            "CustomRules": [{"Source": _FILES, "Target": "/index.html", "Status": "200"}],
        },
    )
    branch = template.add(
        f"{name}Branch",
        "AWS::Amplify::Branch",
        {"AppId": GetAtt(name, "AppId"), "BranchName": "main", "Stage": "PRODUCTION"},
    )
    template.assume(
        f"{title} is empty until you connect a repository or upload a build.", Stake.ACT
    )
    where = Sub(f"https://${{{branch}.BranchName}}.${{{name}.DefaultDomain}}")
    template.output(f"{name}Url", where, f"Where {title} answers")


BLOCK = Block("amplify", "App", _build)
