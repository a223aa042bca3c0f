"""Makes the call that proposes a stack of an architecture."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from bot.blocks import BLOCKS
from bot.domain.architecture import Architecture
from bot.domain.services import UNKNOWN
from bot.offline.altering.drawing import without_components
from bot.offline.altering.finding import listed, told
from bot.offline.designing import phrases
from bot.offline.designing.describing import open_questions, uncertain
from bot.offline.designing.standing import Standing
from bot.offline.designing.structure import architecture_of, fields
from bot.offline.designing.titling import title_of
from bot.offline.outcome import Stacked, Worded

MOST_QUESTIONS = 8
# A network is worth a template with nothing in it.
_NETWORKS = frozenset({"vpc", "public-subnet", "private-subnet", "subnet"})
NOTHING_STANDS = Standing()
LEFT_OUT = "Left out of the template, since the checks refuse it: "


def proposal(  # noqa: PLR0913 - all but the first by name
    architecture: Architecture,
    *,
    title: str | None = None,
    region: str | None = None,
    notes: Iterable[str] = (),
    questions: Iterable[str] = (),
    left_out: Iterable[str] = (),
    standing: Standing = NOTHING_STANDS,
) -> Stacked | Worded:
    """`left_out` are ids of components that the template shall not have, whatever the picture says.

    `standing` is what this follows, if it follows something.
    """
    refused, said = set(left_out), tuple(dict.fromkeys(notes))
    if not can_be_made(architecture, refused):
        names = listed(architecture.services)
        return Worded("refusal", phrases.NOTHING_TO_BUILD.format(names=names))
    title = title or title_of(architecture)
    composed = standing.composed(reduced(architecture, refused), title)
    asked = [*questions, *open_questions(architecture)]
    assumptions = (
        *said,
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
        },
        said,
    )


def can_be_made(architecture: Architecture, refused: Collection[str] = ()) -> bool:
    """Whether there is anything in it to make a template of."""
    if any(one.service in BLOCKS and one.id not in refused for one in architecture.services):
        return True
    return any(one.kind in _NETWORKS for one in architecture.containers)


def proposal_of(reading: Mapping[str, Any], standing: Standing) -> Stacked | Worded:
    """What becomes of a call of `read_architecture`: the stack of exactly that."""
    architecture = architecture_of(reading)
    if architecture is None:
        return Worded("question", phrases.BROKEN)
    title, region = reading.get("title"), reading.get("region")
    return proposal(
        architecture,
        title=title if isinstance(title, str) else None,
        region=region if isinstance(region, str) else None,
        notes=_lines(reading, "assumptions"),
        questions=_lines(reading, "questions"),
        standing=standing,
    )


def reduced(architecture: Architecture, refused: set[str]) -> Architecture:
    return without_components(architecture, refused) if refused else architecture


def _without_block(architecture: Architecture) -> Iterable[str]:
    missing = [
        one for one in architecture.services if one.service not in BLOCKS and one.service != UNKNOWN
    ]
    if missing:
        yield f"I have no building block for {listed(missing)}, so the template leaves it out."


def left_out_of(arguments: Mapping[str, Any], architecture: Architecture) -> set[str]:
    """The components that an earlier round took out of the template."""
    said = set(_lines(arguments, "assumptions"))
    return {one.id for one in architecture.components if f"{LEFT_OUT}{told(one)}." in said}


def _lines(arguments: Mapping[str, Any], field: str) -> list[str]:
    lines = arguments.get(field)
    return [line for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
