"""Where a request names things: each with its article, how many, what it is called, and whether it shall be."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.offline.reading.lexicon import wordset
from bot.offline.reading.number_words import ONES
from bot.offline.sketching.nouns import Noun, nouns
from bot.offline.sketching.standing import THERE, is_there
from bot.offline.sketching.wording import Wording

Article = Literal["a", "the", "another", "our", "each", "count", ""]

_MOST = 50
_LOOK_BACK = 160
_WORD = re.compile(r"(?P<word>[\w'’.+:&/@-]+)[ \t\n]*$")
_STOPS = wordset(
    "of in on at to into onto for from by with without within via through and or plus that which who whose as per "
    "using use uses behind before after between among than then is are be was were has have having need needs want "
    "create creates creating add adds set up make makes build deploy deploys provision provisions provisioning "
    "define defines defining configure configures configuring include includes including launch launches launching "
    "establish give me us where when while if it also invoke invokes trigger triggers triggering call calls write "
    "writes read reads send sends store stores saves publish publishes integrate integrates integrated leverage "
    "leveraging over under across between either both front about not no non against like so deliver delivers run "
    "runs running host hosts hosting watch watches protect protects behind restricts attach attaches mount mounts "
    "fronting storing starts start puts put pushes turn enable activate please serves serving uses using ensure "
    "ensures ensuring let lets letting requires require requiring automate automates automating manage manages "
    "managing support supports supporting allow allows allowing permit grants granting granted giving but than"
)
_ARTICLES: tuple[tuple[Article, frozenset[str]], ...] = (
    ("a", frozenset({"a", "an", "any", "some", "new"})),
    ("the", frozenset({"the", "this", "that", "these", "those", "its", "their", "such", "said", "all", "same"})),
    ("another", frozenset({"another", "second", "third", "additional", "separate", "extra", "further", "different", "other"})),
    ("our", frozenset({"our", "my", "your"})),
    ("each", frozenset({"each", "every"})),
)  # fmt: skip
_UNITS = wordset(
    "gb gib tb mb mib days day hours hour minutes minute seconds second percent % vcpu vcpus cores node nodes-"
)
_PAIR = re.compile(r"\b(?:a |one )?(?:pair|couple) of $")
# Words after the name of a service that make it a word about something else.
_ABOUT = re.compile(
    r"(?:'s|’s)?[ -]+(?:calls?\b(?! (?:an?|the|its|each|every|this|that|some|another|one|two|three|four|five|both|\d+|lambdas?|functions?)\b)|polic(?:y|ies)|permissions?|access\b(?! logs? bucket)|(?:execution |service |task )?roles?|executions?|metrics?|logs?|logging|encryption|"
    r"(?:(?:,|,? and|,? or|&) (?:amazon |aws )?[\w-]+ (?:manager )?){0,4}(?:vpc |gateway |interface )?endpoints?|(?:instances? |functions? )?(?:can|to|may|will) (?:be )?assumed?|subnet groups?|parameter groups?|option groups?|security groups?|instance profiles?|actions?|operations?|"
    r"sdk|cli|console|ip ranges?|origin access|agents?|costs?|pricing|limits?|connectivity|state[- ]changes?|regional|workloads?|compatible|"
    r"auto-?alarms?|user data|attributes?|mount targets?|performance|throughput|i/?o|resources?|best practices|credentials|"
    r"file operations?|objects?(?! storage)|items?|arn|data plane|principals?|encrypted|backed|based)\b"
)
# `read-only access to S3`: a permission.
_ACCESS_TO = re.compile(
    r"\b(?:access|permissions?|rights?|actions|calls|roles?|profiles?|policy|policies|endpoints?) (?:to|for|on|in) "
    r"(?:(?:(?:aws |amazon )?[\w-]+ ?){1,3}(?:,|,? and|,? or|&) ){0,4}(?:both )?(?:aws |amazon )?$"
)
_NAMED = re.compile(
    r"[ ,(]{1,3}(?:which is |that is |to be |is )?(?:called|named|name|namens|with (?:the )?name(?: of)?)[ :=]+(?:[\"'`“„\u2018](?P<quoted>[^\"'`”“’\n]{1,80})[\"'`”“’]|(?P<bare>[\w][\w.-]{0,60}[\w]|\w))"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing named at a place of the text; `first` is where its noun phrase begins.

    `before` is the word that leads to it, such as a preposition; `describing` are the words between its article
    and its name. `about` says that it is named only to say what something else is about; `aim` that it stands in
    a clause about what something is for; `existing` that it is there already.
    """

    noun: Noun
    first: int
    start: int
    end: int
    sentence: int
    article: Article = ""
    count: int | None = None
    plural: bool = False
    before: str = ""
    describing: tuple[str, ...] = ()
    name: str = ""
    denied: bool = False
    about: bool = False
    aim: bool = False
    existing: bool = False

    @property
    def service(self) -> str:
        return self.noun.service


def mentions(words: Wording) -> list[Mention]:
    found = [_mention(words, *one) for one in nouns(words.low)]
    return _compounds(words, found)


def _mention(words: Wording, start: int, end: int, noun: Noun) -> Mention:
    sentence = words.sentence_at(start)
    phrase = _phrase(words.low[max(words.sentences[sentence][0], start - 120) : start])
    low = words.low[start:end]
    named = _NAMED.match(words.text, end)
    return Mention(
        noun=noun,
        first=start - phrase.length,
        start=start,
        end=end,
        sentence=sentence,
        article=phrase.article,
        count=phrase.count,
        plural=low.endswith("s") and not low.endswith(("sns", "sqs", "ss", "eks", "ecs", "rds", "efs", "kms", "kinesis", "redis", "ops")),
        before=phrase.before,
        describing=phrase.describing,
        name=(named["quoted"] or named["bare"] or "").strip() if named else "",
        denied=words.denies(start),
        about=bool(_ABOUT.match(words.low, end))
        or (phrase.article == "the" and words.low.startswith(" api", end))
        or (not phrase.article and bool(_ACCESS_TO.search(words.low[max(0, start - _LOOK_BACK) : start - len(" ".join(phrase.describing))]))),
        aim=phrase.article not in ("a", "count", "another") and words.is_aim(start),
        existing=phrase.existing or is_there(words.low, start, end),
    )  # fmt: skip


