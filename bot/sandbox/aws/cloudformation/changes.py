"""What an update would do to each resource, as a change set tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Recreation = Literal["Never", "Conditionally", "Always"]


@dataclass(frozen=True)
class Detail:
    """One thing that would be different about a resource.

    `scope` is the part of the resource, `name` the property. A dynamic one is only known for sure once
    the resource that it hangs on has changed.
    """

    scope: str
    source: str
    name: str | None = None
    recreation: Recreation = "Never"
    cause: str | None = None
    dynamic: bool = False

    @property
    def replaces(self) -> str:
        """Whether the resource would be another: True, False or Conditional."""
        if self.recreation == "Never":
            return "False"
        return "True" if self.recreation == "Always" and not self.dynamic else "Conditional"


@dataclass(frozen=True)
class Change:
    action: Literal["Add", "Modify", "Remove"]
    logical_id: str
    type: str
    physical_id: str | None = None
    details: tuple[Detail, ...] = ()

    @property
    def replacement(self) -> str:
        said = {detail.replaces for detail in self.details}
        return next((one for one in ("True", "Conditional") if one in said), "False")

    @property
    def scopes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._scopes()))

    def _scopes(self) -> Iterator[str]:
        for detail in self.details:
            yield detail.scope
