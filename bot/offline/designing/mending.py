"""Answers the checks' faults: what a block cannot do right is left out of the template, and that is said."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.domain.architecture import Architecture
from bot.offline.altering.drawing import without_components
from bot.offline.designing.noting import AS_ASKED, WITH_VPC
from bot.offline.designing.proposing import left_out_of, proposal
from bot.offline.designing.standing import Standing
from bot.offline.outcome import Stacked, Worded
from bot.offline.sketching.untouched import tells_of_existing

MARK = "Not shown. The checks found:"
_LINE = re.compile(r"^- (?P<rule>\S+)(?: at (?P<path>[^\s:]+))?: (?P<text>.*)$", re.MULTILINE)
_RESOURCE = re.compile(r"^Resources[/.](?P<name>[A-Za-z0-9]+)")


def faulty(text: str) -> tuple[str, ...]:
    """The logical ids that the checks complain of."""
    paths = (match["path"] or "" for match in _LINE.finditer(text))
    names = (_RESOURCE.match(path) for path in paths)
    return tuple(dict.fromkeys(name["name"] for name in names if name))


def mended(
    arguments: Mapping[str, Any], architecture: Architecture, found: str, standing: Standing
) -> Stacked | Worded:
    """Without the components whose resources are at fault; the same again where that is no way out."""
    names = faulty(found)
    gone = left_out_of(arguments, architecture)
    title, region = str(arguments.get("title") or ""), arguments.get("region")
    to_blame = tuple(culprits(architecture, gone, names, standing)) if names else ()
    for attempt in ({*gone, *to_blame}, gone):
        outcome = proposal(
            architecture,
            title=title,
            region=region if isinstance(region, str) else None,
            notes=kept_notes(arguments),
            questions=_lines(arguments, "questions"),
            left_out=attempt,
            standing=standing,
        )
        if isinstance(outcome, Stacked):
            return outcome
    return Stacked(arguments)


def culprits(
    architecture: Architecture, gone: set[str], names: Sequence[str], standing: Standing
) -> Iterator[str]:
    """The components without which those resources are not there."""
    left = without_components(architecture, gone)
    there = standing.composed(left).types
    without = {
        one.id: standing.composed(without_components(left, [one.id])).types for one in left.services
    }
    for name in (one for one in names if one in there):
        yield from [one for one, resources in without.items() if name not in resources][:1]


def kept_notes(arguments: Mapping[str, Any]) -> Iterator[str]:
    for line in _lines(arguments, "assumptions"):
        if line.startswith((AS_ASKED, WITH_VPC)) or tells_of_existing(line):
            yield line


def _lines(arguments: Mapping[str, Any], field: str) -> list[str]:
    lines = arguments.get(field)
    return [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
