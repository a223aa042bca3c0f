"""Amazon SageMaker: a notebook without root, on an encrypted disk."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Call, GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import keep_role, role
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_TYPE = "ml.t3.medium"
_TYPES = re.compile(
    r"ml\.(?:t[23]\.(?:medium|large|xlarge|2xlarge)|[mcr][56]i?\.(?:large|(?:2|4|8)?xlarge)|g(?:4dn|5)\.(?:2|4)?xlarge)"
)
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,40}")
_GB = 20


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    kind = asked.text("class", _TYPES) or _TYPE
    if component.setting("idle-minutes"):
        asked.cannot("idle-minutes", "since a notebook can stop itself only by a script of its own")
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
            "InstanceType": kind,
            "VolumeSizeInGB": asked.number("volume-gib", 5, 16_384) or _GB,
            **_started(template, component),
            "RoleArn": GetAtt(acts, "Arn"),
            "RootAccess": "Disabled",
            "PlatformIdentifier": "notebook-al2023-v1",
            "InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "2"},
            **inside,
        },
    )
    template.assume(
        f"{title} is a notebook on {kind}, since no model was named that an endpoint could serve.",
        Stake.MONEY,
    )
    template.output(f"{name}Arn", Ref(name), f"ARN of the notebook {title}")


def _started(template: Template, component: Component) -> dict[str, Any]:
    """What it installs as it starts."""
    wanted = template.asked(component).each("install", _PACKAGE)
    if not wanted:
        return {}
    lines = ["#!/bin/bash", "set -e", f"sudo -u ec2-user pip install {' '.join(wanted)}"]
    made = template.add(
        f"{template.id(component)}Start",
        "AWS::SageMaker::NotebookInstanceLifecycleConfig",
        {"OnStart": [{"Content": Call("Base64", "\n".join((*lines, "")))}]},
    )
    return {"LifecycleConfigName": GetAtt(made, "NotebookInstanceLifecycleConfigName")}


BLOCK = Block("sagemaker", "Notebook", _build)
