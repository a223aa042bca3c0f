"""What is asked of a model and what it answers, before and after either of OpenAI's two APIs."""

from base64 import b64encode
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeAlias

from bot.adapters.openai.dialect import Dialect
from bot.domain.reading import Tokens
from bot.domain.request import Picture


@dataclass(frozen=True)
class Limits:
    """How much an answer may be, and how long it may take; None for as long as the connection says."""

    output_tokens: int
    seconds: float | None = None


# Reasoning is counted as output: a tight limit leaves nothing for the answer itself.
FOR_WORDS = Limits(16_000)
# A whole template takes minutes to write.
FOR_STACKS = Limits(48_000, seconds=300)


class Form(StrEnum):
    """How the model is made to answer in a fixed form; the best first."""

    TOOLS = "tools"
    SCHEMA = "json_schema"
    JSON = "json_object"


@dataclass(frozen=True)
class Spoken:
    """Words of one side; a person may show pictures with them."""

    role: Literal["user", "assistant"]
    text: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Called:
    """A tool call of the model and what came of it."""

    id: str
    name: str
    arguments: str
    output: str


Item: TypeAlias = Spoken | Called


@dataclass(frozen=True)
class Tool:
    """A function the model may call."""

    name: str
    description: str
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """One request to a model. `schema` is the form of an answer without tools."""

    model: str
    instructions: str
    items: tuple[Item, ...]
    form: Form
    tools: tuple[Tool, ...]
    schema: dict[str, Any]
    temperature: float | None = None
    limits: Limits = FOR_WORDS

    @property
    def tool_names(self) -> tuple[str, ...]:
        return tuple(tool.name for tool in self.tools)

    def followed_by(self, *items: Item) -> "Ask":
        return replace(self, items=(*self.items, *items))


@dataclass(frozen=True)
class Call:
    """A tool call as the model wrote it: the arguments are text that should be JSON."""

    id: str
    name: str
    arguments: str


Stopped: TypeAlias = Literal["length", "content_filter"]


@dataclass(frozen=True)
class Answer:
    """What a model said. `stopped` is why it ended before it was done."""

    text: str
    calls: tuple[Call, ...]
    model: str
    tokens: Tokens
    refusal: str = ""
    stopped: Stopped | None = None


class Wire(Protocol):
    """One of OpenAI's APIs."""

    def send(self, ask: Ask, dialect: Dialect) -> Answer:
        """Ask, in the server's dialect. Raises the SDK's exceptions."""
        ...


def data_url(picture: Picture) -> str:
    return f"data:{picture.media_type};base64,{b64encode(picture.content).decode()}"
