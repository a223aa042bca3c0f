"""Numbers as people write them: digits, words, fractions, dozens, ranges; English and German."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.offline.reading.number_words import (
    ARTICLES,
    CORED,
    GERMAN_MIXED,
    ONES,
    PAIRS,
    PARTS,
    SCALES,
    TENS,
    german_number,
)
from bot.offline.reading.tokens import Token

_HALF_AFTER = ("and", "und")
_TO = frozenset({"to", "bis", "or", "oder", "-"})
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_GERMAN_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_LARGEST_PART = 64
# Larger numbers are jokes or attacks; as one of this size they are refused like any other too large.
_BEYOND_ALL_LIMITS = Fraction(10**12)


@dataclass(frozen=True, slots=True)
class _Found:
    """A number that ends before token `end`."""

    value: Fraction
    end: int
    ranged: bool = False
    plain: bool = True


def digits(text: str) -> Fraction | None:
    """Written digits: `1,000` and `0,5` and `1.5`; None where it is none of these (`80,443,22`)."""
    if _THOUSANDS.fullmatch(text):
        return Fraction(text.replace(",", ""))
    if text.count(",") > 1 or text.count(".") > 1:
        german = _GERMAN_THOUSANDS.fullmatch(text)
        return Fraction(text.replace(".", "").replace(",", ".")) if german else None
    if "," in text and "." in text:
        return Fraction(text.replace(".", "").replace(",", "."))
    return Fraction(text.replace(",", "."))


def fold(text: str, tokens: Sequence[Token], units: frozenset[str], *, german: bool) -> list[Token]:
    """Every spelled number becomes one number token. `units` are the words a fraction may stand before."""
    reader = _Numerals(tuple(tokens), units, german)
    folded: list[Token] = []
    at = 0
    while at < len(tokens):
        found = reader.number(at)
        if found is None:
            folded.append(tokens[at])
            at += 1
            continue
        start, end = tokens[at].start, tokens[found.end - 1].end
        value = min(found.value, _BEYOND_ALL_LIMITS)
        folded.append(
            Token("number", text[start:end], start, end, value=value, ranged=found.ranged)
        )
        at = found.end
    return folded


class _Numerals:
    """Recursive descent over one token list: number → range → mixed → cardinal."""

    def __init__(self, tokens: tuple[Token, ...], units: frozenset[str], german: bool) -> None:  # noqa: FBT001 - one private caller
        self._tokens = tokens
        self._units = units
        self._german = german

    def number(self, at: int) -> _Found | None:
        first = self._between(at) or self._mixed(at)
        return self._range(first) if first and not first.ranged else first

    def _low(self, at: int) -> str:
        return self._tokens[at].low if 0 <= at < len(self._tokens) else ""

    def _between(self, at: int) -> _Found | None:
        if self._low(at) not in ("between", "zwischen"):
            return None
        least = self._mixed(at + 1)
        if not least or self._low(least.end) not in ("and", "und"):
            return None
        most = self._mixed(least.end + 1)
        return _Found(max(least.value, most.value), most.end, ranged=True) if most else None

    def _range(self, first: _Found) -> _Found:
        joiner = self._low(first.end)
        if joiner not in _TO or not first.plain:
            return first
        last = self._mixed(first.end + 1)
        if not last or (joiner == "-" and last.value <= first.value):
            return first
        spoken_to = joiner in ("to", "bis")
        value = last.value if spoken_to else max(first.value, last.value)
        return _Found(value, last.end, ranged=True)

    def _mixed(self, at: int) -> _Found | None:
        """A whole number, a fraction, or both: `1 1/2`, `two and a half`, `three quarters of a`."""
        fraction = self._part(at)
        if fraction:
            return fraction
        whole = self._cardinal(at)
        if not whole:
            return None
        return self._with_part(whole) or self._scaled(whole)

    def _with_part(self, whole: _Found) -> _Found | None:
        at = whole.end
        if self._low(at) == "-" and self._low(at + 1) in _HALF_AFTER:
            at += 1
        if self._low(at) in _HALF_AFTER:
            part = self._part(at + 1 + (self._low(at + 1) == "-"), loose=True)
        else:
            part = self._written_part(at + (self._low(at) == "-"))
        if not part or part.value >= 1:
            return None
        return _Found(whole.value + part.value, part.end, plain=False)

    def _part(self, at: int, *, loose: bool = False) -> _Found | None:
        return (
            self._half_a_dozen(at)
            or self._of_a_unit(self._written_part(at), loose=True)
            or self._of_a_unit(self._spoken_part(at), loose=loose)
        )

    def _written_part(self, at: int) -> _Found | None:
        above, below = self._low(at), self._low(at + 2)
        if self._low(at + 1) != "/" or not (above.isdecimal() and below.isdecimal()):
            return None
        top, bottom = int(above), int(below)
        if not 0 < top < bottom <= _LARGEST_PART:
            return None
        return _Found(Fraction(top, bottom), at + 3, plain=False)

    def _spoken_part(self, at: int) -> _Found | None:
        """`half`, `a quarter`, `three-quarters`, `ein halbes`."""
        top = Fraction(1)
        if self._low(at) in ARTICLES:
            at += 1
        elif self._low(at) not in PARTS:
            count = self._cardinal(at)
            if not count:
                return None
            top, at = count.value, count.end
        at += self._low(at) == "-"
        bottom = PARTS.get(self._low(at))
        if not bottom or top >= bottom:
            return None
        return _Found(top / bottom, at + 1, plain=False)

    def _of_a_unit(self, part: _Found | None, *, loose: bool) -> _Found | None:
        """A spoken fraction counts only before a unit: `a quarter of a TB`, not `the last quarter`."""
        if not part:
            return None
        at = part.end
        at += self._low(at) in ("of", "von", "-")
        at += self._low(at) in ARTICLES
        if self._low(at) in self._units:
            return _Found(part.value, at, plain=False)
        return part if loose else None

    def _half_a_dozen(self, at: int) -> _Found | None:
        at += self._low(at) in ("a", "ein")
        if PARTS.get(self._low(at)) != 2:  # noqa: PLR2004 - a half
            return None
        at += 1
        at += self._low(at) in ("a", "of", "-")
        scale = SCALES.get(self._low(at))
        return _Found(Fraction(scale, 2), at + 1) if scale else None

    def _cardinal(self, at: int) -> _Found | None:
        token = self._low(at)
        if at < len(self._tokens) and self._tokens[at].kind == "number":
            return self._digits(at)
        if token in CORED and self._low(at + 1 + (self._low(at + 1) == "-")).startswith("core"):
            return _Found(Fraction(CORED[token]), at + 1)
        if token in GERMAN_MIXED:
            return _Found(GERMAN_MIXED[token], at + 1, plain=False)
        german = german_number(token)
        if german is not None:
            return _Found(Fraction(german), at + 1)
        return self._paired(at) or self._spelled(at)

    def _digits(self, at: int) -> _Found | None:
        text = self._low(at)
        if self._german and _GERMAN_THOUSANDS.fullmatch(text):
            return _Found(Fraction(text.replace(".", "").replace(",", ".")), at + 1)
        value = digits(text)
        return None if value is None else _Found(value, at + 1)

    def _paired(self, at: int) -> _Found | None:
        """`a couple of`, `a pair of`, and without their article."""
        at += self._low(at) in ("a", "ein", "one")
        pair = PAIRS.get(self._low(at))
        return _Found(Fraction(pair), at + 1 + (self._low(at + 1) == "of")) if pair else None

    def _spelled(self, at: int) -> _Found | None:
        begin = at
        scaled_by_article = self._low(at) in ("a", "ein") and self._low(at + 1) in SCALES
        total, current = 0, 1 if scaled_by_article else 0
        at += scaled_by_article
        while True:
            step = self._next_word(begin + scaled_by_article, at)
            word = self._low(step)
            if word in SCALES and word != "k":
                current = max(current, 1) * SCALES[word]
                if SCALES[word] >= 1000:  # noqa: PLR2004 - thousands close a group
                    total, current = total + current, 0
            elif self._may_follow(current, word):
                current += ONES.get(word, TENS.get(word, 0))
            else:
                break
            at = step + 1
        return _Found(Fraction(total + current), at) if at > begin else None

    def _next_word(self, begin: int, at: int) -> int:
        """Steps over the hyphen of `twenty-five` and the `and` of `two hundred and fifty`."""
        if at == begin:
            return at
        if self._low(at) == "-" and self._low(at - 1) in TENS and self._low(at + 1) in ONES:
            return at + 1
        after_scale = self._low(at - 1) in ("hundred", "thousand")
        number_next = self._low(at + 1) in ONES or self._low(at + 1) in TENS
        return at + 1 if self._low(at) == "and" and after_scale and number_next else at

    def _may_follow(self, current: int, word: str) -> bool:
        if word in TENS:
            return current % 100 == 0
        if word not in ONES:
            return False
        return current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 < ONES[word] < 10)  # noqa: PLR2004 - decimal places

    def _scaled(self, whole: _Found) -> _Found:
        """`5k`, `2 million`, `3 dozen`, `one point five`."""
        if self._low(whole.end) in ("point", "komma"):
            decimal = self._cardinal(whole.end + 1)
            if decimal and decimal.value < 10:  # noqa: PLR2004 - one decimal place
                return _Found(whole.value + decimal.value / 10, decimal.end)
        scale = SCALES.get(self._low(whole.end))
        if not scale or (self._low(whole.end) == "k" and not self._adjoins(whole.end)):
            return whole
        at = whole.end + 1
        return _Found(whole.value * scale, at + (self._low(at) == "of"))

    def _adjoins(self, at: int) -> bool:
        return self._tokens[at - 1].end == self._tokens[at].start
