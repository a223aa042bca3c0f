"""What a model made of a conversation: a draft, or words."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.domain.instance import InstanceDraft
from bot.domain.stack import StackDraft


@dataclass(frozen=True)
class Tokens:
    """What a reading used, as the model counted."""

    input: int = 0
    output: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(self.input + other.input, self.output + other.output)

    @property
    def total(self) -> int:
        return self.input + self.output


@dataclass(frozen=True)
class Drafted:
    """The request can be built."""

    draft: InstanceDraft | StackDraft
    model: str
    tokens: Tokens = Tokens()


@dataclass(frozen=True)
class Worded:
    """No plan: help (`answer`), one thing that must be known (`question`), or a reasoned no (`refusal`)."""

    kind: Literal["answer", "question", "refusal"]
    text: str
    model: str
    tokens: Tokens = Tokens()


Reading: TypeAlias = Drafted | Worded
