"""What one bucket is for another, or for a distribution: its copy, or where the logs go."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.offline.sketching.directing import Relation
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording

NO_COPY = (
    "Replication is left out: it goes to a second bucket of the same plan, and a bucket of another account is out of its "
    "reach. Ask for a second bucket here, or add the rule yourself."
)
REPLICATES, LOGS = "replicates", "access logs"
_REPLICATION = re.compile(r"\breplicat\w+|\brepliziert?\b|\breplikation\b")
_ELSEWHERE = re.compile(r"\b(?:another|other|different|second|foreign|destination) accounts?\b|\bcross-account\b|\bother region\b|\bcross-region\b")  # fmt: skip
_ABROAD = re.compile(r"[^.,;]{0,30}?\b(?:another|other|different|destination) account")
_LOGS = re.compile(r"\b(?:access )?logs? (?:of|from) (?:the |its )?(?:distribution|cloud ?front|cdn)\b|\b(?:distribution|cloud ?front|cdn)(?:'s)? (?:access )?logs?\b")  # fmt: skip
_PAIR = 2


def copies(
    words: Wording, found: Gathered, told: Sequence[Relation]
) -> tuple[list[Relation], tuple[str, ...]]:
    """The relations with those between buckets, and what could not be had."""
    kept, notes = _replicated(words, found, list(told))
    return _logged(words, found, kept), notes


def _replicated(
    words: Wording, found: Gathered, told: list[Relation]
) -> tuple[list[Relation], tuple[str, ...]]:
    spoken = [
        match for match in _REPLICATION.finditer(words.low) if not words.denies(match.start())
    ]
    buckets = found.of("s3")
    near = {words.sentence_at(match.start()) for match in spoken}
    if not any(place.sentence in near for one in buckets for place in one.places):
        return told, ()
    _role_of_the_copy(found)
    if len(buckets) < _PAIR or _ELSEWHERE.search(words.low):
        return _without_foreign(words, found, told), (NO_COPY,)
    source, target = _in_order(buckets, told)
    others = [one for one in told if {id(one.source), id(one.target)} != {id(source), id(target)}]
    _drop_roles(found)
    return [*others, Relation(source, target, REPLICATES)], ()


def _without_foreign(words: Wording, found: Gathered, told: list[Relation]) -> list[Relation]:
    """The bucket of another account is not made here."""
    gone = [
        one
        for one in found.of("s3")[1:]
        if all(_ABROAD.match(words.low, place.end) for place in one.places)
    ]
    found.things = [one for one in found.things if all(one is not each for each in gone)]
    return [one for one in told if all(each not in (one.source, one.target) for each in gone)]


def _in_order(buckets: Sequence[Thing], told: Sequence[Relation]) -> tuple[Thing, Thing]:
    """From the one that is named so, or told so, or first."""
    for one in told:
        if one.source.service == one.target.service == "s3":
            return one.source, one.target
    ends = ("replica", "destination", "target", "backup", "copy")
    copy = next((one for one in buckets if one.label.lower().split(" ")[0] in ends), buckets[1])
    return next(one for one in buckets if one is not copy), copy


def _role_of_the_copy(found: Gathered) -> None:
    for one in found.of("iam"):
        one.settings.setdefault("service", "s3")


def _drop_roles(found: Gathered) -> None:
    """The bucket brings the role in which S3 copies."""
    if len(found.of("iam")) == 1:
        found.things = [one for one in found.things if one.service != "iam"]


def _logged(words: Wording, found: Gathered, told: list[Relation]) -> list[Relation]:
    """`the logs of the distribution go to a second bucket`: no origin of it."""
    if not _LOGS.search(words.low) or len(found.of("s3")) < _PAIR:
        return told
    written = [
        one
        for one in told
        if one.source.service == "cloudfront"
        and one.target.service == "s3"
        and one.label == "writes"
    ]
    for one in found.of("s3") if written else ():
        one.settings.pop("access-logs", None)
    return [replace(one, label=LOGS) if one in written else one for one in told]
