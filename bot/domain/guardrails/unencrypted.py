"""Stored data is encrypted; for these it cannot be switched on later."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.judged import Judged, Made

# The property that says so, where AWS does not encrypt by itself.
ENCRYPTED_BY: Mapping[str, str] = MappingProxyType(
    {
        "AWS::DocDB::DBCluster": "StorageEncrypted",
        "AWS::EC2::Volume": "Encrypted",
        "AWS::EFS::FileSystem": "Encrypted",
        "AWS::ElastiCache::ReplicationGroup": "AtRestEncryptionEnabled",
        "AWS::Neptune::DBCluster": "StorageEncrypted",
        "AWS::RDS::DBCluster": "StorageEncrypted",
        "AWS::RDS::DBInstance": "StorageEncrypted",
        "AWS::Redshift::Cluster": "Encrypted",
    }
)
# An instance of a cluster is encrypted as its cluster is.
_WITH_ITS_CLUSTER = "DBClusterIdentifier"


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        key = ENCRYPTED_BY.get(one.type)
        if key and _WITH_ITS_CLUSTER not in one.properties and _can_be_plain(judged, one, key):
            yield Flaw(
                (*one.path, key),
                f"{one.logical_id} would not be encrypted.",
                fix=f"Set {key}: true.",
            )


def _can_be_plain(judged: Judged, one: Made, key: str) -> bool:
    return set(judged.scope.texts(one.properties.get(key))) != {"true"}


GUARDRAIL = Guardrail(
    id="unencrypted-data",
    title="Stored data is encrypted",
    why="It costs nothing, and it cannot be switched on later.",
    fix="Switch encryption on.",
    flaws=_flaws,
)
