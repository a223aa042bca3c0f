"""An architecture as a model tells it: what reading one and proposing a stack of it have in common."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from bot.adapters.openai.shortening import short
from bot.adapters.openai.slips import Seen, listed
from bot.adapters.openai.structure import (
    SeenComponent,
    SeenConnection,
    SeenContainer,
    SeenUnplaced,
    Structure,
)
from bot.domain.architecture import Architecture, ContainerKind
from bot.domain.services import SERVICES

LONGEST_TITLE = 120
# Something is made for these, even when nothing stands in them.
_MADE: frozenset[ContainerKind] = frozenset(
    {"vpc", "public-subnet", "private-subnet", "subnet", "security-group", "auto-scaling-group"}
)


TO_ASK: Any = Field(
    default_factory=list,
    description="What to ask the person, at most three; the plan is shown all the same.",
)


class Incomplete(ValueError):
    """A call that lacks what it is for; the message tells the model what."""


class Drawn(Seen):
    """What was drawn or asked for."""

    title: Annotated[str, BeforeValidator(lambda value: value or "")] = Field(
        default="",
        description="What it is, in a few words, for example “API Gateway → Lambda → DynamoDB”.",
    )
    components: Annotated[list[SeenComponent], BeforeValidator(listed)] = Field(
        default_factory=list,
        description="Everything drawn or asked for that is a thing: AWS services, and users, clients "
        "and systems outside AWS. One entry for each; `count` only where one stands for several.",
    )
    containers: Annotated[list[SeenContainer], BeforeValidator(listed)] = Field(
        default_factory=list,
        description="Every frame around components: VPC, subnets, zones, regions, groups.",
    )
    connections: Annotated[list[SeenConnection], BeforeValidator(listed)] = Field(
        default_factory=list,
        description="Every arrow, from its tail to its head. A line with two heads is two entries.",
    )
    unplaced: Annotated[list[SeenUnplaced], BeforeValidator(listed)] = Field(
        default_factory=list,
        description="Everything that was seen or asked for and could not be understood or placed. "
        "Nothing is left out silently.",
    )
    region: str | None = Field(
        default=None,
        description="AWS region code if one was asked for or is drawn, else null. The policy decides.",
    )

    def architecture(self) -> Architecture:
        """The same in the words of the domain. Raises ValidationError, Incomplete."""
        architecture = Structure(
            self.components, self.containers, self.connections, self.unplaced
        ).architecture()
        if not (architecture.components or _MADE & {one.kind for one in architecture.containers}):
            raise Incomplete(
                "components: empty. List everything that is drawn or asked for; where there is no "
                "architecture in it, call reply instead"
            )
        return architecture

    def titled(self) -> str:
        """The title, or the first few services for a model that gave it no name."""
        if title := short(self.title, LONGEST_TITLE):
            return title
        names = dict.fromkeys(SERVICES[one.service].title for one in self.architecture().components)
        return short(", ".join(list(names)[:3]), LONGEST_TITLE) or "A network"
