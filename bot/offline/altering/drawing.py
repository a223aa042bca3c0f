"""Changes of an architecture, each leaving ids alone that it is not about."""

import re
from collections.abc import Callable, Iterable

from pydantic import ValidationError

from bot.domain.architecture import (
    LONGEST_LABEL,
    MOST_COMPONENTS,
    MOST_CONNECTIONS,
    Architecture,
    Component,
    Connection,
    Container,
    ContainerKind,
)
from bot.offline.altering.sheet import Unclear
from bot.offline.kinds import CARRIERS, FRONTS, GUARDS, IN_A_VPC, outside

NETWORK: frozenset[ContainerKind] = frozenset(
    {
        "vpc",
        "public-subnet",
        "private-subnet",
        "subnet",
        "availability-zone",
        "security-group",
        "auto-scaling-group",
    }
)
SUBNETS: frozenset[ContainerKind] = frozenset({"public-subnet", "private-subnet", "subnet"})
MOST_COPIES = 100


def drawn(
    before: Architecture,
    *,
    components: Iterable[Component] | None = None,
    containers: Iterable[Container] | None = None,
    connections: Iterable[Connection] | None = None,
) -> Architecture:
    """The architecture with these parts instead. Raises Unclear when it is too much for anybody."""
    try:
        return Architecture(
            components=before.components if components is None else tuple(components),
            containers=before.containers if containers is None else tuple(containers),
            connections=before.connections if connections is None else tuple(_once(connections)),
            unplaced=before.unplaced,
        )
    except ValidationError:
        message = (
            f"That would be too much for one plan: at most {MOST_COMPONENTS} components and "
            f"{MOST_CONNECTIONS} arrows."
        )
        raise Unclear(message) from None


def _once(connections: Iterable[Connection]) -> list[Connection]:
    by_ends: dict[tuple[str, str], Connection] = {}
    for one in connections:
        by_ends.setdefault((one.source, one.target), one)
    return list(by_ends.values())


def fresh_id(architecture: Architecture, stem: str) -> str:
    taken = {one.id for one in architecture.components} | {
        one.id for one in architecture.containers
    }
    stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:50] or "part"
    again = 2
    fresh = stem
    while fresh in taken:
        fresh, again = f"{stem}-{again}", again + 1
    return fresh


def component(
    architecture: Architecture, service: str, label: str = "", near: Component | None = None
) -> Component:
    """A new one, standing where its neighbour stands as far as its kind can."""
    return Component(
        id=fresh_id(architecture, service),
        service=service,
        label=label[:LONGEST_LABEL].strip(),
        inside=None if near is None else _inside(architecture, service, near),
    )


def _inside(architecture: Architecture, service: str, near: Component) -> str | None:
    around = architecture.around(near)
    if service in IN_A_VPC or service == near.service:
        return near.inside
    return next((one.id for one in around if one.kind not in NETWORK), None)


def with_component(
    architecture: Architecture, new: Component, arrows: Iterable[tuple[str, str]] = ()
) -> Architecture:
    drawn_arrows = (Connection(source=source, target=target) for source, target in arrows)
    return drawn(
        architecture,
        components=(*architecture.components, new),
        connections=(*architecture.connections, *drawn_arrows),
    )


def changed(
    architecture: Architecture, ids: Iterable[str], change: Callable[[Component], Component]
) -> Architecture:
    chosen = set(ids)
    return drawn(
        architecture,
        components=(change(one) if one.id in chosen else one for one in architecture.components),
    )


def connected(
    architecture: Architecture, source: str, target: str, label: str = ""
) -> Architecture:
    arrow = Connection(source=source, target=target, label=label)
    return drawn(architecture, connections=(*architecture.connections, arrow))


def are_connected(architecture: Architecture, source: str, target: str) -> bool:
    return any((one.source, one.target) == (source, target) for one in architecture.connections)


def disconnected(architecture: Architecture, ends: Iterable[tuple[str, str]]) -> Architecture:
    gone = set(ends)
    return drawn(
        architecture,
        connections=(
            one for one in architecture.connections if (one.source, one.target) not in gone
        ),
    )


def reversed_arrows(architecture: Architecture, ends: Iterable[tuple[str, str]]) -> Architecture:
    turned = set(ends)
    return drawn(
        architecture,
        connections=(
            one.model_copy(update={"source": one.target, "target": one.source, "confidence": 1.0})
            if (one.source, one.target) in turned
            else one
            for one in architecture.connections
        ),
    )


