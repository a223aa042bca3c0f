"""What a thing is called: by name, by the words before its kind, or by what it is for."""

import re
from collections.abc import Sequence

from bot.domain.services import named
from bot.offline.reading.lexicon import wordset
from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.wording import Wording

_PLAIN = wordset(
    "new simple basic single small large big standard secure secured managed public private internal external "
    "encrypted versioned highly available high availability custom dedicated separate additional own main default "
    "minimal minimalist sample example typical classic scalable serverless static dynamic production-ready "
    "production ready centralized central shared robust complete full modern fast cheap multi-az multiaz multi "
    "single-node nightly daily internet-facing facing event-driven driven containerized docker linux ubuntu windows "
    "amazon aws cross-az cross two three in-memory relational nosql sql fifo rest http websocket web-based based "
    "fully real-time near-real-time durable resilient reliable ephemeral regional global edge optimized efficient "
    "corresponding associated necessary required appropriate relevant specified preconfigured predefined "
    "configurable customizable the following aurora redis mysql postgres postgresql mariadb oracle memcached valkey "
    "server kind type sort lambda-backed nginx apache little nice proper plain cloudformation cloud native on- "
    "demand provisioned auto autoscaling scheduled rate limited tcp udp tls https ssl spot t3 graviton arm arm64 "
    "x86 python node nodejs java go golang well-architected compliant unique automated automatic image images data "
    "rds dynamodb api website site hosting attached mounted latest same other vpc cluster monthly weekly annual "
    "policy policies permission permissions role roles access compliant-by-default nodes node broker brokers instance instances "
    "asynchronous synchronous and or s3 sqs sns ec2 cloudwatch cpu billing error errors customer-managed customer "
    "symmetric asymmetric elastic load application network internal-facing target public-facing gateway target "
    "destination source-controlled async sync few many dead-letter dead letter dlq"
)
# How a thing is, and not what it is for.
_ADJECTIVE = re.compile(
    r"-(?:available|nodes?|regions?|accounts?|azs?|zones?|only|level|purpose|grade|ready|facing|side|tier|tenant|class|scale|compatible|free|safe)$|-\w+ed$"
)
_WORD = re.compile(r"[a-zäöüß][a-zäöüß-]{2,24}")
_PURPOSES = re.compile(
    r"^[\s:,(–-]*(?:each )?(?:(?:the |an? )?(?:one|first|1st) (?:is )?(?:for|to (?:store|hold|keep|receive)|with|as|called|named)) (?P<first>[^,;.)]+?)"
    r"(?:,? and |, )(?:(?:the |an? )?(?:one|other|another|second|2nd)(?: one)? (?:is )?(?:for|to (?:store|hold|keep|receive)|with|as|called|named)) (?P<second>[^,;.)]+)"
    r"(?:(?:,? and |, )(?:(?:the |an? )?(?:one|other|another|third|3rd)(?: one)? (?:for|to (?:store|hold|keep|receive)|with|as|called|named)) (?P<third>[^,;.)]+))?"
)
_BEFORE_AND = re.compile(r"(?:^|\b(?:an?|one|two|the|its|of|with|for) )([a-z][a-z-]{2,20}) and $")
_LISTED = re.compile(
    r"[ :(-]+(?:that |which )?(?:are )?(?P<how>for|called|named|to|namely)[ :]+(?P<names>[\w-]+(?:, [\w-]+){0,4},? and [\w-]+)(?= \w+|[.,;)]|$)"
)
_LONGEST_LABEL = 40
_MOST_WORDS = 3


def label_of(one: Mention) -> str:
    if one.name or not one.article:
        return one.name[:_LONGEST_LABEL]
    telling = [word for word in one.describing if _tells(word)]
    return _titled(telling[-_MOST_WORDS:])


def split_names(words: Wording, one: Mention, count: int) -> list[str]:
    """The labels of several things named at once, one for each; else one label."""
    if listed := _listed(words, one):
        return listed if count in (1, len(listed)) else [label_of(one)]
    if one.name or count > _MOST_WORDS:
        return [label_of(one)]
    if pair := _two_kinds(words, one):
        return pair
    if count > 1 and (match := _PURPOSES.match(words.low[one.end : one.end + 200])):
        labels = [_purpose(part) for part in match.groups() if part]
        if len(labels) == count and all(labels) and len(set(labels)) == count:
            return labels
    return [label_of(one)]


def _listed(words: Wording, one: Mention) -> list[str]:
    """`functions for validating, processing and archiving`, `queues named billing and shipping`."""
    match = _LISTED.match(words.low, one.end) if one.plural else None
    if match is None:
        return []
    names = [part for part in re.split(r",? and |, ", match["names"]) if part]
    called = match["how"] in ("called", "named")
    plain = all(called or (_tells(name) and named(name) is None) for name in names)
    return [_titled([name]) for name in names] if plain and len(names) > 1 else []


def _two_kinds(words: Wording, one: Mention) -> list[str]:
    """`an input and an output bucket`, `input and output buckets`: the words on both sides."""
    own = label_of(one)
    match = _BEFORE_AND.search(words.low[: one.first])
    if not own or match is None or not _tells(match[1]) or not (one.plural or one.article == "a"):
        return []
    return [_titled([match[1]]), own]


def _purpose(part: str) -> str:
    telling = [word for word in _WORD.findall(part.lower()) if _tells(word)]
    return _titled(telling[:2])


def _tells(word: str) -> bool:
    return (
        bool(_WORD.fullmatch(word))
        and word not in _PLAIN
        and not _ADJECTIVE.search(word)
        and named(word) is None
        and not word.endswith("ly")
    )


def _titled(telling: Sequence[str]) -> str:
    return " ".join(telling).replace("-", " ").capitalize()[:_LONGEST_LABEL]
