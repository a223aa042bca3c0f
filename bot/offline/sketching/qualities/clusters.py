"""What can be said of clusters and engines: their machines, how many, how large, which version."""

import re

from bot.offline.sketching.qualities.quality import (
    NUMBER,
    Value,
    first_of,
    group,
    number,
    quality,
    switch,
    written,
)

_SIZE = r"(?:nano|micro|small|medium|large|\d{1,2}xlarge|xlarge)"
_FAMILY = r"(?<![\w.])(?P<v>(?:{prefix}\.)?[a-z]{{1,2}}\d[a-z]{{0,3}}\.{size})\b"
_MACHINES = r"(?:nodes?|brokers?|instances?|machines?|members?|workers?|replicas?)"
_BIG = r"(?:[a-z0-9]+\.)*[a-z]{1,2}\d[a-z]{0,3}\.\w+|ra3\.\w+|dc2\.\w+"
_WORDS = r"(?:(?!subnets?\b|zones?\b|days?\b)[\w-]+ ){0,2}?"
_GIB = r"(?P<v>\d[\d,]{0,6}) ?(?P<unit>gb|gib|gigs?|tb|tib)\b(?! (?:of )?(?:ram|memory))"


def _many(services: str, name: str = "nodes", nouns: str = _MACHINES) -> tuple[str, str, str]:
    return (
        services,
        name,
        rf"\b{NUMBER}(?: ?x)? (?:(?:{_BIG})(?:\.search)? )?{_WORDS}{nouns}\b|(?<![\w.]){_DIGITS} ?x ?(?:{_BIG})\b",
    )


_DIGITS = r"(?P<w>\d{1,2})"


def _either() -> Value:
    first, second = number("v"), number("w")
    assert callable(first)  # noqa: S101 - for the type checker
    assert callable(second)  # noqa: S101
    return lambda match: first(match) if match["v"] else second(match)


def _kind(prefix: str) -> Value:
    """`m5.large` among Kafka's brokers is `kafka.m5.large`."""
    return lambda match: match["v"] if match["v"].startswith(prefix) else f"{prefix}.{match['v']}"


# There is `t3.large` of machines, and no `cache.t3.large`: who says it means a machine.
_NO_CACHE = r"(?!t[34]g?\.(?:nano|\d*x?large)\b)"


def _size(prefix: str) -> str:
    return _FAMILY.format(prefix=prefix, size=_SIZE)


def _gib(match: re.Match[str]) -> str:
    many = int(match["v"].replace(",", ""))
    return str(many * 1024 if match["unit"].startswith("t") else many)


_FSX = {r"windows": "windows", r"lustre": "lustre", r"(?:netapp )?ontap": "ontap", r"(?:open)?zfs": "openzfs"}  # fmt: skip

QUALITIES = (
    quality("redshift", "class", r"\b(?P<v>(?:ra3|dc2)\.\w+)\b", group()),
    quality(*_many("redshift"), _either()),
    written("redshift", "database", r"\bdatabase (?:name|named|called)(?: is|:| of)? [`'\"]?(?P<v>[a-z]\w{0,40})", group()),
    quality("msk", "instance-type", _size("kafka"), _kind("kafka")),
    quality(*_many("msk"), _either()),
    quality("msk", "storage-gib", _GIB, _gib),
    quality("documentdb neptune", "class", _size("db"), _kind("db")),
    quality(*_many("documentdb neptune"), _either()),
    quality("memorydb", "class", _size("db"), _kind("db")),
    quality(*_many("memorydb", nouns=r"(?:nodes?|shards?)"), _either()),
    quality("mq", "class", _size("mq"), _kind("mq")),
    quality("mq", "engine", r"\b(?P<v>rabbit ?mq|active ?mq)\b", lambda match: match["v"].replace(" ", "")),
    quality("elasticache", "class", _NO_CACHE + _size("cache"), _kind("cache")),
    quality("timestream", "class", r"\b(?P<v>db\.influx\.\w+)\b", group()),
    quality("opensearch", "class", _size("x") + r"(?:\.search)?", lambda match: f"{match['v']}.search"),
    quality(*_many("opensearch", nouns=r"(?:(?:data )?nodes?|instances?)"), _either()),
    quality("opensearch", "storage-gib", _GIB, _gib),
    quality("emr", "instance-type", _size("x"), group()),
    quality("emr", "nodes", rf"\b{NUMBER}(?: ?x)? (?:(?:{_BIG}) )?(?:core|worker|task)\b", number()),
    quality("emr", "cluster", rf"\bcore nodes?\b|\bmaster (?:node|and)\b|\bone master\b|\b1 master\b|\b(?:{_BIG})"),
    quality("sagemaker", "class", r"\b(?P<v>ml\.[a-z]\d[a-z]{0,3}\.\w+)\b", group()),
    quality("sagemaker", "volume-gib", _GIB, _gib),
    quality("fsx", "kind", r"\b(?P<v>windows|lustre|(?:netapp )?ontap|(?:open)?zfs)\b", first_of(_FSX)),
    quality("fsx", "storage-gib", _GIB, _gib),
    quality("fsx", "throughput-mbs", r"\b(?P<v>\d{1,4}) ?mb ?(?:/ ?s|ps|per second)\b", number()),
    switch("elasticache", "multi-az", r"\bmulti[- ]?az\b|\bmulti(?:ple)?[- ]availability[- ]zones?\b|\bfailover\b"),
    quality("elasticache redshift opensearch mq", "engine-version", r"\b(?:version|redis|valkey|memcached|rabbitmq|activemq|opensearch) (?:version )?v?(?P<v>\d{1,2}(?:\.\d{1,2}){0,2})\b(?! ?(?:nodes?|gb|gib|shards?|x|replicas?))", group()),
)  # fmt: skip
