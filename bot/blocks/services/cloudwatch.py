"""Amazon CloudWatch: an alarm for each thing that it is connected with."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.template import Template
from bot.domain.architecture import Component

_PERIOD = 300
# Namespace, metric, dimension, and above which number in five minutes it is worth a look.
_WATCHED: dict[str, tuple[str, str, str, float]] = {
    "lambda": ("AWS/Lambda", "Errors", "FunctionName", 0),
    "apigateway": ("AWS/ApiGateway", "5XXError", "ApiName", 0),
    "ec2": ("AWS/EC2", "StatusCheckFailed", "InstanceId", 0),
    "rds": ("AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", 80),
    "sqs": ("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", 600),
    "dynamodb": ("AWS/DynamoDB", "SystemErrors", "TableName", 0),
    "kinesis": ("AWS/Kinesis", "GetRecords.IteratorAgeMilliseconds", "StreamName", 600_000),
    "stepfunctions": ("AWS/States", "ExecutionsFailed", "StateMachineArn", 0),
    "elasticache": ("AWS/ElastiCache", "EngineCPUUtilization", "ReplicationGroupId", 80),
    "alb": ("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "LoadBalancer", 0),
}
_COUNTED = frozenset(
    {"Errors", "5XXError", "ExecutionsFailed", "SystemErrors", "HTTPCode_ELB_5XX_Count"}
)


def _watches(drawing: Drawing, component: Component) -> bool:
    return bool(drawing.beside(component, *_WATCHED))


def _build(template: Template, component: Component) -> None:
    watched = template.drawing.beside(component, *_WATCHED)
    for number, one in enumerate(watched):
        name = template.id(component)
        alarm = name if number == 0 else f"{template.id(one)}{name}"
        template.add(alarm, "AWS::CloudWatch::Alarm", _alarm(template, component, one))
    template.assume(
        f"{template.title(component)} has an alarm for each thing that it is connected with; thresholds are first guesses."
    )


def _alarm(template: Template, component: Component, watched: Component) -> dict[str, Any]:
    namespace, metric, dimension, threshold = _WATCHED[watched.service]
    topics = [Ref(template.id(one)) for one in template.drawing.targets(component, "sns")]
    properties: dict[str, Any] = {
        "AlarmDescription": f"{metric} of {template.title(watched)}",
        "Namespace": namespace,
        "MetricName": metric,
        "Dimensions": [{"Name": dimension, "Value": _of(template, watched)}],
        "Statistic": "Sum" if metric in _COUNTED else "Maximum",
        "Period": _PERIOD,
        "EvaluationPeriods": 1,
        "Threshold": threshold,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    return {**properties, "AlarmActions": topics} if topics else properties


def _of(template: Template, watched: Component) -> Any:
    name = template.id(watched)
    if watched.service == "sqs":
        return GetAtt(name, "QueueName")
    if watched.service == "alb":
        return GetAtt(name, "LoadBalancerFullName")
    return template.title(watched) if watched.service == "apigateway" else Ref(name)


BLOCK = Block("cloudwatch", "Alarm", _build, stands=_watches)
