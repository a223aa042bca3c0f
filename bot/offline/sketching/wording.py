"""A request, prepared: its sentences, what stands in it as an example or an aim only, and what it denies."""

import re
from dataclasses import dataclass
from functools import cached_property

from bot.offline.reading.said import Said, said
from bot.offline.reading.spelling import with_services_corrected
from bot.offline.sketching.denying import denied
from bot.offline.sketching.english import in_english

LONGEST_REQUEST = 12_000
# Nobody types a long description in a hurry, and its words are often names.
LONGEST_WITH_SLIPS = 1000
# Text that went through a wrong encoding twice.
_GARBLED = re.compile("(?:\u00c2[\u0080-\u00bf])+")
_SENTENCE = re.compile(r"(?<=[^\s.][.!?])\s+(?=[\"'(A-ZÄÖÜ0-9])|\s*\n+\s*|\s*;\s*")
_QUOTE = re.compile(
    r"[\"“”„«»]([^\"“”„«»\n]{1,80})[\"“”„«»]|(?<!\w)[\u2018'`]([^’'`\n]{1,80})[’'`](?!\w)"
)
# Named to explain, not to have.
_EXAMPLES = re.compile(
    r"\((?:e\.?g\.?|i\.?e\.?|such as|for example|for instance|like)[ ,:][^)\n]*\)|"
    r"\b(?:e\.g\.|such as|for example|for instance|zum beispiel|z\.\s?b\.)[^.;)\n]*|"
    r"\b(?:demonstrations?|demos?|examples?|use cases?|scenarios?|purposes?|workloads?) (?:like|such as)\b[^.;)\n]*|"
    r"\bfor (?:cross-stack references?|service integration)\b(?: ?\([^)\n]*\))?[^.;\n(]*",
    re.IGNORECASE,
)
# What something is for; what it names is made only if it is asked for elsewhere.
_AIMS = re.compile(
    r"(?:^|,|\bwhich|\bthat|\band)\s+(?:is\s+)?designed (?:for|to)\b[^.;\n]*|^\s*(?:designed|ideal|intended|suitable) (?:for|to)\b[^.;\n]*|"
    r"\b(?:which|that|and|,)\s+(?:provid|enabl|allow|ensur|help|simplif|automat|support|demonstrat|facilitat|offer)(?:es|s|ing|ies|ates|ating|ying)\b[^.;,\n]*|"
    r"\b(?:so that|in order to|to (?:demonstrate|simplify|facilitate|ensure|help|illustrate|showcase|support|enforce))\b[^.;,\n]*|"
    r"\bwithout (?:direct|the need|needing|requiring|having)\b[^.;,\n]*|"
    r"\b(?:requiring|trade-?offs?)\b[^.;\n]*",
    re.IGNORECASE | re.MULTILINE,
)
# Names that only look like words: paths, hosts, addresses, ids, and the types of nodes.
_NO_WORDS = re.compile(
    r"\barn:[^\s,;)]+|\b(?:https?|s3)://[^\s,;)]+|(?<![^\s(=])/[\w{}*+-]+(?:[/.][\w{}*+-]+)*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|"
    r"\b(?:i|vpc|subnet|sg|vol|ami|eni|rtb|igw|nat|tgw)-[0-9a-f]{8,17}\b|"
    r"\b(?:db|cache|ml|kafka|search|dms|mq|ra3|dc2)\.(?:[a-z][\w]*\.)?\w+|"
    r"\b[a-z][\w-]*(?:\.[a-z][\w-]*)*\.(?:com|org|net|io|de|eu|dev|info|cloud|internal|local|example|test|invalid)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wording:
    """`text` is as written, in English; positions hold in `text` and `low` alike."""

    heard: Said

    @property
    def text(self) -> str:
        return self.heard.text

    @cached_property
    def low(self) -> str:
        """Lower case, with blanks for examples, for what stands in quotation marks and for what is no word."""
        low = self.heard.low
        for match in _QUOTE.finditer(low):
            low = _blanked(low, match.start(), match.end())
        for match in (*_EXAMPLES.finditer(low), *_NO_WORDS.finditer(low)):
            low = _blanked(low, match.start(), match.end())
        return low

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        starts = [0, *(match.end() for match in _SENTENCE.finditer(self.text))]
        ends = [*(match.start() for match in _SENTENCE.finditer(self.text)), len(self.text)]
        return tuple(zip(starts, ends, strict=True))

    @cached_property
    def _aims(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _AIMS.finditer(self.low))

    def sentence_at(self, at: int) -> int:
        """The number of the sentence that a position is in."""
        ends = (number for number, (_, end) in enumerate(self.sentences) if at < end)
        return next(ends, len(self.sentences) - 1)

    def is_aim(self, at: int) -> bool:
        return any(start <= at < end for start, end in self._aims)

    def denies(self, at: int) -> bool:
        """Whether what stands at a position shall not be."""
        start, end = self.sentences[self.sentence_at(at)]
        return denied(self.heard.low[start:end], at - start)

    def quoted(self, start: int, end: int) -> str | None:
        """What stands in quotation marks between two positions."""
        match = _QUOTE.search(self.text, start, end)
        return (match[1] or match[2]).strip() if match else None


def wording(words: str) -> Wording:
    text = _GARBLED.sub(" ", words[:LONGEST_REQUEST])
    right = with_services_corrected(said(text)).text if len(text) < LONGEST_WITH_SLIPS else text
    return Wording(said(in_english(right)))


def _blanked(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"
