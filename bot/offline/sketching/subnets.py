"""How many subnets a request asks for, and of which kind: “one public and two private subnets”."""

import re
from dataclasses import dataclass, field
from typing import Literal

from bot.offline.reading.number_words import ONES
from bot.offline.sketching.wording import Wording

Tier = Literal["public", "private", "plain"]

_MOST = 12
_PLURAL = 2
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|a single|single|a pair of|a couple of|pair of|an?|multiple|several|both)"
_KIND = r"(?:public|private|isolated|internal|intra|database|data|application|app|web)"
_SUBNETS = re.compile(
    rf"(?:\b(?P<count>{_NUMBER})\s+)?(?:(?:small|dedicated|separate|distinct|different|simple|new|/\d\d|additional)\s+){{0,4}}"
    rf"(?:\b(?P<kind>{_KIND})(?:-facing)?(?:,?\s+(?:subnets?\s+)?(?:and|&|plus|\+|/)\s+(?:(?P<more>{_NUMBER})\s+)?(?P<other>{_KIND}))?\s+)?(?:vpc\s+)?"
    r"\bsubnets?\b(?! (?:group|ids?\b))"
)
_NOT_NEW = re.compile(
    r"\b(?:our|my|existing|default|db|database subnet|cache|all|any|those|these|its|their|such|which|other)\s+$"
)
_DEFAULT = re.compile(r"\bdefault (?:vpc/)?subnet")
_PAIRED = re.compile(
    r"\bpairs? of (?:public|private) and (?:public|private) subnets?|\bpairs? of public/private subnets?"
)
_IN_EACH_ZONE = re.compile(
    r"subnets?[^.;\n]{0,40}\b(?:per|in each|in every|for each|for every)\s+(?:az|availability[ -]zone|zone)\b"
)
_WORDY = {"a single": 1, "single": 1, "a pair of": 2, "pair of": 2, "a couple of": 2, "multiple": 2, "several": 2, "both": 2, "different": 2, "separate": 2, "a": 1, "an": 1}  # fmt: skip


@dataclass(slots=True)
class Subnets:
    """How many of each kind; `plain` are those of which nothing says whether they are public."""

    public: int = 0
    private: int = 0
    plain: int = 0
    counted: set[Tier] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.public or self.private or self.plain)

    def take(self, tier: Tier, many: int, *, said: bool) -> None:
        """The same subnets may be spoken of again: a number that was said counts, and of these the largest."""
        if said or tier not in self.counted:
            before = self.of(tier) if said == (tier in self.counted) else 0
            self._set(tier, max(min(many, _MOST), before))
        if said:
            self.counted.add(tier)

    def of(self, tier: Tier) -> int:
        return {"public": self.public, "private": self.private, "plain": self.plain}[tier]

    def _set(self, tier: Tier, many: int) -> None:
        match tier:
            case "public":
                self.public = many
            case "private":
                self.private = many
            case "plain":
                self.plain = many

    def settle(self, zones: int, *, each_zone: bool) -> None:
        """Subnets without a kind are those with one, spoken of again; `one in each zone` is as many as zones."""
        if self.public or self.private:
            self.plain = 0
        for tier in ("public", "private", "plain"):
            if each_zone and self.of(tier) == 1:
                self._set(tier, max(zones, _PLURAL))


def subnets(words: Wording, zones: int) -> Subnets:
    found = Subnets()
    for match in _SUBNETS.finditer(words.low):
        before = words.low[: match.start()]
        skipped = _NOT_NEW.search(before) or _DEFAULT.search(
            words.low, max(0, match.start() - 12), match.end()
        )
        if not (skipped or words.denies(match.start()) or words.is_aim(match.start())):
            _count(found, match, zones)
    found.settle(zones, each_zone=bool(_IN_EACH_ZONE.search(words.low)))
    return found


def _count(found: Subnets, match: re.Match[str], zones: int) -> None:
    said, plural = amount(match["count"]), match[0].endswith("s")
    usual = max(zones, _PLURAL) if plural else 1
    many = said or usual
    if _PAIRED.search(match.string[max(0, match.start() - 12) : match.end()]):
        many = _PLURAL
    found.take(_tier(match["kind"]), many, said=said is not None)
    if match["other"]:
        more = amount(match["more"]) or (many if many > 1 else usual)
        found.take(_tier(match["other"]), more, said=said is not None)


def _tier(kind: str | None) -> Tier:
    if kind is None:
        return "plain"
    return "public" if kind in ("public", "web") else "private"


def amount(word: str | None) -> int | None:
    """`a pair of` is 2; None where no number is said."""
    if word is None:
        return None
    return int(word) if word.isdigit() else _WORDY.get(word, ONES.get(word))
