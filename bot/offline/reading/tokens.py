"""Cuts a message into tokens; what is never a quantity (addresses, dates, money, versions) is one token of its own."""

import html
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "word",
    "number",
    "mark",
    "type",
    "region",
    "network",
    "port",
    "date",
    "clock",
    "money",
    "version",
    "ordinal",
    "link",
]
Unit: TypeAlias = Literal[
    "bytes", "rate", "cpus", "people", "servers", "hours", "visits", "percent", "bare"
]


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text; numbers carry their value, and their unit once that is known."""

    kind: Kind
    low: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    unit: Unit = "bare"
    ranged: bool = False


_QUANTIFIED = (
    r"\s*-?\s*(?:[kmgt]i?b?\b|gigs?|gigabytes?|terabytes?|tera|v?cpus?|cores?|kerne?\b|players?|spieler|"
    r"users?|people|persons?|friends|visit|concurrent|clients|developers|devs\b|%|x\b|×|"
    r"hours?|days?|weeks?|months?|servers\b|instances\b|boxes\b|machines\b|vms\b|/|nutzer|leute|"
    r"personen|freunde|tage?\b|wochen?\b|stunden?\b|-?\d|:)"
)
_PRODUCT = (
    r"(?:ubuntu|debian|windows(?:\s+server)?|win|amazon\s+linux|rhel|centos|rocky(?:\s+linux)?|"
    r"alma(?:linux)?|fedora|suse|java|jdk|openjdk|jre|python|postgres(?:ql)?|mysql|mariadb|"
    r"mongo(?:db)?|redis|node(?:\.?js)?|php|ruby|rails|django|drupal|golang|go|dotnet|\.net|"
    r"jenkins|gitlab|nginx|apache|tomcat|odoo|"
    r"elasticsearch|kafka|wordpress|magento|terraform|kubernetes|k8s|docker|version|release)"
)
_GAME = r"(?:minecraft|paper|forge|fabric|spigot|bedrock)"
_MACHINES = r"(?:servers?|instances?|box(?:es)?|machines?|vms?|nodes?|hosts?)"
_SIZES = r"(?:nano|micro|small|medium|large|\d*xlarge|metal(?:-\d+xl)?)"
_COMPASS = r"(?:north|south|east|west|central|northeast|northwest|southeast|southwest|northcentral)"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("link", r"https?://\S+|\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b"),
    ("network", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,3})?(?![\w/])"),
    (
        "network",
        r"(?<![\w:])(?:[0-9a-f]{1,4}(?=:[0-9a-f:]*:)|(?=::))[0-9a-f:]+(?:/\d{1,3})?(?![\w:])",
    ),
    ("type", rf"(?<![\w.])[a-z]{{1,3}}\d+[a-z0-9]*(?:-[a-z0-9]+)?\.{_SIZES}s?(?![\w.-]*\w)"),
    ("type", r"\bu-\d+tb\d+\.(?:metal|\d+xlarge)\b"),
    ("type", rf"(?<![\w.-])[tmcr]\d[a-z]{{0,3}}(?:\s|-){_SIZES}\b"),
    ("type", r"(?<![\w.])(?:t2|t3a?|t4g|[mcr]\d[a-z]{0,2})\.[a-z0-9]+\b"),
    ("region", rf"\b[a-z]{{2,9}}-(?:gov-|iso[a-z]?-)?{_COMPASS}-\d+\b"),
    ("region", rf"\b(?:us|eu|ap|sa|ca|me|af|il)\s{_COMPASS}\s\d\b"),
    ("date", r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"),
    ("clock", r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m\b)?|\b\d{1,2}\s?[ap]m\b"),
    ("money", r"(?:[$€£]|\b(?:usd|eur)\s)\s?\d[\d.,]*k?(?!\w)"),
    ("money", r"\b\d[\d.,]*\s?(?:[$€£]|(?:usd|eur|euros?|dollars?|bucks|cents?|pounds?)\b)"),
    ("port", r"(?<![\w.])\d{1,5}(?:\s?-\s?\d{1,5})?\s?/\s?(?:tcp|udp)\b"),
    ("port", r"\b(?:tcp|udp)\s?[/:]\s?\d{1,5}(?:\s?-\s?\d{1,5})?(?![\w.])"),
    ("version", rf"\b(?:ubuntu|debian|windows)\s+(?:server\s+)?\d+(?:\.\d+)?(?=\s+{_MACHINES}\b)"),
    ("version", rf"(?<!\w){_PRODUCT}[\s-]*v?\d+(?:\.\d+)*(?:\.x)?(?![\w.]*\w)(?!{_QUANTIFIED})"),
    ("version", rf"(?<![\w.])\d{{2}}\.04(?![\w.]*\w)(?!{_QUANTIFIED})"),
    ("version", rf"(?<!\w){_GAME}[\s-]*v?\d+(?:\.\d+)+(?:\.x)?(?![\w.]*\w)"),
    (
        "version",
        r"\bv\d+(?:\.\d+)*\b|\b\d+\.\d+\.\d+(?:\.\d+)*\b|\b\d+\s?-?bit\b|\b\d{3,4}p\b|#\d+\b",
    ),
    ("ordinal", r"\b\d+(?:st|nd|rd|th)\b"),
    ("mark", r"\bx(?=\d{1,3}\b)(?!86|64|32)"),
    ("number", r"(?<![\w.])\.\d+|\d+(?:[.,]\d+)*"),
    ("word", r"[^\W\d_](?:[^\W_]|_)*(?:'[^\W\d_]+)*"),
    ("mark", r"\S"),
)
_SCANNER = re.compile(
    "|".join(f"(?P<g{index}>{pattern})" for index, (_, pattern) in enumerate(_PATTERNS))
)
_ALIKE = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2013": "-",
        "\u2014": " - ",
        "\u2012": "-",
        "\u2011": "-",
        "\u2044": "/",
        "\u2215": "/",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u00d7": " x ",
    }
)
_VULGAR = re.compile(r"[\u00bc-\u00be\u2150-\u215e]")
_MENTION = re.compile(r"<[@#!][^>]*>|:[a-z_+-]+:(?!\d)")
_LINKED = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")
_LONGEST = 4000


def clean(text: str) -> str:
    """The same words in plain characters: no Slack markup, one kind of quote, dash and fraction."""
    text = html.unescape(text[:_LONGEST])
    text = _MENTION.sub(" ", _LINKED.sub(r"\1", text))
    text = _VULGAR.sub(_spelled_out, text).translate(_ALIKE)
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)[:_LONGEST]
    return re.sub(r"[*_~`](?=\S)|(?<=\S)[*_~`]", _unmarked, text).strip()


def _spelled_out(match: re.Match[str]) -> str:
    return " " + unicodedata.normalize("NFKC", match[0]) + " "


def _unmarked(match: re.Match[str]) -> str:
    text, at = match.string, match.start()
    within = 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
    about = match[0] == "~" and text[at + 1 : at + 2].isdigit()
    # The last field of `cron(0 3 * * ? *)` is no markup.
    field = (
        match[0] == "*" and text[at + 1 : at + 2] == ")" and "cron" in text[max(0, at - 40) : at]
    )
    return match[0] if within or about or field else " "


def lowered(text: str) -> str:
    """Lower case without ever changing the length, so that positions hold in both."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def scan(low: str) -> list[Token]:
    """The tokens of an already cleaned and lower-cased text."""
    return [
        Token(_PATTERNS[int((match.lastgroup or "g0")[1:])][0], match[0], *match.span())
        for match in _SCANNER.finditer(low)
    ]
