"""Amazon Location Service: a map."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, own_name
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    template.add(
        name,
        "AWS::Location::Map",
        {
            "MapName": own_name(template.short(component)),
            "Description": template.title(component),
            "Configuration": {"Style": "VectorEsriStreets"},
        },
    )
    template.output(f"{name}Arn", GetAtt(name, "MapArn"), "ARN of the map")


BLOCK = Block("location", "Map", _build)
