"""Ports that were asked to be open, and security groups that stand for themselves."""

import re
from collections.abc import Iterator
from typing import Any

from bot.blocks.asked import Asked, network
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.naming import logical_id, plain
from bot.blocks.network.addresses import ANYWHERE
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Container

DEFAULT_VPC = "172.31.0.0/16"
"""What the VPC that every account starts with has."""
_PORT = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(tcp|udp))?(?:@([0-9./]+))?")
_FOR_EVERYONE = frozenset({80, 443})
_LAST = 65535


def asked_of(template: Template, box: Container) -> Asked:
    return Asked(box, plain(box.title), template.assume)


def opened(asked: Asked, inside: Any) -> list[dict[str, Any]]:
    """The rules for the ports asked for. `inside` is the range of what stands beside it."""
    return [*_opened(asked, inside)]


def _opened(asked: Asked, inside: Any) -> Iterator[dict[str, Any]]:
    for one in asked.each("ports", _PORT):
        found = _PORT.fullmatch(one)
        first = int(found[1]) if found else 0
        last = int(found[2]) if found and found[2] else first
        if found is None or not 0 < first <= last <= _LAST:
            asked.say(f"{asked.title}: {one} is no port, so that was left out.")
            continue
        source = _source(asked, found[4], first, last)
        yield {
            "IpProtocol": found[3] or "tcp",
            "FromPort": first,
            "ToPort": last,
            "CidrIp": source or inside,
            "Description": "From anywhere, as asked for" if source == ANYWHERE else "As asked for",
        }


def _source(asked: Asked, said: str | None, first: int, last: int) -> str | None:
    """The whole internet reaches web servers only; everything else is for whom is named, or for the VPC."""
    found = network(said) if said else None
    for_everyone = first == last and first in _FOR_EVERYONE
    if found is not None and (found.prefixlen or for_everyone):
        return str(found)
    if for_everyone:
        return ANYWHERE
    ports = str(first) if first == last else f"{first}-{last}"
    asked.say(
        f"{asked.title}: port {ports} is open to its VPC only; say from which addresses it may be reached."
    )
    return None


def build_groups(template: Template) -> None:
    """Those with something inside are the groups of that."""
    for box in template.drawing.architecture.containers:
        if box.kind == "security-group" and not template.drawing.architecture.members(box):
            _build(template, box)


def _build(template: Template, box: Container) -> None:
    around = template.drawing.architecture.around(box)
    vpcs = template.network.vpcs
    vpc = next((one for one in vpcs if one.container in around), next(iter(vpcs), None))
    inside = GetAtt(vpc.id, "CidrBlock") if vpc else DEFAULT_VPC
    rules = opened(asked_of(template, box), inside)
    properties: dict[str, Any] = {"GroupDescription": plain(box.title)}
    if vpc:
        properties["VpcId"] = Ref(vpc.id)
    if rules:
        properties["SecurityGroupIngress"] = rules
    name = template.add(
        logical_id(box.label, "SecurityGroup", ["group", "sg"]),
        "AWS::EC2::SecurityGroup",
        properties,
    )
    template.output(f"{name}Id", GetAtt(name, "GroupId"), f"Id of {plain(box.title)}")
    if vpc is None:
        template.assume(f"{plain(box.title)} is made in the account's default VPC.", Stake.ACT)
