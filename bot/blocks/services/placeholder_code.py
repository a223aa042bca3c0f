"""What a function does until somebody puts their code in: it logs what reaches it, and answers as its caller expects."""

import json

from bot.blocks.template import Template
from bot.domain.architecture import Component

_ANSWERS_BY_BATCH = ("sqs", "kinesis", "dynamodb")
_JOB = '{"message": JOB}'
_SPEAK_HTTP = ("apigateway", "alb")


def placeholder(template: Template, component: Component, runtime: str) -> str:
    drawing = template.drawing
    would = [template.title(one) for one in drawing.targets(component) if one.id in drawing.made]
    callers = [one.service for one in drawing.sources(component)]
    job = f"{template.title(component)} would work here" + (
        f" with {', '.join(would)}" if would else ""
    )
    by_http = any(one in _SPEAK_HTTP for one in callers) or component.setting("url") == "on"
    by_batch = any(one in _ANSWERS_BY_BATCH for one in callers)
    lines = _node if runtime.startswith("nodejs") else _python
    return "\n".join([*lines(job, "http" if by_http else "batch" if by_batch else ""), ""])


def _python(job: str, caller: str) -> list[str]:
    answers = {
        "http": '{"statusCode": 200, "headers": {"Content-Type": "application/json"}, '
        '"body": json.dumps({"message": JOB})}',
        "batch": '{"batchItemFailures": []}',
    }
    return [
        "import json",
        "",
        f"JOB = {job!r}",
        "",
        "",
        "def handler(event, context):",
        '    print(json.dumps({"job": JOB, "event": event}, default=str))',
        f"    return {answers.get(caller, _JOB)}",
    ]


def _node(job: str, caller: str) -> list[str]:
    answers = {
        "http": '{statusCode: 200, headers: {"Content-Type": "application/json"}, '
        "body: JSON.stringify({message: JOB})}",
        "batch": "{batchItemFailures: []}",
    }
    return [
        f"const JOB = {json.dumps(job)};",
        "",
        "exports.handler = async (event) => {",
        "  console.log(JSON.stringify({job: JOB, event}));",
        f"  return {answers.get(caller, '{message: JOB}')};",
        "};",
    ]
