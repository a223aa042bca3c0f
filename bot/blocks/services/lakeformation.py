"""AWS Lake Formation: buckets that are registered with it, in a role of their own."""

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Sub
from bot.blocks.permissions import role, statement
from bot.blocks.template import Template
from bot.domain.architecture import Component

_OBJECTS = ("s3:DeleteObject", "s3:GetObject", "s3:PutObject")


def _has_bucket(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.beside(component, "s3"))


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    buckets = [template.id(one) for one in template.drawing.beside(component, "s3")]
    acts = role(
        template,
        f"{name}Role",
        "lakeformation.amazonaws.com",
        [
            statement("Objects", _OBJECTS, [Sub(f"${{{one}.Arn}}/*") for one in buckets]),
            statement("List", ["s3:ListBucket"], [GetAtt(one, "Arn") for one in buckets]),
        ],
    )
    for turn, bucket in enumerate(buckets, 1):
        template.add(
            f"{name}{turn if turn > 1 else ''}",
            "AWS::LakeFormation::Resource",
            {
                "ResourceArn": GetAtt(bucket, "Arn"),
                "UseServiceLinkedRole": False,
                "RoleArn": GetAtt(acts, "Arn"),
            },
        )
    template.assume(
        f"{template.title(component)} manages its buckets, and people have no right in them until an administrator of "
        "the data lake gives them some."
    )


BLOCK = Block("lakeformation", "DataLake", _build, stands=_has_bucket)
