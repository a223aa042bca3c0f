"""When something runs: for every new object of a bucket, and by the clock."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.blocks.settings import ON
from bot.blocks.wiring.table import RULES
from bot.offline.sketching.directing import Relation
from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.qualities.schedules import TELLING, schedule, time_zone
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording

DAILY = "When it runs was not said, so it runs once a day."
_WHAT = r"(?:files?|objects?|documents?|images?|photos?|pictures?|videos?|csvs?|pdfs?|invoices?|reports?|records?|items?|data|something|anything|it|they|one)"
_COMES = r"(?:up-?load(?:s|ed|ing)?|land(?:s|ed|ing)?|arriv(?:e|es|ed|ing)|drop(?:s|ped|ping)?|put|created|added|stored|saved|placed|written|appear(?:s|ed)?|com(?:es|ing) in|shows up)"
_UPLOAD = re.compile(
    rf"\b(?:when(?:ever|)|as soon as|once|if|every time|each time|any time|after)\b[^.;\n]{{0,50}}?\b{_COMES}\b|"
    rf"\b(?:on|upon|at|for|by|with|from|after) (?:(?:every|each|any|all|an?|the|s3|new|file|object|bucket|csv|image|photo) ){{0,4}}(?:up-?loads?|puts?)\b|"
    rf"\b(?:on|upon|for|by|with) (?:(?:every|each|any|all|the) )?(?:single )?new (?:s3 )?{_WHAT}\b|"
    rf"\b(?:every|each|any) (?:new |uploaded ){{1,2}}(?:s3 )?{_WHAT}\b|"
    r"\b(?:s3|bucket|object[- ]created|upload) (?:event notifications?|events?|notifications?)\b"
)
_STARTS_CLAUSE = re.compile(r"(?:^|[,:;.(]|\band|\bso that)\s*$")
_NEAR = 70
# What a bucket can tell of a new object.
_TOLD = tuple(target for source, target in RULES if source == "s3" and target not in ("cloudfront", "kms", "s3", "codepipeline"))  # fmt: skip
_CARRIERS = frozenset({"sqs", "sns", "eventbridge"})

# These run by a rule that starts them; a function brings its own.
_STARTED = tuple(target for source, target in RULES if source == "eventbridge" and target not in ("sns", "sqs", "kinesis", "firehose", "lambda"))  # fmt: skip
_WITH_TIMES_OF_THEIR_OWN = frozenset(
    {"glue", "synthetics", "imagebuilder", "backup", "rds", "cloudwatch", "config", "budgets", "guardduty", "secretsmanager", "kms", "elasticache", "documentdb", "neptune", "redshift", "datasync", "autoscaling", "ec2", "macie", "eventbridge"}
)  # fmt: skip
_WHEN = re.compile(TELLING)
_SCHEDULED = re.compile(
    r"\bschedul\w+|\bcron\b|\btime-based\b|\btimers?\b|\bperiodic\w*|\bregularly\b"
)
_SCHEDULER = re.compile(r"\bevent ?bridge scheduler\b|\bschedule groups?\b|\bscheduler schedules?\b|\baws scheduler\b")  # fmt: skip


# `snapshots every six hours`: not when the function runs.
_OF_OTHERS = re.compile(
    r"\b(?:snapshots?|backups?|rotat\w+|findings?|metrics?|resets?|quotas?|requests?|usd|dollars?)(?: are| is)?(?: \w+)? $"
)
_WINDOW = re.compile(
    r"\bflexib\w+ (?:time )?window(?: of| is|:)? (?P<before>\d{1,4})\b|\b(?P<after>\d{1,4})[ -]min\w* flexib\w+"
)
_FAILED = re.compile(r"\bdead[- ]?letter\w*|\bdlqs?\b|\bfailed (?:invocations?|runs?|starts?)\b")


@dataclass(slots=True)
class Occasions:
    told: list[Relation] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def uploads(words: Wording, found: Gathered, told: Sequence[Relation]) -> list[Relation]:
    """`a function that runs when a file lands in the bucket`: the bucket runs it."""
    occasions: list[Relation] = []
    buckets = found.of("s3")
    for match in _UPLOAD.finditer(words.low) if buckets else ():
        if words.denies(match.start()):
            continue
        who = _runs_then(words, found, match)
        where = _nearest(words, found, match, ("s3",))
        if who and where and not _is_told_otherwise(who, where, [*told, *occasions]):
            occasions.append(Relation(where, who, "new objects"))
    return occasions


def _runs_then(words: Wording, found: Gathered, match: re.Match[str]) -> Thing | None:
    """What an occasion sets off: before it, or after it where the sentence begins with the occasion."""
    places = [one for one in found.meant if any(thing.service in _TOLD for thing in one[1])]
    sentence = words.sentence_at(match.start())
    start, _ = words.sentences[sentence]
    inside = [one for one in places if one[0].sentence == sentence]
    before = [one for one in inside if one[0].end <= match.start() + 1]
    after = [one for one in inside if one[0].start >= match.start()]
    leads = bool(_STARTS_CLAUSE.search(words.low[start : match.start()]))
    chosen = (after[:1] or before[-1:]) if leads else (before[-1:] or after[:1])
    if not chosen and len({id(one) for _, things in places for one in things}) == 1:
        chosen = places[:1]
    return next((one for _, things in chosen for one in things if one.service in _TOLD), None)


def _nearest(
    words: Wording, found: Gathered, match: re.Match[str], services: Sequence[str]
) -> Thing | None:
    """Named within the occasion or right after it, or else the last before it."""
    places = [one for one in found.meant if any(thing.service in services for thing in one[1])]
    sentence = words.sentence_at(match.start())
    after = [
        one
        for one in places
        if one[0].sentence == sentence and match.start() <= one[0].start < match.end() + _NEAR
        and not re.search(r"[,;]", words.low[match.end() : one[0].first])
    ]  # fmt: skip
    before = [one for one in places if one[0].start < match.start()]
    chosen = after[:1] or before[-1:] or places[:1]
    return next((one for _, things in chosen for one in things if one.service in services), None)


def _is_told_otherwise(who: Thing, where: Thing, told: Sequence[Relation]) -> bool:
    """A queue or topic between the two already tells it."""
    if any(one.source is where and one.target is who for one in told):
        return True
    between = [one.source for one in told if one.target is who and one.source.service in _CARRIERS]
    return any(one.source is where and one.target is each for one in told for each in between)


def scheduled(words: Wording, found: Gathered) -> Occasions:
    """Gives everything the time at which it runs; what has no clock of its own gets a rule."""
    occasions = Occasions()
    for match in _WHEN.finditer(words.heard.low):
        when = None if words.denies(match.start()) else schedule(match[0])
        who = _at_that_time(words, found, match) if when else None
        if when and who:
            _give(found, occasions, who, (when, time_zone(words.heard.low)))
    for one in found.of("eventbridge"):
        _clock(words, found, one, occasions)
    return occasions


def _at_that_time(words: Wording, found: Gathered, match: re.Match[str]) -> Thing | None:
    if found.of("eventbridge"):
        return None
    sentence = words.sentence_at(match.start())
    inside = [(one, things) for one, things in found.meant if one.sentence == sentence and things]
    before = [things[0] for one, things in inside if one.start < match.start()]
    said = words.low[max(0, match.start() - _NEAR // 2) : match.start()]
    if _OF_OTHERS.search(said) or (before and before[-1].service in _WITH_TIMES_OF_THEIR_OWN):
        return None
    earlier = [things[0] for one, things in found.meant if things and one.sentence < sentence]
    after = [things[0] for one, things in inside if one.start >= match.start()]
    for one in (*reversed(before), *after, *reversed(earlier)):
        if one.service == "lambda" or one.service in _STARTED:
            return one
    return None


def _give(found: Gathered, occasions: Occasions, who: Thing, time: tuple[str, str | None]) -> None:
    """A function has a rule of its own, which knows no time zone but UTC."""
    when, zone = time
    if who.service == "lambda" and not zone:
        who.settings.setdefault("schedule", when)
        return
    known = next((one for one in occasions.told if one.target is who), None)
    if known is None:
        rule = Thing("eventbridge", "Schedule", 1, {"schedule": when}, [who.first])
        found.things.append(rule)
        occasions.told.append(Relation(rule, who, "starts"))


def _clock(words: Wording, found: Gathered, one: Thing, occasions: Occasions) -> None:
    """A rule that runs by a schedule whose time nobody said, and EventBridge Scheduler where that is named."""
    if "schedule" not in one.settings and not {"bus", "source", "detail-type"} & {*one.settings}:
        spoken = any(_SCHEDULED.search(_around(words, place)) for place in one.places)
        if spoken:
            one.settings["schedule"] = "rate(1 day)"
            occasions.notes += (DAILY,)
    if "schedule" not in one.settings:
        return
    one.label = one.label or "Schedule"
    _by_scheduler(words.heard.low, found, one)


def _by_scheduler(low: str, found: Gathered, one: Thing) -> None:
    zone = time_zone(low)
    if zone:
        one.settings["timezone"] = zone
    if zone or _SCHEDULER.search(low):
        one.settings["scheduler"] = ON
    if re.search(r"\bschedule groups?\b", low):
        one.settings["group"] = ON
    if window := _WINDOW.search(low):
        one.settings["flexible-minutes"] = window["before"] or window["after"]
    if one.settings.get("scheduler") and _FAILED.search(low):
        one.settings["dead-letter"] = ON
        _without_dead_letters(low, found)


def _without_dead_letters(low: str, found: Gathered) -> None:
    """The queue for what could not be started is the schedule's own."""
    gone = [one for one in found.of("sqs") if _FAILED.search(low[one.first.first : one.first.end])]
    found.things = [one for one in found.things if all(one is not each for each in gone)]
    found.meant = [
        (mention, tuple(one for one in things if all(one is not each for each in gone)))
        for mention, things in found.meant
    ]


def _around(words: Wording, place: Mention) -> str:
    start, end = words.sentences[place.sentence]
    return words.low[max(start, place.first - _NEAR) : min(end, place.end + _NEAR)]


def without_detours(told: Sequence[Relation], occasions: Sequence[Relation]) -> Iterator[Relation]:
    """What a bucket sets off does not set off the bucket."""
    ends = {(id(one.source), id(one.target)) for one in occasions}
    for one in told:
        turned = (id(one.target), id(one.source)) in ends
        if not (turned and one.label not in ("writes", "reads")):
            yield one