@dataclass(slots=True)
class _Phrase:
    """What stands before a name, read backwards up to its article or the word that leads to it."""

    article: Article = ""
    count: int | None = None
    describing: tuple[str, ...] = ()
    before: str = ""
    length: int = 0
    existing: bool = False


def _phrase(before: str) -> _Phrase:
    read = _read_back(before)
    there = [word for word in read.describing if word in THERE]
    read.describing = tuple(word for word in read.describing if word not in THERE)
    read.existing = bool(there)
    return read


def _read_back(before: str) -> _Phrase:
    describing: list[str] = []
    rest = before
    while len(describing) <= _MOST_DESCRIBING and (match := _WORD.search(rest)):
        word = match["word"]
        if word == "of" and (pair := _PAIR.search(rest)):
            phrase = _Phrase("count", 2, tuple(describing))
            return _further(before, rest[: pair.start()], phrase)
        if word.endswith((",", ":", ";", ")", ".")) or word in _STOPS:
            return _Phrase("", None, tuple(describing), word, len(before) - len(rest))
        article = next((kind for kind, words in _ARTICLES if word in words), None)
        count = None if describing[:1] and describing[0] in _UNITS else _number(word)
        if article is not None or count is not None:
            phrase = _Phrase(article or "count", count, tuple(describing))
            return _further(before, rest[: match.start()], phrase)
        describing.insert(0, word)
        rest = rest[: match.start()]
    if len(describing) > _MOST_DESCRIBING:
        return _Phrase()
    return _Phrase("", None, tuple(describing), "", len(before) - len(rest))


def _further(before: str, rest: str, phrase: _Phrase) -> _Phrase:
    """`another two`, `a pair of`, and the word that leads to the whole."""
    while (match := _WORD.search(rest)) and (match["word"] in _LEADING or _number(match["word"])):
        word = match["word"]
        if phrase.article != "another":
            kinds = (kind for kind, words in _ARTICLES if word in words)
            phrase.article = next(kinds, phrase.article)
        phrase.count = phrase.count or (None if word == "one" else _number(word))
        rest = rest[: match.start()]
    phrase.before = match["word"] if match else ""
    phrase.length = len(before) - len(rest)
    return phrase


_MOST_DESCRIBING = 6
_LEADING = frozenset({"a", "an", "another", "the", "our", "my", "all", "these", "both", "one"})


def _number(word: str) -> int | None:
    if match := re.fullmatch(r"(\d{1,2})x?", word):
        return int(match[1]) or None
    if word in ("several", "multiple", "both"):
        return 2
    found = ONES.get(word)
    return found if found and found <= _MOST else None


# The last of two names in a row is the thing, the first says which kind: “EC2 IP Address Manager”, “Cognito authorizer”.
_HEADS = frozenset(
    {
        "vpcendpoint",
        "autoscaling",
        "ipam",
        "imagebuilder",
        "iam",
        "cloudwatch",
        "backup",
        "secretsmanager",
        "kms",
        "parameterstore",
    }
)
_JOINED = re.compile(r"[ -]?(?:\(|for |with |on |database |db |engine |an? )?[ ]?$")
_ONE_OF = {
    ("ecs", "fargate"): "fargate",
    ("fargate", "ecs"): "fargate",
    ("ec2", "autoscaling"): "autoscaling",
}


def _compounds(words: Wording, found: Sequence[Mention]) -> list[Mention]:
    """`MySQL RDS instance`, `KMS (Key Management Service) key`: names in a row that are one thing."""
    whole: list[Mention] = []
    for one in found:
        last = whole[-1] if whole else None
        joined = _joined(words, last, one) if last else None
        if last is None or joined is None:
            whole.append(one)
        else:
            whole[-1] = joined
    return whole


def _joined(words: Wording, first: Mention, then: Mention) -> Mention | None:
    between = words.low[first.end : then.start]
    if not re.fullmatch(r"(?:\)?[ -]?\(?|[ ](?:for|on|with)[ ])\)?[ -]?", between):
        return None
    service = _ONE_OF.get((first.service, then.service))
    if first.service == then.service:
        service = then.service
    if service is None and then.service in _HEADS and between in (" ", "-"):
        service = then.service
        noun = replace(then.noun, service=service)
        return _spanning(first, then, replace(noun))
    if service is None or (" on " in between and first.service != then.service):
        return None
    settings = dict([*first.noun.settings, *then.noun.settings])
    if first.noun.loose != then.noun.loose:
        settings |= dict(first.noun.settings if first.noun.loose else then.noun.settings)
    noun = Noun(
        service,
        tuple(settings.items()),
        loose=first.noun.loose and then.noun.loose,
        refers=first.noun.refers and then.noun.refers,
    )
    return _spanning(first, then, noun)


def _spanning(first: Mention, then: Mention, noun: Noun) -> Mention:
    return replace(
        first,
        noun=noun,
        end=then.end,
        plural=then.plural,
        name=then.name or first.name,
        about=then.about,
    )


def within(found: Sequence[Mention], sentence: int) -> Iterator[Mention]:
    return (one for one in found if one.sentence == sentence)
