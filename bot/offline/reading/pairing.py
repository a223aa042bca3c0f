"""Which size is memory and which is disk: each size is paired with the label that stands nearest to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.offline.reading import lexicon
from bot.offline.reading.labels import Labelled, label
from bot.offline.reading.said import Said
from bot.offline.reading.tokens import Token

_BREAKS = frozenset({",", ";", "and", "und", "with", "mit", "plus", "/", "+", "&", "for", "für"})
_LINKS = frozenset({":", "=", "of", "is", "to", "von", "at", "auf", "be", "-"})
_COMPARING = frozenset({"twice", "double", "doubled", "doubling", "triple"})
_SENTENCE_END = frozenset({".", "!", "?"})
_UNPAIRED = 9
_MOST_PAIRED = 6
_LARGEST_BARE_MEMORY = 64
_SMALLEST_BARE_DISK = 20
_MEMORY_PER_VCPU = 8


@dataclass(frozen=True, slots=True)
class Role:
    """What a size is the size of, and what was taken for granted in saying so."""

    part: Labelled
    note: str = ""


def roles(said: Said) -> Mapping[int, Role]:
    """The role of every size in the message, by token position."""
    tokens = said.tokens
    sizes = [at for at, token in enumerate(tokens) if token.unit == "bytes"]
    if not sizes:
        return {}
    labels = [
        at
        for at, token in enumerate(tokens)
        if token.kind == "word" and label(token.low) and not _compared(tokens, at)
    ]
    paired = _best(tokens, sizes[:_MOST_PAIRED], labels[: _MOST_PAIRED + 2])
    found = {at: Role(part) for at, part in paired.items()}
    found |= _compounds(tokens, sizes)
    for at in sizes:
        if at not in found:
            found[at] = _unlabelled(said, at, found, sizes)
    return found


def _compared(tokens: Sequence[Token], at: int) -> bool:
    """`twice the memory` says how much of what there was, so no size beside it is meant."""
    before = [token.low for token in tokens[max(at - 2, 0) : at]]
    return bool(before) and (
        before[-1] in _COMPARING or (before[0] in _COMPARING and before[-1] == "the")
    )


def _compounds(tokens: Sequence[Token], sizes: Sequence[int]) -> dict[int, Role]:
    """`500GB-Festplatte` carries its label inside."""
    return {
        at: Role("disk" if re.search(r"platte|disk", tokens[at].low) else "memory")
        for at in sizes
        if re.search(r"festplatte|platte|disk|ram\b|speicher", tokens[at].low)
    }


def _best(
    tokens: Sequence[Token], sizes: Sequence[int], labels: Sequence[int]
) -> dict[int, Labelled]:
    """The pairing of least total distance, every label used at most once."""
    pairing = _cheapest(tokens, tuple(sizes), tuple(labels))[1]
    return {at: part for at, where in pairing if (part := label(tokens[where].low))}


def _cheapest(
    tokens: Sequence[Token], sizes: tuple[int, ...], labels: tuple[int, ...]
) -> tuple[int, tuple[tuple[int, int], ...]]:
    if not sizes:
        return 0, ()
    size, rest = sizes[0], sizes[1:]
    cost, pairs = _cheapest(tokens, rest, labels)
    best = (cost + _UNPAIRED, pairs)
    for where in labels:
        distance = _distance(tokens, size, where)
        if distance >= _UNPAIRED:
            continue
        others = tuple(other for other in labels if other != where)
        cost, pairs = _cheapest(tokens, rest, others)
        if cost + distance < best[0]:
            best = (cost + distance, ((size, where), *pairs))
    return best


def _distance(tokens: Sequence[Token], size: int, where: int) -> int:
    """Steps between them; clause breaks and other quantities in between count more."""
    low, high = sorted((size, where))
    between = tokens[low + 1 : high]
    cost = 2 * len(between)
    for token in between:
        cost += _obstacle(token)
    if where < size:
        linked = all(token.low in _LINKS for token in between)
        cost += 0 if between and linked else 1
    return cost


def _obstacle(token: Token) -> int:
    if token.low in _SENTENCE_END:
        return _UNPAIRED
    if token.unit == "bytes" and token.kind == "number":
        return 4
    if token.low in _LINKS or token.low in ("the", "a", "an", "my", "der", "die", "das"):
        return -1
    return 3 if token.low in _BREAKS else 0


def _unlabelled(said: Said, at: int, found: Mapping[int, Role], sizes: Sequence[int]) -> Role:
    """No label near: the sort of size, its neighbours and what else is known decide."""
    value = said.tokens[at].value
    taken = {role.part for role in found.values()}
    plausible = value <= _LARGEST_BARE_MEMORY and "memory" not in taken
    if not plausible or _has_type(said):
        return Role("disk")
    if "disk" in taken:
        return Role("memory", _taken(said, at, "memory"))
    unlabelled = [size for size in sizes if size not in found]
    if len(unlabelled) > 1 and value == min(said.tokens[size].value for size in unlabelled):
        return Role("memory", _taken(said, at, "memory"))
    if _goes_with_vcpus(said, value) or _describes_a_server(said, at, value):
        return Role("memory", _taken(said, at, "memory"))
    if value < _SMALLEST_BARE_DISK and _power_of_two(value):
        return Role("memory", _taken(said, at, "memory"))
    return Role("disk")


def _taken(said: Said, at: int, part: str) -> str:
    token = said.tokens[at]
    return f"Took “{said.words(token.start, token.end)}” for {part}; say “disk” if it is the disk."


def _has_type(said: Said) -> bool:
    return any(token.kind == "type" for token in said.tokens)


def _goes_with_vcpus(said: Said, value: Fraction) -> bool:
    """`4 cores, 16 gigs`."""
    vcpus = [token.value for token in said.tokens if token.unit == "cpus"]
    return any(value <= count * _MEMORY_PER_VCPU for count in vcpus)


def _describes_a_server(said: Said, at: int, value: Fraction) -> bool:
    """`a 16 GB server`: directly before the noun, and a size that memory comes in."""
    following = said.tokens[at + 1].low if at + 1 < len(said.tokens) else ""
    return following in lexicon.SERVERS and _power_of_two(value)


def _power_of_two(value: Fraction) -> bool:
    if value <= 0:
        return False
    whole = value if value >= 1 else 1 / value
    return whole.denominator == 1 and whole.numerator & (whole.numerator - 1) == 0
