"""Amazon Managed Grafana: a workspace for people of IAM Identity Center, reading what is drawn beside it."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, own_name
from bot.blocks.permissions import keep_role, role
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_SOURCES = {"prometheus": "PROMETHEUS", "cloudwatch": "CLOUDWATCH", "athena": "ATHENA"}


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    acts = keep_role(template, component, role(template, f"{name}Role", "grafana.amazonaws.com"))
    beside = template.drawing.beside(component, *_SOURCES)
    sources = list(dict.fromkeys(_SOURCES[one.service] for one in beside))
    template.add(
        name,
        "AWS::Grafana::Workspace",
        {
            "Name": own_name(template.short(component)),
            "AccountAccessType": "CURRENT_ACCOUNT",
            "AuthenticationProviders": ["AWS_SSO"],
            "PermissionType": "CUSTOMER_MANAGED",
            "RoleArn": GetAtt(acts, "Arn"),
            **({"DataSources": sources} if sources else {}),
        },
    )
    template.assume(
        f"{title} takes people in through IAM Identity Center, which has to be on in this account.",
        Stake.ACT,
    )
    template.assume("Managed Grafana is billed for each person who signs in.", Stake.MONEY)
    template.output(f"{name}Endpoint", GetAtt(name, "Endpoint"), f"Where {title} answers")


BLOCK = Block("grafana", "Grafana", _build)
