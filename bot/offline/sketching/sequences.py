"""The order in which a workflow calls its steps, and what it does when one of them fails."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.offline.sketching.directing import Relation
from bot.offline.sketching.mentions import Mention
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording

ON_FAILURE = "on failure"
_ORDERED = re.compile(
    r"\bone after (?:the other|another)\b|\bafter each other\b|\bin (?:sequence|order|turn|a row|series)\b|\bsequential(?:ly)?\b|\bsuccessively\b|\bone by one\b|\bstep by step\b|"
    r"\bthen\b|\bfollowed by\b|\bafter(?:wards| that)\b|\bfinally\b"
)
_BESIDE_EACH_OTHER = re.compile(
    r"\b(?:in parallel|parallel|at the same time|side by side|simultaneous(?:ly)?|concurrent(?:ly)?)\b"
)
_FAILS = re.compile(
    r"\b(?:if|when(?:ever)?|on|upon|in case|for|of|any|should)\b[^.;\n]{0,40}\b(?:fail\w*|errors?|goes wrong|exceptions?)\b|\bcatch\w*\b|\bfailures?\b"
)
_STEPS = ("lambda", "fargate", "ecs", "batch", "glue", "dynamodb", "sns", "sqs", "s3", "codebuild")
_TOLD = ("sns", "sqs")
_RETRIES = re.compile(r"\bretr(?:y|ies|ied|ying)\b")
_LISTED = re.compile(r"[^.;:(]{0,40}[:(]\s*(?P<list>[^.;:()\n]{3,120})")
_PARTS = re.compile(r",? (?:and )?then |, and |, | and ")
_LONGEST = 3


def in_sequence(words: Wording, found: Gathered, told: Sequence[Relation]) -> list[Relation]:
    """The relations with the steps numbered, and failures turned to who is told of them."""
    machines = found.of("stepfunctions")
    if len(machines) != 1:
        return list(told)
    machine = machines[0]
    if _RETRIES.search(words.low):
        machine.settings.setdefault("retries", "3")
    kept = _failures(words, found, machine, list(told))
    ordered = _ORDERED.search(words.low) and not _BESIDE_EACH_OTHER.search(words.low)
    return _numbered(words, found, machine, kept) if ordered else kept


def _failures(
    words: Wording, found: Gathered, machine: Thing, told: list[Relation]
) -> list[Relation]:
    """`a topic is told if one of them fails`."""
    for match in _FAILS.finditer(words.low):
        sentence = words.sentence_at(match.start())
        places = [
            (abs(one.start - match.start()), thing)
            for one, things in found.meant
            if one.sentence == sentence
            for thing in things
            if thing.service in _TOLD
        ]
        if not places or words.denies(match.start()):
            continue
        topic = min(places, key=lambda one: one[0])[1]
        told = [one for one in told if topic not in (one.target, one.source)]
        told.append(Relation(machine, topic, ON_FAILURE))
    return told


def _numbered(
    words: Wording, found: Gathered, machine: Thing, told: list[Relation]
) -> list[Relation]:
    steps = [one for one in told if one.source is machine and one.label != ON_FAILURE]
    known = {id(one.target) for one in steps}
    fed = {id(one.target) for one in told}
    steps += [
        Relation(machine, one)
        for one in found.of("lambda")
        if id(one) not in known | fed or _from_a_step(one, told)
        if id(one) not in known
    ]
    steps = [one for one in steps if one.target.service in _STEPS]
    steps.sort(key=lambda one: one.target.first.start)
    calls = [one for step in steps for one in _one_by_one(words, found, step)]
    others = [one for one in told if not (one.source is machine and one.label != ON_FAILURE)]
    between = {id(one.target) for one in calls}
    others = [
        one
        for one in others
        if not (id(one.source) in between and id(one.target) in between and one.target.service == "lambda")
    ]  # fmt: skip
    return [*others, *(replace(one, label=str(at)) for at, one in enumerate(calls, 1))]


def _from_a_step(one: Thing, told: Sequence[Relation]) -> bool:
    sources = [each.source for each in told if each.target is one]
    return bool(sources) and all(each.service == "lambda" for each in sources)


def _one_by_one(words: Wording, found: Gathered, step: Relation) -> list[Relation]:
    """`three functions one after the other`: three steps."""
    thing = step.target
    if thing.count == 1:
        return [step]
    names = _names(words, thing.first, thing.count)
    at = next(at for at, one in enumerate(found.things) if one is thing)
    twins = [_twin(thing, name) for name in names[1:]]
    thing.label, thing.count = names[0] or thing.label, 1
    found.things[at + 1 : at + 1] = twins
    found.meant = [
        (mention, (*things, *twins) if any(one is thing for one in things) else things)
        for mention, things in found.meant
    ]
    return [step, *(Relation(step.source, one) for one in twins)]


def _twin(thing: Thing, label: str) -> Thing:
    return Thing(thing.service, label, 1, dict(thing.settings), list(thing.places))


def _names(words: Wording, one: Mention, count: int) -> list[str]:
    """`two functions: validate and charge`, `(check the stock, then charge the card)`."""
    listed = _LISTED.match(words.low, one.end)
    parts = [part.strip() for part in _PARTS.split(listed["list"])] if listed else []
    if len(parts) != count:
        return [""] * count
    telling = [
        [word for word in re.findall(r"[a-z][\w-]*", part) if word not in ("the", "a", "an", "its")]
        for part in parts
    ]
    return [" ".join(each[:_LONGEST]).replace("-", " ").capitalize()[:40] for each in telling]
