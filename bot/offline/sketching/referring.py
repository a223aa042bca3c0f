"""Things spoken of without their names: “the other one”, “the thumbnails”."""

import re
from collections.abc import Iterator

from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.nouns import Noun
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording

_NEAR = 40
_PAIR = 2
_ONE = re.compile(
    r"[:;,.(–-] *(?:the )?(?P<it>(?:first )?one)(?= (?!for\b|of\b|called\b|named\b)\w)"
)
_OTHER = re.compile(r"\b(?P<it>the (?:other|second)(?: one)?|another one)(?= \w)")
_SHORTEST_LABEL = 4


def one_and_other(words: Wording, found: Gathered) -> Iterator[tuple[Mention, tuple[Thing, ...]]]:
    """`two functions: one is called by the API, the other reads from the queue`: two things, each with its own part."""
    for thing in [one for one in found.things if one.count == _PAIR]:
        first = _ONE.search(words.low, thing.first.end, thing.first.end + _NEAR)
        then = _OTHER.search(words.low, first.end()) if first else None
        if first is None or then is None:
            continue
        twin = Thing(thing.service, "", 1, dict(thing.settings), [thing.first])
        thing.count = 1
        found.things.insert(found.things.index(thing) + 1, twin)
        found.meant = [
            (one, (*things, twin) if thing in things and one.end <= first.start() else things)
            for one, things in found.meant
        ]
        noun = Noun(thing.service, refers=True)
        for match, which in ((first, thing), (then, twin)):
            at, end = match.span("it")
            yield Mention(noun, at, at, end, words.sentence_at(at), "the"), (which,)


def by_label(words: Wording, found: Gathered) -> Iterator[tuple[Mention, tuple[Thing, ...]]]:
    """`the thumbnails`, after `a bucket for thumbnails`: things spoken of by what they hold."""
    taken = [(one.first, one.end) for one, _ in found.meant]
    for thing in found.things:
        label = re.escape(thing.label.lower())
        if len(label) < _SHORTEST_LABEL:
            continue
        for match in re.finditer(rf"\b(?:(\w+) )?the {label}s?(?!\w)", words.low):
            if match.start() > thing.first.end and not any(
                start < match.end() and match.start() < end for start, end in taken
            ):
                at = match.start() + (len(match[1]) + 1 if match[1] else 0)
                sentence = words.sentence_at(at)
                noun = Noun(thing.service, refers=True)
                yield (
                    Mention(noun, at, at, match.end(), sentence, "the", before=match[1] or ""),
                    (thing,),
                )
