"""Gives every quantity its role: memory, disk, vCPUs, people, count, lease. Asks where none is certain."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.offline.reading import numerals, units
from bot.offline.reading.facts import Change, Part, Read, Sizes, Step
from bot.offline.reading.pairing import Role, roles
from bot.offline.reading.said import Said
from bot.offline.reading.tokens import Token

_MORE = frozenset("more extra additional another mehr weitere zusätzliche zusätzlich noch".split())  # noqa: SIM905 - a word list
_LESS = frozenset("less fewer weniger".split())  # noqa: SIM905 - a word list
_LEASE_BEFORE = re.compile(
    r"\b(?:for|lease|leased|after|in|within|expires?|next|only|just|lasts?|live|lives|lasting|another|"
    r"für|nach|lang|of|to|is|it|about|up to|least|most|extend\w*|run|needed|until|maximum|max)"
    r"[\s:=]*(?:\w+\s){0,2}$"
)
_LEASE_AFTER = re.compile(
    r"^[\s-]*(?:lease|long|only|from now|max\w*|lifetime|more|then|lang|laufzeit|at most|trial|test|and|or so|$|[.,;!?)])"
)
_NOT_A_LEASE = re.compile(
    r"\b(?:backups?|logs?|retention|retain\w*|old|ago|warranty|uptime|every|history|of data|experience|alt|"
    r"timeout|snapshots?|cron|took|takes|waiting|waited|last)\b"
)
_RECURRING = re.compile(r"^\s*(?:a|per|/|each|every|pro|am|in der)\s*(?:day|week|month|tag|woche|monat)\b|^\s*old\b")
_VAGUE = re.compile(
    r"\b((?:a\s+)?(?:few|several|many|some|hundreds|thousands|dozens|tons|lots|loads|plenty|handful|bunch|"
    r"umpteen|numerous|mehrere|einige|viele|hunderte)\b(?:\s+(?:of|hundred|thousand|dozen|more|von|a|hundert))*"
    r"\s+(?:[a-z]+\s+)?)(?P<unit>[a-zäöüß]+)\b"
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
    change = _relative(said.tokens, at, role)
    if change:
        return replace(found, changes=(*found.changes, replace(change, words=words)))
    match token.unit:
        case "bytes":
            return _bytes(found, token, role, words)
        case "cpus" if found.vcpus is None:
            return replace(found, vcpus=Read(math.ceil(token.value), words))
        case "people" if token.value >= 1:
            return _people(found, token, words)
        case "visits":
            return replace(found, visits=Read(math.ceil(token.value), words))
        case "servers":
            return _count(said, found, at, words)
        case "hours":
            lease = _lease(said, token)
            return replace(found, lease=lease) if lease else found
        case _:
            return found


def _words(said: Said, at: int) -> str:
    """The number with the noun it counts, as written."""
    token = said.tokens[at]
    end = token.end
    if token.unit in ("people", "servers", "visits"):
        for later in said.tokens[at + 1 : at + 6]:
            end = later.end
            if later.low in units.PEOPLE | units.SERVERS or later.kind == "type":
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


def _people(found: Sizes, token: Token, words: str) -> Sizes:
    note = f"Of “{words}” the larger number counts." if token.ranged else ""
    read = Read(math.ceil(token.value), words, note)
    if found.people and found.people.value >= read.value:
        return found
    return replace(found, people=read)


def _count(said: Said, found: Sizes, at: int, words: str) -> Sizes:
    token = said.tokens[at]
    if token.value.denominator != 1:
        return replace(found, doubts=(*found.doubts, f"How many servers is “{words}”?"))
    note = f"Of “{words}” the larger number counts." if token.ranged else ""
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
        note = "A month counts as 30 days."
    return Read(max(1, math.ceil(token.value)), words, note)


def _relative(tokens: Sequence[Token], at: int, role: Role | None) -> Change | None:
    """`2 more servers`, `100 GB more disk`, `another 50 GB`: added to what there was."""
    token = tokens[at]
    near = [near.low for near in tokens[max(at - 1, 0) : at + 2] if near is not token]
    step: Step | None = None
    if _MORE.intersection(near) or token.low.startswith(("another", "noch")):
        step = "more"
    elif _LESS.intersection(near):
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
    for match in _VAGUE.finditer(said.low):
        if _is_unit(match["unit"]):
            words = said.words(*match.span())
            yield f"How many exactly is “{words}”? Please give a number."
            return
    for at, token in enumerate(said.tokens):
        words_before = said.tokens[at - 1] if at else None
        if token.kind != "word" or words_before is None:
            continue
        if token.low in units.BYTES or _looks_like_a_number(words_before.low, token.low):
            words = said.words(words_before.start, token.end)
            yield f"I could not read the number in “{words}”. How many is that, in digits?"
            return


def _is_unit(word: str) -> bool:
    return word in units.BYTES or word in units.PEOPLE or word in units.SERVERS or word in units.HOURS


def _looks_like_a_number(word: str, following: str) -> bool:
    """A misspelt number before something countable: `fivty players`."""
    if following not in units.PEOPLE and following not in units.SERVERS:
        return False
    return numerals.misspelt(word)
