"""Which of a template's conditions its parameters decide: true, false, or None for what only AWS knows.

Whatever it holds, nothing here raises.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.intrinsics import function, members

# Words that read the same to everybody. Of 010, yes or 1_000 this depends on who reads the YAML.
_WORD = re.compile(
    r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][\w.-]*|", re.ASCII | re.IGNORECASE
)
_PAIR = 2
# A condition that goes deeper is nobody's honest wording, or refers to itself.
_DEEPEST = 20


@dataclass(frozen=True)
class Decisions:
    """`said` is the text that a value stands for, None if that is not sure."""

    conditions: Mapping[str, Any]
    said: Callable[[Any], str | None]
    _known: dict[str, bool | None] = field(default_factory=dict)

    def of(self, name: str, depth: int = 0) -> bool | None:
        """What a condition comes to."""
        if name not in self._known:
            # Should it come back to itself, it is not sure.
            self._known[name] = None
            self._known[name] = self._of(self.conditions.get(name), depth)
        return self._known[name]

    def _of(self, condition: Any, depth: int) -> bool | None:
        if depth > _DEEPEST:
            return None
        if isinstance(condition, Mapping) and {*condition} == {"Condition"}:
            return self.of(str(condition["Condition"]), depth + 1)
        name, argument = function(condition) or ("", None)
        if name == "Fn::Equals":
            return self._are_equal(argument)
        if name not in ("Fn::Not", "Fn::And", "Fn::Or"):
            return None
        parts = [self._of(one, depth + 1) for one in members(argument)]
        if name == "Fn::Not":
            return not parts[0] if len(parts) == 1 and parts[0] is not None else None
        return _together(parts, enough=name == "Fn::Or")

    def _are_equal(self, argument: Any) -> bool | None:
        texts = [self.said(one) for one in members(argument)]
        if len(texts) != _PAIR or not all(
            one is not None and _WORD.fullmatch(one) for one in texts
        ):
            return None
        return texts[0] == texts[1]


def _together(parts: list[bool | None], *, enough: bool) -> bool | None:
    """One true part is enough for an Or, one false part for an And."""
    if enough in parts:
        return enough
    return None if None in parts or not parts else not enough
