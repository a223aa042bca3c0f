"""The unit that stands right beside a number: GiB, vCPUs, hours; the rest is left to `counting`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from bot.offline.reading import counting
from bot.offline.reading.counting import PERIODS
from bot.offline.reading.lexicon import BYTES, CPUS, HOURS, PEOPLE, VISITS, wordset
from bot.offline.reading.tokens import Token, Unit

_LETTERS = MappingProxyType({"t": Fraction(1000), "g": Fraction(1), "m": Fraction(1, 1024)})
_PER = frozenset({"per", "a", "an", "each", "every", "/", "pro", "am", "daily", "monthly", "im"})
_RATES = wordset("gbps mbps gbit mbit kbps gbits mbits iops fps mhz ghz")
FRACTIONED = frozenset(BYTES) | frozenset(HOURS) | frozenset({"million", "tb-disk"})
_ARTICLES = wordset("a an one another ein eine einen einem einer noch")
_BEFORE_UNITS = wordset(
    "- + virtual full whole x more extra additional further mehr weitere weiteren zusätzliche "
    "zusätzlichen business working volle ganze"
)
_BETWEEN = frozenset({"or", "to", "oder", "bis", "-"})
_COMPOUND = re.compile(r"(gb|tb|kern)(?:-?)(?:festplatte|platte|speicher|ram|arbeitsspeicher|disk)")


def attach(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Gives each number its unit. A unit that stands right beside its number is swallowed by it."""
    done: list[Token] = []
    at = 0
    while at < len(tokens):
        token, after = _measured(text, tokens, at)
        done.append(token)
        at = after
    done = _alternatives(text, done)
    counted = [counting.counted(done, index) for index in range(len(done))]
    return [counting.labelled(counted, index) for index in range(len(counted))]


def _alternatives(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`4 GB or 8 GB` is one size, the larger; `from 1 TB to 500 GB` is the last."""
    merged: list[Token] = []
    for token in tokens:
        first = merged[-2] if len(merged) > 1 else None
        joiner = merged[-1].low if merged else ""
        if first and joiner in _BETWEEN and _same_unit(first, token):
            least = min(first.value, token.value)
            value = token.value if joiner in ("to", "bis") else max(first.value, token.value)
            low = text[first.start : token.end]
            merged[-2:] = [
                replace(token, low=low, start=first.start, value=value, ranged=least < value)
            ]
        else:
            merged.append(token)
    return merged


def _same_unit(first: Token, second: Token) -> bool:
    numbers = first.kind == second.kind == "number"
    return numbers and first.unit == second.unit and first.unit in ("bytes", "hours")


def _measured(text: str, tokens: Sequence[Token], at: int) -> tuple[Token, int]:
    token = tokens[at]
    if token.kind == "number":
        unit_at = _unit_position(tokens, at)
        factor = _factor(tokens, at, unit_at)
    elif token.low in _ARTICLES and at + 1 < len(tokens) and not _is_per(tokens, at):
        unit_at = at + 1
        factor = _spelled_factor(tokens[unit_at].low)
        token = replace(token, kind="number", value=Fraction(1)) if factor else token
    else:
        return token, at + 1
    if factor is None:
        return token, at + 1
    return _swallow(text, tokens, (token, unit_at, *factor))


def _is_per(tokens: Sequence[Token], at: int) -> bool:
    """`8 hours a day`, `$50 a month`, `10k visits a week`: the article means per."""
    before = tokens[at - 1] if at else None
    return before is not None and (
        before.kind in ("money", "number")
        or before.low in VISITS | PEOPLE
        or before.low in BYTES
        or before.low in HOURS
    )


def _swallow(
    text: str, tokens: Sequence[Token], found: tuple[Token, int, Unit, Fraction]
) -> tuple[Token, int]:
    token, unit_at, unit, scale = found
    after = unit_at + 1
    value = token.value * scale
    value, after = _and_a_half(tokens, after, value, scale)
    if unit == "bytes" and _is_rate(tokens, after):
        unit = "rate"
    end = tokens[after - 1].end
    return replace(token, low=text[token.start : end], end=end, value=value, unit=unit), after


def _unit_position(tokens: Sequence[Token], at: int) -> int:
    after = at + 1
    while after < len(tokens) and tokens[after].low in _BEFORE_UNITS:
        if tokens[after].low == "x" and not _is_cpu(tokens, after + 1):
            break
        after += 1
    return after


def _is_cpu(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].low in CPUS


def _factor(tokens: Sequence[Token], at: int, unit_at: int) -> tuple[Unit, Fraction] | None:
    if unit_at >= len(tokens):
        return None
    unit = tokens[unit_at]
    adjoins = tokens[at].end == unit.start
    if adjoins and unit.low in _LETTERS:
        return "bytes", _LETTERS[unit.low]
    if unit.low == "%":
        return "percent", Fraction(1)
    if unit.low == "p" and adjoins:
        return "people", Fraction(1)
    if unit.low in ("d", "w") and adjoins:
        return "hours", Fraction(24 if unit.low == "d" else 168)
    return _spelled_factor(unit.low)


def _spelled_factor(word: str) -> tuple[Unit, Fraction] | None:
    word = word.removesuffix("'s")
    compound = _COMPOUND.fullmatch(word)
    word = compound[1] if compound else word
    if word in BYTES:
        return "bytes", BYTES[word]
    if word in CPUS:
        return "cpus", Fraction(1)
    if word in HOURS:
        return "hours", HOURS[word]
    return ("rate", Fraction(1)) if word in _RATES else None


def _and_a_half(
    tokens: Sequence[Token], after: int, value: Fraction, scale: Fraction
) -> tuple[Fraction, int]:
    """`a terabyte and a half`: the numeral stage has already made one number of `a half`, or left it."""
    low = [token.low for token in tokens[after : after + 3]]
    if len(low) == 3 and low[0] in ("and", "und") and low[1] in ("a", "ein"):  # noqa: PLR2004 - and · a · half
        part = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "halbes": Fraction(1, 2)}.get(
            low[2]
        )
        beyond = tokens[after + 3].low if after + 3 < len(tokens) else ""
        if part and beyond not in BYTES:
            return value + part * scale, after + 3
    return value, after


def _is_rate(tokens: Sequence[Token], at: int) -> bool:
    low = [token.low for token in tokens[at : at + 2]]
    return len(low) == 2 and low[0] in _PER and low[1] in PERIODS  # noqa: PLR2004 - per · day
