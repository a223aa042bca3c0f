"""Amazon ElastiCache: a private cache, encrypted at rest and on the way."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_NODE = "cache.t4g.micro"


def _memcached(component: Component) -> bool:
    return "memcache" in component.label.lower()


def port(component: Component) -> int:
    return 11211 if _memcached(component) else 6379


def address(template: Template, component: Component) -> GetAtt:
    attribute = (
        "ConfigurationEndpoint.Address" if _memcached(component) else "PrimaryEndPoint.Address"
    )
    return GetAtt(template.id(component), attribute)


def _build(template: Template, component: Component) -> None:
    place = template.place(component)
    if place is None:
        return
    name, title = template.id(component), template.title(component)
    subnets = template.add(
        f"{name}Subnets",
        "AWS::ElastiCache::SubnetGroup",
        {"Description": f"For {title}", "SubnetIds": subnet_refs(place.subnets)},
    )
    shared: dict[str, Any] = {
        "CacheNodeType": _NODE,
        "CacheSubnetGroupName": Ref(subnets),
        "TransitEncryptionEnabled": True,
    }
    group = GetAtt(security_group(template, component).name, "GroupId")
    if _memcached(component):
        properties = {
            "Engine": "memcached",
            "NumCacheNodes": component.count,
            "VpcSecurityGroupIds": [group],
            **shared,
        }
        template.add(name, "AWS::ElastiCache::CacheCluster", properties)
    else:
        _replication_group(template, component, {**shared, "SecurityGroupIds": [group]})
    template.assume(f"{title} runs on {component.count} × {_NODE}.", Stake.MONEY)
    template.output(f"{name}Address", address(template, component), f"Host name of {title}")


def _replication_group(template: Template, component: Component, shared: dict[str, Any]) -> None:
    title, several = template.title(component), component.count > 1
    redis = "redis" in component.label.lower()
    template.add(
        template.id(component),
        "AWS::ElastiCache::ReplicationGroup",
        {
            "ReplicationGroupDescription": title,
            "Engine": "redis" if redis else "valkey",
            "EngineVersion": "7.1" if redis else "8.0",
            "NumCacheClusters": min(component.count, 6),
            "AutomaticFailoverEnabled": several,
            "MultiAZEnabled": several,
            "AtRestEncryptionEnabled": True,
            "TransitEncryptionMode": "required",
            "SnapshotRetentionLimit": 1,
            **shared,
        },
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
    )
    template.assume(
        "A last snapshot of each database and cache is taken when the stack is deleted.",
        Stake.DATA,
    )


BLOCK = Block("elasticache", "Cache", _build)
