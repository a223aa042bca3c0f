"""Alarms that are asked for by what they do: “mail me when the CPU is above 80 %”."""

import re
from collections.abc import Iterator, Sequence

from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.nouns import Noun
from bot.offline.sketching.qualities.messages import METRIC
from bot.offline.sketching.wording import Wording

_WHOM = r"(?:me|us|him|her|them|someone|somebody|ops|admins?|(?:the |our |an? )?(?:\w+ )?(?:team|operators?|admins?|on-?call|engineers?)|mir|uns|mich)"
_TELLS = re.compile(
    rf"\b(?:e-?mail|mail|alert|notify|warn|tell|text|message|ping|page|inform|benachrichtige|warne|schick|sende)\w*(?: (?:an? )?(?:e-?mail|mail|message|alert|warning))?(?: (?:to )?{_WHOM})?\b"
    r"[^.;\n]{0,70}?\b(?:when(?:ever)?|if|as soon as|once|wenn|sobald|falls)\b"
    rf"|\b(?:when(?:ever)?|if|as soon as|wenn|sobald|falls)\b[^.;\n]{{0,80}}?\b(?:e-?mail|mail|alert|notify|warn|tell|page|inform|benachrichtige|warne|schick)\w*(?: (?:to )?{_WHOM})\b"
    rf"|\b(?:failures?|errors?|fehler)\b[^.;,\n]{{0,30}}?\b(?:alert|notify|warn|page|e-?mail|mail|tell|inform)\w* {_WHOM}\b"
    rf"|\b(?:alert|notify|warn|page|e-?mail|mail|tell|inform) {_WHOM} (?:(?:by|via) (?:e-?mail|mail) )?(?:on|about|of|for|upon) (?:\w+ ){{0,3}}(?:failures?|errors?)\b"
)
_ALARM = Noun("cloudwatch", (("alarm", "on"),))
_INSTANCE = re.compile(r"\bi-[0-9a-f]{8,17}\b")


def warnings(words: Wording, found: Sequence[Mention]) -> Iterator[Mention]:
    """Every such wish in a sentence that says what to watch and names no alarm itself."""
    for number, (start, end) in enumerate(words.sentences):
        match = _TELLS.search(words.low, start, end)
        if match is None or not METRIC.search(words.low, start, end) or words.denies(match.start()):
            continue
        if any(one.sentence == number and _is_alarm(one) for one in found):
            continue
        yield Mention(_ALARM, match.start(), match.start(), match.end(), number, "a")


def _is_alarm(one: Mention) -> bool:
    return one.service in ("cloudwatch", "budgets")


def watched_instance(words: Wording) -> str | None:
    """The id of an instance that is there already."""
    match = _INSTANCE.search(words.heard.low)
    return match[0] if match else None
