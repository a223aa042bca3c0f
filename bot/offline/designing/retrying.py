"""Tries a stack again after its launch failed: without what AWS refused, where that was asked for and can go."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from bot.domain.architecture import Architecture, Component, Container
from bot.domain.causes import ACCOUNT, WAIT, cause_of
from bot.offline.designing.mending import culprits, kept_notes
from bot.offline.designing.proposing import left_out_of, proposal
from bot.offline.designing.standing import Standing
from bot.offline.outcome import Stacked, Worded

MARK = "What stood in the way:"
MENDED = "Without {name} = {value} at {title}, which stood in the way of the launch."
NOT_IN_THE_PLAN = "The same plan again: what stood in the way was not in it."
NOTHING_TO_MEND = (
    "I made the same plan again, for I see nothing in it that would keep this from happening. "
    "Shall something be different?"
)
_AS_IT_IS = re.compile(r"\bas it is\b", re.IGNORECASE)
_TYPE = re.compile(r"\bAWS::\w+::\w+")
_ID = re.compile(r"\b[A-Za-z][A-Za-z0-9]*\b")

_P = TypeVar("_P", Component, Container)


def _refused(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


# What AWS says, and the settings that it says it of.
_REMEDIES: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        _refused(r"already (?:exists|in use|taken|associated)", r"\bname\b.*\bnot available"),
        frozenset({"name", "alias", "domain"}),
    ),
    (
        _refused(r"\bversions?\b", r"\bruntime\b"),
        frozenset({"engine-version", "version", "runtime"}),
    ),
    (
        _refused(r"\binstance ?(?:type|class)", r"\b(?:node|cache) ?type", r"\bnot supported in"),
        frozenset({"instance-type", "class"}),
    ),
    (_refused(r"\bstorage\b", r"\bvolume ?size"), frozenset({"storage-gib", "volume-gib"})),
    (_refused(r"\bcidr\b", r"\boverlap", r"\bconflicts? with"), frozenset({"cidr"})),
    (_refused(r"\bconcurren(?:t|cy)"), frozenset({"concurrency"})),
    (_refused(r"\bcertificate\b", r"\bcname\b"), frozenset({"domain"})),
)


def obstacle(words: str) -> str | None:
    """What stood in the way of a launch, of a message that asks to try again after it."""
    again, mark, reason = words.partition(MARK)
    return " ".join(reason.split()) if mark and again.lower().startswith("try again") else None


def tried_again(
    arguments: Mapping[str, Any], architecture: Architecture, words: str, standing: Standing
) -> Stacked | Worded:
    """The same stack, without the settings that AWS refused; what nothing can be done about is said."""
    reason = obstacle(words) or ""
    gone = left_out_of(arguments, architecture)
    to_blame = set(culprits(architecture, gone, _ID.findall(reason), standing))
    as_it_is = bool(_AS_IT_IS.search(words.partition(MARK)[0]))
    mended: list[str] = []
    if not as_it_is:
        architecture = _without_refused(architecture, to_blame, reason, mended)
    not_in_it = not mended and (as_it_is or _is_outside(reason))
    region, title = arguments.get("region"), arguments.get("title")
    return proposal(
        architecture,
        title=title if isinstance(title, str) else None,
        region=region if isinstance(region, str) else None,
        notes=[*mended, *([NOT_IN_THE_PLAN] if not_in_it else []), *kept_notes(arguments)],
        questions=[] if mended or not_in_it else [NOTHING_TO_MEND],
        left_out=gone,
        standing=standing,
    )


def _is_outside(reason: str) -> bool:
    """Whether AWS was busy, or it is the account that has to be changed."""
    kind = _TYPE.search(reason)
    cause = cause_of(reason, kind[0] if kind else "")
    return cause is not None and cause.remedy in (WAIT, ACCOUNT)


def _without_refused(
    architecture: Architecture, to_blame: set[str], reason: str, mended: list[str]
) -> Architecture:
    """Of the components to blame, or of all where none is told; what a network is made of is told by none."""
    names = frozenset[str]().union(*(what for says, what in _REMEDIES if says.search(reason)))

    def without(part: _P) -> _P:
        refused = [one for one in part.settings if one.name in names]
        mended.extend(
            MENDED.format(name=one.name, value=one.value, title=part.title) for one in refused
        )
        kept = tuple(one for one in part.settings if one not in refused)
        return part.model_copy(update={"settings": kept})

    components = (
        without(one) if not to_blame or one.id in to_blame else one
        for one in architecture.components
    )
    return architecture.model_copy(
        update={
            "components": tuple(components),
            "containers": tuple(map(without, architecture.containers)),
        }
    )
