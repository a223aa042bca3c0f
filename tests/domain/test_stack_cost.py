"""What a stack costs is priced from what its template pins down, and nothing else is guessed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from inline_snapshot import snapshot

from bot.domain.services import SERVICES
from bot.domain.stack_cost import StackCost, estimate
from bot.domain.stack_parts import BY_USE, SIZED
from bot.domain.stack_prices import FLAT_HOUR, FLAT_MONTH, FREE, UNPRICED
from tests.domain.templates import arn, bodies, made_of, of_type, ref, sub

DISK = {"Ebs": {"VolumeSize": 16, "VolumeType": "gp3"}}
MACHINE: dict[str, Any] = {"InstanceType": "t3.micro", "BlockDeviceMappings": [DISK]}
FARGATE: dict[str, Any] = {"Cpu": "256", "Memory": "512"}
LAUNCH_TEMPLATE = of_type("AWS::EC2::LaunchTemplate", LaunchTemplateData=MACHINE)
LAUNCHED = {"LaunchTemplateId": ref("Launch"), "Version": "1"}


def cost(kind: str, others: Mapping[str, Any] | None = None, **properties: Any) -> StackCost:
    return estimate(made_of(Priced=of_type(f"AWS::{kind}", **properties), **(others or {})))


PRICED: dict[str, tuple[StackCost, str, tuple[str, ...]]] = {
    "a NAT gateway": (cost("EC2::NatGateway"), "32.85", ("NAT gateway $32.85",)),
    "an elastic address": (cost("EC2::EIP"), "3.65", ("Public IPv4 address $3.65",)),
    "a key": (cost("KMS::Key"), "1.00", ("KMS key $1.00",)),
    "an instance with its disk": (
        cost("EC2::Instance", **MACHINE),
        "8.87",
        ("EC2 t3.micro $7.59", "16 GB of gp3 disk $1.28"),
    ),
    "an instance with a public address": (
        cost(
            "EC2::Instance",
            InstanceType="t4g.small",
            NetworkInterfaces=[{"AssociatePublicIpAddress": True}],
        ),
        "15.91",
        ("EC2 t4g.small $12.26", "Public IPv4 address $3.65"),
    ),
    "an instance of a launch template": (
        cost("EC2::Instance", {"Launch": LAUNCH_TEMPLATE}, LaunchTemplate=LAUNCHED),
        "8.87",
        ("EC2 t3.micro $7.59", "16 GB of gp3 disk $1.28"),
    ),
    "a group at its smallest": (
        cost(
            "AutoScaling::AutoScalingGroup",
            {"Launch": LAUNCH_TEMPLATE},
            LaunchTemplate=LAUNCHED,
            MinSize="2",
            MaxSize="4",
        ),
        "17.74",
        ("2 × EC2 t3.micro $15.18", "2 × 16 GB of gp3 disk $2.56"),
    ),
    "a group with a launch configuration": (
        cost(
            "AutoScaling::AutoScalingGroup",
            {"Launch": of_type("AWS::AutoScaling::LaunchConfiguration", **MACHINE)},
            LaunchConfigurationName=ref("Launch"),
            DesiredCapacity=3,
            MinSize=1,
        ),
        "26.62",
        ("3 × EC2 t3.micro $22.78", "3 × 16 GB of gp3 disk $3.84"),
    ),
    "a volume": (
        cost("EC2::Volume", Size=100, VolumeType="gp3"),
        "8.00",
        ("100 GB of gp3 disk $8.00",),
    ),
    "a database": (
        cost(
            "RDS::DBInstance",
            Engine="postgres",
            DBInstanceClass="db.t4g.micro",
            AllocatedStorage="20",
            StorageType="gp3",
            ManageMasterUserPassword=True,
        ),
        "14.38",
        ("RDS db.t4g.micro $11.68", "20 GB of database disk $2.30", "Secret $0.40"),
    ),
    "a database with a standby": (
        cost(
            "RDS::DBInstance",
            Engine="mysql",
            DBInstanceClass="db.t4g.medium",
            AllocatedStorage=100,
            MultiAZ="true",
        ),
        "117.90",
        (
            "RDS db.t4g.medium with a standby $94.90",
            "100 GB of database disk with a standby $23.00",
        ),
    ),
    "a cache": (
        cost("ElastiCache::CacheCluster", CacheNodeType="cache.t4g.small", NumCacheNodes=2),
        "46.72",
        ("2 × ElastiCache cache.t4g.small $46.72",),
    ),
    "Valkey, which is cheaper": (
        cost(
            "ElastiCache::ReplicationGroup",
            CacheNodeType="cache.t4g.micro",
            Engine="valkey",
            NumNodeGroups=1,
            ReplicasPerNodeGroup=1,
        ),
        "18.69",
        ("2 × ElastiCache cache.t4g.micro $18.69",),
    ),
    "a search domain": (
        cost(
            "OpenSearchService::Domain",
            ClusterConfig={"InstanceType": "t3.small.search", "InstanceCount": 2},
            EBSOptions={"EBSEnabled": True, "VolumeType": "gp3", "VolumeSize": 10},
        ),
        "55.00",
        ("2 × OpenSearch t3.small.search $52.56", "2 × 10 GB of search disk $2.44"),
    ),
    "a stream on demand": (
        cost("Kinesis::Stream", StreamModeDetails={"StreamMode": "ON_DEMAND"}),
        "29.20",
        ("Kinesis stream on demand $29.20",),
    ),
    "a stream of shards": (
        cost("Kinesis::Stream", ShardCount=2),
        "21.90",
        ("2 × Kinesis shard $21.90",),
    ),
    "tasks on Fargate": (
        cost(
            "ECS::Service",
            {"Task": of_type("AWS::ECS::TaskDefinition", **FARGATE)},
            LaunchType="FARGATE",
            DesiredCount=2,
            TaskDefinition=ref("Task"),
        ),
        "18.02",
        ("2 × Fargate task with 0.25 vCPU, 0.5 GB $18.02",),
    ),
    "tasks on ARM, sized in words": (
        cost(
            "ECS::Service",
            {
                "Task": of_type(
                    "AWS::ECS::TaskDefinition",
                    Cpu=".25 vCPU",
                    Memory="0.5 GB",
                    RuntimePlatform={"CpuArchitecture": "ARM64"},
                )
            },
            LaunchType="FARGATE",
            TaskDefinition=ref("Task"),
        ),
        "7.21",
        ("Fargate task with 0.25 vCPU, 0.5 GB $7.21",),
    ),
    "tasks on instances, which are billed themselves": (
        cost("ECS::Service", LaunchType="EC2"),
        "0.00",
        (),
    ),
    "a balancer with an address in each zone": (
        cost("ElasticLoadBalancingV2::LoadBalancer", Subnets=[ref("A"), ref("B")]),
        "23.72",
        ("Load balancer $16.42", "2 × Public IPv4 address $7.30"),
    ),
    "a balancer inside": (
        cost("ElasticLoadBalancingV2::LoadBalancer", Scheme="internal", Subnets=[ref("A")]),
        "16.42",
        ("Load balancer $16.42",),
    ),
    "an interface endpoint in each zone": (
        cost("EC2::VPCEndpoint", VpcEndpointType="Interface", SubnetIds=[ref("A"), ref("B")]),
        "14.60",
        ("2 × Interface endpoint in one zone $14.60",),
    ),
    "a gateway endpoint": (cost("EC2::VPCEndpoint", VpcEndpointType="Gateway"), "0.00", ()),
    "a firewall by its rules": (
        cost("WAFv2::WebACL", Rules=[{"Name": "a"}, {"Name": "b"}]),
        "7.00",
        ("Web ACL with 2 rules $7.00",),
    ),
}


@pytest.mark.parametrize(("found", "monthly", "parts"), PRICED.values(), ids=PRICED.keys())
def test_it_is_priced(found: StackCost, monthly: str, parts: tuple[str, ...]) -> None:
    assert found == StackCost(
        monthly=Decimal(monthly), priced=parts, by_use=found.by_use, unpriced=()
    )


NOT_PRICED: dict[str, tuple[StackCost, tuple[str, ...]]] = {
    "a type of machine outside the list": (
        cost("EC2::Instance", InstanceType="p5.48xlarge"),
        ("EC2 p5.48xlarge",),
    ),
    "a machine that a condition chooses": (
        cost("EC2::Instance", InstanceType={"Fn::If": ["Large", "t3.large", "t3.micro"]}),
        ("EC2 instance",),
    ),
    "a group of unknown size": (
        cost("AutoScaling::AutoScalingGroup", MinSize=sub("${AWS::Region}")),
        ("Auto Scaling group",),
    ),
    "a disk with speed of its own": (
        cost("EC2::Volume", Size=10, VolumeType="io2"),
        ("10 GB of io2 disk",),
    ),
    "Aurora": (cost("RDS::DBInstance", Engine="aurora-mysql"), ("RDS database",)),
    "an engine with a licence": (
        cost("RDS::DBInstance", Engine="oracle-se2", DBInstanceClass="db.t4g.micro"),
        ("RDS database",),
    ),
    "a database without a size": (
        cost("RDS::DBInstance", Engine="mysql", DBInstanceClass="db.t4g.micro"),
        ("Database disk",),
    ),
    "a large cache": (
        cost("ElastiCache::CacheCluster", CacheNodeType="cache.r7g.large", NumCacheNodes=1),
        ("ElastiCache cache.r7g.large",),
    ),
    "a search domain with masters": (
        cost("OpenSearchService::Domain", ClusterConfig={"DedicatedMasterEnabled": True}),
        ("OpenSearch domain",),
    ),
    "a stream without a size": (cost("Kinesis::Stream"), ("Kinesis stream",)),
    "tasks that may interrupt": (
        cost("ECS::Service", CapacityProviderStrategy=[{"CapacityProvider": "FARGATE_SPOT"}]),
        ("ECS service",),
    ),
    "endpoints in nobody knows how many zones": (
        cost("EC2::VPCEndpoint", VpcEndpointType="Interface", SubnetIds=arn("Network")),
        ("Interface endpoint in one zone",),
    ),
    "a firewall with rules from elsewhere": (
        cost("WAFv2::WebACL", Rules=arn("Rules")),
        ("Web ACL",),
    ),
    "what is in no list": (cost("MSK::Cluster"), ("MSK cluster",)),
}


@pytest.mark.parametrize(("found", "unpriced"), NOT_PRICED.values(), ids=NOT_PRICED.keys())
def test_it_is_named_and_not_priced(found: StackCost, unpriced: tuple[str, ...]) -> None:
    assert found.unpriced == unpriced


def test_a_parameter_is_its_default() -> None:
    parameters = {"Size": {"Type": "String", "Default": "t3.small"}}
    body = made_of(Web=of_type("AWS::EC2::Instance", InstanceType=ref("Size")))

    assert estimate({**body, "Parameters": parameters}).priced == ("EC2 t3.small $15.18",)


def test_the_same_is_added_up_and_the_dearest_comes_first() -> None:
    body = made_of(
        A=of_type("AWS::SecretsManager::Secret"),
        B=of_type("AWS::EC2::NatGateway"),
        C=of_type("AWS::SecretsManager::Secret"),
    )

    assert estimate(body) == StackCost(
        monthly=Decimal("33.65"), priced=("NAT gateway $32.85", "2 × Secret $0.80")
    )


def test_what_is_billed_by_use_is_named_once_by_its_service() -> None:
    kinds = ("Lambda::Function", "Lambda::Function", "S3::Bucket", "Events::Rule", "IAM::Role")
    body = made_of(**{f"R{at}": of_type(f"AWS::{kind}") for at, kind in enumerate(kinds)})

    assert estimate(body) == StackCost(monthly=Decimal(0), by_use=("Lambda", "S3", "EventBridge"))


def test_that_a_group_can_grow_is_said() -> None:
    assert PRICED["a group at its smallest"][0].by_use == snapshot(
        ("more instances as the load grows",)
    )


def test_every_type_of_a_service_is_either_priced_or_named_or_free() -> None:
    kinds = [SIZED.keys(), FLAT_HOUR.keys(), FLAT_MONTH.keys(), UNPRICED, FREE, BY_USE]
    known = {kind for service in SERVICES.values() for kind in service.types}

    assert known <= set().union(*kinds)
    assert sum(map(len, kinds)) == len(set().union(*kinds)), "each stands in one of them"


@settings(deadline=None)
@given(bodies)
def test_no_template_is_too_odd(body: dict[str, Any]) -> None:
    assert estimate(body).monthly >= 0