def before(architecture: Architecture, new: Component, target: Component) -> Architecture:
    """Put something in front of a component: what reached it now goes through the new one."""
    if new.service == "elasticache":
        return _beside(architecture, new, target)
    arrows = [
        _rerouted(one, new, target) if _comes_through(architecture, one, new, target) else one
        for one in architecture.connections
    ]
    return drawn(
        architecture,
        components=(*architecture.components, new),
        connections=(*arrows, Connection(source=new.id, target=target.id)),
    )


def _comes_through(
    architecture: Architecture, arrow: Connection, new: Component, target: Component
) -> bool:
    if arrow.target != target.id or arrow.source == target.id or new.service in GUARDS:
        return False
    if new.service not in FRONTS:
        return True
    source = architecture.component(arrow.source).service
    return outside(source) or source in FRONTS


def _rerouted(arrow: Connection, new: Component, target: Component) -> Connection:
    return arrow.model_copy(update={"target": new.id}) if arrow.target == target.id else arrow


def _beside(architecture: Architecture, cache: Component, target: Component) -> Architecture:
    """A cache is asked first and by the same callers; it does not pass anything on."""
    callers = [one.source for one in architecture.connections if one.target == target.id]
    ends = [(caller, cache.id) for caller in callers] or [(target.id, cache.id)]
    return with_component(architecture, cache, ends)


def after(architecture: Architecture, new: Component, source: Component) -> Architecture:
    """Put something behind a component; only a carrier comes between it and what it calls."""
    through = new.service in CARRIERS
    arrows = [
        one.model_copy(update={"source": new.id})
        if through and one.source == source.id and _can_be_fed(architecture, one.target)
        else one
        for one in architecture.connections
    ]
    return drawn(
        architecture,
        components=(*architecture.components, new),
        connections=(*arrows, Connection(source=source.id, target=new.id)),
    )


def _can_be_fed(architecture: Architecture, target: str) -> bool:
    return architecture.component(target).service in {"lambda", "fargate", "ecs", "ec2"}


def between(
    architecture: Architecture, new: Component, source: Component, target: Component
) -> Architecture:
    """Put something into the arrow between two components, or connect both through it."""
    if are_connected(architecture, target.id, source.id) and not are_connected(
        architecture, source.id, target.id
    ):
        source, target = target, source
    if new.service == "elasticache":
        return with_component(architecture, new, [(source.id, new.id)])
    arrows: list[Connection] = []
    for one in architecture.connections:
        into = (one.source, one.target) == (source.id, target.id)
        arrows += _through(one, new.id) if into else [one]
    if len(arrows) == len(architecture.connections):
        arrows += _through(Connection(source=source.id, target=target.id), new.id)
    return drawn(architecture, components=(*architecture.components, new), connections=arrows)


def _through(arrow: Connection, middle: str) -> list[Connection]:
    return [
        arrow.model_copy(update={"target": middle, "confidence": 1.0}),
        Connection(source=middle, target=arrow.target),
    ]


def without_components(architecture: Architecture, ids: Iterable[str]) -> Architecture:
    """Take components away. Whatever only passed things on leaves its neighbours connected."""
    for one in ids:
        architecture = _without(architecture, architecture.component(one))
    return architecture


def _without(architecture: Architecture, gone: Component) -> Architecture:
    arrows = [one for one in architecture.connections if gone.id not in (one.source, one.target)]
    if gone.service in CARRIERS | FRONTS:
        arrows += [
            Connection(source=into.source, target=onward.target, label=into.label)
            for into in architecture.connections
            for onward in architecture.connections
            if into.target == gone.id
            and onward.source == gone.id
            and gone.id not in (into.source, onward.target)
            and into.source != onward.target
        ]
    return drawn(
        architecture,
        components=(one for one in architecture.components if one.id != gone.id),
        connections=arrows,
    )


def copied(architecture: Architecture, model: Component) -> tuple[Architecture, Component]:
    """One more of the same, with the same arrows."""
    copy = model.model_copy(
        update={
            "id": fresh_id(architecture, model.service),
            "label": _numbered(architecture, model.label),
            "count": 1,
            "confidence": 1.0,
        }
    )
    arrows = [
        one.model_copy(
            update={
                "source": copy.id if one.source == model.id else one.source,
                "target": copy.id if one.target == model.id else one.target,
            }
        )
        for one in architecture.connections
        if model.id in (one.source, one.target)
    ]
    return (
        drawn(
            architecture,
            components=(*architecture.components, copy),
            connections=(*architecture.connections, *arrows),
        ),
        copy,
    )


def _numbered(architecture: Architecture, label: str) -> str:
    if not label:
        return ""
    stem = re.sub(r"\s+\d+$", "", label)[: LONGEST_LABEL - 4]
    taken = {one.label.casefold() for one in architecture.components}
    number = 2
    while f"{stem} {number}".casefold() in taken:
        number += 1
    return f"{stem} {number}"
