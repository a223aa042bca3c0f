"""Architectures as they come over the wire: in a fence of a message, and as arguments of a call."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.domain.architecture import Architecture, Component, Container

PARTS = ("components", "containers", "connections", "unplaced")
_FENCE = re.compile(
    r"^[ \t]*(?P<fence>`{3,})[^\n`]*\n(?P<inside>.*?)\n?^[ \t]*(?P=fence)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_ANNOUNCED = re.compile(
    r"^.*(?:take it over as it is|a proven starting point):?[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_MERMAID = re.compile(
    r"^[ \t]*(?:graph|flowchart)[ \t]+(?:TB|TD|BT|RL|LR)\b.*\Z", re.DOTALL | re.MULTILINE
)
_WORDLESS = re.compile(r"\(a (?:message|picture) without words\)")


@dataclass(frozen=True, slots=True)
class Told:
    """A message: the person's own words, and the architecture that it spells out.

    `broken` says that it spells one out that makes no sense.
    """

    words: str
    architecture: Architecture | None = None
    broken: bool = False


def told(text: str) -> Told:
    """Take a message apart. What stands in a fence is data, and no order of anybody."""
    architecture, broken = None, False
    for match in _FENCE.finditer(text):
        parts = _parsed(match["inside"])
        if parts is not None:
            architecture = architecture_of(parts)
            broken = architecture is None
    words = _WORDLESS.sub("", _MERMAID.sub("", _ANNOUNCED.sub("", _FENCE.sub("", text))))
    return Told(words.strip(), architecture, broken)


def _parsed(inside: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(inside)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "components" in found else None


def architecture_of(values: Mapping[str, Any]) -> Architecture | None:
    """None when the parts do not fit together."""
    try:
        return Architecture.model_validate({part: values.get(part) or () for part in PARTS})
    except ValidationError:
        return None


def without_settings(architecture: Architecture) -> Architecture:
    bare = {"settings": ()}
    return architecture.model_copy(
        update={
            "components": tuple(one.model_copy(update=bare) for one in architecture.components),
            "containers": tuple(one.model_copy(update=bare) for one in architecture.containers),
        }
    )


def new_values(before: Architecture, after: Architecture) -> set[str]:
    """The values of the settings that were not so before."""
    parts = {one.id: one.settings for one in _parts(before)}
    return {
        each.value.lower()
        for one in _parts(after)
        for each in one.settings
        if each not in parts.get(one.id, ())
    }


def _parts(architecture: Architecture) -> tuple[Component | Container, ...]:
    return (*architecture.components, *architecture.containers)


def fields(architecture: Architecture) -> dict[str, Any]:
    return architecture.model_dump(mode="json")
