"""What the model makes of a conversation: a call of `run_instances`, a stack (to be read first or proposed), or words."""

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
    """The arguments of `create_stack`. Of its assumptions, `notes` are those that come of what was said."""

    arguments: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def read(self) -> Mapping[str, Any]:
        """The arguments of `read_architecture`: the same without the template and what it settles."""
        told = {name: value for name, value in self.arguments.items() if name != "template"}
        return told | {"assumptions": list(self.notes)}


Outcome: TypeAlias = Planned | Worded
AnyOutcome: TypeAlias = Outcome | Stacked
