"""List prices of what stacks are made of, and which types cost how: for existing, by size, by use, not at all.

All are of us-east-1, USD. What stands in no table here is never guessed.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from bot.domain.cost import INSTANCE_USD_PER_HOUR as T3_USD_PER_HOUR
from bot.domain.cost import PUBLIC_IPV4_USD_PER_HOUR

STACK_PRICED_ON = "early 2026"


def _prices(**prices: str) -> dict[str, Decimal]:
    return {name: Decimal(price) for name, price in prices.items()}


def _family(family: str, **sizes: str) -> dict[str, Decimal]:
    return {f"{family}.{size}": price for size, price in _prices(**sizes).items()}


# --- for one hour ------------------------------------------------------------------------------

# Linux on demand, from the same source as T3: aws/karpenter-provider-aws, 2026-07-20.
INSTANCE_HOUR: Mapping[str, Decimal] = MappingProxyType(
    {
        **T3_USD_PER_HOUR,
        **_family("t3a", nano="0.0047", micro="0.0094", small="0.0188", medium="0.0376"),
        **_family("t3a", large="0.0752", xlarge="0.1504"),
        **_family("t4g", nano="0.0042", micro="0.0084", small="0.0168", medium="0.0336"),
        **_family("t4g", large="0.0672", xlarge="0.1344"),
        **_family("t2", micro="0.0116"),
        **_family("m5", large="0.096"),
        **_family("m7i", large="0.1008"),
    }
)
# PostgreSQL, MySQL and MariaDB in one zone: https://aws.amazon.com/rds/pricing/
DATABASE_HOUR: Mapping[str, Decimal] = MappingProxyType(
    _family("db.t4g", micro="0.016", small="0.032", medium="0.065")
)
# Redis and Memcached: https://aws.amazon.com/elasticache/pricing/
CACHE_HOUR: Mapping[str, Decimal] = MappingProxyType(
    _family("cache.t4g", micro="0.016", small="0.032")
)
# The same page: a node of Valkey costs a fifth less.
VALKEY = Decimal("0.8")
# https://aws.amazon.com/opensearch-service/pricing/
SEARCH_HOUR: Mapping[str, Decimal] = MappingProxyType({"t3.small.search": Decimal("0.036")})
# https://aws.amazon.com/fargate/pricing/: vCPU and GB, by architecture.
FARGATE_HOUR: Mapping[str, tuple[Decimal, Decimal]] = MappingProxyType(
    {
        "X86_64": (Decimal("0.04048"), Decimal("0.004445")),
        "ARM64": (Decimal("0.03238"), Decimal("0.00356")),
    }
)
# https://aws.amazon.com/vpc/pricing/ https://aws.amazon.com/privatelink/pricing/
# https://aws.amazon.com/elasticloadbalancing/pricing/ https://aws.amazon.com/kinesis/data-streams/pricing/
IPV4_HOUR = PUBLIC_IPV4_USD_PER_HOUR
ENDPOINT_HOUR = Decimal("0.01")
BALANCER_HOUR: Mapping[str, Decimal] = MappingProxyType(
    _prices(application="0.0225", network="0.0225", gateway="0.0125")
)
STREAM_HOUR, SHARD_HOUR = Decimal("0.04"), Decimal("0.015")
# One resource, whatever its properties: also https://aws.amazon.com/eks/pricing/
FLAT_HOUR: Mapping[str, Decimal] = MappingProxyType(
    {
        "AWS::EC2::EIP": IPV4_HOUR,
        "AWS::EC2::NatGateway": Decimal("0.045"),
        "AWS::EKS::Cluster": Decimal("0.10"),
        # https://aws.amazon.com/transit-gateway/pricing/ https://aws.amazon.com/global-accelerator/pricing/
        "AWS::EC2::TransitGatewayAttachment": Decimal("0.05"),
        "AWS::EC2::TransitGatewayVpcAttachment": Decimal("0.05"),
        "AWS::GlobalAccelerator::Accelerator": Decimal("0.025"),
    }
)

# --- for one month -----------------------------------------------------------------------------

# https://aws.amazon.com/kms/pricing/ https://aws.amazon.com/secrets-manager/pricing/
# https://aws.amazon.com/route53/pricing/ https://aws.amazon.com/cloudwatch/pricing/
SECRET_MONTH = Decimal("0.40")
FLAT_MONTH: Mapping[str, Decimal] = MappingProxyType(
    {
        "AWS::KMS::Key": Decimal("1.00"),
        "AWS::SecretsManager::Secret": SECRET_MONTH,
        "AWS::Route53::HostedZone": Decimal("0.50"),
        "AWS::CloudWatch::Alarm": Decimal("0.10"),
    }
)
# https://aws.amazon.com/waf/pricing/
WEB_ACL_MONTH, WEB_ACL_RULE_MONTH = Decimal("5.00"), Decimal("1.00")
# A GB of disk: aws/agent-toolkit-for-aws, ebs-optimization.md; the pages of RDS and OpenSearch above.
DISK_MONTH: Mapping[str, Decimal] = MappingProxyType(_prices(gp3="0.08", gp2="0.10"))
DATABASE_DISK_MONTH: Mapping[str, Decimal] = MappingProxyType(_prices(gp3="0.115", gp2="0.115"))
SEARCH_DISK_MONTH: Mapping[str, Decimal] = MappingProxyType(_prices(gp3="0.122", gp2="0.135"))

# --- kinds of types ----------------------------------------------------------------------------

# Billed for existing, and not in our tables.
UNPRICED = frozenset(
    {
        "AWS::ACMPCA::CertificateAuthority",
        "AWS::AmazonMQ::Broker",
        "AWS::AppRunner::Service",
        "AWS::AppStream::Fleet",
        "AWS::Batch::ComputeEnvironment",
        "AWS::CloudHSM::Cluster",
        "AWS::DAX::Cluster",
        "AWS::DMS::ReplicationInstance",
        "AWS::DirectoryService::MicrosoftAD",
        "AWS::DirectoryService::SimpleAD",
        "AWS::DocDB::DBCluster",
        "AWS::DocDB::DBInstance",
        "AWS::EC2::ClientVpnEndpoint",
        "AWS::EC2::VPNConnection",
        "AWS::EKS::Nodegroup",
        "AWS::EMR::Cluster",
        "AWS::ElastiCache::ServerlessCache",
        "AWS::ElasticBeanstalk::Environment",
        "AWS::ElasticLoadBalancing::LoadBalancer",
        "AWS::Elasticsearch::Domain",
        "AWS::FSx::FileSystem",
        "AWS::GameLift::Fleet",
        "AWS::Kendra::Index",
        "AWS::MSK::Cluster",
        "AWS::MSK::ServerlessCluster",
        "AWS::MWAA::Environment",
        "AWS::MemoryDB::Cluster",
        "AWS::Neptune::DBCluster",
        "AWS::Neptune::DBInstance",
        "AWS::NetworkFirewall::Firewall",
        "AWS::OpenSearchServerless::Collection",
        "AWS::QuickSight::Dashboard",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBProxy",
        "AWS::Redshift::Cluster",
        "AWS::RedshiftServerless::Workgroup",
        "AWS::Route53Resolver::ResolverEndpoint",
        "AWS::SageMaker::Endpoint",
        "AWS::SageMaker::NotebookInstance",
        "AWS::Timestream::InfluxDBInstance",
        "AWS::Transfer::Server",
        "AWS::WorkSpaces::Workspace",
    }
)
# They stand for a service in a diagram, and AWS takes nothing for them.
FREE = frozenset(
    {
        "AWS::CertificateManager::Certificate",
        "AWS::EC2::InternetGateway",
        "AWS::EC2::TransitGateway",
        "AWS::EC2::VPNGateway",
        "AWS::ECS::Cluster",
        "AWS::IAM::Role",
        "AWS::Route53::RecordSet",
        "AWS::Route53::RecordSetGroup",
        "AWS::SSM::Parameter",
        "AWS::XRay::Group",
    }
)
