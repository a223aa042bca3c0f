"""Documents of partners: the bucket they come into, the bucket they go out of, and the capability between."""

from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.permissions import THIS_ACCOUNT
from bot.blocks.services.b2bi import x12
from bot.blocks.services.s3 import bucket_statements
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.blocks.wiring.objects import events_on
from bot.domain.architecture import Component

_SERVICE = "b2bi.amazonaws.com"


def takes_documents(template: Template, wire: Wire) -> None:
    """The service learns of new documents through EventBridge."""
    events_on(template, template.id(wire.source))
    _let(template, wire.source, ["s3:GetObject", "s3:GetObjectAttributes"])
    _locate(template, wire.target, "InputLocation", template.id(wire.source))


def hands_documents(template: Template, wire: Wire) -> None:
    _let(template, wire.target, ["s3:PutObject"])
    _locate(template, wire.source, "OutputLocation", template.id(wire.target))


def _let(template: Template, bucket: Component, actions: list[str]) -> None:
    bucket_statements(template, bucket).append(
        {
            "Effect": "Allow",
            "Principal": {"Service": _SERVICE},
            "Action": actions,
            "Resource": Sub(f"${{{template.id(bucket)}.Arn}}/*"),
            "Condition": THIS_ACCOUNT,
        }
    )


def _locate(template: Template, transformer: Component, which: str, bucket: str) -> None:
    """Both places known, the capability is made; with one of them, there is none yet."""
    ends: dict[str, list[Any]] = template.steps
    known = ends.setdefault(f"places of {transformer.id}", [])
    known.append((which, {"BucketName": Ref(bucket), "Key": "documents/"}))
    places = dict(known)
    if places.keys() < {"InputLocation", "OutputLocation"}:
        return
    name = template.id(transformer)
    template.assume(
        f"{template.title(transformer)} takes documents once you make a partnership with each partner, by e-mail and phone.",
        Stake.ACT,
    )
    template.once(
        ("capability", transformer.id),
        lambda: template.add(
            f"{name}Capability",
            "AWS::B2BI::Capability",
            {
                "Name": f"{template.title(transformer)} capability",
                "Type": "edi",
                "Configuration": {
                    "Edi": {
                        "Type": {"X12Details": x12(template, transformer)},
                        "TransformerId": GetAtt(name, "TransformerId"),
                        **places,
                    }
                },
            },
        ),
    )
