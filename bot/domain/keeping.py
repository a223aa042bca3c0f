"""What stays of a stack when it is deleted: resources that are kept, or leave a snapshot, and go on costing money."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.domain.intrinsics import NO_VALUE, Body, function, mapping, section, walk
from bot.domain.stack import Fate, Fates

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
DELETED = "Delete"
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatereplacepolicy.html
ON_REPLACEMENT = "UpdateReplacePolicy"
_FATES: Mapping[str, Fate] = MappingProxyType(
    {"Retain": "kept", "RetainExceptOnCreate": "kept", "Snapshot": "snapshot"}
)
SNAPSHOT_BY_DEFAULT = frozenset({"AWS::RDS::DBCluster", "AWS::RDS::DBInstance"})


def kept(body: Body) -> tuple[str, ...]:
    """The logical ids, in the template's order. A policy that is no plain word counts as one that keeps."""
    return tuple(_kept(body))


def _kept(body: Body) -> Iterator[str]:
    for logical_id, resource in section(body, "Resources").items():
        made = mapping(resource)
        if isinstance(made.get("Type"), str) and policy_of(made) != DELETED:
            yield str(logical_id)


def fates(body: Body) -> tuple[Fates, ...]:
    """Of whatever would not simply be deleted. A policy that is no plain word counts as one that deletes."""
    resources = ((str(name), mapping(one)) for name, one in section(body, "Resources").items())
    found = (_fates(name, one) for name, one in resources if isinstance(one.get("Type"), str))
    return tuple(one for one in found if one != Fates(logical_id=one.logical_id))


def _fates(logical_id: str, resource: Mapping[str, Any]) -> Fates:
    if is_in_cluster(resource):
        return Fates(logical_id=logical_id, removed="empty", replaced="empty")
    removed, replaced = _fate(policy_of(resource)), _fate(resource.get(ON_REPLACEMENT))
    return Fates(logical_id=logical_id, removed=removed, replaced=replaced)


def _fate(policy: object) -> Fate:
    return _FATES.get(policy, "deleted") if isinstance(policy, str) else "deleted"


def policy_of(resource: Mapping[str, Any]) -> Any:
    """What becomes of a resource that leaves its stack: what it says, or what AWS does if it says nothing."""
    return resource.get("DeletionPolicy", _default(resource))


def _default(resource: Mapping[str, Any]) -> str:
    if resource.get("Type") not in SNAPSHOT_BY_DEFAULT or is_in_cluster(resource):
        return DELETED
    return "Snapshot"


def is_in_cluster(resource: Mapping[str, Any]) -> bool:
    """A database whose cluster has the data. It may be none where a condition can take the cluster away."""
    if resource.get("Type") != "AWS::RDS::DBInstance":
        return False
    cluster = mapping(resource.get("Properties")).get("DBClusterIdentifier")
    return cluster is not None and not any(
        function(one) == ("Ref", NO_VALUE) for _, one in walk(cluster)
    )
