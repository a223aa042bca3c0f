"""Amazon SageMaker: a notebook without root, on an encrypted disk."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TYPE = "ml.t3.medium"
_GB = 20


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    acts = keep_role(template, component, role(template, f"{name}Role", "sagemaker.amazonaws.com"))
    place = template.place(component)
    inside: dict[str, Any] = {}
    if place:
        inside = {
            "DirectInternetAccess": "Disabled",
            "SubnetId": Ref(place.subnets[0].id),
            "SecurityGroupIds": [group_id(template, component)],
        }
    template.add(
        name,
        "AWS::SageMaker::NotebookInstance",
        {
            "InstanceType": _TYPE,
            "VolumeSizeInGB": _GB,
            "RoleArn": GetAtt(acts, "Arn"),
            "RootAccess": "Disabled",
            "PlatformIdentifier": "notebook-al2023-v1",
            "InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "2"},
            **inside,
        },
    )
    template.assume(
        f"{title} is a notebook on {_TYPE}, since a picture cannot say which model an endpoint would serve.",
        Stake.MONEY,
    )
    template.output(f"{name}Arn", Ref(name), f"ARN of the notebook {title}")


BLOCK = Block("sagemaker", "Notebook", _build)
