"""CloudWatch Synthetics: a canary that calls what it is drawn to watch, every five minutes."""

import re
from typing import Any

from bot.blocks.asked import SCHEDULE
from bot.blocks.block import Block
from bot.blocks.intrinsics import GetAtt, Ref, Sub, own_name
from bot.blocks.permissions import role, statement
from bot.blocks.services.apigateway import url
from bot.blocks.services.buckets import private_bucket
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_DAYS = 31
RUNTIME = "syn-nodejs-puppeteer-11.0"
_SCRIPT = """\
const synthetics = require('Synthetics');
exports.handler = async () => {
  const page = await synthetics.getPage();
  const response = await page.goto(process.env.TARGET, {timeout: 30000});
  if (!response || response.status() >= 400) throw new Error('no good answer');
};
"""
_USUAL = "rate(5 minutes)"
_WITHIN_AN_HOUR = re.compile(r"rate\((?:1 (?:minute|hour)|(?:[2-9]|[1-5][0-9]|60) minutes)\)")
_ANYWHERE = "https://aws.amazon.com/"


def _build(template: Template, component: Component) -> None:
    name, title = template.id(component), template.title(component)
    bucket = private_bucket(template, f"{name}Bucket", expire_days=90)
    short = template.short(component, 40)
    acts = role(template, f"{name}Role", "lambda.amazonaws.com", _statements(bucket))
    # CloudWatch asks for the metrics of canaries on every resource, and holds them to their namespace.
    target = _target(template, component)
    template.add(
        name,
        "AWS::Synthetics::Canary",
        {
            "Name": own_name(short),
            "RuntimeVersion": RUNTIME,
            "ExecutionRoleArn": GetAtt(acts, "Arn"),
            "ArtifactS3Location": Sub(f"s3://${{{bucket}}}"),
            "Code": {"Handler": "index.handler", "Script": _SCRIPT},
            "Schedule": {"Expression": _schedule(template, component)},
            "RunConfig": {"TimeoutInSeconds": 60, "EnvironmentVariables": {"TARGET": target}},
            "StartCanaryAfterCreation": True,
            "SuccessRetentionPeriod": 31,
            "FailureRetentionPeriod": 31,
        },
    )
    template.assume(f"{title} is billed for each run.", Stake.MONEY)
    template.output(f"{name}Name", Ref(name), f"Name of the canary {title}")


def _schedule(template: Template, component: Component) -> str:
    asked = template.asked(component)
    said = asked.text("schedule", SCHEDULE)
    if said and said.startswith("rate") and not _WITHIN_AN_HOUR.fullmatch(said):
        asked.cannot("schedule", f"{_USUAL}, since canaries run once an hour or more often")
        return _USUAL
    return said or _USUAL


def _statements(bucket: str) -> list[dict[str, Any]]:
    logs = (
        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/cwsyn-*"
    )
    metrics = statement("CountRuns", ["cloudwatch:PutMetricData"], ["*"])
    metrics["Condition"] = {"StringEquals": {"cloudwatch:namespace": "CloudWatchSynthetics"}}
    return [
        statement("KeepResults", ["s3:PutObject"], [Sub(f"${{{bucket}.Arn}}/*")]),
        statement("FindBucket", ["s3:GetBucketLocation"], [GetAtt(bucket, "Arn")]),
        statement(
            "WriteLogs",
            ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            [Sub(logs)],
        ),
        metrics,
    ]


def _target(template: Template, component: Component) -> Any:
    for one in template.drawing.beside(component, "cloudfront", "alb", "apigateway"):
        name = template.id(one)
        if one.service == "apigateway":
            return url(template, one)
        if one.service == "alb":
            return Sub(f"http://${{{name}.DNSName}}")
        return Sub(f"https://${{{name}.DomainName}}")
    template.assume(
        f"Say what {template.title(component)} is to call; until then it calls {_ANYWHERE} instead.",
        Stake.ACT,
    )
    return _ANYWHERE


BLOCK = Block("synthetics", "Canary", _build)
