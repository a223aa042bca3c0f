"""Numbers that no other reader took: given a role by the question we asked, named, or asked about."""

import re
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bot.offline.reading.facts import Network, Part, Read, Sizes
from bot.offline.reading.said import Said
from bot.offline.reading.tokens import Token

Asked: TypeAlias = Part | Literal["ports"]

_QUESTIONS: tuple[tuple[str, Asked], ...] = (
    (r"how many (?:players|users|people)", "people"),
    (r"how many servers", "count"),
    (r"of memory", "memory"),
    (r"of disk|how big should the disk", "disk"),
    (r"for how long", "lease"),
)
_IDIOMS = re.compile(r"\b(?:24\s?/\s?7|1:1|50/50|365|80/20)\b")
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
_FOR = frozenset("for für about around to up approximately roughly etwa ca circa rund host supports support".split())  # noqa: SIM905 - a word list
_STOP = frozenset(
    "and with for on in at to per by plus but or und mit für auf bei please bitte that which who is are of only instead then now".split()  # noqa: SIM905 - a word list
)
_NOT_COUNTED = frozenset("one a an eins ein".split())  # noqa: SIM905 - a word list


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What became of the numbers that were left over."""

    sizes: Sizes
    doubt: str | None = None
    notes: tuple[str, ...] = ()


def asked_for(question: str) -> Asked | None:
    """What our own last question asked for."""
    low = question.lower()
    return next((asked for pattern, asked in _QUESTIONS if re.search(pattern, low)), None)


def settle(said: Said, sizes: Sizes, network: Network, *, asked: Asked | None, crowd: bool) -> Leftovers:
    """`crowd`: what runs there is sized by how many it serves, so `for 25` means people."""
    left = Leftovers(sizes)
    for at, token in enumerate(said.tokens):
        if _is_left(said, token, network):
            left = _settled(said, left, at, asked=asked, crowd=crowd)
    return left


def _is_left(said: Said, token: Token, network: Network) -> bool:
    if token.kind != "number" or token.unit != "bare" or token.start in network.used:
        return False
    idioms = any(match.start() <= token.start < match.end() for match in _IDIOMS.finditer(said.low))
    year = re.fullmatch(r"\d{4}", token.low) and _FIRST_YEAR <= token.value <= _LAST_YEAR
    return not (idioms or year or token.low in _NOT_COUNTED)


def _settled(said: Said, left: Leftovers, at: int, *, asked: Asked | None, crowd: bool) -> Leftovers:
    token = said.tokens[at]
    before = said.tokens[at - 1].low if at else ""
    noun = _noun(said, at)
    if asked and asked != "ports" and not noun:
        return replace(left, sizes=_answered(left.sizes, asked, token, token.low))
    if crowd and before in _FOR and left.sizes.people is None:
        words = said.words(token.start, noun.end if noun else token.end)
        note = f"Took “{words}” for how many it serves."
        read = Read(int(token.value), words, note)
        return replace(left, sizes=replace(left.sizes, people=read))
    if noun:
        words = said.words(token.start, noun.end)
        return replace(left, notes=(*left.notes, f"“{words}” did not change the plan."))
    doubt = f"What does “{said.words(token.start, token.end)}” stand for? Please add the unit, for example GB or players."
    return replace(left, doubt=left.doubt or doubt)


def _noun(said: Said, at: int) -> Token | None:
    if at + 1 >= len(said.tokens):
        return None
    following = said.tokens[at + 1]
    return following if following.kind == "word" and following.low not in _STOP else None


def _answered(sizes: Sizes, asked: Asked, token: Token, words: str) -> Sizes:
    match asked:
        case "people":
            return replace(sizes, people=Read(int(token.value), words))
        case "count":
            return replace(sizes, count=Read(int(token.value), words))
        case "memory":
            return replace(sizes, memory=Read(token.value, words))
        case "disk":
            return replace(sizes, disk=Read(token.value, words))
        case _:
            return sizes
