"""The subnets that a database may stand in, as its service wants them: a group under a name."""

from bot.blocks.network.build import subnet_refs
from bot.blocks.placing.plan import Place
from bot.blocks.template import Template
from bot.domain.architecture import Component


def subnet_group(
    template: Template,
    component: Component,
    place: Place,
    kind: str,
    described: str = "DBSubnetGroupDescription",
) -> str:
    return template.add(
        f"{template.id(component)}Subnets",
        kind,
        {
            described: f"For {template.title(component)}",
            "SubnetIds": subnet_refs(place.subnets),
        },
    )
