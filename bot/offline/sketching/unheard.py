"""Quantities and machines that were said and that nothing came of."""

import re
from collections.abc import Iterator

from bot.offline.sketching.qualities.schedules import TELLING
from bot.offline.sketching.things import Gathered
from bot.offline.sketching.wording import Wording

UNHEARD = "Nothing came of {what}: no building block here takes it."
_UNITS = (
    r"gb|gib|gigs?|tb|tib|mb|mib|kb|mb/s|gbps|iops|milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?|%|percent|"
    r"requests?|rps|retries|attempts|nodes?|brokers?|shards?|replicas?|workers?|tasks?|acus?|vcpus?|(?:capacity )?units?|degrees?|connections?|partitions?|characters?|images?|usd|eur|dollars?"
)
_QUANTITY = re.compile(
    rf"(?<![\w./:@#-])\d[\d.,]*(?: ?(?:-|to|x) ?\d[\d.,]*)?[ -]?(?:{_UNITS})(?![\w/])|"
    r"(?<![\w.])(?:[a-z]{2,8}\.)?[a-z]{1,2}\d[a-z]{0,3}\.(?:nano|micro|small|medium|large|metal|\d{0,2}xlarge)(?:\.search)?\b"
)
_BEFORE = re.compile(r"(?:[\w-]+ ){0,3}$")
_LEADING = re.compile(
    r"^(?:(?:and|with|of|the|a|an|for|is|are|that|which|has|have|by|to|in|on|it|its|plus|each|also|please) )+"
)
_WHEN = re.compile(TELLING)
# Read as a whole elsewhere.
_NEAR = 24
_MOST = 6


def unheard(words: Wording, found: Gathered) -> Iterator[str]:
    """A sentence about all of them, if there are any."""
    named = [_named(words, match) for match in _left(words, found)]
    quoted = ", ".join(f"“{one}”" for one in dict.fromkeys(named[:_MOST]))
    if quoted:
        yield UNHEARD.format(what=quoted)


def _left(words: Wording, found: Gathered) -> Iterator[re.Match[str]]:
    low = words.heard.low
    taken = [*found.heard, *(match.span() for match in _WHEN.finditer(low))]
    taken += [(one.first, one.end) for one, things in found.meant if things]
    watched = {one.sentence for one, _ in found.meant if one.service == "cloudwatch"}
    values = {value for one in found.things for value in one.settings.values()}
    values |= {str(one.count) for one in found.things}
    for match in _QUANTITY.finditer(low):
        at = match.start()
        if words.denies(at) or words.is_aim(at) or words.sentence_at(at) in watched:
            continue
        if any(start < match.end() and at < end for start, end in taken):
            continue
        number = re.match(r"[\d.,]*\d|.+", match[0])
        if number and number[0].replace(",", "") in values:
            continue
        yield match


def _named(words: Wording, match: re.Match[str]) -> str:
    """With the words before it, so that people know which one is meant."""
    start, _ = words.sentences[words.sentence_at(match.start())]
    before = _BEFORE.search(words.heard.low[start : match.start()])
    led = _LEADING.sub("", before[0]) if before else ""
    return words.text[match.start() - len(led) : match.end()].strip()
