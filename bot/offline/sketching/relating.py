"""The arrows that a request speaks of: who calls, feeds, triggers, fronts whom."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.offline.sketching.directing import (
    Relation,
    every_directed,
    is_code_beside,
    reading,
    turns_to_code,
)
from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.verbs import ABOUT, FROM_TO, INTO, OUT_OF, STANDS_BY, VERBS, Verb
from bot.offline.sketching.wording import Wording

# A bucket that stores scripts does nothing.
_KEEP = frozenset({"s3", "efs", "dynamodb", "rds"})
_CONJUNCTION = re.compile(
    r"^(?:\s*\([^)]*\))?\s*(?:,|,? and|,? or|,? as well as|,? plus|,? und|&|/|\+)\s+(?:to |into |from |in |on )?(?:both )?$"
)
_KEEPS_SUBJECT = re.compile(
    r"(?:,| and|,? and then|,? then|;)\s+(?:then |also |finally |automatically |it |they )*$"
)
_RELATIVE = re.compile(
    r"\b(?:that|which|who|to|can|will|should|shall|must|may|,)\s+(?:then |also |automatically |securely |in turn |directly )*$"
)
# `triggers a function that resizes it and writes …`: the function does.
_WHO = re.compile(r"(?: function| \([^)]*\))?,? (?:that|which|who)\b")
_CHAIN = re.compile(r"^\s*(?:\([^)]*\))?\s*(?:-{1,3}>|={1,2}>|→|⇒|➡️?|>>|>)\s*$")

_NEAR = 60
_IT = re.compile(r" ?(?:(?:from|to|into|by|with|in) )?(?:it|them|this|these)\b")
_ARTICLE = re.compile(r"\b(?:the|an?|our|its|their|every|each|per) $")
# Between a thing and a passive verb: then something else suffers it.
_ANOTHER_SUBJECT = re.compile(
    r"[,;] (?:and|but|while|where) (?!is\b|are\b|be\b|being\b|can\b|then\b|automatically\b)\w+|\. "
)


@dataclass(frozen=True, slots=True)
class _Place:
    mention: Mention
    things: tuple[Thing, ...]


def relations(words: Wording, found: Gathered) -> list[Relation]:
    told: list[Relation] = []
    earlier: Sequence[_Place] = ()
    for sentence in range(len(words.sentences)):
        places = [
            _Place(mention, things)
            for mention, things in found.meant
            if mention.sentence == sentence and things
        ]
        told += _chains(words, places)
        told += _Sentence(words, sentence, places, earlier).relations()
        earlier = places or earlier
    return _once(told)


def _once(told: Sequence[Relation]) -> list[Relation]:
    by_ends: dict[tuple[int, int], Relation] = {}
    for one in told:
        if one.source is not one.target:
            by_ends.setdefault((id(one.source), id(one.target)), one)
    return list(by_ends.values())


def _chains(words: Wording, places: Sequence[_Place]) -> Iterator[Relation]:
    """`API → Lambda → table`."""
    for first, then in itertools.pairwise(places):
        if _CHAIN.match(words.low[first.mention.end : then.mention.first]):
            yield from every_directed(first.things, then.things, "")


class _Sentence:
    def __init__(
        self, words: Wording, number: int, places: Sequence[_Place], earlier: Sequence[_Place]
    ) -> None:
        self._low = words.low
        self._words = words
        self._start, self._end = words.sentences[number]
        self._places = places
        self._earlier = earlier

    def relations(self) -> list[Relation]:
        told: list[Relation] = []
        spoken = list(self._verbs())
        subject: Sequence[_Place] = ()
        last_end = self._start
        for at, (verb, match) in enumerate(spoken):
            until = spoken[at + 1][1].start() if at + 1 < len(spoken) else self._end
            said = spoken[at - 1][0] if at else None
            subject = self._subject(verb, match, (said, subject), last_end)
            objects = self._objects(match.end(), until) or self._pronoun(match, subject)
            if not self._words.denies(match.start()):
                told += self._told(verb, subject, objects)
            last_end = match.end()
        for match in FROM_TO.finditer(self._low, self._start, self._end):
            told += self._from_to(
                match, [verb for verb, said in spoken if said.end() <= match.start()]
            )
        return [*told, *self._about()]

    def _about(self) -> Iterator[Relation]:
        """`an alarm on the queue`."""
        for first, then in zip(self._places, self._places[1:], strict=False):
            between = self._low[first.mention.end : then.mention.start]
            if (
                first.things[0].service in STANDS_BY
                and len(between) < _NEAR
                and ABOUT.search(between)
                and ";" not in between
            ):
                for one in self._group_after(then):
                    if one is not then and turns_to_code(
                        first.things[0], then.things[0], one.things[0]
                    ):
                        continue
                    yield from every_directed(first.things, one.things, "")

    def _group_after(self, first: _Place) -> Sequence[_Place]:
        """`a table and a file system`."""
        group = [first]
        for one in self._places[self._places.index(first) + 1 :]:
            if not self._goes_together(group[-1], one):
                break
            group.append(one)
        return group

    def _verbs(self) -> Iterator[tuple[Verb, re.Match[str]]]:
        found = [
            (match.start(), -match.end(), number, match)
            for number, verb in enumerate(VERBS)
            for match in verb.wording.finditer(self._low, self._start, self._end)
            if not any(one.mention.start <= match.start() < one.mention.end for one in self._places)
        ]
        at = self._start
        for start, _, number, match in sorted(found, key=lambda one: one[:3]):
            if start >= at and not _ARTICLE.search(self._low, self._start, start):
                yield VERBS[number], match
                at = match.end()

    def _subject(
        self,
        verb: Verb,
        match: re.Match[str],
        earlier: tuple[Verb | None, Sequence[_Place]],
        last_end: int,
    ) -> Sequence[_Place]:
        """Who does it: as before after `and`, the nearest thing before it, or what the last sentence was about."""
        leading = self._low[self._start : match.start()]
        ahead = [one for one in self._places if one.mention.end <= match.start()]
        if not leading.strip():
            return ()
        if self._goes_on(verb, match, earlier, last_end):
            return earlier[1]
        if ahead:
            between = self._low[ahead[-1].mention.end : match.start()]
            another = not verb.active and _ANOTHER_SUBJECT.search(between)
            return () if another else self._group_before(ahead)
        spoken_of = re.search(r"\b(?:it|they|this|which)\b", leading)
        return self._earlier[:1] if spoken_of else self._earlier[-1:]

    def _goes_on(
        self,
        verb: Verb,
        match: re.Match[str],
        earlier: tuple[Verb | None, Sequence[_Place]],
        last_end: int,
    ) -> bool:
        """`reads from the queue and writes to the table`, `triggered by uploads writes thumbnails`."""
        said, subject = earlier
        if not (subject and verb.active):
            return False
        ends = [one.mention.end for one in self._places if one.mention.end <= match.start()]
        nearest = ends[-1] if ends else self._start
        beside = sum(last_end <= one < match.start() for one in ends)
        if (
            said
            and not said.active
            and beside == 1
            and not self._low[nearest : match.start()].strip()
        ):
            return True
        between = self._low[max(nearest, last_end) : match.start()]
        if nearest > last_end and _WHO.match(between):
            return False
        leading = self._low[self._start : match.start()]
        return bool(_KEEPS_SUBJECT.search(leading)) and (
            nearest <= last_end or re.fullmatch(r"[^.]{0,60}", between) is not None
        )

    def _group_before(self, ahead: Sequence[_Place]) -> Sequence[_Place]:
        group = [ahead[-1]]
        for one in reversed(ahead[:-1]):
            if not self._goes_together(one, group[0]):
                break
            group.insert(0, one)
        return group

    def _goes_together(self, first: _Place, then: _Place) -> bool:
        """Whether two things are parts of one enumeration; a comma alone is one only if an `and` ends it."""
        between = self._low[first.mention.end : then.mention.first]
        if not _CONJUNCTION.match(between):
            return False
        if between.strip() != ",":
            return True
        at = self._places.index(then)
        return at + 1 < len(self._places) and self._goes_together(then, self._places[at + 1])

    def _pronoun(self, match: re.Match[str], subject: Sequence[_Place]) -> list[tuple[str, _Place]]:
        """`two queues subscribed to it`: what the sentence, or the one before it, speaks of first."""
        if not _IT.match(self._low, match.end()) and not match[0].endswith(" it"):
            return []
        ahead = [one for one in self._places if one.mention.end <= match.start()]
        others = [one for one in (*ahead, *self._earlier) if one not in subject]
        return [("", others[0])] if others else []

    def _objects(self, start: int, until: int) -> list[tuple[str, _Place]]:
        """The things after a verb, each with the preposition that leads to it."""
        objects: list[tuple[str, _Place]] = []
        for one in self._places:
            if not start <= one.mention.start < until:
                continue
            before = one.mention.before or "-"
            if objects and self._goes_together(objects[-1][1], one):
                before = objects[-1][0]
            elif one.mention.first <= start + 1:
                before = ""
            objects.append((before, one))
        return objects

    def _told(
        self, verb: Verb, subject: Sequence[_Place], objects: Sequence[tuple[str, _Place]]
    ) -> Iterator[Relation]:
        if not subject or not objects:
            return
        meant = _meant_by(verb, objects)
        for preposition, place in meant:
            for one in subject:
                if place is not meant[0][1] and _only_beside(verb, one, meant[0][1], place):
                    continue
                if verb.kind == "writes" and not preposition and one.things[0].service in _KEEP:
                    continue
                if one.mention is not place.mention:
                    yield from _by_verb(verb, preposition, one, place)

    def _from_to(self, match: re.Match[str], verbs: Sequence[Verb]) -> Iterator[Relation]:
        """`a pipe from the queue to the workflow`, `between A and B`."""
        after = [one for one in self._places if one.mention.start >= match.end()][:2]
        before = [one for one in self._places if one.mention.end <= match.start()][-1:]
        if len(after) < 2 or after[0].mention.first > match.end() + 2:  # noqa: PLR2004 - two ends
            return
        if not re.search(
            r"\b(?:to|and|into|towards?)\b|,",
            self._low[after[0].mention.end : after[1].mention.start],
        ):
            return
        middle = next((one for one in before if one.things[0].service == "pipes"), None)
        if middle is None and verbs and verbs[-1].kind in ("writes", "reads"):
            return
        if middle:
            yield from every_directed(after[0].things, middle.things, "")
            yield from every_directed(middle.things, after[1].things, "")
        else:
            yield from every_directed(after[0].things, after[1].things, "")


def _only_beside(verb: Verb, subject: _Place, first: _Place, other: _Place) -> bool:
    """`writes to the table, and a bastion`, `a login in front of the API and a function`: the other is no object."""
    if verb.kind == "acts":
        return turns_to_code(subject.things[0], first.things[0], other.things[0])
    return verb.kind == "writes" and is_code_beside(first.things[0], other.things[0])


def _meant_by(verb: Verb, objects: Sequence[tuple[str, _Place]]) -> list[tuple[str, _Place]]:
    """Of all that stands after a verb, what is its object."""
    if verb.kind == "writes":
        into = [one for one in objects if one[0] in INTO]
        out = [one for one in objects if one[0] in OUT_OF]
        return [*into, *out] or [one for one in objects[:1] if one[0] == ""]
    if verb.kind == "reads":
        return [one for one in objects if one[0] in OUT_OF] or [
            one for one in objects[:1] if one[0] in ("", "to", "on", "and", ",")
        ]
    first = objects[0]
    if first[0] not in (
        "",
        "by",
        "to",
        "with",
        "on",
        "of",
        "for",
        "from",
        "in",
        "and",
        "into",
        "both",
        "behind",
        "all",
        "either",
        "using",
        "against",
        "over",
        "at",
        "front",
    ):
        return []
    return [one for one in objects if one[0] == first[0] or one is first]


def _by_verb(verb: Verb, preposition: str, one: _Place, other: _Place) -> Iterator[Relation]:
    first, second = one.things, other.things
    match verb.kind:
        case "writes" if preposition in OUT_OF:
            yield from reading(first, second)
        case "reads":
            yield from reading(first, second)
        case "taken":
            yield from reading(second, first)
        case "by" | "behind":
            yield from every_directed(second, first, "")
        case _:
            yield from every_directed(first, second, verb.label)
