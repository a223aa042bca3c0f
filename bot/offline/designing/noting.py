"""What a plan says of the orders that it follows, and of those that it cannot follow."""

from collections.abc import Iterator

from bot.blocks import BLOCKS, compose
from bot.domain.architecture import Architecture, Component
from bot.offline.altering import Altered
from bot.offline.altering.finding import listed
from bot.offline.kinds import OF_A_VPC

AS_ASKED = "As you asked: "
WITH_VPC = "These cannot run without a VPC"
_VPC = "Type: AWS::EC2::VPC\n"


def notes(altered: Altered) -> Iterator[str]:
    """One sentence for each order, whether something came of it or it was so already."""
    bound = _bound_to_a_vpc(altered.architecture) if altered.without_vpc else []
    if bound:
        yield in_a_vpc_anyhow(bound)
    for one in altered.done:
        if not bound or one != altered.without_vpc:
            yield f"{AS_ASKED}{one}."
    yield from (one for one in altered.already if not bound or one != altered.without_vpc)


def already(altered: Altered) -> str:
    """What was asked for and is so, where nothing else was done."""
    bound = _bound_to_a_vpc(altered.architecture) if altered.without_vpc else []
    said = (
        in_a_vpc_anyhow(bound) if one == altered.without_vpc and bound else one
        for one in altered.already
    )
    return " ".join(said)


def in_a_vpc_anyhow(bound: list[Component]) -> str:
    return f"{WITH_VPC}, so the plan still makes one: {listed(bound)}."


def _bound_to_a_vpc(architecture: Architecture) -> list[Component]:
    """What the template makes a VPC for although none is drawn."""
    if any(box.kind == "vpc" for box in architecture.containers):
        return []
    made = [one for one in architecture.services if one.service in BLOCKS]
    if _VPC not in _template(architecture):
        return []
    alone = (
        (one, Architecture(components=(one.model_copy(update={"inside": None}),))) for one in made
    )
    bound = [one for one, only in alone if _VPC in _template(only)]
    return [one for one in bound if one.service not in OF_A_VPC] or bound


def _template(architecture: Architecture) -> str:
    return f"{compose(architecture, title='x').template}\n"
