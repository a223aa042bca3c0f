"""What else a message about a stack says: a region, a question, or something that nothing came of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.architecture import Architecture
from bot.domain.services import SERVICES, named
from bot.offline.altering.clauses import is_question
from bot.offline.designing.limits import out_of_reach
from bot.offline.reading import placing
from bot.offline.reading.said import Said, said

_SOUNDS_LIKE_AN_ORDER = re.compile(
    r"^(?:add|put|insert|remove|delete|drop|replace|swap|connect|disconnect|rename|move|make|reverse|scale|no|without|turn|change|"
    r"use|include|exclude|encrypt|enable|disable|protect|set|give|allow|block|open|close|keep|limit|expose|attach|install|"
    r"with|plus|but|only|ohne|mit|nur)\b",
    re.IGNORECASE,
)
# Asked of whatever is made, so that it is worth a word even in a sentence about the whole.
_REQUIREMENT = re.compile(
    r"\b(?:encrypt\w*|backups?|retention|highly available|high availability|redundan\w*|multi-?(?:az|region)|failover|hipaa|gdpr|dsgvo|"
    r"pci|soc ?2|dead[- ]?letter\w*|cheap\w*|budget|spot|graviton|hochverfügbar\w*|verschlüssel\w*|"
    r"\d+\s*(?:gb|gib|tb|mb|users?|servers?|instances?|days?|weeks?|replicas?|requests?|nutzer|usd|eur|dollars?|euros?|[$€%]))(?!\w)|[$€]\s*\d",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:must|should|shall|needs?|has to|have to|ensure|make sure|at (?:least|most)|maximum|minimum|never|always|muss|müssen|soll|"
    r"sollen|sollte|mindestens|höchstens)\b",
    re.IGNORECASE,
)
# Said with every picture, and asking for no more than what is done anyway.
_THE_WHOLE = re.compile(
    r"\b(?:cloud ?formation|template|stack|infrastructure|picture|diagram|architecture|drawing|plan|code|account|"
    r"well[- ]architected|aws)\b|^(?:use|make|turn|put|set)\s+(?:it|this|that)(?:\s+(?:up|please|again|now|happen))*$",
    re.IGNORECASE,
)
# Names of services that are words for much else.
_EVERYDAY = frozenset(
    {"function", "instance", "batch", "secret", "topic", "alarm", "iot", "backup", "sftp", "dns"}
)
_LONGEST_NAME = 4
_BEFORE_A_REGION = r",?\s*\b(?:(?:and|but|please|use|put it|deploy it|move it|it|run it|to|in|into|at|for|the|region|aws|rather|better|is|nach)\s+)*"
_STAND_IN = re.compile(r"\b(?:in|region|im) (?:the |aws |region )*$")
LONGEST_SHOWN = 80
_COST = re.compile(
    r"\b(?:costs?|price[sd]?|pricing|expensive|cheap|how much|kosten|kostet|preis|teuer|cuesta|coûte)\b",
    re.IGNORECASE,
)
_BUILD = re.compile(
    r"\b(?:build|create|deploy|set (?:it |this |that )?up|implement|launch|provision|generate|bauen?|baust|erstellen?)\b",
    re.IGNORECASE,
)
COST_IS_SHOWN = "“{asked}”: what it costs, as far as it can be told, stands on this card."
NOT_ANSWERED = "I did not answer “{asked}” here; ask it by itself in this thread."


@dataclass(frozen=True, slots=True)
class Where:
    """The region that is asked for, the question where it is not clear which, and the other words.

    `others` are regions that are named beside it, as where a copy should go.
    """

    region: str | None
    doubt: str | None
    rest: str
    others: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        return (self.doubt,) if self.doubt else ()


def region_in(words: str) -> Where:
    heard = said(words)
    read, doubt = placing.region(heard)
    if read is None and (named := _regions(heard)):
        chosen, *others = named
        return Where(
            chosen, None, re.sub(_at(chosen), "", heard.text, flags=re.IGNORECASE), tuple(others)
        )
    if read is None or read.value is None:
        return Where(None, doubt, words)
    return Where(read.value, doubt, re.sub(_at(read.words), "", heard.text, flags=re.IGNORECASE))


def _at(region: str) -> str:
    return rf"{_BEFORE_A_REGION}{re.escape(region)}(?:\s+region)?\b"


def _regions(heard: Said) -> list[str]:
    """Of several the one that things stand in, and then those that something goes to; none if that is not clear."""
    named = [
        token for token in heard.tokens if token.kind == "region" and not heard.negated(token.start)
    ]
    stand = list(
        dict.fromkeys(one.low for one in named if _STAND_IN.search(heard.low, 0, one.start))
    )
    others = [one.low for one in named if one.low not in stand]
    return list(dict.fromkeys([*stand, *others])) if len(stand) == 1 else []


def worth_asking(rest: Iterable[str], architecture: Architecture) -> list[str]:
    """What of the words beside a picture is more than a description of it, or politeness."""
    return [clause for clause in rest if _asks_for_more(clause, architecture)]


def _asks_for_more(clause: str, architecture: Architecture) -> bool:
    if is_question(clause):
        return is_about_cost(clause) or not asks_to_build(clause)
    if _REQUIREMENT.search(clause) or _names_another(clause, architecture):
        return True
    if _THE_WHOLE.search(clause):
        return False
    return bool(_SOUNDS_LIKE_AN_ORDER.match(clause) or _WISH.search(clause))


def _names_another(clause: str, architecture: Architecture) -> bool:
    """Whether it names a service that is not in the architecture."""
    there = {one.service for one in architecture.components}
    words = re.findall(r"[\w-]+", clause.lower())
    runs = (
        " ".join(words[at : at + length])
        for length in range(1, _LONGEST_NAME + 1)
        for at in range(len(words) - length + 1)
    )
    services = {named(run) for run in runs if run.removesuffix("s") not in _EVERYDAY}
    return any(one and not SERVICES[one].outside for one in services - there)


def not_carried_out(clauses: Sequence[str]) -> Iterator[str]:
    """What to say on a card of the parts of a message that nothing came of."""
    strange: list[str] = []
    for clause in clauses:
        if is_question(clause):
            text = COST_IS_SHOWN if is_about_cost(clause) else NOT_ANSWERED
            yield text.format(asked=shown(clause))
        elif why := out_of_reach(clause):
            yield f"“{shown(clause)}” is not in the plan: {why}"
        else:
            strange.append(f"“{shown(clause)}”")
    if strange:
        listed = " and ".join(part for part in (", ".join(strange[:-1]), strange[-1]) if part)
        yield f"I did not understand {listed}; say it in other words."


def is_about_cost(words: str) -> bool:
    return bool(_COST.search(words))


def asks_to_build(words: str) -> bool:
    return bool(_BUILD.search(words))


def shown(clause: str) -> str:
    return clause if len(clause) <= LONGEST_SHOWN else f"{clause[: LONGEST_SHOWN - 1]}…"
