"""Sizes said without a number (`a small server`), bare families (`an m5`), and relative changes (`bigger`)."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from bot.offline.reading.facts import Change, Part, Read, Step
from bot.offline.reading.said import Said

_SERVER = (
    r"(?:servers?|instances?|box(?:es)?|machines?|vms?|nodes?|hosts?|ec2|one|thing|computers?|vps|"
    r"webservers?|runners?|instanz|maschine|rechner|kiste)"
)
# GiB of memory that the word stands for.
SIZE_WORDS: Mapping[str, float] = MappingProxyType(
    {"nano": 0.5, "micro": 1, "tiny": 1, "minimal": 1, "smallest": 0.5, "winzig": 1, "kleinst": 0.5}
    | {"cheapest": 0.5, "cheap": 1, "lightweight": 1, "billig": 1, "günstig": 1}
    | {"small": 2, "little": 2, "modest": 2, "klein": 2, "basic": 2, "simple": 2}
    | {"medium": 4, "mid": 4, "mittel": 4, "moderate": 4, "mittler": 4}
    | {
        "large": 8,
        "big": 8,
        "groß": 8,
        "beefy": 8,
        "powerful": 8,
        "strong": 8,
        "fast": 8,
        "stark": 8,
    }
    | {"xlarge": 16, "huge": 16, "massive": 16, "riesig": 16, "monster": 16, "2xlarge": 32}
)
_WORD = "|".join(sorted(SIZE_WORDS, key=len, reverse=True))
_SIZED = re.compile(
    rf"\b(?P<word>{_WORD})(?:ish|e|en|er|es|em)?(?:[\s-]?sized)?,?\s+(?:\w[\w-]*\s+){{0,3}}?{_SERVER}\b|"
    rf"\b(?:something|anything|etwas)\s+(?P<some>{_WORD})(?:es)?\b|\bas (?P<as>small|cheap) as possible\b|"
    rf"\b(?P<super>smallest|cheapest)\b|"
    rf"^(?:use|make it|try|take|nimm|a|an|ein)?\s*(?:a|an)?\s*(?P<only>nano|micro|small|medium|large|xlarge|2xlarge)(?:\s+(?:please|instead|one))*[.!]?$"
)
_FAMILY = re.compile(
    r"\b(?P<family>(?:t[234]|[mcr][3-9]|[pgix]\d|inf\d|trn\d|hpc\d|mac\d|z1|d\d|f\d|u-)[a-z]{0,3})\s*-?\s*"
    r"(?:instances?|family|server|box(?:es)?|machines?|ones?|type|class)\b|\b(?:use|make it|try)\s+an?\s+(?P<used>[tmcr][2-9][a-z]{0,2})\b(?!\.)"
)
_PARTS: Mapping[Part, str] = MappingProxyType(
    {
        "disk": r"disk|storage|volume|drive|space|ssd|platte|festplatte|speicherplatz|speicher",
        "memory": r"ram|memory|arbeitsspeicher",
        "people": r"players|users|people|spieler|nutzer",
        "count": r"servers|instances|machines|boxes|count|number|many|instanzen",
        "lease": r"lease|time|long|laufzeit",
    }
)
_MORE = r"more (?:ram|memory|power|cpu|disk|space|storage|capacity)|mehr (?:ram|speicher|leistung|platz)"
_LESS = r"less (?:ram|memory|power|disk|space|storage|capacity|expensive)|weniger (?:ram|speicher)"
_BIGGER = (
    rf"\b(?:bigger|larger|beefier|faster|stronger|more powerful|{_MORE}|upgrade|scale (?:(?:it|that|this|them) )?up|size up|"
    r"increase|grow|größer\w*|schneller\w*|stärker\w*|one size up|too (?:small|slow|little))\b"
)
_SMALLER = (
    rf"\b(?:smaller|cheaper|slower|{_LESS}|downgrade|downsize|scale (?:(?:it|that|this|them) )?down|size down|shrink|reduce|"
    r"kleiner\w*|billiger\w*|günstiger\w*|one size down|too (?:big|large|expensive|much))\b"
)
_HALF = (
    r"\bhalve\b|\bhalf (?:the|as|of the|that)\b|\bhalbier\w*|\bhalb so\b|\bcut\b[^.,;]*\bin half\b"
)
_DOUBLE = r"\bdoubl(?:e|ed|ing)\b|\btwice\b|\bverdopp\w*|\bdoppelt\w*"
_RELATIVE: tuple[tuple[Step, str], ...] = (
    ("double", _DOUBLE),
    ("half", _HALF),
    ("bigger", _BIGGER),
    ("smaller", _SMALLER),
)


def size_word(said: Said) -> Read[str] | None:
    for match in _SIZED.finditer(said.low):
        word = next(match[key] for key in ("word", "some", "as", "super", "only") if match[key])
        if said.negated(match.start(), noun=True):
            continue
        return Read(word, said.words(*match.span()))
    return None


def family(said: Said) -> Read[str] | None:
    for match in _FAMILY.finditer(said.low):
        if not said.negated(match.start()):
            return Read(match["family"] or match["used"], said.words(*match.span()))
    return None


def changes(said: Said) -> Iterator[Change]:
    """Relative changes that name no amount; those with one (`100 GB more`) come with the sizes."""
    for step, pattern in _RELATIVE:
        for match in re.finditer(pattern, said.low):
            if not said.negated(match.start()):
                part = _part(said, match)
                yield Change(part, step, said.words(*match.span()))


def _part(said: Said, match: re.Match[str]) -> Part:
    """What is to change: the part named nearest after the word, or before it, or the server itself."""
    clause = re.split(r"[,;.!?\n]|\band\b|\bund\b", said.low[match.start() :])[0]
    before = re.split(r"[,;.!?\n]|\band\b|\bund\b", said.low[: match.start()])[-1]
    for text in (clause, before):
        for part, words in _PARTS.items():
            if re.search(rf"\b(?:{words})\b", text):
                return part
    return "type"


def memory_of(word: str) -> Fraction:
    return Fraction(SIZE_WORDS[word])
