"""What a stack costs for merely existing, from its resource types. What depends on size or use is named, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from bot.domain.cost import HOURS_PER_MONTH, PRICE_REGION, PUBLIC_IPV4_USD_PER_HOUR
from bot.domain.services import SERVICES

STACK_PRICED_ON = "early 2026"

# us-east-1, USD/h, for one resource without any traffic:
# https://aws.amazon.com/vpc/pricing/ https://aws.amazon.com/elasticloadbalancing/pricing/
# https://aws.amazon.com/eks/pricing/
STANDING_USD_PER_HOUR: Mapping[str, Decimal] = MappingProxyType(
    {
        "AWS::EC2::NatGateway": Decimal("0.045"),
        "AWS::ElasticLoadBalancingV2::LoadBalancer": Decimal("0.0225"),
        "AWS::EC2::EIP": PUBLIC_IPV4_USD_PER_HOUR,
        "AWS::EKS::Cluster": Decimal("0.10"),
    }
)
# us-east-1, USD per month: https://aws.amazon.com/kms/pricing/ https://aws.amazon.com/secrets-manager/pricing/
# https://aws.amazon.com/route53/pricing/ https://aws.amazon.com/cloudwatch/pricing/ https://aws.amazon.com/waf/pricing/
STANDING_USD_PER_MONTH: Mapping[str, Decimal] = MappingProxyType(
    {
        "AWS::KMS::Key": Decimal("1.00"),
        "AWS::SecretsManager::Secret": Decimal("0.40"),
        "AWS::Route53::HostedZone": Decimal("0.50"),
        "AWS::CloudWatch::Alarm": Decimal("0.10"),
        "AWS::WAFv2::WebACL": Decimal("5.00"),
    }
)
# Billed for existing, at a price that a type alone does not tell.
BY_SIZE = frozenset(
    {
        "AWS::AmazonMQ::Broker",
        "AWS::AppRunner::Service",
        "AWS::AutoScaling::AutoScalingGroup",
        "AWS::Batch::ComputeEnvironment",
        "AWS::DocDB::DBCluster",
        "AWS::DocDB::DBInstance",
        "AWS::EC2::Instance",
        "AWS::EC2::TransitGatewayAttachment",
        "AWS::EC2::VPCEndpoint",
        "AWS::EC2::VPNConnection",
        "AWS::EC2::Volume",
        "AWS::ECS::Service",
        "AWS::EKS::Nodegroup",
        "AWS::EMR::Cluster",
        "AWS::ElastiCache::CacheCluster",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::ElastiCache::ServerlessCache",
        "AWS::ElasticBeanstalk::Environment",
        "AWS::GlobalAccelerator::Accelerator",
        "AWS::Kinesis::Stream",
        "AWS::MSK::Cluster",
        "AWS::MSK::ServerlessCluster",
        "AWS::Neptune::DBCluster",
        "AWS::Neptune::DBInstance",
        "AWS::OpenSearchServerless::Collection",
        "AWS::OpenSearchService::Domain",
        "AWS::QuickSight::Dashboard",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::Redshift::Cluster",
        "AWS::RedshiftServerless::Workgroup",
        "AWS::SageMaker::Endpoint",
        "AWS::SageMaker::NotebookInstance",
    }
)
# They stand for a service in a diagram, and AWS takes nothing for them.
FREE = frozenset(
    {
        "AWS::CertificateManager::Certificate",
        "AWS::EC2::InternetGateway",
        "AWS::EC2::TransitGateway",
        "AWS::EC2::VPNGateway",
        "AWS::IAM::Role",
        "AWS::XRay::Group",
    }
)
_OF_SERVICES = frozenset(kind for service in SERVICES.values() for kind in service.types)
BY_USE = (
    _OF_SERVICES - BY_SIZE - FREE - STANDING_USD_PER_HOUR.keys() - STANDING_USD_PER_MONTH.keys()
)


@dataclass(frozen=True)
class StackCost:
    """USD. `monthly` is what `counted` (type → how many) costs for existing, None when that is nothing.

    `by_size` and `by_use` are the types that cost on top, and `not_counted` what else does.
    """

    monthly: Decimal | None
    counted: Mapping[str, int]
    by_size: tuple[str, ...]
    by_use: tuple[str, ...]
    not_counted: tuple[str, ...]


def estimate_stack(by_type: Mapping[str, int], region: str) -> StackCost:
    """The least that these resources cost at list prices, and what comes on top of it."""
    counted = {kind: count for kind, count in by_type.items() if _standing(kind) is not None}
    monthly = sum(
        ((_standing(kind) or Decimal(0)) * count for kind, count in counted.items()), Decimal(0)
    )
    return StackCost(
        monthly=monthly.quantize(Decimal("0.01")) if counted else None,
        counted=MappingProxyType(counted),
        by_size=tuple(kind for kind in by_type if kind in BY_SIZE),
        by_use=tuple(kind for kind in by_type if kind in BY_USE),
        not_counted=_not_counted(region),
    )


def _standing(kind: str) -> Decimal | None:
    """What one resource costs a month for existing."""
    hourly = STANDING_USD_PER_HOUR.get(kind)
    return STANDING_USD_PER_MONTH.get(kind) if hourly is None else hourly * HOURS_PER_MONTH


def _not_counted(region: str) -> tuple[str, ...]:
    elsewhere = f"the difference between {PRICE_REGION} and {region} prices"
    return (
        ("data transfer", "tax") if region == PRICE_REGION else (elsewhere, "data transfer", "tax")
    )
