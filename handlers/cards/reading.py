"""What was read from a picture, in words: what there is, what it stands in, the arrows, and the doubts."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.architecture import (
    CONTAINER_TITLES,
    UNCERTAIN_BELOW,
    Architecture,
    Component,
    Connection,
    Container,
    Setting,
)
from bot.domain.services import SERVICES
from handlers.cards.blocks import (
    Block,
    Span,
    first_few,
    listing,
    paragraph,
    rich,
    shorten,
    span,
    tidy,
)
from handlers.cards.naming import (
    component_names,
    container_names,
    same,
    says_service,
    without_number,
)
from handlers.cards.setting_words import setting_words
from handlers.cards.space import Space

UNSURE = " (? not sure)"
READ, UNDERSTOOD = "What I read", "What I understood"
MOST_SETTINGS = 6


def reading(architecture: Architecture, picture: str | None, space: Space) -> Iterator[Block]:
    """One block, or none when nothing was read."""
    parts = [*_parts(architecture, space)]
    if parts:
        heading = [span(READ if picture else UNDERSTOOD, "bold")]
        if picture:
            heading.append(span(f" from {shorten(tidy(picture), space.text)}"))
        yield rich(paragraph(*heading), *parts)


def _parts(architecture: Architecture, space: Space) -> Iterator[Block]:
    inside, names = (
        container_names(architecture.containers),
        component_names(architecture.components),
    )
    if architecture.components:
        shown = architecture.components[: space.things]
        items = [_component(one, names, inside, space) for one in shown]
        if more := len(architecture.components) - len(shown):
            items.append([span(f"… and {more} more, all in the attached picture")])
        yield listing(items)
    if architecture.containers:
        yield _in_a_row("Boxes: ", [*_boxes(architecture, inside, space)], space)
    if architecture.connections:
        yield _in_a_row("Arrows: ", [*_arrows(architecture, names, space)], space)
    if architecture.unplaced:
        yield _in_a_row("Seen, but not placed: ", [*_unplaced(architecture, space)], space)


def _in_a_row(what: str, items: Sequence[str], space: Space) -> Block:
    told = first_few(items, space.things, ", all in the attached picture")
    return paragraph(span(what, "bold"), span(" · ".join(told)))


def _component(
    component: Component, names: Mapping[str, str], inside: Mapping[str, str], space: Space
) -> list[Span]:
    name, service = names[component.id], SERVICES[component.service].title
    told = same(without_number(name)) in same(service) or says_service(name, component.service)
    said = [] if told else [f"({service})"]
    if component.count > 1:
        said.append(f"×{component.count}")
    if component.inside is not None:
        said.append(f"in {shorten(inside[component.inside], space.text)}")
    unsure = UNSURE if component.confidence < UNCERTAIN_BELOW else ""
    tail = f"{''.join(f' {one}' for one in said)}{unsure}{_settings(component.settings, space)}"
    head = span(shorten(name, space.text), "bold")
    return [head, span(tail)] if tail else [head]


def _settings(settings: Sequence[Setting], space: Space) -> str:
    """“: key workload_id, stream on”, as far as there is room."""
    told = [told for one in settings if (told := setting_words(one))]
    named = ", ".join(first_few(told, min(MOST_SETTINGS, space.types)))
    return f": {shorten(named, space.text)}" if named else ""


def _boxes(architecture: Architecture, inside: Mapping[str, str], space: Space) -> Iterator[str]:
    for one in architecture.containers:
        yield shorten(_box(one, inside), space.text)


def _box(container: Container, inside: Mapping[str, str]) -> str:
    name, kind = inside[container.id], CONTAINER_TITLES[container.kind]
    what = "" if same(kind) in same(name) else f" ({kind})"
    where = f" in {inside[container.inside]}" if container.inside is not None else ""
    unsure = UNSURE if container.confidence < UNCERTAIN_BELOW else ""
    return f"{name}{what}{where}{unsure}"


def _arrows(architecture: Architecture, names: Mapping[str, str], space: Space) -> Iterator[str]:
    for one in architecture.connections:
        yield _arrow(one, names, space)


def _arrow(arrow: Connection, names: Mapping[str, str], space: Space) -> str:
    ends = [shorten(names[end], space.text) for end in (arrow.source, arrow.target)]
    label = shorten(tidy(arrow.label), space.text)
    unsure = UNSURE if arrow.confidence < UNCERTAIN_BELOW else ""
    return f"{' → '.join(ends)}{f': {label}' if label else ''}{unsure}"


def _unplaced(architecture: Architecture, space: Space) -> Iterator[str]:
    for one in architecture.unplaced:
        yield shorten(f"“{tidy(one.text)}” ({tidy(one.why)})", space.text)
