"""What stands on each card, box and arrow, and how much room it takes."""

from dataclasses import dataclass

from bot.adapters.diagrams.drawing.texts import SEMIBOLD, Words, broken
from bot.domain.architecture import (
    CONTAINER_TITLES,
    UNCERTAIN_BELOW,
    Component,
    Connection,
    Container,
)
from bot.domain.services import SERVICES

TILE, INSET, GAP = 36.0, 11.0, 7.0
_WIDEST, _NARROWEST = 132.0, 92.0
_LABEL, _SERVICE, _TITLE, _ARROW = 12.5, 11.0, 12.0, 11.0
_WIDEST_ARROW_LABEL, _WIDEST_TITLE = 116.0, 260.0


@dataclass(frozen=True)
class Card:
    """A component."""

    component: Component
    label: Words
    service: Words

    @property
    def width(self) -> float:
        return max(_NARROWEST, self.label.width + 2 * INSET, self.service.width + 2 * INSET)

    @property
    def height(self) -> float:
        between = 2.0 if self.label.lines and self.service.lines else 0.0
        return INSET + TILE + GAP + self.label.height + between + self.service.height + INSET - 2

    @property
    def uncertain(self) -> bool:
        return self.component.confidence < UNCERTAIN_BELOW


@dataclass(frozen=True)
class Frame:
    """A container: its title, and its kind where the title does not say it."""

    container: Container
    title: Words
    kind: Words

    @property
    def width(self) -> float:
        return self.title.width + (8 + self.kind.width if self.kind.lines else 0)

    @property
    def uncertain(self) -> bool:
        return self.container.confidence < UNCERTAIN_BELOW


@dataclass(frozen=True)
class Arrow:
    """A connection."""

    connection: Connection
    label: Words

    @property
    def uncertain(self) -> bool:
        return self.connection.confidence < UNCERTAIN_BELOW


def card(component: Component) -> Card:
    service = SERVICES[component.service].title
    label = component.label.strip()
    if not label or label.casefold() in service.casefold():
        label, service = service, ""
    return Card(
        component,
        broken(label, width=_WIDEST, most=3, size=_LABEL, font=SEMIBOLD),
        broken(service, width=_WIDEST, most=2, size=_SERVICE),
    )


def frame(container: Container) -> Frame:
    kind = CONTAINER_TITLES[container.kind]
    said = container.kind == "group" or kind.casefold() in container.title.casefold()
    title = broken(container.title, width=_WIDEST_TITLE, most=1, size=_TITLE, font=SEMIBOLD)
    return Frame(container, title, broken("" if said else kind, width=160, most=1, size=_TITLE))


def arrow(connection: Connection) -> Arrow:
    doubtful = connection.confidence < UNCERTAIN_BELOW
    said = f"{connection.label} ?".strip() if doubtful else connection.label
    return Arrow(connection, broken(said, width=_WIDEST_ARROW_LABEL, most=2, size=_ARROW))
