"""AWS Glue: a job, a database in the catalogue and a crawler that fills it; of these what is asked for."""

import re
from typing import Any

from bot.blocks.asked import SCHEDULE
from bot.blocks.block import Block
from bot.blocks.intrinsics import ACCOUNT, GetAtt, Ref, Sub
from bot.blocks.permissions import keep_role, role, statement
from bot.blocks.services.buckets import private_bucket
from bot.blocks.services.logs import log_group
from bot.blocks.stake import Stake
from bot.blocks.template import Template
from bot.domain.architecture import Component

_VERSIONS, _PYTHON = ("5.0", "4.0", "5.1"), "3"
_WORKERS, _TYPE = 2, "G.1X"
_MINUTES = 60
_SCRIPT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}")
_TEMPORARY = "temporary/"
_DEFAULT_SCRIPT = "scripts/job.py"
_CRAWLS = re.compile(r"crawl|catalog", re.IGNORECASE)
_CATALOG = (
    "glue:BatchCreatePartition",
    "glue:BatchGetPartition",
    "glue:CreateTable",
    "glue:GetDatabase",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
    "glue:UpdateTable",
)
_CRAWLER_LOGS = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws-glue/*"


def makes(template: Template, component: Component) -> tuple[bool, bool, bool]:
    """Whether a job, a database and a crawler are made: those that are asked for, or else what the label speaks of."""
    asked = template.asked(component)
    job, crawler, database = (asked.is_on(one) for one in ("job", "crawler", "database"))
    if not (job or crawler or database):
        crawler = bool(_CRAWLS.search(component.label))
        job = not crawler
    catalog = database or crawler or bool(template.drawing.beside(component, "athena"))
    crawler = crawler or (catalog and not job and bool(template.drawing.beside(component, "s3")))
    return job, catalog, crawler


def database(template: Template, component: Component) -> str:
    """The one in the catalogue; it takes the component's own name where there is no job."""
    name = template.id(component)
    return f"{name}Database" if makes(template, component)[0] else name


def _build(template: Template, component: Component) -> None:
    name = template.id(component)
    job, catalog, crawler = makes(template, component)
    logs = log_group(template, component)
    write = statement(
        "WriteLogs",
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        [GetAtt(logs, "Arn"), Sub(_CRAWLER_LOGS)],
    )
    acts = role(template, f"{name}Role", "glue.amazonaws.com", [write])
    keep_role(template, component, acts)
    template.remember(("logs", component.id), logs)
    if catalog:
        made = template.add(
            database(template, component),
            "AWS::Glue::Database",
            {
                "CatalogId": ACCOUNT,
                "DatabaseInput": {"Description": template.title(component)},
            },
        )
        template.remember(("catalog", component.id), made)
        _allow_catalog(template, acts, made)
        template.output(f"{name}DatabaseName", Ref(made), "Name of the database in the catalogue")
    if crawler:
        _crawler(template, component, acts)
    if job:
        _job(template, component, acts, logs)


def _allow_catalog(template: Template, acts: str, made: str) -> None:
    arn = "arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:"
    resources = [
        Sub(f"{arn}catalog"),
        Sub(f"{arn}database/${{{made}}}"),
        Sub(f"{arn}table/${{{made}}}/*"),
    ]
    base = template.properties(acts)["Policies"][0]["PolicyDocument"]["Statement"]
    base.append(statement("Catalog", _CATALOG, resources))


def _crawler(template: Template, component: Component, acts: str) -> None:
    buckets = template.drawing.beside(component, "s3")
    paths = [Sub(f"s3://${{{template.id(one)}}}/") for one in buckets]
    if not paths:
        own = private_bucket(template, f"{template.id(component)}Bucket")
        template.remember(("bucket", component.id), own)
        base = template.properties(acts)["Policies"][0]["PolicyDocument"]["Statement"]
        base.extend(_reading(own))
        paths = [Sub(f"s3://${{{own}}}/")]
        template.assume(f"{template.title(component)} looks into a bucket of its own.")
    rate = template.asked(component).text("schedule", SCHEDULE)
    properties: dict[str, Any] = {
        "Role": GetAtt(acts, "Arn"),
        "DatabaseName": Ref(template.known("catalog", component.id) or ""),
        "Targets": {"S3Targets": [{"Path": one} for one in paths]},
        "SchemaChangePolicy": {
            "UpdateBehavior": "UPDATE_IN_DATABASE",
            "DeleteBehavior": "LOG",
        },
    }
    if rate and rate.startswith("cron"):
        properties["Schedule"] = {"ScheduleExpression": rate}
    elif not makes(template, component)[0]:
        template.assume(f"{template.title(component)} crawls when somebody starts it.")
    made = template.add(f"{template.id(component)}Crawler", "AWS::Glue::Crawler", properties)
    template.remember(("crawler", component.id), made)


def _reading(bucket: str) -> list[dict[str, Any]]:
    return [
        statement("ReadOwn", ["s3:GetObject", "s3:PutObject"], [Sub(f"${{{bucket}.Arn}}/*")]),
        statement("ListOwn", ["s3:ListBucket"], [GetAtt(bucket, "Arn")]),
    ]


def _working(bucket: str) -> list[dict[str, Any]]:
    """What Spark does beside the program: it clears its temporary files away and counts what it does."""
    # Metrics know no resource, only the namespace they are in.
    count = statement("Count", ["cloudwatch:PutMetricData"], ["*"])
    count["Condition"] = {"StringEquals": {"cloudwatch:namespace": "Glue"}}
    return [
        statement("Tidy", ["s3:DeleteObject"], [Sub(f"${{{bucket}.Arn}}/{_TEMPORARY}*")]),
        count,
    ]


def _job(template: Template, component: Component, acts: str, logs: str) -> None:
    name, asked = template.id(component), template.asked(component)
    bucket = _scripts(template, component, acts)
    base = template.properties(acts)["Policies"][0]["PolicyDocument"]["Statement"]
    base.extend(_working(bucket))
    script = asked.text("script", _SCRIPT) or _DEFAULT_SCRIPT
    version = asked.choice("version", _VERSIONS) or _VERSIONS[0]
    catalog = template.known("catalog", component.id)
    template.add(
        name,
        "AWS::Glue::Job",
        {
            "Description": template.title(component),
            "Role": GetAtt(acts, "Arn"),
            "GlueVersion": version,
            "Command": {
                "Name": "glueetl",
                "PythonVersion": _PYTHON,
                "ScriptLocation": Sub(f"s3://${{{bucket}}}/{script}"),
            },
            "WorkerType": _TYPE,
            "NumberOfWorkers": _WORKERS,
            "Timeout": _MINUTES,
            "MaxRetries": 0,
            "ExecutionProperty": {"MaxConcurrentRuns": 1},
            "DefaultArguments": {
                "--enable-continuous-cloudwatch-log": "true",
                "--continuous-log-logGroup": Ref(logs),
                "--enable-metrics": "true",
                "--TempDir": Sub(f"s3://${{{bucket}}}/{_TEMPORARY}"),
                "--enable-spark-ui": "true",
                "--spark-event-logs-path": Sub(f"s3://${{{bucket}}}/spark-logs/"),
                **({"--database": Ref(catalog)} if catalog else {}),
            },
        },
    )
    _schedule(template, component)
    template.assume(
        f"Before {template.title(component)} runs, put its program at {script} in its bucket.",
        Stake.ACT,
    )
    template.output(f"{name}Name", Ref(name), f"Name of the job {template.title(component)}")


def _scripts(template: Template, component: Component, acts: str) -> str:
    """The drawn bucket, or one of its own, which holds the program and what it leaves for a while."""
    drawn = template.drawing.beside(component, "s3")
    if drawn:
        bucket = template.id(drawn[0])
    else:
        bucket = template.known("bucket", component.id) or private_bucket(
            template, f"{template.id(component)}Bucket"
        )
    if drawn or template.known("bucket", component.id) is None:
        base = template.properties(acts)["Policies"][0]["PolicyDocument"]["Statement"]
        base.extend(_reading(bucket))
    return bucket


def _schedule(template: Template, component: Component) -> None:
    rate = template.asked(component).text("schedule", SCHEDULE)
    if rate and rate.startswith("cron"):
        template.add(
            f"{template.id(component)}Trigger",
            "AWS::Glue::Trigger",
            {
                "Type": "SCHEDULED",
                "StartOnCreation": False,
                "Schedule": rate,
                "Actions": [{"JobName": Ref(template.id(component))}],
            },
        )
        template.assume(
            f"{template.title(component)} has a schedule ({rate}) that starts once you switch its trigger on."
        )


BLOCK = Block("glue", "EtlJob", _build)
