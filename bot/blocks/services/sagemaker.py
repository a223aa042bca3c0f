"""Amazon SageMaker: a notebook without root, on an encrypted disk."""

import re
from collections.abc import Iterator
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Call, GetAtt, Ref, Sub
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import grant, keep_role, role, statement
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
    """What it does as it starts: watch that it is not idle for long, install what was asked for."""
    asked = template.asked(component)
    minutes = asked.number("idle-minutes", 10, 10_080)
    wanted = asked.each("install", _PACKAGE)
    if minutes is None and not wanted:
        return {}
    lines = ["#!/bin/bash", "set -e"]
    if wanted:
        lines.append(f"sudo -u ec2-user pip install {' '.join(wanted)}")
    if minutes:
        lines += _watching(template, component, minutes)
    made = template.add(
        f"{template.id(component)}Start",
        "AWS::SageMaker::NotebookInstanceLifecycleConfig",
        {"OnStart": [{"Content": Call("Base64", "\n".join((*lines, "")))}]},
    )
    return {"LifecycleConfigName": GetAtt(made, "NotebookInstanceLifecycleConfigName")}


def _watching(template: Template, component: Component, minutes: int) -> Iterator[str]:
    """AWS's own script asks Jupyter whether anything runs, every five minutes."""
    title = template.title(component)
    script = "https://raw.githubusercontent.com/aws-samples/amazon-sagemaker-notebook-instance-lifecycle-config-samples"
    yield f"curl -sSfo /usr/local/bin/autostop.py {script}/master/scripts/auto-stop-idle/autostop.py"
    every = (
        f"/usr/bin/python3 /usr/local/bin/autostop.py --time {60 * minutes} --ignore-connections"
    )
    yield f"echo '*/5 * * * * root {every}' > /etc/cron.d/autostop"
    template.assume(f"{title} stops when it was idle for {minutes} minutes.", Stake.MONEY)
    stop = statement(
        "StopItself",
        ["sagemaker:DescribeNotebookInstance", "sagemaker:StopNotebookInstance"],
        [
            Sub(
                "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:notebook-instance/*"
            )
        ],
    )
    grant(template, component, stop)


BLOCK = Block("sagemaker", "Notebook", _build)
