"""Which service, or which kind of container, a label names."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache

from bot.domain.architecture import ContainerKind
from bot.domain.services import SERVICES

# What a reader of pictures takes for one another.
_ALIKE = str.maketrans({"5": "s", "0": "o", "1": "l", "i": "l", "|": "l", "8": "b"})
# Shorter ones are too easily taken for one another.
_LONG_NAME, _LONG_WORD = 6, 5
_LIKELY = 0.84
_KINDS: tuple[tuple[str, ContainerKind], ...] = (
    (r"public.{0,12}subnet|subnet.{0,8}public", "public-subnet"),
    (r"(private|isolated|data|database|db|app).{0,12}subnet|subnet.{0,8}private", "private-subnet"),
    (r"sub ?net", "subnet"),
    (r"availab\w*.?zone|\baz\b|\baz[- ]?\d|\b[a-z]{2}-[a-z]+-\d[a-f]\b", "availability-zone"),
    (r"security ?group", "security-group"),
    (r"auto ?-?scal|\basg\b", "auto-scaling-group"),
    (r"\bvpc\b|virtual private cloud", "vpc"),
    (
        r"\bregion\b|\b[a-z]{2}-(north|south|east|west|central|northeast|southeast)\w*-\d\b",
        "region",
    ),
    (r"\baccount\b", "account"),
    (r"\baws\b( cloud)?$|^cloud$|aws cloud", "cloud"),
    (r"\b(cluster|group|tier|layer|zone|environment|stage|backend|network)\b", "group"),
)


@cache
def _aliases() -> list[tuple[str, str]]:
    """Every way to name a service, the longest first; what stands around AWS last: “DynamoDB Customers”."""
    ways = {
        (alias, one.name)
        for one in SERVICES.values()
        for alias in (*one.aliases, re.sub(r"^(Amazon|AWS) ", "", one.title).lower())
        if one.name != "unknown"
    }
    return sorted(ways, key=lambda way: (SERVICES[way[1]].outside, -len(way[0]), way))


def service_named(text: str) -> str | None:
    """The service whose name stands in a text, also with a letter misread."""
    words = _words(text)
    apart = _words(re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text))
    for read in (str, _alike):
        for alias, service in _aliases():
            name = re.compile(rf"(?<![a-z0-9]){re.escape(read(_words(alias)))}s?(?![a-z]|\d\d)")
            if name.search(read(words)) or name.search(read(apart)):
                return service
    return _nearly(words)


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9-]+", " ", text.lower()).split())


def _alike(text: str) -> str:
    return "?" if text.isdigit() else text.translate(_ALIKE)


def _nearly(words: str) -> str | None:
    """A long name with a letter lost or changed."""
    joined = words.replace(" ", "")
    for alias, service in _aliases():
        name = alias.replace(" ", "")
        if len(name) >= _LONG_NAME and len(joined) >= len(name) - 1:
            likeness = SequenceMatcher(None, name, joined[: len(name)], autojunk=False).ratio()
            if likeness > _LIKELY:
                return service
    return None


def kind_named(text: str) -> ContainerKind | None:
    words = " ".join(re.sub(r"[^a-z0-9-]+", " ", text.lower()).split())
    return next((kind for pattern, kind in _KINDS if re.search(pattern, words)), None)


# The words of containers' names. A frame's line or an arrow through one is easily taken for a letter.
_WORDS = [
    "public",
    "private",
    "subnet",
    "security",
    "group",
    "availability",
    "zone",
    "region",
    "account",
    "cloud",
    "cluster",
    "auto",
    "scaling",
    "backend",
    "frontend",
    "network",
]


def mended(label: str) -> str:
    """A container's label with such a letter put right."""
    plain = unicodedata.normalize("NFKD", label)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_mended_word(word) for word in plain.split())


def _mended_word(word: str) -> str:
    low = word.lower()
    for known in _WORDS:
        apart = sum(a != b for a, b in zip(low, known, strict=False))
        if low != known and len(low) == len(known) >= _LONG_WORD and apart <= len(known) // 5:
            return (
                known.upper() if word.isupper() else known.title() if word[0].isupper() else known
            )
    return word
