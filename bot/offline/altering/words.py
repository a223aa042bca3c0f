"""The small words of an order: articles, numbers, quotation marks."""

import re

from bot.offline.reading.number_words import ONES, german_number

_ARTICLE = re.compile(
    r"^(?:(?:the|an?|our|my|your|its|this|that|these|those|some|any|existing|current|of|new|single|whole|"
    r"just|only|simply|now|also|separate|dedicated|additional|extra|own|managed|proper|simple|small|nice)\s+)+",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\s+(?:please|thanks|thank you|instead|too|as well|again|now|there|here|everywhere|at all|any ?more|altogether|"
    r"in total|for now|for me|for us|from (?:the |this )?(?:plan|picture|diagram|architecture|stack|design|template|drawing)|"
    r"(?:in|to|into) (?:the |this )?(?:plan|picture|diagram|architecture|stack|design|template|drawing))$",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\"“”„«»]([^\"“”„«»\n]{1,120})[\"“”„«»]|(?<!\w)[\u2018'`]([^'\u2019`\n]{1,120})[\u2019'`](?!\w)"
)
_MARK = re.compile(r"\bq(\d+)q\b", re.IGNORECASE)
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "last": -1, "other": 1,
}  # fmt: skip
_OFTEN = {"once": 1, "twice": 2}


def quoted_out(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with a mark for each quotation, so that nothing inside one is read as an order."""
    quotes: list[str] = []

    def mark(match: re.Match[str]) -> str:
        quotes.append((match[1] or match[2] or "").strip())
        return f"q{len(quotes) - 1}q"

    return _QUOTED.sub(mark, text), tuple(quotes)


def unquoted(text: str, quotes: tuple[str, ...]) -> str:
    """The text with its quotations put back, without their marks."""

    def said(match: re.Match[str]) -> str:
        at = int(match[1])
        return quotes[at] if at < len(quotes) else match[0]

    return _MARK.sub(said, text)


def bare(phrase: str) -> str:
    """A phrase without what surrounds its meaning."""
    phrase = phrase.strip(" \t,.;:!?-–()[]")
    before = None
    while before != phrase:
        before = phrase
        phrase = _ENDING.sub("", _ARTICLE.sub("", phrase)).strip(" \t,.;:!?-–()[]")
    return phrase


def number(word: str) -> int | None:
    """“3”, “three”, “drei”; None for anything else."""
    low = word.lower()
    if low.isascii() and low.isdigit():
        return int(low) if len(low) <= 3 else None  # noqa: PLR2004 - nobody wants a thousand
    if low in ONES:
        return ONES[low]
    return _OFTEN.get(low) or german_number(low)


def ordinal(word: str) -> int | None:
    """Which of several: “second” is 1, “last” is -1."""
    return _ORDINALS.get(word.lower())


def plain(text: str) -> str:
    """Letters and digits alone, to compare what is written with what is said."""
    return re.sub(r"[^\w]+|_", "", text).casefold()


def parts_of(label: str) -> set[str]:
    """The words of a label: “GetCustomer” is get and customer."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^\w]+|_", " ", label)
    return {word.casefold() for word in apart.split()}
