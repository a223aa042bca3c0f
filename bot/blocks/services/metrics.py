"""What CloudWatch can be asked to watch, by the service that is watched and by the word for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.template import Template
from bot.domain.architecture import Component


@dataclass(frozen=True, slots=True)
class Metric:
    """Above which number in five minutes it is worth a look; `counted` are added up."""

    name: str
    threshold: float
    counted: bool = False


@dataclass(frozen=True)
class Watched:
    """By the word that people use; the first is watched where they name none."""

    namespace: str
    dimension: str
    metrics: Mapping[str, Metric]


WATCHED: Mapping[str, Watched] = MappingProxyType(
    {
        "lambda": Watched("AWS/Lambda", "FunctionName", {
            "errors": Metric("Errors", 0, counted=True),
            "throughput": Metric("Throttles", 0, counted=True),
            "duration": Metric("Duration", 25_000),
        }),
        "apigateway": Watched("AWS/ApiGateway", "ApiName", {
            "5xx": Metric("5XXError", 0, counted=True),
            "errors": Metric("5XXError", 0, counted=True),
        }),
        "ec2": Watched("AWS/EC2", "InstanceId", {
            "status": Metric("StatusCheckFailed", 0),
            "cpu": Metric("CPUUtilization", 80),
            "io": Metric("EBSWriteOps", 100_000),
        }),
        "autoscaling": Watched("AWS/EC2", "AutoScalingGroupName", {
            "cpu": Metric("CPUUtilization", 80),
            "status": Metric("StatusCheckFailed", 0),
        }),
        "fargate": Watched("AWS/ECS", "ServiceName", {"cpu": Metric("CPUUtilization", 80)}),
        "ecs": Watched("AWS/ECS", "ServiceName", {"cpu": Metric("CPUUtilization", 80)}),
        "rds": Watched("AWS/RDS", "DBInstanceIdentifier", {
            "cpu": Metric("CPUUtilization", 80),
            "io": Metric("DiskQueueDepth", 20),
            "throughput": Metric("WriteThroughput", 50_000_000),
        }),
        "sqs": Watched("AWS/SQS", "QueueName", {
            "age": Metric("ApproximateAgeOfOldestMessage", 600),
            "queue-depth": Metric("ApproximateNumberOfMessagesVisible", 100),
        }),
        "sns": Watched("AWS/SNS", "TopicName", {
            "errors": Metric("NumberOfNotificationsFailed", 0, counted=True),
        }),
        "dynamodb": Watched("AWS/DynamoDB", "TableName", {
            "errors": Metric("SystemErrors", 0, counted=True),
            "throughput": Metric("ThrottledRequests", 0, counted=True),
        }),
        "kinesis": Watched("AWS/Kinesis", "StreamName", {
            "age": Metric("GetRecords.IteratorAgeMilliseconds", 600_000),
            "throughput": Metric("WriteProvisionedThroughputExceeded", 0, counted=True),
        }),
        "stepfunctions": Watched("AWS/States", "StateMachineArn", {
            "errors": Metric("ExecutionsFailed", 0, counted=True),
        }),
        "elasticache": Watched("AWS/ElastiCache", "ReplicationGroupId", {
            "cpu": Metric("EngineCPUUtilization", 80),
        }),
        "alb": Watched("AWS/ApplicationELB", "LoadBalancer", {
            "5xx": Metric("HTTPCode_ELB_5XX_Count", 0, counted=True),
            "errors": Metric("HTTPCode_Target_5XX_Count", 0, counted=True),
        }),
        "efs": Watched("AWS/EFS", "FileSystemId", {
            "io": Metric("PercentIOLimit", 95),
            "throughput": Metric("MeteredIOBytes", 80),
        }),
        "cloudfront": Watched("AWS/CloudFront", "DistributionId", {
            "5xx": Metric("5xxErrorRate", 5),
            "errors": Metric("TotalErrorRate", 5),
        }),
        "opensearch": Watched("AWS/ES", "DomainName", {
            "status": Metric("ClusterStatus.red", 0),
            "cpu": Metric("CPUUtilization", 80),
        }),
        "codebuild": Watched("AWS/CodeBuild", "ProjectName", {
            "errors": Metric("FailedBuilds", 0, counted=True),
        }),
        "redshift": Watched("AWS/Redshift", "ClusterIdentifier", {"cpu": Metric("CPUUtilization", 80)}),
        "documentdb": Watched("AWS/DocDB", "DBClusterIdentifier", {"cpu": Metric("CPUUtilization", 80)}),
        "neptune": Watched("AWS/Neptune", "DBClusterIdentifier", {"cpu": Metric("CPUUtilization", 80)}),
        "nat": Watched("AWS/NATGateway", "NatGatewayId", {"errors": Metric("ErrorPortAllocation", 0, counted=True)}),
    }
)  # fmt: skip
# What gives its name by an attribute, not by a reference to it.
_ATTRIBUTES = {
    "sqs": "QueueName",
    "sns": "TopicName",
    "alb": "LoadBalancerFullName",
    "fargate": "Name",
    "ecs": "Name",
}


def dimensions(template: Template, watched: Component) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"Name": WATCHED[watched.service].dimension, "Value": _own(template, watched)}
    ]
    cluster = template.known("cluster")
    if watched.service in ("fargate", "ecs") and cluster:
        found.append({"Name": "ClusterName", "Value": Ref(cluster)})
    if watched.service == "opensearch":
        found.append({"Name": "ClientId", "Value": Ref("AWS::AccountId")})
    if watched.service == "cloudfront":
        found.append({"Name": "Region", "Value": "Global"})
    return found


def _own(template: Template, watched: Component) -> Any:
    name = template.id(watched)
    if watched.service in _ATTRIBUTES:
        return GetAtt(name, _ATTRIBUTES[watched.service])
    return template.title(watched) if watched.service == "apigateway" else Ref(name)
