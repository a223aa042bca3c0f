"""The way out of a VPC, where nobody wants a NAT gateway."""

import re

from bot.domain.architecture import Architecture, Container, Setting
from bot.offline.altering.drawing import drawn, fresh_id
from bot.offline.altering.sheet import Already, Sheet
from bot.offline.kinds import IN_A_VPC

_NAT = re.compile(r"^(?:(?:the|an?|any)\s+)?nat(?:[\s-]+gateways?)?s?$", re.IGNORECASE)


def is_nat(phrase: str) -> bool:
    return bool(_NAT.match(phrase.strip()))


def without_nat(sheet: Sheet) -> Sheet:
    """None is drawn, and the template has one all the same for what has to get out."""
    architecture = with_nat_off(sheet.architecture)
    if architecture == sheet.architecture:
        raise Already("The plan has no NAT gateway.")
    return sheet.after(architecture, "no NAT gateway")


def with_nat_off(architecture: Architecture) -> Architecture:
    """Without the one that a template adds by itself. Where no VPC is drawn there is one now, to say it of."""
    if not any(box.kind == "vpc" for box in architecture.containers):
        if not any(one.service in IN_A_VPC for one in architecture.components):
            return architecture
        architecture = _in_a_vpc(architecture)
    boxes = (_nat_off(box) if box.kind == "vpc" else box for box in architecture.containers)
    return drawn(architecture, containers=boxes)


def _nat_off(box: Container) -> Container:
    others = (one for one in box.settings if one.name != "nat")
    return box.model_copy(update={"settings": (*others, Setting(name="nat", value="off"))})


def _in_a_vpc(architecture: Architecture) -> Architecture:
    box = Container(id=fresh_id(architecture, "vpc"), kind="vpc")
    inside = (
        one.model_copy(update={"inside": box.id})
        if one.service in IN_A_VPC and one.inside is None
        else one
        for one in architecture.components
    )
    return drawn(architecture, components=inside, containers=(*architecture.containers, box))
