"""Stored data is encrypted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.finding import Severity
from bot.domain.guardrails.guardrail import Flaw, Guardrail
from bot.domain.intrinsics import Path, mapping, walk
from bot.domain.judged import Judged, Made


@dataclass(frozen=True)
class _Switch:
    """The property that says so, and how much it weighs where AWS encrypts nothing unless it does."""

    keys: Path
    unsaid: Severity | None = Severity.BLOCKING


def _at(*keys: str, unsaid: Severity | None = Severity.BLOCKING) -> _Switch:
    return _Switch(keys, unsaid)


ENCRYPTED_BY: Mapping[str, _Switch] = MappingProxyType(
    {
        "AWS::DAX::Cluster": _at("SSESpecification", "SSEEnabled"),
        "AWS::DocDB::DBCluster": _at("StorageEncrypted"),
        "AWS::EC2::Volume": _at("Encrypted"),
        "AWS::EFS::FileSystem": _at("Encrypted"),
        "AWS::ElastiCache::ReplicationGroup": _at("AtRestEncryptionEnabled"),
        "AWS::Neptune::DBCluster": _at("StorageEncrypted"),
        "AWS::OpenSearchService::Domain": _at("EncryptionAtRestOptions", "Enabled"),
        "AWS::RDS::DBCluster": _at("StorageEncrypted"),
        "AWS::RDS::DBInstance": _at("StorageEncrypted"),
        "AWS::Redshift::Cluster": _at("Encrypted"),
        # Encrypted by AWS, unless it is told not to.
        "AWS::SQS::Queue": _at("SqsManagedSseEnabled", unsaid=None),
    }
)
# With one of these set, another switch decides.
_INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        # An instance of a cluster is encrypted as its cluster is.
        "AWS::RDS::DBInstance": "DBClusterIdentifier",
        "AWS::SQS::Queue": "KmsMasterKeyId",
    }
)
_DISK = "Ebs"


def _flaws(judged: Judged) -> Iterator[Flaw]:
    for one in judged.made:
        switch = ENCRYPTED_BY.get(one.type)
        # A copy is encrypted as what it is copied from.
        copied = "SourceDBInstanceIdentifier" in one.properties
        if switch and not copied and _INSTEAD.get(one.type, "") not in one.properties:
            yield from _of_switch(judged, one, switch)
        for path, disk in walk(one.properties, one.path):
            if path[-1] == _DISK:
                yield from _of_disk(judged, one, path, disk)


def _of_switch(judged: Judged, made: Made, switch: _Switch) -> Iterator[Flaw]:
    found = judged.scope.at(made.properties, *switch.keys)
    plain = [text for one in found for text in judged.scope.texts(one) if text != "true"]
    severity = judged.weight(*plain) if plain else switch.unsaid
    if severity and (plain or not found):
        yield Flaw(
            (*made.path, *switch.keys),
            f"{made.logical_id} would not be encrypted.",
            severity,
            fix=f"Set {'.'.join(switch.keys)}: true.",
        )


def _of_disk(judged: Judged, made: Made, path: Path, disk: object) -> Iterator[Flaw]:
    """The disk of an instance. Where nothing is said, its image or the account may see to it."""
    for reading in judged.scope.each(disk):
        said = judged.scope.texts(mapping(reading).get("Encrypted"))
        plain = [one for one in said if one != "true"]
        if plain or not said:
            yield Flaw(
                (*path, "Encrypted"),
                f"A disk of {made.logical_id} {'would' if plain else 'may'} not be encrypted.",
                judged.weight(*plain) if plain else Severity.WARNING,
                fix=f"Set {_DISK}.Encrypted: true.",
            )


GUARDRAIL = Guardrail(
    id="unencrypted-data",
    title="Stored data is encrypted",
    why="It costs nothing, and for most it cannot be switched on later.",
    fix="Switch encryption on.",
    flaws=_flaws,
    lighter="A warning for an instance's disk that does not say so: its image or the account may see to it.",
)
