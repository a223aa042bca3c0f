"""Whether what was drawn inside a network stands in that network in a template."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.domain.intrinsics import Body, typed_resources
from bot.domain.template import references

VPC = "AWS::EC2::VPC"
# What can stand in a network, and says so itself. Services of a region, such as a table, only look that way.
PLACEABLE = frozenset(
    {
        "AWS::AmazonMQ::Broker",
        "AWS::AutoScaling::AutoScalingGroup",
        "AWS::Batch::ComputeEnvironment",
        "AWS::DMS::ReplicationInstance",
        "AWS::DocDB::DBCluster",
        "AWS::EC2::Instance",
        "AWS::EC2::NatGateway",
        "AWS::EC2::VPCEndpoint",
        "AWS::ECS::Service",
        "AWS::EKS::Cluster",
        "AWS::EMR::Cluster",
        "AWS::EMRServerless::Application",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::ElastiCache::ServerlessCache",
        "AWS::ElasticBeanstalk::Environment",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::FSx::FileSystem",
        "AWS::Lambda::Function",
        "AWS::MSK::Cluster",
        "AWS::MemoryDB::Cluster",
        "AWS::Neptune::DBCluster",
        "AWS::OpenSearchService::Domain",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
        "AWS::Timestream::InfluxDBInstance",
    }
)


@dataclass(frozen=True)
class Placing:
    """Which resources of a template stand in which network."""

    body: Body

    def stand_inside(self, resources: Iterable[str], networks: Iterable[str]) -> bool:
        """Whether all of them that can stand in a network stand in one of these."""
        wanted = set(networks)
        return all(
            self._networks(one) & wanted for one in resources if self._kinds[one] in PLACEABLE
        )

    def _networks(self, resource: str) -> set[str]:
        """The networks a resource names, by its subnets and groups; not by what it merely uses."""
        waiting, seen = [resource], {resource}
        while waiting:
            for one in self._refers[waiting.pop()] - seen:
                seen.add(one)
                if self._kinds[one] not in PLACEABLE:
                    waiting.append(one)
        return {one for one in seen if self._kinds[one] == VPC}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {logical_id: kind for logical_id, kind, _ in typed_resources(self.body)}

    @cached_property
    def _refers(self) -> dict[str, frozenset[str]]:
        return references(self.body)
