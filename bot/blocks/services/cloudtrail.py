"""AWS CloudTrail: who did what in the account, written where it cannot be changed unseen."""

from typing import Any

from bot.blocks.block import Block, nothing
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.permissions import role, statement
from bot.blocks.services.buckets import let_write
from bot.blocks.services.logs import log_group
from bot.blocks.services.sns import let_publish
from bot.blocks.template import Template
from bot.domain.architecture import Component

_SERVICE = "cloudtrail.amazonaws.com"
# The trail waits for the policy, so the policy cannot name it.
_TRAILS = {
    "ArnLike": {
        "aws:SourceArn": Sub(
            "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/*"
        )
    },
    "StringEquals": {"aws:SourceAccount": ACCOUNT},
}


def _finish(template: Template, component: Component) -> None:
    name, asked = template.id(component), template.asked(component)
    bucket, policy = let_write(template, component, _SERVICE, "AWSLogs/*", _TRAILS)
    everywhere = asked.is_on("multi-region", default=True)
    properties: dict[str, Any] = {
        "IsLogging": True,
        "IsMultiRegionTrail": everywhere,
        "IncludeGlobalServiceEvents": True,
        "EnableLogFileValidation": True,
        "S3BucketName": Ref(bucket),
    }
    if asked.is_on("logs") or template.drawing.targets(component, "cloudwatch"):
        _write_logs(template, component, properties)
    waits = [policy]
    for topic in template.drawing.beside(component, "sns")[:1]:
        waits.append(let_publish(template, topic, _SERVICE, _TRAILS))
        properties["SnsTopicName"] = GetAtt(template.id(topic), "TopicName")
    template.add(name, "AWS::CloudTrail::Trail", properties, DependsOn=waits)
    template.assume(
        "The trail takes down what is done by management calls"
        f"{' in every region' if everywhere else ' in this region'}; data events are not in it."
    )
    template.output(f"{name}Arn", GetAtt(name, "Arn"), "ARN of the trail")


def _write_logs(template: Template, component: Component, properties: dict[str, Any]) -> None:
    logs = log_group(template, component)
    write = statement(
        "WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(logs, "Arn")]
    )
    acts = role(template, f"{template.id(component)}Role", _SERVICE, [write])
    properties["CloudWatchLogsLogGroupArn"] = GetAtt(logs, "Arn")
    properties["CloudWatchLogsRoleArn"] = GetAtt(acts, "Arn")


BLOCK = Block("cloudtrail", "Trail", nothing, _finish)
