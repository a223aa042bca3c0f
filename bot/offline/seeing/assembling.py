"""From what was made out in a picture to an architecture in the words of the domain."""

import math
from dataclasses import dataclass

from bot.domain.architecture import (
    LONGEST_LABEL,
    MOST_COMPONENTS,
    MOST_CONNECTIONS,
    Architecture,
    Component,
    Connection,
    Container,
    Unplaced,
)
from bot.domain.services import SERVICES, UNKNOWN, own_name
from bot.offline.seeing.arrows import Arrow
from bot.offline.seeing.boxes import Box
from bot.offline.seeing.containers import Area
from bot.offline.seeing.drawings import SURE
from bot.offline.seeing.ink import Sheet
from bot.offline.seeing.naming import service_named
from bot.offline.seeing.nodes import Node
from bot.offline.seeing.text import LINE, Line
from bot.offline.seeing.wires import Wiring


@dataclass(frozen=True)
class Scene:
    """What was made out; `lines` are the texts that belong to nothing yet."""

    page: Sheet
    nodes: tuple[Node, ...]
    areas: tuple[Area, ...]
    arrows: tuple[Arrow, ...]
    lines: tuple[Line, ...]
    wires: Wiring


def architecture(scene: Scene) -> Architecture:
    connected = {end for one in scene.arrows for end in (one.source, one.target)}
    kept = [
        number
        for number, node in enumerate(scene.nodes)
        if number in connected or _stands_alone(scene, number)
    ][:MOST_COMPONENTS]
    labels, rest = _arrow_labels(scene)
    return Architecture(
        components=tuple(_component(scene, number) for number in kept),
        containers=tuple(_container(scene, number) for number in range(len(scene.areas))),
        connections=tuple(
            _connection(one, labels.get(number, ""))
            for number, one in enumerate(scene.arrows)
            if one.source in kept and one.target in kept
        )[:MOST_CONNECTIONS],
        unplaced=tuple(_unplaced(scene, kept, rest))[:MOST_COMPONENTS],
    )


def _stands_alone(scene: Scene, number: int) -> bool:
    """A service, and not a smaller picture under the same one that only says more about it."""
    node, service = scene.nodes[number], service_of(scene.nodes[number])
    return service is not None and not any(
        service_of(other) == service
        and other.box.height > 1.15 * node.box.height
        and abs(other.box.centre[0] - node.box.centre[0]) < 0.5 * LINE
        and 0 < node.box.top - other.box.bottom < 2 * LINE
        for other in scene.nodes
    )


def service_of(node: Node) -> str | None:
    """What the icon shows; what the label says where the icon is doubtful or none."""
    shown = node.match.service if node.match.score > SURE else None
    return shown or service_named(node.label) or node.match.service


def _component(scene: Scene, number: int) -> Component:
    node = scene.nodes[number]
    inside = _around(scene, node.box)
    service = service_of(node) or UNKNOWN
    label = node.label or node.match.title or ""
    return Component(
        id=f"c{number + 1}",
        service=service,
        label=own_name(label, service)[:LONGEST_LABEL],
        inside=None if inside is None else f"g{inside + 1}",
        confidence=_confidence(node),
    )


def _confidence(node: Node) -> float:
    named = service_named(node.label)
    if node.match.score > SURE:
        return round(min(1.0, 0.25 + node.match.score * 0.8), 2)
    if service_of(node) is None:
        return 0.2
    sure = min((line.score for line in node.lines), default=0.5)
    return round(sure * (0.9 if named else 0.5), 2)


def _around(scene: Scene, box: Box, beyond: int = -1) -> int | None:
    holding = [
        (area.box.area, number)
        for number, area in enumerate(scene.areas)
        if number != beyond and area.box.holds(box.centre) and area.box.area > box.area
    ]
    return min(holding)[1] if holding else None


def _container(scene: Scene, number: int) -> Container:
    area = scene.areas[number]
    inside = _around(scene, area.box, number)
    return Container(
        id=f"g{number + 1}",
        kind=area.kind,
        label=area.label[:LONGEST_LABEL],
        inside=None if inside is None else f"g{inside + 1}",
        confidence=0.95 if area.sure else 0.5,
    )


def _connection(arrow: Arrow, label: str) -> Connection:
    sure = max(0.3, 0.97 - 0.25 * arrow.cost) if arrow.sure else 0.4
    return Connection(
        source=f"c{arrow.source + 1}",
        target=f"c{arrow.target + 1}",
        label=label[:LONGEST_LABEL],
        confidence=round(sure, 2),
    )


def _arrow_labels(scene: Scene) -> tuple[dict[int, str], list[Line]]:
    """The text beside each arrow, and the texts that are left."""
    labels: dict[int, str] = {}
    rest = []
    for line in scene.lines:
        gaps = [
            (min(line.box.distance((x, y)) for x, y in one.points[::4]), number)
            for number, one in enumerate(scene.arrows)
        ]
        gap, number = min(gaps, default=(math.inf, -1))
        if gap < 0.9 * LINE:
            labels[number] = f"{labels.get(number, '')} {line.text}".strip()
        else:
            rest.append(line)
    return labels, rest


def _unplaced(scene: Scene, kept: list[int], rest: list[Line]) -> list[Unplaced]:
    nodes = [
        Unplaced(
            text=node.label or node.match.title or "an icon",
            why=(
                "it names no service that is known here"
                if service_of(node) is None
                else "it seems to be a detail of what it stands under"
            ),
        )
        for number, node in enumerate(scene.nodes)
        if number not in kept
    ]
    texts = [
        Unplaced(
            text=line.text[:LONGEST_LABEL],
            why=f"it names {SERVICES[service].title}, but nothing is drawn for it",
        )
        for line in rest
        if (service := service_named(line.text)) is not None and not SERVICES[service].outside
    ]
    return [*nodes, *texts]
