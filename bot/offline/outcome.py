"""What the model makes of a conversation: a call of `run_instances`, one of `create_stack`, or words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Planned:
    """The arguments of `run_instances`."""

    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Worded:
    """The arguments of `reply`."""

    kind: Literal["answer", "question", "refusal"]
    text: str


@dataclass(frozen=True, slots=True)
class Stacked:
    """The arguments of `create_stack`."""

    arguments: Mapping[str, Any]


Outcome: TypeAlias = Planned | Worded
AnyOutcome: TypeAlias = Outcome | Stacked
