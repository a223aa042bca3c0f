"""Who stands for whom: things of an architecture and resources of a template, one to one, by type and name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.architecture import Container
from bot.domain.intrinsics import Body, in_words, mapping, members, typed_resources

# One of these stands for as many as it is told to, or for one in every Availability Zone.
SPANNING = frozenset(
    {
        "AWS::AutoScaling::AutoScalingGroup",
        "AWS::EC2::InternetGateway",
        "AWS::ECS::Service",
        "AWS::EKS::Cluster",
        "AWS::EFS::FileSystem",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::ElastiCache::ServerlessCache",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::Kinesis::Stream",
        "AWS::MSK::Cluster",
        "AWS::MSK::ServerlessCluster",
        "AWS::OpenSearchService::Domain",
        "AWS::RDS::DBCluster",
        "AWS::Redshift::Cluster",
    }
)

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Said of everything, so no sign that two things are the same.
_EMPTY_WORDS = frozenset({"aws", "amazon", "the", "my", "a", "an"})
# What stands beside something of the same type, and is drawn by nobody.
_PART_OF = frozenset({"DBClusterIdentifier", "SourceDBInstanceIdentifier"})
_SECONDARY = frozenset({"dlq", "dead", "deadletter", "deadletters", "redrive", "logging", "logs"})


@dataclass(frozen=True)
class Wanted:
    """Something of the architecture, the types that could stand for it (the best first), and its names."""

    subject: str
    key: str
    types: tuple[str, ...]
    words: frozenset[str]
    kind: frozenset[str]
    """Words that say what it is, and so nothing about which one it is."""
    network: Container | None = None
    """The VPC it was drawn in."""


@dataclass(frozen=True)
class Offered:
    """A resource of the template."""

    logical_id: str
    type: str
    words: frozenset[str]
    spans: bool
    is_part: bool = False
    """Of something else of its service: a database of its cluster, a copy of another database."""


def matched(wanted: Sequence[Wanted], body: Body) -> dict[str, tuple[str, ...]]:
    """The resources of each thing wanted: as many things as possible get one, those alike by name first."""
    offered = [*_offered(body)]
    taken: dict[str, Wanted] = {}
    choices = {one.key: _choices(one, offered) for one in wanted}
    best = {
        one.key: max((_likeness(one, each) for each in choices[one.key]), default=0)
        for one in wanted
    }
    for one in sorted(wanted, key=lambda each: -best[each.key]):
        _place(one, choices, taken, set())
    found: dict[str, tuple[str, ...]] = {one.key: () for one in wanted}
    for logical_id, one in taken.items():
        found[one.key] = (logical_id,)
    for one in wanted:
        if not found[one.key]:
            found[one.key] = _shared(one, choices[one.key], taken)
    return found


def _choices(one: Wanted, offered: Sequence[Offered]) -> list[Offered]:
    possible = [each for each in offered if each.type in one.types]
    # Sorting is stable: those equally alike stay in the template's order.
    return sorted(
        possible,
        key=lambda each: (
            each.is_part or bool(each.words & _SECONDARY),
            -_likeness(one, each),
            len(each.words - one.words - one.kind),
            one.types.index(each.type),
        ),
    )


def _likeness(one: Wanted, each: Offered) -> float:
    if not one.words:
        return 0
    return len(one.words & each.words) / len(one.words)


def _place(
    one: Wanted,
    choices: Mapping[str, Sequence[Offered]],
    taken: dict[str, Wanted],
    tried: set[str],
) -> bool:
    """Give something a resource; who has it already moves to another if they can."""
    for each in choices[one.key]:
        if each.logical_id not in taken:
            taken[each.logical_id] = one
            return True
    for each in choices[one.key]:
        if each.logical_id not in tried:
            tried.add(each.logical_id)
            if _place(taken[each.logical_id], choices, taken, tried):
                taken[each.logical_id] = one
                return True
    return False


def _shared(
    one: Wanted, choices: Sequence[Offered], taken: Mapping[str, Wanted]
) -> tuple[str, ...]:
    """Something drawn several times, for which one resource stands that spans them all."""
    for each in choices:
        if each.spans and _is_another(one, taken[each.logical_id]):
            return (each.logical_id,)
    return ()


def _is_another(one: Wanted, other: Wanted) -> bool:
    """Drawn under the same name, but for a number or a letter at its end."""
    told_apart = {word for word in one.words ^ other.words if len(word) > 1 and not word.isdigit()}
    return not told_apart


def _offered(body: Body) -> Iterator[Offered]:
    for logical_id, kind, properties in typed_resources(body):
        spans = kind in SPANNING or properties.get("MultiAZ") in {True, "true"}
        is_part = not _PART_OF.isdisjoint(properties)
        yield Offered(logical_id, kind, _names(logical_id, properties), spans, is_part)


def _names(logical_id: str, properties: Mapping[str, Any]) -> frozenset[str]:
    named = [
        in_words(value)
        for key, value in properties.items()
        if str(key).endswith(("Name", "Identifier", "Description"))
    ]
    tags = [
        in_words(tag.get("Value"))
        for tag in map(mapping, members(properties.get("Tags")))
        if tag.get("Key") == "Name"
    ]
    public = ["public"] if properties.get("MapPublicIpOnLaunch") in {True, "true"} else []
    return words_of(" ".join((logical_id, *named, *tags, *public)))


def words_of(text: str) -> frozenset[str]:
    return frozenset(one.lower() for one in _WORD.findall(text)) - _EMPTY_WORDS
