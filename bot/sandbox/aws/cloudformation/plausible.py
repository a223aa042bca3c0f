"""A made-up value that its schema would take."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_GOOD = re.compile(
    r"(?i)^(active|available|ready|enabled|complete[d]?|created|create_complete|running)$"
)


def plausible(said: Mapping[str, Any], options: Sequence[str]) -> str:
    """The first of the options that fits what is said of the value; the very first if none does."""
    if choices := [str(choice) for choice in said.get("enum", [])]:
        return next(filter(_GOOD.match, choices), choices[0])
    kind = said.get("type")
    if kind == "boolean":
        return "false"
    if kind in {"integer", "number"}:
        return next(filter(str.isdecimal, options[:1]), "1")
    return next((option for option in options if _fits(said, option)), options[0])


def _fits(said: Mapping[str, Any], value: str) -> bool:
    if not said.get("minLength", 0) <= len(value) <= said.get("maxLength", len(value)):
        return False
    try:
        return re.search(said.get("pattern", ""), value) is not None
    except re.error:  # some are written for another kind of regular expression
        return True
