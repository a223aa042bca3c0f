"""Names that mean one thing together: a common noun beside the service it goes by, and one of two that will do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from bot.offline.kinds import short_title
from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.wording import Wording

EITHER = "“{said}”: I took {one}. Say “{other}” for the other."

# A common noun, and the services that it may be another word for.
_COMMON: Mapping[re.Pattern[str], frozenset[str]] = MappingProxyType(
    {
        re.compile(r"(?:the )?(?:databases?|db|data ?stores?)"): frozenset(
            {"rds", "dynamodb", "documentdb", "neptune", "redshift", "keyspaces", "timestream", "memorydb"}
        ),
        re.compile(r"(?:(?:web|app|application|linux|ubuntu|game|backend|api)[ -]?)?(?:servers?|containers?|hosts?)|instances?|machines?"): frozenset(
            {"fargate", "ecs", "eks", "apprunner", "elasticbeanstalk", "lambda", "ec2", "autoscaling"}
        ),
        re.compile(r"caches?|caching layers?"): frozenset({"elasticache", "memorydb"}),
        re.compile(r"(?:message )?queues?"): frozenset({"sqs", "mq"}),
        re.compile(r"streams?"): frozenset({"kinesis", "msk"}),
    }
)  # fmt: skip
_ARTICLE = r"(?:an? |the |our |own |amazon |aws )*"
_IS = re.compile(
    rf" ?(?:(?:is|are|as|=|:|on|via|should be|shall be|will be|must be|runs? on|running on|hosted on|deployed on|namely|being) |\(){_ARTICLE}"
)
_AS = re.compile(rf",? (?:as|is|being|for) {_ARTICLE}(?:main |primary )?")
_OR = re.compile(rf"\)?,? (?:or|oder) (?:else |maybe |perhaps )?{_ARTICLE}")
_EITHER = re.compile(r"\b(?:either|entweder)\b")
_ANY_WILL_DO = re.compile(
    r"\b(?:whatever|whichever|you (?:think|choose|decide|pick|prefer)|up to you|your (?:choice|call|pick)|(?:i|we) (?:do not|don['’]?t|dont) (?:care|mind)|"
    r"does(?: not|n['’]?t) matter|no preference|egal|was (?:du|ihr) (?:willst|meinst|denkst))\b"
)
_SHORT = 400


@dataclass(frozen=True, slots=True)
class Chosen:
    mentions: list[Mention]
    notes: tuple[str, ...]


def chosen(words: Wording, found: Sequence[Mention]) -> Chosen:
    """Every mention, without those that only say another in other words or stand for a second choice."""
    once = list(_once(words, found))
    notes: list[str] = []
    kept: list[Mention] = once[:1]
    for first, then in pairwise(once):
        if _is_other_choice(words, first, then):
            notes.append(_note(words, first, then))
        else:
            kept.append(then)
    return Chosen(kept, tuple(dict.fromkeys(notes)))


def _once(words: Wording, found: Sequence[Mention]) -> Iterator[Mention]:
    """`the database is MongoDB`, `a web server on Fargate`, `Redis as the cache`: one thing each."""
    whole: list[Mention] = []
    for one in found:
        last = whole[-1] if whole else None
        if last is None or last.denied != one.denied or last.sentence != one.sentence:
            whole.append(one)
        elif _is_called(words, last, one):
            whole[-1] = replace(
                one, first=last.first, article=last.article, count=last.count or one.count,
                describing=last.describing or one.describing, before=last.before, name=one.name or last.name,
            )  # fmt: skip
        elif not _serves_as(words, last, one):
            whole.append(one)
    yield from whole


def _is_called(words: Wording, common: Mention, named: Mention) -> bool:
    low = words.low
    return (
        _common(low[common.start : common.end], named.service)
        and _is_a_service(low, named)
        and bool(_IS.fullmatch(low[common.end : named.start]))
    )


def _serves_as(words: Wording, named: Mention, common: Mention) -> bool:
    low = words.low
    return (
        _common(low[common.start : common.end], named.service)
        and _is_a_service(low, named)
        and bool(_AS.fullmatch(low[named.end : common.start]))
    )


def _common(said: str, service: str) -> bool:
    return any(noun.fullmatch(said) and service in services for noun, services in _COMMON.items())


def _is_a_service(low: str, named: Mention) -> bool:
    """A name of its own, no common noun."""
    said = low[named.start : named.end]
    return not named.noun.refers and not any(noun.fullmatch(said) for noun in _COMMON)


def _is_other_choice(words: Wording, first: Mention, then: Mention) -> bool:
    same = (first.service, first.noun.settings) == (then.service, then.noun.settings)
    if same or first.denied or then.denied or first.about or then.about or first.aim:
        return False
    if not _OR.fullmatch(words.low[first.end : then.start]):
        return False
    start, _ = words.sentences[first.sentence]
    either = _EITHER.search(words.low, start, first.start) or _ANY_WILL_DO.search(words.low)
    return bool(either) or len(words.low) < _SHORT


def _note(words: Wording, first: Mention, then: Mention) -> str:
    said = " ".join(words.text[first.start : then.end].split())
    one, other = (words.text[each.start : each.end] for each in (first, then))
    if first.service != then.service:
        one = short_title(first.service)
    return EITHER.format(said=said, one=one, other=other)
