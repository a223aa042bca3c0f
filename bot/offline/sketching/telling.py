"""Gives every thing the settings that were said of it."""

import re
from collections.abc import Sequence

from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.qualities import QUALITIES
from bot.offline.sketching.qualities.quality import OFF, Quality
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording

_ALL_OF_THEM = re.compile(r"\b(?:both|all(?: of them| buckets| queues| tables)?|each|every one)\b")
_NEAR = 40


def tell(words: Wording, found: Gathered) -> None:
    for one in QUALITIES:
        candidates = found.of(*one.services)
        if candidates:
            _tell(words, found, one, candidates)


def _tell(words: Wording, found: Gathered, one: Quality, candidates: Sequence[Thing]) -> None:
    for match in one.wording.finditer(_as_said(words)):
        if not match[0]:
            continue
        denied = words.denies(match.start())
        if denied and not one.deniable:
            continue
        value = OFF if denied else one.of(match, words.text)
        if value is None:
            continue
        found.heard.append(match.span())
        for thing in _of_whom(words, found, candidates, match):
            _set(thing, one, value)


def _as_said(words: Wording) -> str:
    """Qualities are read from quotations and examples too: `called "orders.fifo"`, `(default: nginx)`."""
    return words.heard.low


_LISTED = frozenset(
    {
        "ports",
        "flows",
        "publishers",
        "managed",
        "install",
        "paths",
        "index",
        "origins",
        "rules",
        "records",
    }
)


def _set(thing: Thing, one: Quality, value: str) -> None:
    """What is said first counts; lists grow."""
    before = thing.settings.get(one.name)
    if before is None or before == OFF:
        thing.settings[one.name] = value[:120]
    elif one.name in _LISTED and value not in before.split(","):
        thing.settings[one.name] = ",".join(dict.fromkeys([*before.split(","), *value.split(",")]))[
            :120
        ]


def _of_whom(
    words: Wording, found: Gathered, candidates: Sequence[Thing], match: re.Match[str]
) -> Sequence[Thing]:
    if len(candidates) == 1:
        return candidates
    sentence = words.sentence_at(match.start())
    start, _ = words.sentences[sentence]
    if _ALL_OF_THEM.search(words.low[max(start, match.start() - _NEAR) : match.start()]):
        return candidates
    places = [
        (mention, things)
        for mention, things in found.meant
        if any(thing in candidates for thing in things)
    ]
    chosen = _next_after(words, places, match) or _last_before(places, match) or places[:1]
    return [thing for _, things in chosen for thing in things if thing in candidates]


Place = tuple[Mention, tuple[Thing, ...]]


def _next_after(words: Wording, places: Sequence[Place], match: re.Match[str]) -> Sequence[Place]:
    """`versioned bucket`: what is said right before the name."""
    inside = [one for one in places if one[0].first <= match.start() < one[0].end]
    if inside:
        return inside[:1]
    after = [one for one in places if one[0].start >= match.end()]
    if after and not re.search(
        r"[,.;:(]|\b(?:and|with|that|which)\b", words.low[match.end() : after[0][0].start]
    ):
        return after[:1] if after[0][0].start - match.end() < _NEAR // 2 else ()
    return ()


def _last_before(places: Sequence[Place], match: re.Match[str]) -> Sequence[Place]:
    before = [one for one in places if one[0].start <= match.start()]
    return before[-1:]
