"""Logical ids, names and slugs, from what people wrote beside the symbols of a picture."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 40
_TOLD_APART = 6
_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# A label comes from a picture. Braces and dollars would let it speak to CloudFormation.
_UNSAFE = re.compile(r"[^A-Za-z0-9 ._:/=+@-]+")
_MAKERS = ("amazon", "aws")
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+(/\d+)?")


class Names:
    """Hands out logical ids; no two of them differ by case alone."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, wanted: str) -> str:
        name, number = wanted, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wanted}{number}"
        self._taken.add(name.casefold())
        return name


def ascii_text(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def plain(text: str, longest: int = 100) -> str:
    """The text as it may stand in a description or a tag: one line of harmless ASCII."""
    return " ".join(_UNSAFE.sub(" ", ascii_text(text)).split())[:longest].strip()


def pascal(text: str) -> str:
    """`get customer` and `GetCustomer` both as `GetCustomer`, of a bearable length."""
    short = ""
    for word in _WORD.findall(ascii_text(text)):
        if short and len(short) + len(word) > _LONGEST:
            break
        short += word[:1].upper() + word[1:]
    return short[:_LONGEST]


def logical_id(label: str, noun: str, other_nouns: Iterable[str] = ()) -> str:
    """`Customers`, Table → `CustomersTable`; a label that says no more than its service → `Table`."""
    words = [
        word for word in ascii_text(_ADDRESS.sub(" ", label)).split() if word.lower() not in _MAKERS
    ]
    base = pascal(" ".join(words))
    folded = base.casefold()
    nouns = {pascal(each).casefold() for each in (noun, *other_nouns)}
    if not base or folded in nouns:
        return noun
    if base[0].isdigit():
        return noun + base
    stem = folded.rstrip("0123456789")
    return base if any(stem.endswith(each) for each in nouns if each) else base + noun


def words(name: str) -> list[str]:
    """`CustomerDetailsAPI` as customer, details, api."""
    return [hump.lower() for part in _WORD.findall(name) for hump in _HUMPS.findall(part)]


def slug(name: str) -> str:
    return "-".join(words(name)) or "x"


def bounded(slug: str, longest: int) -> str:
    """Of a bearable length, and still another one than that of another slug that begins alike."""
    if len(slug) <= longest:
        return slug
    rest = hashlib.sha256(slug.encode()).hexdigest()[:_TOLD_APART]
    return f"{slug[: longest - _TOLD_APART - 1].strip('-')}-{rest}"


def variable(name: str) -> str:
    """The environment variable that carries something of that name."""
    return "_".join(words(name)).upper()
