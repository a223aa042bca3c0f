"""CloudFormation's types as people call them: “Load balancer” for `AWS::ElasticLoadBalancingV2::LoadBalancer`."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.services import SERVICES

BRANDS = ("Amazon ", "AWS ")

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "AmazonMQ::Broker": "Amazon MQ broker",
        "ApiGateway::ApiKey": "API Gateway key",
        "ApiGateway::RestApi": "API Gateway REST API",
        "ApiGatewayV2::Api": "API Gateway HTTP API",
        "ApplicationAutoScaling::ScalableTarget": "Scaling of a service",
        "ApplicationAutoScaling::ScalingPolicy": "Scaling policy",
        "AppRunner::VpcConnector": "App Runner VPC connector",
        "AppSync::GraphQLApi": "AppSync GraphQL API",
        "AppSync::GraphQLSchema": "AppSync schema",
        "Athena::WorkGroup": "Athena workgroup",
        "AutoScaling::AutoScalingGroup": "Auto Scaling group",
        "AutoScaling::ScalingPolicy": "Scaling policy",
        "Batch::ComputeEnvironment": "Batch compute environment",
        "Budgets::Budget": "Budget",
        "Cassandra::Keyspace": "Keyspaces keyspace",
        "Cassandra::Table": "Keyspaces table",
        "CertificateManager::Certificate": "Certificate",
        "CloudWatch::Alarm": "Alarm",
        "CodeBuild::Project": "CodeBuild project",
        "CodeCommit::Repository": "CodeCommit repository",
        "CodeDeploy::Application": "CodeDeploy application",
        "CodeDeploy::DeploymentGroup": "CodeDeploy deployment group",
        "CodePipeline::Pipeline": "CodePipeline pipeline",
        "Config::ConfigRule": "Config rule",
        "DataSync::LocationEFS": "DataSync location",
        "DataSync::LocationS3": "DataSync location",
        "DirectoryService::MicrosoftAD": "Microsoft AD directory",
        "DirectoryService::SimpleAD": "Simple AD directory",
        "DMS::ReplicationInstance": "DMS replication instance",
        "DocDB::DBCluster": "DocumentDB cluster",
        "DocDB::DBInstance": "DocumentDB instance",
        "DocDB::DBSubnetGroup": "Subnets of a database",
        "DynamoDB::GlobalTable": "DynamoDB global table",
        "EC2::EgressOnlyInternetGateway": "Way out for IPv6",
        "EC2::EIP": "Public IPv4 address",
        "EC2::Instance": "EC2 instance",
        "EC2::SecurityGroupEgress": "Security group rule",
        "EC2::SecurityGroupIngress": "Security group rule",
        "EC2::SubnetNetworkAclAssociation": "Network ACL of a subnet",
        "EC2::SubnetRouteTableAssociation": "Route table of a subnet",
        "EC2::Volume": "EBS volume",
        "EC2::VPCCidrBlock": "Further range of a VPC",
        "EC2::VPCGatewayAttachment": "Gateway of a VPC",
        "ElastiCache::CacheCluster": "ElastiCache cluster",
        "ElastiCache::ReplicationGroup": "ElastiCache",
        "ElastiCache::ServerlessCache": "ElastiCache Serverless",
        "ElastiCache::SubnetGroup": "Subnets of a cache",
        "ElasticBeanstalk::Environment": "Elastic Beanstalk environment",
        "ElasticLoadBalancing::LoadBalancer": "Classic load balancer",
        "ElasticLoadBalancingV2::Listener": "Load balancer listener",
        "ElasticLoadBalancingV2::ListenerRule": "Load balancer rule",
        "ElasticLoadBalancingV2::LoadBalancer": "Load balancer",
        "ElasticLoadBalancingV2::TargetGroup": "Target group",
        "EMRServerless::Application": "EMR Serverless application",
        "Events::EventBus": "EventBridge bus",
        "Events::Rule": "EventBridge rule",
        "FSx::FileSystem": "FSx file system",
        "GlobalAccelerator::Accelerator": "Global Accelerator",
        "ImageBuilder::ImagePipeline": "Image Builder pipeline",
        "Kinesis::Stream": "Kinesis stream",
        "KinesisFirehose::DeliveryStream": "Firehose stream",
        "LakeFormation::Resource": "Lake Formation location",
        "Lambda::EventSourceMapping": "Lambda trigger",
        "Logs::LogGroup": "Log group",
        "Logs::LogStream": "Log stream",
        "Macie::Session": "Macie",
        "MemoryDB::ACL": "Users of a MemoryDB cluster",
        "Neptune::DBCluster": "Neptune cluster",
        "Neptune::DBInstance": "Neptune instance",
        "NetworkFirewall::Firewall": "Network firewall",
        "OpenSearchService::Domain": "OpenSearch domain",
        "Pipes::Pipe": "EventBridge pipe",
        "RDS::DBCluster": "RDS cluster",
        "RDS::DBClusterParameterGroup": "Settings of a database",
        "RDS::DBInstance": "RDS database",
        "RDS::DBParameterGroup": "Settings of a database",
        "RDS::DBSubnetGroup": "Subnets of a database",
        "ResourceGroups::Group": "Resource group",
        "Route53::HostedZone": "Route 53 hosted zone",
        "Route53::RecordSet": "DNS record",
        "Route53::RecordSetGroup": "DNS records",
        "SageMaker::NotebookInstance": "SageMaker notebook",
        "Scheduler::Schedule": "EventBridge schedule",
        "SecretsManager::Secret": "Secret",
        "SecretsManager::SecretTargetAttachment": "Secret of a database",
        "SecurityHub::Hub": "Security Hub",
        "SSM::Parameter": "Parameter",
        "StepFunctions::StateMachine": "Step Functions state machine",
        "Timestream::InfluxDBInstance": "Timestream for InfluxDB",
        "Transfer::Server": "SFTP server",
        "WAFv2::WebACL": "Web ACL",
        "WAFv2::WebACLAssociation": "Web ACL association",
    }
)
# How the first half of a type is written where it is more than one word; nothing where it goes without saying.
_SERVICES: Mapping[str, str] = MappingProxyType(
    {
        "AccessAnalyzer": "Access Analyzer",
        "APS": "Prometheus",
        "ApiGateway": "API Gateway",
        "ApiGatewayV2": "API Gateway",
        "AutoScaling": "Auto Scaling",
        "EC2": "",
        "Events": "EventBridge",
        "GlobalAccelerator": "Global Accelerator",
        "NetworkFirewall": "",
        "OpenSearchService": "OpenSearch",
        "SecretsManager": "Secrets Manager",
        "ServiceCatalog": "Service Catalog",
        "ServiceDiscovery": "Cloud Map",
        "StepFunctions": "Step Functions",
        "WAFv2": "WAF",
        "XRay": "X-Ray",
    }
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")
_ACRONYMS = frozenset({"nat", "vpn", "acl", "dns"})
_DRAWN: Mapping[str, str] = MappingProxyType(
    {kind: one.name for one in reversed([*SERVICES.values()]) for kind in one.types}
)


def type_title(kind: str) -> str:
    """“NAT gateway” for `AWS::EC2::NatGateway`; what is no type of AWS stays as it is written."""
    short = kind.removeprefix("AWS::")
    if short in _TITLES:
        return _TITLES[short]
    service, colons, thing = short.partition("::")
    if not colons:
        return short
    title = f"{_SERVICES.get(service, service)} {_in_words(thing)}".strip()
    return title[:1].upper() + title[1:]


def service_title(kind: str) -> str:
    """“Lambda” for `AWS::Lambda::Function`: the service that a type stands for in a diagram."""
    return short_title(_DRAWN[kind]) if kind in _DRAWN else type_title(kind)


def short_title(service: str) -> str:
    """“Lambda” for “AWS Lambda”."""
    title = SERVICES[service].title
    for brand in BRANDS:
        title = title.removeprefix(brand)
    return title


def _in_words(name: str) -> str:
    """“interface endpoint” for `InterfaceEndpoint`, with acronyms left alone."""
    words = _WORD.findall(name) or [name]
    return " ".join(_word(one) for one in words)


def _word(word: str) -> str:
    if word.lower() in _ACRONYMS:
        return word.upper()
    return word if len(word) > 1 and word.isupper() else word.lower()
