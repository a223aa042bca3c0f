"""Whether a database or a cache that is named without its service is meant as one that AWS runs."""

import re

from bot.offline.sketching.things import Gathered
from bot.offline.sketching.wording import Wording

_STORES = ("rds", "elasticache", "documentdb", "opensearch", "keyspaces", "mq", "msk")
_WORDS_OF_SERVICES = re.compile(
    r"\b(?:managed|database|datenbank\w*|db|replicas?|replication|multi[- ]?az|fail-?over|backups?|snapshots?|nodes?|shards?|clusters?|"
    r"brokers?|aurora|serverless|acus?|point[- ]in[- ]time|parameter group|subnet group|encrypted at rest|not? public(?:ly)?|maintenance window)\b"
)
_MACHINES = re.compile(
    r"\b(?:\w*servers?|machines?|vms?|box(?:es)?|hosts?|instances?|ec2|desktops?|laptops?|ubuntu|debian|linux|windows|docker|ssh|vcpus?|cores?|ram|memory)\b"
)


def is_managed(words: Wording, found: Gathered) -> bool:
    """`postgres with two replicas` is one, so are `postgres and redis`; `a server for postgres` is a server."""
    if not found.of(*_STORES) or found.of("ec2", "autoscaling") or _has_machines(words):
        return False
    if len({one.service for one in found.of(*_STORES)}) > 1:
        return True
    return any(
        not words.denies(match.start()) or match[0].startswith(("backup", "snapshot"))
        for match in _WORDS_OF_SERVICES.finditer(words.low)
    )


def _has_machines(words: Wording) -> bool:
    """`not a server, just a cache` names none."""
    return any(not words.denies(match.start()) for match in _MACHINES.finditer(words.low))
