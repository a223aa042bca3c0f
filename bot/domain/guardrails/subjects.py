"""Which properties say what a resource is attached to, and which types that may be."""

from collections.abc import Mapping
from types import MappingProxyType


def _of(service: str, *names: str) -> frozenset[str]:
    return frozenset(f"AWS::{service}::{name}" for name in names)


_FUNCTION = _of("Lambda", "Function", "Alias", "Version")
# Those that a network and a cluster come with, too.
_GROUP = _of("EC2", "SecurityGroup", "VPC") | _of("EKS", "Cluster")
_VPC = _of("EC2", "VPC")
_SUBNET = _of("EC2", "Subnet")
_TABLE_OF_ROUTES = _of("EC2", "RouteTable")
_TRANSIT = _of("EC2", "TransitGateway", "TransitGatewayRouteTable", "TransitGatewayAttachment")
_POOL = _of("Cognito", "UserPool")
_CLUSTER = (
    _of("RDS", "DBCluster", "DBShardGroup")
    | _of("DocDB", "DBCluster")
    | _of("Neptune", "DBCluster")
)
_DATABASE = _CLUSTER | _of("RDS", "DBInstance") | _of("Redshift", "Cluster")
_QUEUE, _TOPIC, _BUCKET = _of("SQS", "Queue"), _of("SNS", "Topic"), _of("S3", "Bucket")
_STREAM = _of("Kinesis", "Stream", "StreamConsumer")
_READ = (
    _QUEUE
    | _STREAM
    | _of("DynamoDB", "Table", "GlobalTable")
    | _of("MSK", "Cluster", "ServerlessCluster")
    | _of("AmazonMQ", "Broker")
    | _of("DocDB", "DBCluster")
)
_LOGS = _of("Logs", "LogGroup")
_SECRET = _of("SecretsManager", "Secret", "SecretTargetAttachment")

