"""Amazon ElastiCache: a private cache, encrypted at rest and on the way."""

import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.groups import group_id
from bot.blocks.network.subnet_groups import subnet_group
from bot.blocks.stake import SNAPSHOT_TAKEN, Stake
from bot.blocks.template import LAST_SNAPSHOT, Template
from bot.domain.architecture import Component

_NODE = "cache.t4g.micro"
_CLASS = re.compile(
    r"cache\.(?:t[34]g?\.(?:micro|small|medium)|(?:m|r|c)[4-8](?:g|gn|i)?\.(?:large|(?:2|4|8|12|16)?xlarge))"
)
_ENGINES = ("redis", "valkey", "memcached")
_MOST_NODES = 6
_FAMILIES = {"redis": "redis7", "valkey": "valkey8", "memcached": "memcached1.6"}
_EVICTIONS = (
    *("volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu"),
    *("volatile-random", "allkeys-random", "volatile-ttl", "noeviction"),
)
_VERSIONS = {"redis": "7.1", "valkey": "8.0"}
_LINES = {"redis": ("6.2", "7.0", "7.1"), "valkey": ("7.2", "8.0")}


def _engine(component: Component) -> str:
    """As it is asked for, or else as its label says."""
    said = (component.setting("engine") or "").lower()
    label = component.label.lower()
    if said in _ENGINES:
        return said
    if "memcache" in label:
        return "memcached"
    return "redis" if "redis" in label else "valkey"


def _alone(component: Component) -> bool:
    """One node of its own, with no replication group around it."""
    return component.setting("cluster") == "on" and _engine(component) != "memcached"


def port(component: Component) -> int:
    return 11211 if _engine(component) == "memcached" else 6379


def address(template: Template, component: Component) -> GetAtt:
    name = template.id(component)
    if _engine(component) == "memcached":
        return GetAtt(name, "ConfigurationEndpoint.Address")
    if _alone(component):
        return GetAtt(name, "RedisEndpoint.Address")
    return GetAtt(name, "PrimaryEndPoint.Address")


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title, asked = (
        template.id(component),
        template.title(component),
        template.asked(component),
    )
    asked.choice("engine", _ENGINES)
    nodes = asked.number("nodes", 1, _MOST_NODES) or min(component.count, _MOST_NODES)
    if asked.is_on("multi-az") and not _alone(component):
        nodes = max(nodes, 2)
    kind = asked.text("class", _CLASS) or _NODE
    subnets = subnet_group(
        template, component, place, "AWS::ElastiCache::SubnetGroup", "Description"
    )
    shared: dict[str, Any] = {"CacheNodeType": kind, "CacheSubnetGroupName": Ref(subnets)}
    eviction = asked.choice("eviction", _EVICTIONS)
    if eviction or asked.is_on("parameter-group"):
        shared["CacheParameterGroupName"] = Ref(_parameters(template, component, eviction or ""))
    groups = [group_id(template, component)]
    if _engine(component) == "memcached":
        _cluster(template, component, {**shared, "VpcSecurityGroupIds": groups}, nodes)
    elif _alone(component):
        nodes = 1
        _single_node(template, component, {**shared, "VpcSecurityGroupIds": groups})
    else:
        _replication_group(template, component, {**shared, "SecurityGroupIds": groups}, nodes)
    template.assume(f"{title} runs on {nodes} × {kind}.", Stake.MONEY)
    template.output(f"{name}Address", address(template, component), f"Host name of {title}")


def _parameters(template: Template, component: Component, eviction: str) -> str:
    """A parameter group of its own: what goes first when the cache is full."""
    family = _FAMILIES[_engine(component)]
    said = (
        {} if family.startswith("memcached") else {"maxmemory-policy": eviction or "volatile-lru"}
    )
    return template.add(
        f"{template.id(component)}Parameters",
        "AWS::ElastiCache::ParameterGroup",
        {
            "CacheParameterGroupFamily": family,
            "Description": f"For {template.title(component)}",
            **({"Properties": said} if said else {}),
        },
    )


def _cluster(template: Template, component: Component, shared: dict[str, Any], nodes: int) -> None:
    template.add(
        template.id(component),
        "AWS::ElastiCache::CacheCluster",
        {
            "Engine": "memcached",
            "NumCacheNodes": nodes,
            "TransitEncryptionEnabled": True,
            **shared,
        },
    )


def _single_node(template: Template, component: Component, shared: dict[str, Any]) -> None:
    """It knows no encryption; only a replication group of one has that."""
    template.asked(component).choice("engine", ("redis",))
    template.add(
        template.id(component),
        "AWS::ElastiCache::CacheCluster",
        {
            "Engine": "redis",
            "EngineVersion": _VERSIONS["redis"],
            "NumCacheNodes": 1,
            "SnapshotRetentionLimit": 1,
            "AutoMinorVersionUpgrade": True,
            **shared,
        },
        **LAST_SNAPSHOT,
    )
    template.assume(
        f"{template.title(component)} is a single node, as asked for, and so is not encrypted; without “cluster” it "
        "would be.",
        Stake.DATA,
    )
    template.assume(SNAPSHOT_TAKEN, Stake.DATA)


def _replication_group(
    template: Template, component: Component, shared: dict[str, Any], nodes: int
) -> None:
    kind, asked = _engine(component), template.asked(component)
    apart = asked.is_on("multi-az", default=nodes > 1) and nodes > 1
    template.add(
        template.id(component),
        "AWS::ElastiCache::ReplicationGroup",
        {
            "ReplicationGroupDescription": template.title(component),
            "Engine": kind,
            "EngineVersion": asked.choice("engine-version", _LINES[kind]) or _VERSIONS[kind],
            "NumCacheClusters": nodes,
            "AutomaticFailoverEnabled": nodes > 1,
            "MultiAZEnabled": apart,
            "AtRestEncryptionEnabled": True,
            "TransitEncryptionEnabled": True,
            "TransitEncryptionMode": "required",
            "SnapshotRetentionLimit": 1,
            **shared,
        },
        **LAST_SNAPSHOT,
    )
    template.assume(SNAPSHOT_TAKEN, Stake.DATA)


BLOCK = Block("elasticache", "Cache", _build)
