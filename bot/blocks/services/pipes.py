"""Amazon EventBridge Pipes: from one source to one target, only what its filter lets through."""

import json
import re
from typing import Any

from bot.blocks.block import Block
from bot.blocks.drawing import Drawing
from bot.blocks.intrinsics import GetAtt
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.logs import log_group
from bot.blocks.template import Template
from bot.domain.architecture import Component

SOURCES = ("sqs", "kinesis", "dynamodb")
TARGETS = (
    *("lambda", "sqs", "sns", "eventbridge", "stepfunctions"),
    *("kinesis", "firehose", "batch"),
)
_WORDS = re.compile(r"[A-Za-z0-9_.:/-]{1,60}(?: [A-Za-z0-9_.:/-]{1,60}){0,5}")
_CHANGES = ("INSERT", "MODIFY", "REMOVE")


def _has_ends(drawing: Drawing, component: Component) -> bool:
    sources = drawing.sources(component, *SOURCES)
    return any(one.id in drawing.made for one in sources) and any(
        one.id in drawing.made for one in drawing.targets(component, *TARGETS)
    )


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    logs = log_group(template, component)
    write = statement(
        "WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(logs, "Arn")]
    )
    acts = role(template, f"{name}Role", "pipes.amazonaws.com", [write])
    keep_role(template, component, acts)
    parameters: dict[str, Any] = {}
    pattern = _pattern(template, component)
    if pattern:
        parameters["FilterCriteria"] = {"Filters": [{"Pattern": json.dumps(pattern)}]}
    template.add(
        name,
        "AWS::Pipes::Pipe",
        {
            "Description": title,
            "RoleArn": GetAtt(acts, "Arn"),
            "Source": "",
            "SourceParameters": parameters,
            "Target": "",
            "TargetParameters": {},
            "LogConfiguration": {
                "Level": "ERROR",
                "CloudwatchLogsLogDestination": {"LogGroupArn": GetAtt(logs, "Arn")},
            },
        },
    )
    template.output(f"{name}Arn", GetAtt(name, "Arn"), f"ARN of the pipe {title}")


def _pattern(template: Template, component: Component) -> dict[str, Any]:
    """The last word is what is looked for, those before it are the field that it stands in."""
    said = (template.asked(component).text("filter", _WORDS) or "").split()
    if not said:
        return {}
    field, value = said[:-1], said[-1]
    wanted: Any = {"suffix": value} if value.startswith(".") else value
    source = next(one for one in template.drawing.sources(component, *SOURCES))
    template.assume(
        f"{template.title(component)} passes on only what has {value} in {' '.join(field) or _USUAL[source.service]}."
    )
    if source.service == "dynamodb":
        if not field and value.upper() in _CHANGES:
            return {"eventName": [value.upper()]}
        key = field[-1] if field else value
        return {"dynamodb": {"NewImage": {key: {"S": [wanted if field else {"exists": True}]}}}}
    body = "body" if source.service == "sqs" else "data"
    return {body: {field[-1] if field else "detail-type": [wanted]}}


_USUAL = {"sqs": "detail-type", "kinesis": "detail-type", "dynamodb": "the item"}


def _finish(template: Template, component: Component) -> None:
    properties = template.properties(template.id(component))
    for one in ("SourceParameters", "TargetParameters"):
        if not properties[one]:
            del properties[one]


BLOCK = Block("pipes", "Pipe", _build, _finish, _has_ends)
