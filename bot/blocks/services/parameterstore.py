"""Parameter Store: a parameter for what is no secret, or the ids of what else the stack makes."""

import re
from collections.abc import Iterator
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import Call, GetAtt, Ref
from bot.blocks.naming import words
from bot.blocks.placing.plan import TIERS
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_VALUE = re.compile(r"[A-Za-z0-9 _.,:/@+=-]{1,100}")
_NAME = re.compile(
    r"(?!/?(?:aws|ssm))(?:/[A-Za-z0-9_.-]{1,40}){1,6}|(?!aws|ssm)[A-Za-z0-9_.-]{1,60}",
    re.IGNORECASE,
)
_KINDS = ("String", "StringList")
_UNSET = "to be set"


def _build(template: Template, component: Component) -> None:
    if not template.asked(component).is_on("ids"):
        _one(template, component)


def _one(template: Template, component: Component) -> None:
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    said, wanted = asked.text("value", _VALUE), asked.text("name", _NAME)
    template.add(
        name,
        "AWS::SSM::Parameter",
        {
            **({"Name": wanted} if wanted else {}),
            "Type": asked.choice("kind", _KINDS) or "String",
            "Value": said or _UNSET,
            "Description": title,
        },
    )
    if not said:
        template.assume(
            f"{title} holds the words “{_UNSET}”; it is no place for secrets.", Stake.DATA
        )
    template.output(f"{name}Name", Ref(name), f"Name of the parameter {title}")


def _finish(template: Template, component: Component) -> None:
    """A parameter for each thing that other stacks ask for, once all of these are there."""
    if not template.asked(component).is_on("ids"):
        return
    found = [*_ids(template)]
    for number, (what, value, kind) in enumerate(found):
        made = template.id(component) if number == 0 else f"{what}Parameter"
        title = " ".join(words(what))
        template.add(
            made, "AWS::SSM::Parameter", {"Type": kind, "Value": value, "Description": title}
        )
    if not found:
        _one(template, component)


def _ids(template: Template) -> Iterator[tuple[str, Any, str]]:
    for vpc in template.network.vpcs:
        yield f"{vpc.id}Id", Ref(vpc.id), "String"
        for tier in TIERS:
            subnets = [Ref(one.id) for one in vpc.tier(tier)]
            if subnets:
                joined = Call("Join", [",", subnets])
                yield f"{vpc.id}{tier.capitalize()}Subnets", joined, "StringList"
    for name, one in [*template.resources.items()]:
        if one.type in _TOLD:
            attribute = _TOLD[one.type]
            yield f"{name}Id", GetAtt(name, attribute) if attribute else Ref(name), "String"


# The attribute that others ask for; empty where that is what a reference gives.
_TOLD = {
    "AWS::EC2::SecurityGroup": "GroupId",
    "AWS::ECR::Repository": "RepositoryUri",
    "AWS::ECS::Cluster": "Arn",
    "AWS::ElasticLoadBalancingV2::Listener": "",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "",
    "AWS::RDS::DBInstance": "Endpoint.Address",
    "AWS::S3::Bucket": "",
    "AWS::DynamoDB::Table": "",
    "AWS::SQS::Queue": "Arn",
    "AWS::SNS::Topic": "",
}
BLOCK = Block("parameterstore", "Parameter", _build, _finish)
