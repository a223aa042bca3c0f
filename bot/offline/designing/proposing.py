"""Makes the call that proposes a stack of an architecture."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.blocks import BLOCKS, compose
from bot.domain.architecture import Architecture
from bot.domain.services import UNKNOWN
from bot.offline.altering.drawing import without_components
from bot.offline.altering.finding import listed, told
from bot.offline.designing import phrases
from bot.offline.designing.describing import open_questions, uncertain
from bot.offline.designing.structure import fields
from bot.offline.designing.titling import title_of
from bot.offline.outcome import Stacked, Worded

MOST_QUESTIONS = 8
LEFT_OUT = "Left out of the template, since the checks refuse it: "


def proposal(
    architecture: Architecture,
    *,
    title: str | None = None,
    region: str | None = None,
    notes: Iterable[str] = (),
    questions: Iterable[str] = (),
    left_out: Iterable[str] = (),
) -> Stacked | Worded:
    """`left_out` are ids of components that the template shall not have, whatever the picture says."""
    refused = set(left_out)
    known = [
        one for one in architecture.services if one.service in BLOCKS and one.id not in refused
    ]
    if not known:
        names = listed(architecture.services)
        return Worded("refusal", phrases.NOTHING_TO_BUILD.format(names=names))
    title = title or title_of(architecture)
    composed = compose(_reduced(architecture, refused), title=title)
    asked = [*questions, *open_questions(architecture)]
    assumptions = (
        *notes,
        *_without_block(architecture),
        *(f"{LEFT_OUT}{told(one)}." for one in architecture.components if one.id in refused),
        # What was read with doubt is marked in the picture too; what it costs and keeps is said here only.
        *composed.assumptions,
        *uncertain(architecture),
    )
    return Stacked(
        {
            "title": title,
            **fields(architecture),
            "region": region,
            "template": composed.template,
            "assumptions": list(dict.fromkeys(assumptions)),
            "questions": list(dict.fromkeys(asked))[:MOST_QUESTIONS],
        }
    )


def _reduced(architecture: Architecture, refused: set[str]) -> Architecture:
    return without_components(architecture, refused) if refused else architecture


def _without_block(architecture: Architecture) -> Iterable[str]:
    missing = [
        one for one in architecture.services if one.service not in BLOCKS and one.service != UNKNOWN
    ]
    if missing:
        yield f"I have no building block for {listed(missing)}, so the template leaves it out."


def left_out_of(arguments: Mapping[str, Any], architecture: Architecture) -> set[str]:
    """The components that an earlier round took out of the template."""
    lines = arguments.get("assumptions")
    said = {line for line in (lines if isinstance(lines, list) else []) if isinstance(line, str)}
    return {one.id for one in architecture.components if f"{LEFT_OUT}{told(one)}." in said}
