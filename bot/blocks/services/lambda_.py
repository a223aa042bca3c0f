"""AWS Lambda: a function with a placeholder for its code, its role, its logs, and a place for what fails."""

from typing import Any

from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import security_group
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.logs import log_group
from bot.blocks.services.sqs import dead_letters
from bot.blocks.template import Template
from bot.domain.architecture import Component

TIMEOUT = 30
_CALLS_AND_FORGETS = ("s3", "sns", "eventbridge", "ses")
_ANSWERS_BY_BATCH = ("sqs", "kinesis", "dynamodb")
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
    properties: dict[str, Any] = {
        "Description": f"{template.title(component)} (placeholder code)",
        "Runtime": "python3.13",
        "Architectures": ["arm64"],
        "Handler": "index.handler",
        "Code": {"ZipFile": _placeholder(template, component)},
        "MemorySize": 256,
        "Timeout": TIMEOUT,
        "LoggingConfig": {"LogGroup": Ref(logs)},
    }
    if template.drawing.sources(component, *_CALLS_AND_FORGETS):
        failed = dead_letters(template, f"{name}Failures")
        properties["DeadLetterConfig"] = {"TargetArn": GetAtt(failed, "Arn")}
        statements.append(statement("KeepFailures", ["sqs:SendMessage"], [GetAtt(failed, "Arn")]))
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
    template.assume("Functions have placeholder code, which logs what reaches it; put your own in.")
    template.output(f"{name}Name", Ref(name), f"Name of the function {template.title(component)}")


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


def _placeholder(template: Template, component: Component) -> str:
    drawing = template.drawing
    would = [template.title(one) for one in drawing.targets(component) if one.id in drawing.made]
    callers = [one.service for one in drawing.sources(component)]
    job = f"{template.title(component)} would work here" + (
        f" with {', '.join(would)}" if would else ""
    )
    return "\n".join(
        [
            "import json",
            "",
            f"JOB = {job!r}",
            "",
            "",
            "def handler(event, context):",
            '    print(json.dumps({"job": JOB, "event": event}, default=str))',
            f"    return {_answer(callers)}",
            "",
        ]
    )


def _answer(callers: list[str]) -> str:
    if any(one in ("apigateway", "alb") for one in callers):
        return (
            '{"statusCode": 200, "headers": {"Content-Type": "application/json"}, '
            '"body": json.dumps({"message": JOB})}'
        )
    if any(one in _ANSWERS_BY_BATCH for one in callers):
        return '{"batchItemFailures": []}'
    return '{"message": JOB}'


BLOCK = Block("lambda", "Function", _build, _finish)
