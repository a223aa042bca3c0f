"""The parts of a stack that are billed for existing and priced by their size: what each is made of, and its price."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from bot.domain import stack_prices as prices
from bot.domain.cost import HOURS_PER_MONTH
from bot.domain.pinned import Pinned, decimal
from bot.domain.services import SERVICES
from bot.domain.type_titles import type_title

ENGINES = frozenset({"postgres", "mysql", "mariadb"})
CPU_UNITS = 1024


@dataclass(frozen=True)
class Item:
    """One thing that is billed for as long as it exists, and its price a month; None when that is not known."""

    what: str
    monthly: Decimal | None
    count: int = 1


def items(kind: str, resource: Pinned) -> Iterator[Item]:
    """What a resource is billed for, as far as it is not billed for use."""
    if kind in SIZED:
        yield from SIZED[kind](resource)
    elif kind in prices.FLAT_HOUR:
        yield _hourly(type_title(kind), prices.FLAT_HOUR[kind])
    elif kind in prices.FLAT_MONTH:
        yield Item(type_title(kind), prices.FLAT_MONTH[kind])
    elif kind in prices.UNPRICED:
        yield Item(type_title(kind), None)


def _hourly(what: str, price: Decimal | None, count: int = 1) -> Item:
    return Item(what, None if price is None else price * HOURS_PER_MONTH, count)


# --- machines --------------------------------------------------------------------------------


def _instance(one: Pinned) -> Iterator[Item]:
    data = one.referred("LaunchTemplate", "LaunchTemplateId").at("LaunchTemplateData")
    yield from _machines(one if one.has("InstanceType") else data, one, data, count=1)


def _group(one: Pinned) -> Iterator[Item]:
    """At its smallest; that it can grow is said beside the price."""
    launched = one.referred("LaunchTemplate", "LaunchTemplateId").at("LaunchTemplateData")
    data = launched if launched.has("InstanceType") else one.referred("LaunchConfigurationName")
    smallest = one.count("DesiredCapacity") if one.has("DesiredCapacity") else one.count("MinSize")
    if smallest is None:
        yield Item("Auto Scaling group", None)
    else:
        yield from _machines(data, data, count=smallest)


def _machines(sized: Pinned, *described: Pinned, count: int) -> Iterator[Item]:
    kind = sized.text("InstanceType")
    what = f"EC2 {kind}" if kind else "EC2 instance"
    yield _hourly(what, prices.INSTANCE_HOUR.get(kind), count)
    for one in described:
        for interface in one.each("NetworkInterfaces"):
            if interface.text("AssociatePublicIpAddress") == "true":
                yield _hourly(type_title("AWS::EC2::EIP"), prices.IPV4_HOUR, count)
        for device in one.each("BlockDeviceMappings"):
            yield from _disk(device.at("Ebs"), "VolumeSize", "VolumeType", count)


def _volume(one: Pinned) -> Iterator[Item]:
    yield from _disk(one, "Size", "VolumeType", 1)


def _disk(one: Pinned, size_key: str, kind_key: str, count: int) -> Iterator[Item]:
    if one.has(size_key):
        size, kind = one.count(size_key), one.text(kind_key) or "gp2"
        what = f"{size} GB of {kind} disk" if size is not None else "EBS disk"
        yield Item(what, _of_size(prices.DISK_MONTH.get(kind), size), count)


def _of_size(price: Decimal | None, size: int | None) -> Decimal | None:
    return None if price is None or size is None else price * size


# --- containers ------------------------------------------------------------------------------


def _service(one: Pinned) -> Iterator[Item]:
    """On Fargate it is billed itself; on instances, those are."""
    launch, tasks = one.text("LaunchType"), one.count("DesiredCount", default=1)
    if launch in {"EC2", "EXTERNAL"}:
        return
    task = one.referred("TaskDefinition")
    cpu, memory = _units(task.text("Cpu"), "vcpu"), _units(task.text("Memory"), "gb")
    by_architecture = task.at("RuntimePlatform").text("CpuArchitecture") or "X86_64"
    rates = prices.FARGATE_HOUR.get(by_architecture)
    if launch != "FARGATE" or not (cpu and memory and rates) or tasks is None:
        yield Item("ECS service", None)
        return
    hour = cpu * rates[0] + memory * rates[1]
    yield _hourly(f"Fargate task with {cpu:f} vCPU, {memory:f} GB", hour, tasks)


def _units(text: str, unit: str) -> Decimal | None:
    """VCPUs of “256” or “0.25 vCPU”, GB of “512” or “0.5 GB”."""
    told = text.lower().replace(" ", "")
    number = decimal(told.removesuffix(unit))
    return number if number is None or told.endswith(unit) else number / CPU_UNITS


# --- data ------------------------------------------------------------------------------------


def _database(one: Pinned) -> Iterator[Item]:
    kind, engine = one.text("DBInstanceClass"), one.text("Engine")
    if engine not in ENGINES or one.has("DBClusterIdentifier"):
        yield Item(type_title("AWS::RDS::DBInstance"), None)
        return
    copies = 2 if one.text("MultiAZ") == "true" else 1
    standby = " with a standby" if copies > 1 else ""
    hour = prices.DATABASE_HOUR.get(kind)
    yield _hourly(f"RDS {kind}{standby}", None if hour is None else hour * copies)
    size, disk = one.count("AllocatedStorage"), one.text("StorageType") or "gp2"
    month = _of_size(prices.DATABASE_DISK_MONTH.get(disk), size)
    told = f"{size} GB of database disk" if size is not None else "Database disk"
    yield Item(f"{told}{standby}", None if month is None else month * copies)
    if one.text("ManageMasterUserPassword") == "true":
        yield Item(type_title("AWS::SecretsManager::Secret"), prices.SECRET_MONTH)


def _cache(one: Pinned) -> Iterator[Item]:
    kind, nodes = one.text("CacheNodeType"), _nodes(one)
    hour = prices.CACHE_HOUR.get(kind)
    if hour is None or nodes is None:
        yield Item(f"ElastiCache {kind}".strip(), None)
        return
    factor = prices.VALKEY if one.text("Engine") == "valkey" else Decimal(1)
    yield _hourly(f"ElastiCache {kind}", hour * factor, nodes)


def _nodes(one: Pinned) -> int | None:
    for key in ("NumCacheNodes", "NumCacheClusters"):
        if one.has(key):
            return one.count(key)
    shards, replicas = one.count("NumNodeGroups", 1), one.count("ReplicasPerNodeGroup", 0)
    return None if shards is None or replicas is None else shards * (1 + replicas)


def _search(one: Pinned) -> Iterator[Item]:
    cluster, disk = one.at("ClusterConfig"), one.at("EBSOptions")
    kind, nodes = cluster.text("InstanceType"), cluster.count("InstanceCount", 1)
    if nodes is None or cluster.text("DedicatedMasterEnabled") == "true":
        yield Item(type_title("AWS::OpenSearchService::Domain"), None)
        return
    yield _hourly(f"OpenSearch {kind}".strip(), prices.SEARCH_HOUR.get(kind), nodes)
    size = disk.count("VolumeSize")
    if size is not None:
        price = prices.SEARCH_DISK_MONTH.get(disk.text("VolumeType") or "gp2")
        yield Item(f"{size} GB of search disk", _of_size(price, size), nodes)


def _stream(one: Pinned) -> Iterator[Item]:
    if one.at("StreamModeDetails").text("StreamMode") == "ON_DEMAND":
        yield _hourly("Kinesis stream on demand", prices.STREAM_HOUR)
        return
    shards = one.count("ShardCount")
    if shards is None:
        yield Item(type_title("AWS::Kinesis::Stream"), None)
    else:
        yield _hourly("Kinesis shard", prices.SHARD_HOUR, shards)


# --- network ---------------------------------------------------------------------------------


def _balancer(one: Pinned) -> Iterator[Item]:
    """Open to the internet, it takes an address in each of its zones."""
    kind = one.text("Type") or "application"
    yield _hourly(
        type_title("AWS::ElasticLoadBalancingV2::LoadBalancer"), prices.BALANCER_HOUR.get(kind)
    )
    if kind != "gateway" and (one.text("Scheme") or "internet-facing") == "internet-facing":
        zones = one.how_many("Subnets")
        yield _hourly(type_title("AWS::EC2::EIP"), prices.IPV4_HOUR, zones or 0)


def _endpoint(one: Pinned) -> Iterator[Item]:
    """Gateways, to S3 and DynamoDB, cost nothing; others cost in each zone."""
    kind = one.text("VpcEndpointType") or "Gateway"
    if kind == "Gateway":
        return
    zones = one.how_many("SubnetIds")
    price = prices.ENDPOINT_HOUR if zones is not None else None
    yield _hourly("Interface endpoint in one zone", price, zones or 1)


def _web_acl(one: Pinned) -> Iterator[Item]:
    rules = one.how_many("Rules") if one.has("Rules") else 0
    if rules is None:
        yield Item(type_title("AWS::WAFv2::WebACL"), None)
    else:
        month = prices.WEB_ACL_MONTH + rules * prices.WEB_ACL_RULE_MONTH
        yield Item(f"Web ACL with {rules} rules", month)


SIZED: Mapping[str, Callable[[Pinned], Iterator[Item]]] = MappingProxyType(
    {
        "AWS::AutoScaling::AutoScalingGroup": _group,
        "AWS::EC2::Instance": _instance,
        "AWS::EC2::VPCEndpoint": _endpoint,
        "AWS::EC2::Volume": _volume,
        "AWS::ECS::Service": _service,
        "AWS::ElastiCache::CacheCluster": _cache,
        "AWS::ElastiCache::ReplicationGroup": _cache,
        "AWS::ElasticLoadBalancingV2::LoadBalancer": _balancer,
        "AWS::Kinesis::Stream": _stream,
        "AWS::OpenSearchService::Domain": _search,
        "AWS::RDS::DBInstance": _database,
        "AWS::WAFv2::WebACL": _web_acl,
    }
)
# What stands for a service in a diagram, and costs for what is done with it.
BY_USE = frozenset(kind for service in SERVICES.values() for kind in service.types) - (
    SIZED.keys()
    | prices.FLAT_HOUR.keys()
    | prices.FLAT_MONTH.keys()
    | prices.UNPRICED
    | prices.FREE
)
