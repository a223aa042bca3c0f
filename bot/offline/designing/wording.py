"""What else a message about a stack says: a region, or something that sounds like an order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.offline.reading import placing
from bot.offline.reading.said import said

_SOUNDS_LIKE_AN_ORDER = re.compile(
    r"^(?:add|put|insert|remove|delete|drop|replace|swap|connect|disconnect|rename|move|make|reverse|scale|no|without|turn|change|"
    r"use|include|exclude|encrypt|enable|disable|protect|set|give|allow|block)\b",
    re.IGNORECASE,
)
# Said with every picture, and asking for no more than what is done anyway.
_THE_WHOLE = re.compile(
    r"\b(?:cloud ?formation|template|stack|infrastructure|picture|diagram|architecture|drawing|plan|code|account|"
    r"well[- ]architected|aws)\b|^(?:use|make|turn|put|set)\s+(?:it|this|that)(?:\s+(?:up|please|again|now|happen))*$",
    re.IGNORECASE,
)
_BEFORE_A_REGION = r",?\s*\b(?:(?:and|but|please|use|put it|deploy it|move it|it|run it|to|in|into|at|for|the|region|aws|rather|better|is|nach)\s+)*"
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Where:
    """The region that is asked for, the question where it is not clear which, and the other words."""

    region: str | None
    doubt: str | None
    rest: str

    @property
    def doubts(self) -> tuple[str, ...]:
        return (self.doubt,) if self.doubt else ()


def region_in(words: str) -> Where:
    heard = said(words)
    read, doubt = placing.region(heard)
    if read is None or read.value is None:
        return Where(None, doubt, words)
    place = rf"{_BEFORE_A_REGION}{re.escape(read.words)}(?:\s+region)?\b"
    return Where(read.value, doubt, re.sub(place, "", heard.text, flags=re.IGNORECASE))


def worth_asking(rest: Iterable[str]) -> Iterator[str]:
    """What to ask about the orders among what was not understood."""
    orders = (
        clause
        for clause in rest
        if _SOUNDS_LIKE_AN_ORDER.match(clause) and not _THE_WHOLE.search(clause)
    )
    yield from map(meaning, orders)


def meaning(clause: str) -> str:
    return f"What does “{shown(clause)}” mean for the plan? I did not understand it."


def shown(clause: str) -> str:
    return clause if len(clause) <= LONGEST_SHOWN else f"{clause[: LONGEST_SHOWN - 1]}…"
