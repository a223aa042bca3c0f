"""Gives every quantity its role: memory, disk, vCPUs, people, count, lease. Asks where none is certain."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.offline.reading import lexicon, number_words
from bot.offline.reading.facts import Change, Part, Read, Sizes, Step
from bot.offline.reading.labels import label
from bot.offline.reading.lexicon import wordset
from bot.offline.reading.pairing import Role, roles
from bot.offline.reading.said import Said
from bot.offline.reading.tokens import Token

_MORE = wordset("more extra additional further another mehr weitere zusätzliche zusätzlich noch")
_LESS = wordset("less fewer weniger")
# `100 GB bigger` is 100 more; `a bigger 100 GB disk` is not.
_COMPARED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(("bigger", "larger", "longer", "größer", "länger"), ("more",))
    | dict.fromkeys(("smaller", "lower", "shorter", "kleiner", "kürzer"), ("less",))
)
# `3 kids who want bedrock, plus 4 cousins`; `me and 9 friends`.
_JOINED = re.compile(r"\b(?:plus|and|und|as well as)\s+(?:another\s+|my\s+)?$")
_AND_ME = re.compile(r"\b(?:me|myself|mich|ich)\s+(?:and|und|plus)\s+(?:my\s+)?$")
_ADDING = re.compile(
    r"^\s*plus\s+$|\b(?:add|adding|ergänze)\s+(?:\w+\s+){0,2}$|"
    r"\b(?:increase|grow|extend|enlarge|raise|expand|up|bump|erhöhe|vergrößere|verlängere)\w*\b[^,.;]*\b(?:by|um)\s+(?:\w+\s+)?$"
)
_TAKING = re.compile(
    r"\b(?:reduce|shrink|decrease|lower|cut|drop|verkleinere|verringere)\w*\b[^,.;]*\b(?:by|um)\s+(?:\w+\s+)?$"
)
_LEASE_BEFORE = re.compile(
    r"\b(?:for|lease|leased|after|in|within|expires?|next|only|just|lasts?|live|lives|lasting|another|"
    r"für|nach|lang|of|to|is|it|about|up to|least|most|extend\w*|run|needed|until|maximum|max)"
    r"[\s:=]*(?:\w+\s){0,2}$"
)
_LEASE_AFTER = re.compile(
    r"^[\s-]*(?:lease|long|only|from now|max\w*|lifetime|more|then|lang|laufzeit|at most|trial|test|and|or so|$|[.,;!?)/|])"
)
_NOT_A_LEASE = re.compile(
    r"\b(?:backups?|logs?|retention|retain\w*|old|ago|warranty|uptime|every|history|of data|experience|alt|"
    r"timeout|snapshots?|cron|took|takes|waiting|waited|last)\b"
)
_RECURRING = re.compile(
    r"^\s*(?:a|per|/|each|every|pro|am|in der)\s*(?:day|week|month|tag|woche|monat)\b|^\s*old\b"
)
_PLENTY = re.compile(
    r"\b(?:lots|plenty|tons|loads|heaps|a lot)\b(?:\s+(?:of|more))?\s+(?:\w+\s+)?"
    r"(?P<label>ram|memory|disk|storage|space|speicher|speicherplatz|arbeitsspeicher)\b"
)
_VAGUE = re.compile(
    r"\b((?:a\s+)?(?:few|several|many|some|hundreds|thousands|dozens|tons|lots|loads|plenty|handful|bunch|"
    r"umpteen|numerous|mehrere|einige|viele|hunderte)\b(?:\s+(?:of|hundred|thousand|dozen|more|von|a|hundert))*"
    r"\s+(?:[\w.-]+\s+){0,2}?)(?P<unit>[a-zäöüß]+)\b"
)


def sizes(said: Said) -> Sizes:
    tokens = said.tokens
    byte_roles = roles(said)
    found = Sizes()
    for at, token in enumerate(tokens):
        if token.kind == "number":
            found = _placed(said, found, at, byte_roles.get(at))
    return replace(found, doubts=(*found.doubts, *_unread(said)))


def _placed(said: Said, found: Sizes, at: int, role: Role | None) -> Sizes:
    token = said.tokens[at]
    words = _words(said, at)
    change = _relative(said, at, role)
    if change:
        return replace(found, changes=(*found.changes, replace(change, words=words)))
    if token.unit == "bytes":
        return _bytes(found, token, role, words)
    if token.unit == "servers":
        return _count(said, found, at, words)
    return _measured(said, found, token, words)


def _measured(said: Said, found: Sizes, token: Token, words: str) -> Sizes:
    whole = math.ceil(token.value)
    match token.unit:
        case "cpus":
            return replace(found, vcpus=found.vcpus or Read(whole, words))
        case "people" if token.value >= 1:
            return _people(said, found, token, words)
        case "visits":
            return replace(found, visits=Read(whole, words))
        case "hours":
            return replace(found, lease=_lease(said, token) or found.lease)
        case _:
            return found


def _words(said: Said, at: int) -> str:
    """The number with the noun it counts, as written."""
    token = said.tokens[at]
    end = token.end
    if token.unit in ("people", "servers", "visits"):
        for later in said.tokens[at + 1 : at + 6]:
            end = later.end
            if later.low in lexicon.PEOPLE | lexicon.SERVERS or later.kind == "type":
                break
        else:
            end = token.end
    return said.words(token.start, end)


def _bytes(found: Sizes, token: Token, role: Role | None, words: str) -> Sizes:
    if role is None:
        return found
    read = Read(token.value, words, role.note)
    if role.part == "other":
        return replace(found, ignored=(*found.ignored, words))
    known = found.memory if role.part == "memory" else found.disk
    if known is not None and known.value != token.value:
        doubt = (
            f"I read two sizes for the {role.part}, “{known.words}” and “{words}”. "
            f"How many GiB of {role.part} should it have?"
        )
        return replace(found, doubts=(*found.doubts, doubt))
    return replace(found, memory=read) if role.part == "memory" else replace(found, disk=read)


def _people(said: Said, found: Sizes, token: Token, words: str) -> Sizes:
    note = "the larger number counts" if token.ranged else ""
    number = math.ceil(token.value)
    before = found.people
    if before and _JOINED.search(said.low[: token.start]):
        together = Read(before.value + number, f"{before.words} and {words}", note)
        return replace(found, people=together)
    if before and before.value >= number:
        return found
    if _AND_ME.search(said.low[: token.start]):
        return replace(found, people=Read(number + 1, f"me and {words}", note))
    return replace(found, people=Read(number, words, note))


def _count(said: Said, found: Sizes, at: int, words: str) -> Sizes:
    token = said.tokens[at]
    if token.value.denominator != 1:
        return replace(found, doubts=(*found.doubts, f"How many servers is “{words}”?"))
    note = "the larger number counts" if token.ranged else ""
    read = Read(int(token.value), words, note)
    if found.count and found.count.value != read.value and min(found.count.value, read.value) > 1:
        doubt = f"I read both “{found.count.words}” and “{words}”. How many servers should it be?"
        return replace(found, doubts=(*found.doubts, doubt))
    if found.count and found.count.value > read.value:
        return found
    return replace(found, count=read)


def _lease(said: Said, token: Token) -> Read[int] | None:
    before, after = said.low[: token.start], said.low[token.end :]
    clause_before = re.split(r"[;!?\n]|\.(?!\d)|,(?!\d)|\b(?:and|und)\b", before)[-1]
    clause_after = re.split(r"[;!?\n]|\.(?!\d)|,", after)[0]
    if _NOT_A_LEASE.search(clause_before + " " + clause_after[:14]) or _RECURRING.match(after):
        return None
    if not (_LEASE_BEFORE.search(before) or _LEASE_AFTER.match(after)):
        return None
    words = said.words(token.start, token.end)
    note = ""
    if re.search(r"month|monat", token.low):
        note = "a month counted as 30 days"
    return Read(max(1, math.ceil(token.value)), words, note)


def _before(said: Said, token: Token) -> str:
    return said.low[max(0, token.start - 50) : token.start]


def _relative(said: Said, at: int, role: Role | None) -> Change | None:
    """`2 more servers`, `100 GB more disk`, `another 50 GB`: added to what there was."""
    tokens, token = said.tokens, said.tokens[at]
    near = [near.low for near in tokens[max(at - 1, 0) : at + 2] if near is not token]
    near += _COMPARED.get(tokens[at + 1].low, ()) if at + 1 < len(tokens) else []
    step: Step | None = None
    if _MORE.intersection([*near, *token.low.split()]) or _ADDING.search(_before(said, token)):
        step = "more"
    elif _LESS.intersection([*near, *token.low.split()]) or _TAKING.search(_before(said, token)):
        step = "less"
    followed_by_than = any(near.low in ("than", "als") for near in tokens[at - 1 : at + 3])
    part = _part(token, role)
    if not step or not part or followed_by_than:
        return None
    return Change(part, step, token.low, token.value)


def _part(token: Token, role: Role | None) -> Part | None:
    if token.unit == "bytes":
        return "memory" if role and role.part == "memory" else "disk"
    parts: dict[str, Part] = {"servers": "count", "people": "people", "hours": "lease"}
    return parts.get(token.unit)


def _unread(said: Said) -> Iterator[str]:
    """A unit whose number could not be read is asked for, never guessed."""
    for match in _PLENTY.finditer(said.low):
        part = "memory" if label(match["label"]) == "memory" else "disk"
        yield f"How many GiB of {part} is “{said.words(*match.span())}”? Please give a number."
        return
    for match in _VAGUE.finditer(said.low):
        if _is_unit(match["unit"]):
            words = said.words(*match.span())
            yield f"How many exactly is “{words}”? Please give a number."
            return
    for at, token in enumerate(said.tokens):
        words_before = said.tokens[at - 1] if at else None
        if token.kind != "word" or words_before is None or words_before.kind != "word":
            continue
        if token.low in lexicon.BYTES or _looks_like_a_number(words_before.low, token.low):
            words = said.words(words_before.start, token.end)
            yield f"I could not read the number in “{words}”. How many is that, in digits?"
            return


def _is_unit(word: str) -> bool:
    return (
        word in lexicon.BYTES
        or word in lexicon.PEOPLE
        or word in lexicon.SERVERS
        or word in lexicon.HOURS
    )


def _looks_like_a_number(word: str, following: str) -> bool:
    """A misspelt number before something countable: `fivty players`."""
    if following not in lexicon.PEOPLE and following not in lexicon.SERVERS:
        return False
    return number_words.misspelt(word)
