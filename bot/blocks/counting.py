"""How many things a picture means: counts written out, instances gathered into their Auto Scaling group."""

from collections.abc import Iterator
from itertools import islice

from bot.domain.architecture import (
    MOST_COMPONENTS,
    MOST_CONNECTIONS,
    Architecture,
    Component,
    Connection,
)
from bot.domain.services import SERVICES

# More of these is not more things, but one with more capacity.
_CAPACITY = frozenset(
    {
        "autoscaling",
        "ecs",
        "eks",
        "elasticache",
        "fargate",
        "igw",
        "kinesis",
        "opensearch",
        "rds",
    }
)
_MOST_COPIES = 10
_MOST_IN_A_GROUP = 100


def one_by_one(architecture: Architecture) -> Architecture:
    """The same, with a component of its own for each thing that is to be made."""
    return _written_out(_gathered(architecture))


def _gathered(architecture: Architecture) -> Architecture:
    """Instances in one Auto Scaling group are one thing, and so are more than anyone draws one by one."""
    stands_for = {one.id: _group_of(architecture, one) for one in architecture.components}
    counts: dict[str, int] = {}
    for one in architecture.components:
        counts[stands_for[one.id]] = counts.get(stands_for[one.id], 0) + one.count
    gathered = {name for one, name in stands_for.items() if one != name}
    components = (
        one.model_copy(
            update={
                "service": "autoscaling",
                "label": one.label or _box_label(architecture, one),
                "count": min(counts[one.id], _MOST_IN_A_GROUP),
            }
        )
        if _scales(architecture, one)
        else one
        for one in architecture.components
        if stands_for[one.id] == one.id or one.id in gathered
    )
    return Architecture(
        components=tuple(components),
        containers=architecture.containers,
        connections=tuple(
            Connection(
                source=stands_for[one.source], target=stands_for[one.target], label=one.label
            )
            for one in architecture.connections
        ),
    )


def _scales(architecture: Architecture, component: Component) -> bool:
    if component.service != "ec2":
        return False
    grouped = architecture.within(component, "auto-scaling-group") is not None
    return grouped or component.count > _MOST_COPIES


def _group_of(architecture: Architecture, component: Component) -> str:
    """The component that stands for it: the first instance in its Auto Scaling group, or itself."""
    box = architecture.within(component, "auto-scaling-group")
    if box is None or component.service != "ec2":
        return component.id
    return next(one.id for one in architecture.members(box) if one.service == "ec2")


def _box_label(architecture: Architecture, component: Component) -> str:
    box = architecture.within(component, "auto-scaling-group")
    return box.label if box else ""


def _written_out(architecture: Architecture) -> Architecture:
    taken = {one.id for one in architecture.components}
    taken.update(one.id for one in architecture.containers)
    room = MOST_COMPONENTS - len(architecture.components)
    copies: dict[str, tuple[Component, ...]] = {}
    for one in architecture.components:
        further = [each for each in _copies(one) if each.id not in taken][:room]
        room -= len(further)
        copies[one.id] = (one, *further)
    arrows = (
        Connection(source=source.id, target=target.id, label=one.label)
        for one in architecture.connections
        for source in copies[one.source]
        for target in copies[one.target]
    )
    return Architecture(
        components=tuple(each for many in copies.values() for each in many),
        containers=architecture.containers,
        connections=tuple(islice(arrows, MOST_CONNECTIONS)),
    )


def _copies(component: Component) -> Iterator[Component]:
    if component.service in _CAPACITY or SERVICES[component.service].outside:
        return
    for number in range(2, min(component.count, _MOST_COPIES) + 1):
        yield component.model_copy(update={"id": f"{component.id[:50]}#{number}", "count": 1})
