"""The things that a request means, and which mention means which."""

from dataclasses import dataclass, field

from bot.offline.sketching.mentions import Mention


@dataclass(slots=True)
class Thing:
    """One kind of thing to make: `count` of them, with what was said of it."""

    service: str
    label: str = ""
    count: int = 1
    settings: dict[str, str] = field(default_factory=dict)
    places: list[Mention] = field(default_factory=list)
    id: str = ""

    @property
    def first(self) -> Mention:
        return self.places[0]


@dataclass(slots=True)
class Gathered:
    """`meant` says for every mention which things it means; `existing` are things that are there already, each
    with its name; `instead` are those in whose place something new is made.
    """

    things: list[Thing] = field(default_factory=list)
    meant: list[tuple[Mention, tuple[Thing, ...]]] = field(default_factory=list)
    heard: list[tuple[int, int]] = field(default_factory=list)
    existing: list[tuple[str, Mention]] = field(default_factory=list)
    instead: list[str] = field(default_factory=list)

    def of(self, *services: str) -> list[Thing]:
        return [one for one in self.things if one.service in services]
