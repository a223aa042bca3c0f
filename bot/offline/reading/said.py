"""A message prepared for reading: its words, its tokens, its clauses, and what is negated in it."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.offline.reading import numerals, tokens, units
from bot.offline.reading.tokens import Token

_GERMAN = re.compile(
    r"\b(?:ich|ein|eine|einen|einem|und|mit|für|fuer|bitte|der|die|das|nicht|kein|keine|brauche|"
    r"brauchen|hätte|gerne?|wir|speicher|festplatte|arbeitsspeicher|spieler|nutzer|leute|wochen|"
    r"tage|monate?|hallo|mach|nimm|lieber|doppelt|soll|möchte|was|kannst|du)\b"
)
_NEGATOR = re.compile(
    r"\b(?:(?:no|not)(?!\s+(?:more|less|fewer|later|longer|bigger|smaller)\s+than\b)|non|never|without|nobody|none|neither|nor|cannot|skip|disable|disabled|remove|drop|"
    r"turn off|switch off|w/o|sans|\w+n't|dont|doesnt|cant|wont|isnt|kein|keine|keinen|keiner|keinem|"
    r"nicht|nie|niemals|ohne|niemand)\b"
)
_BARRIER = re.compile(
    r"[;!?\n]|\.(?!\d)|,(?!\d)|:\s|\b(?:but|aber|sondern|so that|because|yet|then|instead)\b"
)
# `anything but windows`: the `but` is no barrier there.
_EXCEPT = re.compile(
    r"\b(?:(?:anything|everything|all|any \w+|alles)\s+(?:but|besides|außer)|except(?: for)?|other than|"
    r"außer)\s+(?:an?\s+|the\s+)?$"
)
_JOIN = re.compile(r"\b(?:and|und|plus|with|mit)\b")
_REACH = 9


@dataclass(frozen=True)
class Said:
    """One message; positions hold in `text` (as written) and `low` (lower case) alike."""

    text: str
    low: str

    @cached_property
    def german(self) -> bool:
        return len(_GERMAN.findall(self.low)) >= 2 or "ß" in self.low  # noqa: PLR2004 - one may be a coincidence

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        scanned = tokens.scan(self.low)
        folded = numerals.fold(self.low, scanned, units.FRACTIONED, german=self.german)
        return tuple(units.attach(self.low, folded))

    def words(self, start: int, end: int) -> str:
        """What the person wrote there, on one line."""
        return " ".join(self.text[start:end].split())

    def negated(self, at: int, *, noun: bool = True) -> bool:
        """An odd number of negators governs what stands at this position."""
        if _EXCEPT.search(self.low[:at]):
            return True
        before = self._governing(at, noun=noun)
        return len(_NEGATOR.findall(before)) % 2 == 1

    def _governing(self, at: int, *, noun: bool) -> str:
        """The part of the clause before `at` whose negation reaches it.

        An `and` ends that reach, except directly before a noun: `without ssh and protection`.
        """
        clause = _BARRIER.split(self.low[:at])[-1]
        joined = list(_JOIN.finditer(clause))
        if joined and not (noun and not clause[joined[-1].end() :].strip()):
            clause = clause[joined[-1].end() :]
        return " ".join(clause.split()[-_REACH:])


def said(text: str) -> Said:
    cleaned = tokens.clean(text)
    return Said(cleaned, tokens.lowered(cleaned))
