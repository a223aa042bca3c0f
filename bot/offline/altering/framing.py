"""Changes of the frames of an architecture, and of what stands in them."""

from collections.abc import Iterable

from bot.domain.architecture import Architecture, Container, ContainerKind
from bot.offline.altering.drawing import NETWORK, changed, drawn, fresh_id


def without_container(architecture: Architecture, gone: Container) -> Architecture:
    """Take a frame away; what stood in it stands in the frame around it. A VPC takes its subnets along."""
    leaving = {gone.id}
    if gone.kind == "vpc":
        leaving |= {
            one.id
            for one in architecture.containers
            if one.kind in NETWORK and gone in architecture.around(one)
        }
    by_id = {one.id: one for one in architecture.containers}

    def left(inside: str | None) -> str | None:
        while inside is not None and inside in leaving:
            inside = by_id[inside].inside
        return inside

    return drawn(
        architecture,
        components=(
            one.model_copy(update={"inside": left(one.inside)}) for one in architecture.components
        ),
        containers=(
            one.model_copy(update={"inside": left(one.inside)})
            for one in architecture.containers
            if one.id not in leaving
        ),
    )


def moved(architecture: Architecture, ids: Iterable[str], inside: str | None) -> Architecture:
    return changed(
        architecture, ids, lambda one: one.model_copy(update={"inside": inside, "confidence": 1.0})
    )


def out_of_network(architecture: Architecture, ids: Iterable[str]) -> Architecture:
    """What does not stand in subnets stands beside the VPC."""
    for each in ids:
        around = architecture.around(architecture.component(each))
        place = next((box.id for box in around if box.kind not in NETWORK), None)
        if any(box.kind in NETWORK for box in around):
            architecture = moved(architecture, [each], place)
    return architecture


def with_container(
    architecture: Architecture, kind: ContainerKind, inside: str | None
) -> tuple[Architecture, Container]:
    new = Container(id=fresh_id(architecture, kind), kind=kind, inside=inside)
    return drawn(architecture, containers=(*architecture.containers, new)), new
