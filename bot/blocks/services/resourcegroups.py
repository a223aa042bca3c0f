"""AWS Resource Groups: everything that this stack makes, in one list."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, own_name
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    query = {"Type": "CLOUDFORMATION_STACK_1_0", "Query": {"StackIdentifier": Ref("AWS::StackId")}}
    template.add(
        name,
        "AWS::ResourceGroups::Group",
        {
            "Name": own_name(template.short(component)),
            "Description": template.title(component),
            "ResourceQuery": query,
        },
    )
    template.output(f"{name}Arn", GetAtt(name, "Arn"), "ARN of the group")


BLOCK = Block("resourcegroups", "ResourceGroup", _build)
