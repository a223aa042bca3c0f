"""Amazon ECR: a repository of images that are scanned and never change."""

import json

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt
from bot.blocks.template import KEEP, Template
from bot.domain.architecture import Component

_MOST_IMAGES = 1000


def _build(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    fixed = asked.is_on("immutable", default=True)
    most = asked.number("keep-images", 1, _MOST_IMAGES)
    template.add(
        name,
        "AWS::ECR::Repository",
        {
            "ImageScanningConfiguration": {"ScanOnPush": asked.is_on("scan", default=True)},
            "ImageTagMutability": "IMMUTABLE" if fixed else "MUTABLE",
            "EncryptionConfiguration": {"EncryptionType": "AES256"},
            **({"LifecyclePolicy": {"LifecyclePolicyText": _keeping(most)}} if most else {}),
        },
        **KEEP,
    )
    template.assume(
        f"{title} starts empty, so containers run a placeholder image until one is pushed."
    )
    template.output(
        f"{name}Uri", GetAtt(name, "RepositoryUri"), f"Where images for {title} are pushed"
    )


def _keeping(most: int) -> str:
    rule = {
        "rulePriority": 1,
        "description": f"The last {most} images",
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": most},
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [rule]})


BLOCK = Block("ecr", "Repository", _build)