# Whatever has such a property is attached to what it names.
EVERYWHERE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "AcceleratorArn": _of("GlobalAccelerator", "Accelerator"),
        "ApiId": _of("ApiGatewayV2", "Api") | _of("AppSync", "GraphQLApi", "Api"),
        "AppId": _of("Amplify", "App"),
        "AutoScalingGroupName": _of("AutoScaling", "AutoScalingGroup"),
        "BackupPlanId": _of("Backup", "BackupPlan"),
        "Broker": _of("AmazonMQ", "Broker"),
        "ClientVpnEndpointId": _of("EC2", "ClientVpnEndpoint"),
        "ClusterArn": _of("MSK", "Cluster", "ServerlessCluster"),
        "DBClusterIdentifier": _CLUSTER,
        "DBInstanceIdentifier": _of("RDS", "DBInstance")
        | _of("DocDB", "DBInstance")
        | _of("Neptune", "DBInstance"),
        "DBProxyName": _of("RDS", "DBProxy"),
        "FileSystemId": _of("EFS", "FileSystem"),
        "HostedZoneId": _of("Route53", "HostedZone"),
        "IdentityPoolId": _of("Cognito", "IdentityPool"),
        "JobFlowId": _of("EMR", "Cluster"),
        "LaunchConfigurationName": _of("AutoScaling", "LaunchConfiguration"),
        "ListenerArn": _of("ElasticLoadBalancingV2", "Listener")
        | _of("GlobalAccelerator", "Listener"),
        "LoadBalancerArn": _of("ElasticLoadBalancingV2", "LoadBalancer"),
        "NetworkAclId": _of("EC2", "NetworkAcl", "VPC"),
        "RestApiId": _of("ApiGateway", "RestApi"),
        "RouteTableId": _TABLE_OF_ROUTES,
        "RouteTableIds": _TABLE_OF_ROUTES,
        "ScalingTargetId": _of("ApplicationAutoScaling", "ScalableTarget"),
        "SecretId": _SECRET,
        "ServerId": _of("Transfer", "Server"),
        "SourceDBClusterIdentifier": _CLUSTER,
        "SourceDBInstanceIdentifier": _of("RDS", "DBInstance"),
        "TransitGatewayAttachmentId": _TRANSIT
        | _of("EC2", "TransitGatewayVpcAttachment", "VPNConnection"),
        "TransitGatewayId": _TRANSIT,
        "TransitGatewayRouteTableId": _TRANSIT,
        "UsagePlanId": _of("ApiGateway", "UsagePlan"),
        "UserPoolId": _POOL,
        "VpnConnectionId": _of("EC2", "VPNConnection"),
        "VpnGatewayId": _of("EC2", "VPNGateway"),
        # What is already there is nobody's to copy either, and no template makes these.
        "ClusterSnapshotIdentifier": frozenset(),
        "DBClusterSnapshotIdentifier": frozenset(),
        "DBSnapshotIdentifier": frozenset(),
        "SnapshotArns": frozenset(),
        "SnapshotIdentifier": frozenset(),
        "SnapshotName": frozenset(),
    }
)
# Except what gives itself its name there.
OWN_NAMES = frozenset(
    {
        ("AWS::AutoScaling::AutoScalingGroup", "AutoScalingGroupName"),
        ("AWS::AutoScaling::LaunchConfiguration", "LaunchConfigurationName"),
        ("AWS::DocDB::DBCluster", "DBClusterIdentifier"),
        ("AWS::DocDB::DBInstance", "DBInstanceIdentifier"),
        ("AWS::Neptune::DBCluster", "DBClusterIdentifier"),
        ("AWS::Neptune::DBInstance", "DBInstanceIdentifier"),
        ("AWS::RDS::DBCluster", "DBClusterIdentifier"),
        ("AWS::RDS::DBInstance", "DBInstanceIdentifier"),
        ("AWS::RDS::DBProxy", "DBProxyName"),
    }
)
# These properties are so called elsewhere, too.
AT: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "AWS::ApiGateway::BasePathMapping": {"DomainName": _of("ApiGateway", "DomainName")},
        "AWS::ApiGatewayV2::ApiMapping": {"DomainName": _of("ApiGatewayV2", "DomainName")},
        "AWS::AppSync::DomainNameApiAssociation": {"DomainName": _of("AppSync", "DomainName")},
        "AWS::ApplicationAutoScaling::ScalableTarget": {
            "ResourceId": _of("ECS", "Service")
            | _of("DynamoDB", "Table", "GlobalTable")
            | _CLUSTER
            | _of("SageMaker", "Endpoint")
            | _of("ElastiCache", "ReplicationGroup")
            | _of("EC2", "SpotFleet")
            | _of("MSK", "Cluster")
            | _of("Lambda", "Function", "Alias", "Version")
        },
        "AWS::CloudFront::MonitoringSubscription": {"DistributionId": _of("CloudFront", "Distribution")},
        "AWS::EC2::EIP": {"InstanceId": _of("EC2", "Instance")},
        "AWS::EC2::EIPAssociation": {
            "AllocationId": _of("EC2", "EIP"),
            "EIP": _of("EC2", "EIP"),
            "InstanceId": _of("EC2", "Instance"),
            "NetworkInterfaceId": _of("EC2", "NetworkInterface"),
        },
        "AWS::EC2::GatewayRouteTableAssociation": {"GatewayId": _of("EC2", "InternetGateway", "VPNGateway")},
        "AWS::EC2::NetworkInterfaceAttachment": {
            "InstanceId": _of("EC2", "Instance"),
            "NetworkInterfaceId": _of("EC2", "NetworkInterface"),
        },
        "AWS::EC2::NetworkInterfacePermission": {"NetworkInterfaceId": _of("EC2", "NetworkInterface")},
        "AWS::EC2::SecurityGroupEgress": {"GroupId": _GROUP},
        "AWS::EC2::SecurityGroupIngress": {"GroupId": _GROUP, "GroupName": _GROUP},
        "AWS::EC2::SecurityGroupVpcAssociation": {"GroupId": _GROUP, "VpcId": _VPC},
        "AWS::EC2::Subnet": {"VpcId": _VPC},
        "AWS::EC2::SubnetCidrBlock": {"SubnetId": _SUBNET},
        "AWS::EC2::SubnetNetworkAclAssociation": {"SubnetId": _SUBNET},
        "AWS::EC2::SubnetRouteTableAssociation": {"SubnetId": _SUBNET},
        "AWS::EC2::TransitGatewayAttachment": {"VpcId": _VPC},
        "AWS::EC2::TransitGatewayVpcAttachment": {"VpcId": _VPC},
        "AWS::EC2::TrafficMirrorSession": {"NetworkInterfaceId": _of("EC2", "NetworkInterface")},
        "AWS::EC2::VPCCidrBlock": {"VpcId": _VPC},
        "AWS::EC2::VPCDHCPOptionsAssociation": {"VpcId": _VPC},
        "AWS::EC2::VPCEndpointServicePermissions": {"ServiceId": _of("EC2", "VPCEndpointService")},
        "AWS::EC2::VPCGatewayAttachment": {"VpcId": _VPC},
        "AWS::EC2::VPCPeeringConnection": {"PeerVpcId": _VPC, "VpcId": _VPC},
        "AWS::EC2::Volume": {"SnapshotId": frozenset(), "SourceVolumeId": _of("EC2", "Volume")},
        "AWS::EC2::VolumeAttachment": {
            "InstanceId": _of("EC2", "Instance"),
            "VolumeId": _of("EC2", "Volume"),
        },
        "AWS::ECS::ClusterCapacityProviderAssociations": {"Cluster": _of("ECS", "Cluster")},
        "AWS::ECS::PrimaryTaskSet": {"Service": _of("ECS", "Service")},
        "AWS::ECS::TaskSet": {"Service": _of("ECS", "Service")},
        "AWS::EKS::AccessEntry": {"ClusterName": _of("EKS", "Cluster")},
        "AWS::EKS::Addon": {"ClusterName": _of("EKS", "Cluster")},
        "AWS::EKS::FargateProfile": {"ClusterName": _of("EKS", "Cluster")},
        "AWS::EKS::IdentityProviderConfig": {"ClusterName": _of("EKS", "Cluster")},
        "AWS::EKS::Nodegroup": {"ClusterName": _of("EKS", "Cluster")},
        "AWS::EKS::PodIdentityAssociation": {"ClusterName": _of("EKS", "Cluster")},
        "AWS::Events::EventBusPolicy": {"EventBusName": _of("Events", "EventBus")},
        "AWS::Glue::Partition": {"DatabaseName": _of("Glue", "Database")},
        "AWS::Glue::Table": {"DatabaseName": _of("Glue", "Database")},
        "AWS::KMS::Alias": {"TargetKeyId": _of("KMS", "Key", "ReplicaKey")},
        "AWS::Kinesis::ResourcePolicy": {"ResourceArn": _STREAM},
        "AWS::Kinesis::StreamConsumer": {"StreamARN": _STREAM},
        "AWS::Lambda::Alias": {"FunctionName": _FUNCTION},
        "AWS::Lambda::EventInvokeConfig": {"FunctionName": _FUNCTION},
        "AWS::Lambda::EventSourceMapping": {"FunctionName": _FUNCTION, "EventSourceArn": _READ},
        "AWS::Lambda::LayerVersionPermission": {"LayerVersionArn": _of("Lambda", "LayerVersion")},
        "AWS::Lambda::Permission": {"FunctionName": _FUNCTION},
        "AWS::Lambda::ResourcePolicy": {"ResourceArn": _FUNCTION},
        "AWS::Lambda::Url": {"TargetFunctionArn": _FUNCTION},
        "AWS::Lambda::Version": {"FunctionName": _FUNCTION},
        "AWS::Logs::LogStream": {"LogGroupName": _LOGS},
        "AWS::Logs::MetricFilter": {"LogGroupName": _LOGS | _FUNCTION},
        "AWS::Logs::SubscriptionFilter": {"LogGroupName": _LOGS | _FUNCTION},
        "AWS::Pipes::Pipe": {"Source": _READ},
        "AWS::Route53::RecordSet": {"HostedZoneName": frozenset()},
        "AWS::Route53::RecordSetGroup": {"HostedZoneName": frozenset()},
        "AWS::S3::AccessPoint": {"Bucket": _BUCKET},
        "AWS::S3::BucketPolicy": {"Bucket": _BUCKET},
        "AWS::SNS::Subscription": {"TopicArn": _TOPIC},
        "AWS::SNS::TopicInlinePolicy": {"TopicArn": _TOPIC},
        "AWS::SNS::TopicPolicy": {"Topics": _TOPIC},
        "AWS::SQS::QueueInlinePolicy": {"Queue": _QUEUE},
        "AWS::SQS::QueuePolicy": {"Queues": _QUEUE},
        "AWS::SecretsManager::SecretTargetAttachment": {"TargetId": _DATABASE},
        "AWS::SecretsManager::ResourcePolicy": {"SecretId": _SECRET},
        "AWS::SecretsManager::RotationSchedule": {"SecretId": _SECRET},
        "AWS::StepFunctions::StateMachineAlias": {
            "StateMachineVersionArn": _of("StepFunctions", "StateMachineVersion")
        },
        "AWS::StepFunctions::StateMachineVersion": {
            "StateMachineArn": _of("StepFunctions", "StateMachine")
        },
        "AWS::WAFv2::LoggingConfiguration": {"ResourceArn": _of("WAFv2", "WebACL")},
        "AWS::WAFv2::WebACLAssociation": {
            "ResourceArn": _of("ElasticLoadBalancingV2", "LoadBalancer")
            | _of("ApiGateway", "RestApi")
            | _of("AppSync", "GraphQLApi")
            | _of("AppRunner", "Service")
            | _of("Amplify", "App")
            | _of("EC2", "VerifiedAccessInstance")
            | _POOL,
            "WebACLArn": _of("WAFv2", "WebACL"),
        },
    }
)  # fmt: skip
# It is meant even if it is not said: without it, AWS takes what the account already has.
REQUIRED = frozenset({("AWS::Events::EventBusPolicy", "EventBusName")})
# Here the resource is a part of a longer text: service/cluster/name, /aws/lambda/name, an ARN that AWS gives no attribute for.
WITHIN_A_TEXT = frozenset({"ResourceId", "LogGroupName", "ResourceArn"})
