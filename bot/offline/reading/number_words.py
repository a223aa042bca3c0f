"""The words that are numbers, in English and German."""

import difflib
from fractions import Fraction

from bot.offline.reading.lexicon import wordset

_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENFOLD = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = {word: value for value, word in enumerate(_UP_TO_NINETEEN.split())}
TENS = {word: 10 * value for value, word in enumerate(_TENFOLD.split(), start=2)} | {"fourty": 40}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "mio": 10**6,
    "dozen": 12,
    "dutzend": 12,
    "k": 1000,
}
PAIRS = {"couple": 2, "pair": 2, "paar": 2, "twin": 2, "trio": 3, "quartet": 4}
CORED = {"single": 1, "dual": 2, "quad": 4, "hexa": 6, "octa": 8}
PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "eighth": 8,
    "eighths": 8,
    "tenth": 10,
    "tenths": 10,
    "halb": 2,
    "halbe": 2,
    "halber": 2,
    "halbes": 2,
    "halben": 2,
    "drittel": 3,
    "viertel": 4,
    "fünftel": 5,
    "achtel": 8,
    "zehntel": 10,
}
ARTICLES = wordset("a an one 1 the ein eine einen einem einer eines")
GERMAN_ONES = {
    "null": 0,
    "eins": 1,
    "zwei": 2,
    "zwo": 2,
    "drei": 3,
    "vier": 4,
    "fünf": 5,
    "fuenf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "zwoelf": 12,
    "dreizehn": 13,
    "vierzehn": 14,
    "fünfzehn": 15,
    "sechzehn": 16,
    "siebzehn": 17,
    "achtzehn": 18,
    "neunzehn": 19,
}
GERMAN_TENS = {
    "zwanzig": 20,
    "dreißig": 30,
    "dreissig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
}
GERMAN_MIXED = {
    "anderthalb": Fraction(3, 2),
    "anderthalbe": Fraction(3, 2),
    "eineinhalb": Fraction(3, 2),
    "zweieinhalb": Fraction(5, 2),
    "dreieinhalb": Fraction(7, 2),
    "dreiviertel": Fraction(3, 4),
}


def german_number(word: str) -> int | None:
    """`zweihundertfünfzig` → 250; None for anything else."""
    if word in GERMAN_ONES or word in GERMAN_TENS:
        return GERMAN_ONES.get(word, GERMAN_TENS.get(word))
    for scale, factor in (("tausend", 1000), ("hundert", 100)):
        head, found, tail = word.partition(scale)
        if found:
            return _german_scaled(head, factor, tail)
    one, found, ten = word.partition("und")
    ones = 1 if one == "ein" else GERMAN_ONES.get(one)
    return GERMAN_TENS[ten] + ones if found and ten in GERMAN_TENS and ones else None


def _german_scaled(head: str, factor: int, tail: str) -> int | None:
    times = 1 if head in ("", "ein") else german_number(head)
    rest = 0 if not tail else german_number(tail.removeprefix("und"))
    return None if times is None or rest is None else times * factor + rest


def is_number_word(word: str) -> bool:
    return (
        word in ONES
        or word in TENS
        or word in SCALES
        or word in GERMAN_MIXED
        or german_number(word) is not None
    )


def misspelt(word: str) -> bool:
    """Nearly a number word, but none: `fivty`, `twnety`."""
    known = [*ONES, *TENS, "hundred", "thousand", "dozen"]
    return (
        len(word) > 3  # noqa: PLR2004 - short words resemble everything
        and not is_number_word(word)
        and bool(difflib.get_close_matches(word, known, n=1, cutoff=0.79))
    )
