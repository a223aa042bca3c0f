"""Which way an arrow points: as it was said, or the other way round where only that makes anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.blocks.wiring.table import RULES
from bot.offline.kinds import COMPUTE
from bot.offline.sketching.things import Thing

_STREAMS = frozenset({"sqs", "kinesis", "msk", "mq", "sns", "eventbridge", "firehose"})
_READERS = COMPUTE | {"pipes"}
_GUARDS = frozenset(
    {"waf", "cognito", "acm", "cloudwatch", "kms", "iam", "backup", "cloudtrail", "route53"}
)


@dataclass(frozen=True, slots=True)
class Relation:
    source: Thing
    target: Thing
    label: str = ""


def reading(readers: Sequence[Thing], stores: Sequence[Thing]) -> Iterator[Relation]:
    """Who takes from a queue is fed by it; who reads a table asks it."""
    for reader in readers:
        for store in stores:
            if store.service in _STREAMS and reader.service in (*_READERS, "firehose", "sqs"):
                yield Relation(store, reader)
            else:
                yield from every_directed([reader], [store], "reads")


def every_directed(
    sources: Sequence[Thing], targets: Sequence[Thing], label: str
) -> Iterator[Relation]:
    """The arrow as said, or the other way round where only that makes anything."""
    for source in sources:
        for target in targets:
            yield directed(source, target, label)


# From outside to inside: nothing inside calls what stands before it.
_OUTERMOST = ("route53", "globalaccelerator", "waf", "cloudfront", "apigateway", "appsync", "alb")
_PIPED = frozenset({"sqs", "dynamodb", "kinesis", "msk", "mq"})


def directed(source: Thing, target: Thing, label: str = "") -> Relation:
    ends = (source.service, target.service)
    if target.service == "pipes" and source.service not in _PIPED:
        return Relation(target, source, label)
    if ends not in RULES and target.service in _OUTERMOST and source.service not in _OUTERMOST:
        return Relation(target, source, label)
    if ends not in RULES and (ends[1], ends[0]) in RULES:
        return Relation(target, source, label)
    if ends not in RULES and target.service in _GUARDS and source.service not in _GUARDS:
        return Relation(target, source, label)
    return Relation(source, target, label)


def is_code_beside(first: Thing, other: Thing) -> bool:
    """Whether of two things in a row only the second is one that runs code."""
    return first.service not in COMPUTE and other.service in COMPUTE


def turns_to_code(subject: Thing, first: Thing, other: Thing) -> bool:
    """The same, where the arrow to the second would point back."""
    return is_code_beside(first, other) and directed(subject, other).source is other
