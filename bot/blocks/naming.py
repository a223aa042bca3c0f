"""Logical ids, names and slugs, from what people wrote beside the symbols of a picture."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

_LONGEST = 40
_TOLD_APART = 6
_WORD = re.compile(r"[A-Za-z0-9]+")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# A label comes from a picture. Braces and dollars would let it speak to CloudFormation.
_UNSAFE = re.compile(r"[^A-Za-z0-9 ._:/=+@-]+")
_MAKERS = ("amazon", "aws")
_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+(/\d+)?")


NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})


class Names:
    """Hands out logical ids; no two of them differ by case alone.

    What an earlier template named keeps its id, and nothing else gets it: CloudFormation knows things by their ids alone.
    `known` are the ids by key; one without an id is a place in an order.
    """

    def __init__(self, known: Mapping[str, str] = NOTHING_KNOWN) -> None:
        self._known = known
        self._taken = {one.casefold() for one in known.values()}
        self._used = set[str]()
        self.given: dict[str, str] = {}

    def claim(self, wanted: str, key: str | None = None, instead_of: str | None = None) -> str:
        """`instead_of` is the key of what it takes the place of, if it is new."""
        key = self._next(f"/{wanted}") if key is None else key
        known = self._known.get(key) or self._known.get(instead_of or "")
        name = known if known and known not in self._used else self._free(wanted)
        self._taken.add(name.casefold())
        self._used.add(name)
        self.given[key] = name
        return name

    def _next(self, key: str) -> str:
        """The key of one more thing of that kind."""
        number, found = 1, key
        while found in self.given:
            number += 1
            found = f"{key} {number}"
        return found

    def _free(self, wanted: str) -> str:
        name, number = wanted, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{wanted}{number}"
        return name

    def under(self, owner: str, wanted: str) -> str:
        """The id of something that its owner has, or has several of."""
        return self.claim(wanted, self._next(f"{owner}/{wanted}"))

    def left(self, keys: Iterable[str]) -> Iterator[str]:
        """Of these keys, those that were known and of which nobody has taken the id."""
        return (one for one in keys if self._known.get(one, "") not in {"", *self._used})

    def known_as(self, wanted: str) -> str | None:
        """The key under which something has that name from its kind alone."""
        return next(self.left(one for one in self._known if one.endswith(f"/{wanted}")), None)

    def turn(self, kind: str, key: str) -> int:
        """Which of its kind it was when it came; those that went count as well."""
        mine = f"{kind}/{key}"
        if mine not in self._known:
            self.given.setdefault(mine, "")
        everything = {**self._known, **self.given}
        order = [value or one for one, value in everything.items() if one.startswith(f"{kind}/")]
        return [*dict.fromkeys(order)].index(everything[mine] or mine)


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
