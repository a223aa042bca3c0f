"""Amazon ECR: a repository of images that are scanned and never change."""

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt
from bot.blocks.template import Template
from bot.domain.architecture import Component


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    template.add(
        name,
        "AWS::ECR::Repository",
        {
            "ImageScanningConfiguration": {"ScanOnPush": True},
            "ImageTagMutability": "IMMUTABLE",
            "EncryptionConfiguration": {"EncryptionType": "AES256"},
        },
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
    )
    template.assume(
        f"{title} starts empty, so containers run a placeholder image until one is pushed."
    )
    template.output(
        f"{name}Uri", GetAtt(name, "RepositoryUri"), f"Where images for {title} are pushed"
    )


BLOCK = Block("ecr", "Repository", _build)
