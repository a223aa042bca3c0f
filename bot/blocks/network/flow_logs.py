"""Flow logs: who spoke with whom in a VPC, kept for a month."""

from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import role, statement
from bot.blocks.placing.plan import Vpc
from bot.blocks.stake import Stake
from bot.blocks.template import LOG_DAYS, Template

_WRITE = ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")


def build_flow_logs(template: Template, vpc: Vpc) -> None:
    if not vpc.features.flow_logs:
        return
    logs = template.add(f"{vpc.id}FlowLogs", "AWS::Logs::LogGroup", {"RetentionInDays": LOG_DAYS})
    write = statement("WriteLogs", _WRITE, [GetAtt(logs, "Arn")])
    acts = role(template, f"{vpc.id}FlowLogRole", "vpc-flow-logs.amazonaws.com", [write])
    template.add(
        f"{vpc.id}FlowLog",
        "AWS::EC2::FlowLog",
        {
            "ResourceType": "VPC",
            "ResourceId": Ref(vpc.id),
            "TrafficType": "ALL",
            "LogDestinationType": "cloud-watch-logs",
            "LogGroupName": Ref(logs),
            "DeliverLogsPermissionArn": GetAtt(acts, "Arn"),
            "MaxAggregationInterval": 600,
        },
    )
    template.assume(f"Flow logs are kept for {LOG_DAYS} days and billed by size.", Stake.MONEY)
