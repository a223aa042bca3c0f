"""How large a machine of a stack has to be: for the memory that was said, or for those whom its game or site serves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.offline.capacity import CAPACITY
from bot.offline.offer import Offer
from bot.offline.reading import sizes
from bot.offline.reading.facts import Read, Wish
from bot.offline.reading.said import said
from bot.offline.sizing import Sized, sized
from bot.offline.sketching.things import Gathered, Thing
from bot.offline.sketching.wording import Wording
from bot.offline.workloads import WORKLOADS, recognised

_MACHINES = ("ec2", "autoscaling")
# Memory and processors may be said of any of these.
_WITH_MEMORY = frozenset(
    {"ec2", "autoscaling", "lambda", "fargate", "ecs", "eks", "rds", "elasticache", "opensearch", "documentdb", "neptune", "redshift", "emr", "sagemaker", "memorydb", "apprunner", "batch", "codebuild"}
)  # fmt: skip
_NUMBER = r"(?<![\w.])\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"{_NUMBER} ?-?(?:gb|gib|gigs?|gigabytes?|g)(?: of)? (?:ram|memory|mem|arbeitsspeicher)\b|"
    rf"\b(?:ram|memory|arbeitsspeicher)(?: of|:|=| is)? {_NUMBER} ?(?:gb|gib|gigs?|gigabytes?)\b|"
    rf"{_NUMBER} ?-?(?:v?cpus?|cores?|kerne)\b|{_NUMBER} (?:[\w-]+ )?(?:players?|users?|people|visitors?|spieler|nutzer|besucher)\b(?: (?:a|per|each) day)?"
)
_ANY = Offer(tuple(CAPACITY), (), ())
_NEAR = 40


def sized_machines(words: Wording, found: Gathered) -> Iterator[str]:
    """Gives machines their type, and says why it is that one."""
    amounts = [*_amounts(words, found)]
    for one in found.of(*_MACHINES):
        about = _about(words, found, one)
        own = [match for match, owner in amounts if owner is one]
        start, end = words.sentences[one.first.sentence]
        # How many are served tells nothing unless it is known by what: “a website on EC2”.
        wish = _wish(
            words.heard.low[start:end] if own and not recognised(about) else about,
            [match[0] for match in own],
        )
        if wish is None:
            continue
        found.heard += [match.span() for match in own]
        yield from _fitted(one, wish)


def _fitted(one: Thing, wish: Wish) -> Iterator[str]:
    named = one.settings.get("instance-type")
    chosen = sized(replace(wish, instance_type=Read(named, named) if named else None), _ANY)
    if isinstance(chosen, Sized):
        one.settings["instance-type"] = chosen.instance_type
        if not named:
            yield chosen.reason.replace("the smallest allowed type", "the smallest type")
        yield from chosen.assumptions
    workload = WORKLOADS[wish.workload.value] if wish.workload else None
    if workload and workload.served == "players" and one.service == "ec2":
        one.settings.setdefault("public", "on")
        ports = (str(port) if kind == "tcp" else f"{port}/{kind}" for kind, port in workload.ports)
        one.settings.setdefault("ports", ",".join(ports))


def _wish(about: str, amounts: Sequence[str]) -> Wish | None:
    """Nothing is worth a size but what was said, and games."""
    found = recognised(about)
    read = sizes.sizes(said(", ".join(amounts)))
    game = found is not None and WORKLOADS[found[0]].served == "players"
    exact = read.memory or read.vcpus
    if not (exact or game or (found and (read.people or read.visits))):
        return None
    return Wish(workload=Read(found[0], about[slice(*found[1])]) if found else None, sizes=read)


def _about(words: Wording, found: Gathered, one: Thing) -> str:
    """What is said of it, up to the next thing."""
    parts: list[str] = []
    for place in one.places:
        _, end = words.sentences[place.sentence]
        next_one = (
            mention.first
            for mention, things in found.meant
            if mention.first > place.first and one not in things
        )
        parts.append(words.heard.low[place.first : min(end, next(next_one, end))])
    return " ".join(parts)


def _amounts(words: Wording, found: Gathered) -> Iterator[tuple[re.Match[str], Thing]]:
    for match in _AMOUNT.finditer(words.heard.low):
        owner = None if words.denies(match.start()) else _owner(words, found, match)
        if owner is not None:
            yield match, owner


def _owner(words: Wording, found: Gathered, match: re.Match[str]) -> Thing | None:
    """`a 16 GB RAM server`, `servers behind a balancer with 16 GB RAM`: right after it, or the last before it."""
    sentence = words.sentence_at(match.start())
    places = [
        (mention, thing)
        for mention, things in found.meant
        for thing in things
        if thing.service in _WITH_MEMORY and mention.sentence == sentence
    ]
    inside = [thing for mention, thing in places if mention.first <= match.start() < mention.end]
    before = [thing for mention, thing in places if mention.end <= match.start()]
    after = [thing for mention, thing in places if 0 <= mention.start - match.end() < _NEAR]
    alone = [thing for _, thing in places] if len({id(thing) for _, thing in places}) == 1 else []
    return next(iter([*inside, *before[-1:], *after, *alone]), None)
