"""AWS Lambda: a function with a placeholder for its code, its role, its logs, and a place for what fails."""

import re
from typing import Any

from bot.blocks.asked import SCHEDULE
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.logs import log_group
from bot.blocks.services.placeholder_code import placeholder
from bot.blocks.services.sqs import dead_letters
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

TIMEOUT, _LONGEST = 30, 900
_MIB, _LEAST_MIB, _MOST_MIB = 256, 128, 10_240
# Those that the placeholder is written for; CloudFormation takes code in line for no others.
_RUNTIMES = ("python3.13", "python3.12", "nodejs22.x", "nodejs24.x", "python3.14")
_OTHERS = re.compile(r"(?:java|dotnet|ruby|go|rust|provided|python|nodejs)[a-z0-9._-]{0,20}")
_TRACE = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
_CALLS_AND_FORGETS = ("s3", "sns", "eventbridge", "ses")
_NETWORK_INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    logs = log_group(template, component)
    statements = [
        statement("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(logs, "Arn")])
    ]
    runtime = _runtime(template, component)
    properties: dict[str, Any] = {
        "Description": f"{template.title(component)} (placeholder code)",
        "Runtime": runtime,
        "Architectures": ["arm64"],
        "Handler": "index.handler",
        "Code": {"ZipFile": placeholder(template, component, runtime)},
        **_limits(template, component),
        "LoggingConfig": {"LogGroup": Ref(logs)},
    }
    if template.drawing.sources(component, *_CALLS_AND_FORGETS) or component.setting("schedule"):
        failed = dead_letters(template, f"{name}Failures")
        properties["DeadLetterConfig"] = {"TargetArn": GetAtt(failed, "Arn")}
        statements.append(statement("KeepFailures", ["sqs:SendMessage"], [GetAtt(failed, "Arn")]))
    if template.asked(component).is_on("tracing"):
        properties["TracingConfig"] = {"Mode": "Active"}
        # X-Ray knows no narrower resource.
        statements.append(statement("Trace", _TRACE, ["*"]))
    place = template.place(component)
    if place:
        # Lambda asks for these on every resource; IAM's Describe actions know no narrower one.
        statements.append(statement("JoinTheVpc", _NETWORK_INTERFACES, ["*"]))
        properties["VpcConfig"] = {
            "SubnetIds": subnet_refs(place.subnets),
            "SecurityGroupIds": [security_group(template, component)],
        }
        _say_why_in_vpc(template, component)
    assumed = role(template, f"{name}Role", "lambda.amazonaws.com", statements)
    keep_role(template, component, assumed)
    properties["Role"] = GetAtt(assumed, "Arn")
    template.add(name, "AWS::Lambda::Function", properties)
    _runs_by_itself(template, component)
    _answers_by_itself(template, component)
    template.assume("Functions have placeholder code, which logs what reaches it; put your own in.")
    template.output(f"{name}Name", Ref(name), f"Name of the function {template.title(component)}")


def timeout(component: Component) -> int:
    """How many seconds it may take."""
    said = component.setting("timeout-seconds") or ""
    return int(said) if said.isdecimal() and 1 <= int(said) <= _LONGEST else TIMEOUT


def _limits(template: Template, component: Component) -> dict[str, Any]:
    asked = template.asked(component)
    kept = asked.number("concurrency", 1, 100)
    return {
        "MemorySize": asked.number("memory-mib", _LEAST_MIB, _MOST_MIB) or _MIB,
        "Timeout": asked.number("timeout-seconds", 1, _LONGEST) or TIMEOUT,
        **({"ReservedConcurrentExecutions": kept} if kept else {}),
    }


def _runtime(template: Template, component: Component) -> str:
    asked = template.asked(component)
    said = component.setting("runtime") or _RUNTIMES[0]
    if said in _RUNTIMES:
        return said
    if asked.text("runtime", _OTHERS):
        near = next((one for one in _RUNTIMES if one[:6] == said[:6]), _RUNTIMES[0])
        asked.cannot("runtime", f"{near}, since the placeholder is written for that")
        return near
    return _RUNTIMES[0]


def _runs_by_itself(template: Template, component: Component) -> None:
    rate = template.asked(component).text("schedule", SCHEDULE)
    if rate is None:
        return
    name = template.id(component)
    rule = template.add(
        f"{name}Schedule",
        "AWS::Events::Rule",
        {
            "State": "ENABLED",
            "ScheduleExpression": rate,
            "Targets": [{"Id": name, "Arn": GetAtt(name, "Arn")}],
        },
    )
    template.add(
        f"{name}FromSchedule",
        "AWS::Lambda::Permission",
        {
            "Action": "lambda:InvokeFunction",
            "FunctionName": Ref(name),
            "Principal": "events.amazonaws.com",
            "SourceArn": GetAtt(rule, "Arn"),
        },
    )
    template.assume(f"{template.title(component)} runs by {rate}.")


def _answers_by_itself(template: Template, component: Component) -> None:
    """A function URL answers signed requests alone."""
    if not template.asked(component).is_on("url"):
        return
    name = template.id(component)
    made = template.add(
        f"{name}Url",
        "AWS::Lambda::Url",
        {"TargetFunctionArn": Ref(name), "AuthType": "AWS_IAM"},
    )
    template.assume(
        f"The URL of {template.title(component)} answers signed requests of your account alone.",
        Stake.DATA,
    )
    template.output(
        f"{name}Address", GetAtt(made, "FunctionUrl"), f"Where {template.title(component)} answers"
    )


def _say_why_in_vpc(template: Template, component: Component) -> None:
    kinds = ("vpc", "public-subnet", "private-subnet", "subnet")
    if not any(template.drawing.within(component, kind) for kind in kinds):
        template.assume(
            f"{template.title(component)} stands in the VPC, since what it calls is reached only there."
        )


def _finish(template: Template, component: Component) -> None:
    settings = template.settings(component)
    if settings:
        template.properties(template.id(component))["Environment"] = {"Variables": settings}


BLOCK = Block("lambda", "Function", _build, _finish)
