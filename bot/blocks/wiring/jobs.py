"""What starts a job, a task or a build: a rule, a workflow, a queue, a bucket or code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref, Sub
from bot.blocks.naming import variable
from bot.blocks.network.build import subnet_refs
from bot.blocks.network.groups import group_id
from bot.blocks.permissions import Statement, grant, keep_role, role, statement
from bot.blocks.services import batch, fargate, glue
from bot.blocks.services.eventbridge import rules
from bot.blocks.template import Template
from bot.blocks.wiring.objects import objects_rule
from bot.blocks.wiring.steps import add_call
from bot.domain.architecture import Component

_PASSED_TO = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}


@dataclass(frozen=True, slots=True)
class Start:
    """How one thing is started: as the target of a rule, and as a call of a workflow."""

    arn: Any
    allowed: Sequence[Statement]
    rule: Mapping[str, Any]
    call: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


def _batch(template: Template, one: Component) -> Start:
    title = template.slug(one)
    queue, job = batch.queue(template, one), batch.job(template, one)
    return Start(
        Ref(queue),
        [_submit(template, one)],
        {"BatchParameters": {"JobDefinition": Ref(job), "JobName": title}},
        "batch:submitJob",
        {"JobName": title, "JobQueue": Ref(queue), "JobDefinition": Ref(job)},
    )


def _submit(template: Template, one: Component) -> Statement:
    name, job = template.id(one), batch.job(template, one)
    return statement(
        f"Submit{name}", ["batch:SubmitJob"], [Ref(batch.queue(template, one)), Ref(job)]
    )


def _task(template: Template, one: Component) -> Start:
    name = template.id(one)
    task, place = template.known("task", one.id) or "", template.place(one)
    roles = [template.known("role", one.id), template.known("start role", one.id)]
    hand_over = statement(
        f"HandOver{name}", ["iam:PassRole"], [GetAtt(each, "Arn") for each in roles if each]
    )
    inside = {
        "AwsVpcConfiguration": {
            "Subnets": subnet_refs(place.subnets if place else ()),
            "SecurityGroups": [group_id(template, one)],
            "AssignPublicIp": "DISABLED",
        }
    }
    cluster = fargate.cluster(template)
    return Start(
        GetAtt(cluster, "Arn"),
        [
            statement(f"Run{name}", ["ecs:RunTask"], [Ref(task)]),
            {**hand_over, "Condition": _PASSED_TO},
        ],
        {
            "EcsParameters": {
                "TaskDefinitionArn": Ref(task),
                "TaskCount": 1,
                "LaunchType": "FARGATE",
                "NetworkConfiguration": inside,
            }
        },
        "ecs:runTask",
        {
            "Cluster": GetAtt(cluster, "Arn"),
            "TaskDefinition": Ref(task),
            "LaunchType": "FARGATE",
            "NetworkConfiguration": {"AwsvpcConfiguration": inside["AwsVpcConfiguration"]},
        },
    )


def _build(template: Template, one: Component) -> Start:
    name = template.id(one)
    arn = GetAtt(name, "Arn")
    allowed = [statement(f"Start{name}", ["codebuild:StartBuild"], [arn])]
    return Start(arn, allowed, {}, "codebuild:startBuild", {"ProjectName": Ref(name)})


def _pipeline(template: Template, one: Component) -> Start:
    name = template.id(one)
    arn = Sub(
        f"arn:${{AWS::Partition}}:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:${{{name}}}"
    )
    allowed = [statement(f"Start{name}", ["codepipeline:StartPipelineExecution"], [arn])]
    call = "aws-sdk:codepipeline:startPipelineExecution"
    return Start(arn, allowed, {}, call, {"Name": Ref(name)})


def _etl(template: Template, one: Component) -> Start:
    """A rule starts a job by a workflow of Glue; a workflow of Step Functions calls the job itself."""
    name = template.id(one)
    allowed = [statement(f"Start{name}", ["glue:StartJobRun"], [_glue_arn("job", name)])]
    return Start(None, allowed, {}, "glue:startJobRun", {"JobName": Ref(name)})


def _glue_arn(kind: str, name: str) -> Sub:
    return Sub(
        f"arn:${{AWS::Partition}}:glue:${{AWS::Region}}:${{AWS::AccountId}}:{kind}/${{{name}}}"
    )


STARTS = MappingProxyType(
    {
        "batch": _batch,
        "fargate": _task,
        "ecs": _task,
        "codebuild": _build,
        "codepipeline": _pipeline,
    }
)


def rule_starts(template: Template, wire: Wire) -> None:
    start = STARTS[wire.target.service](template, wire.target)
    _aim(template, wire, rules(template, wire.source), start)


def objects_start(template: Template, wire: Wire) -> None:
    """Each new object of a bucket."""
    start = STARTS[wire.target.service](template, wire.target)
    _aim(template, wire, [objects_rule(template, wire)], start)


def _aim(template: Template, wire: Wire, told: Sequence[str], start: Start) -> None:
    name = _role_of_rules(template, wire, start)
    target = {"Id": template.id(wire.target), "Arn": start.arn, "RoleArn": GetAtt(name, "Arn")}
    for one in told:
        template.properties(one)["Targets"].append({**target, **start.rule})


def _role_of_rules(template: Template, wire: Wire, start: Start) -> str:
    """A bus has one role for all its rules; the rule of a bucket has its own."""
    service = "events.amazonaws.com"
    if wire.source.service != "eventbridge":
        name = f"{template.id(wire.source)}To{template.id(wire.target)}Role"
        return role(template, name, service, start.allowed)
    name = template.known("role", wire.source.id) or keep_role(
        template, wire.source, role(template, f"{template.id(wire.source)}Role", service)
    )
    for given in start.allowed:
        grant(template, wire.source, given)
    return name


def workflow_starts(template: Template, wire: Wire) -> None:
    start = STARTS[wire.target.service](template, wire.target)
    for given in start.allowed:
        grant(template, wire.source, given)
    add_call(template, wire, start.call, start.parameters)


def workflow_runs_etl(template: Template, wire: Wire) -> None:
    if glue.makes(template, wire.target)[0]:
        start = _etl(template, wire.target)
        for given in start.allowed:
            grant(template, wire.source, given)
        add_call(template, wire, start.call, start.parameters)


def rule_runs_etl(template: Template, wire: Wire) -> None:
    if not glue.makes(template, wire.target)[0]:
        return
    name = template.id(wire.target)
    flow = template.once(
        ("workflow", wire.target.id),
        lambda: _started_by_events(template, wire.target),
    )
    allowed = [statement(f"Notify{name}", ["glue:NotifyEvent"], [_glue_arn("workflow", flow)])]
    _aim(
        template,
        wire,
        rules(template, wire.source),
        Start(_glue_arn("workflow", flow), allowed, {}),
    )


def _started_by_events(template: Template, one: Component) -> str:
    name = template.id(one)
    flow = template.add(f"{name}Workflow", "AWS::Glue::Workflow", {"MaxConcurrentRuns": 1})
    template.add(
        f"{name}ByEvent",
        "AWS::Glue::Trigger",
        {
            "Type": "EVENT",
            "WorkflowName": Ref(flow),
            "EventBatchingCondition": {"BatchSize": 1},
            "Actions": [{"JobName": Ref(name)}],
        },
    )
    return flow


def code_starts(template: Template, wire: Wire) -> None:
    """Code that starts a job is told of what it is made."""
    target = wire.target
    start = STARTS[target.service](template, target)
    for given in start.allowed:
        grant(template, wire.source, given)
    name = variable(template.id(target))
    template.setting(
        wire.source, f"{name}_ARN" if target.service != "batch" else f"{name}_QUEUE", start.arn
    )
    if target.service == "batch":
        template.setting(wire.source, f"{name}_JOB", Ref(batch.job(template, target)))


def code_starts_etl(template: Template, wire: Wire) -> None:
    if glue.makes(template, wire.target)[0]:
        for given in _etl(template, wire.target).allowed:
            grant(template, wire.source, given)
        name = template.id(wire.target)
        template.setting(wire.source, f"{variable(name)}_NAME", Ref(name))


def queue_fills_jobs(template: Template, wire: Wire) -> None:
    """A pipe from the queue to the jobs, in a role of its own."""
    template.once(("pipe", wire.source.id, wire.target.id), lambda: _pipe(template, wire))


_TAKE = ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")


def _pipe(template: Template, wire: Wire) -> str:
    queue, jobs = template.id(wire.source), template.id(wire.target)
    name = f"{queue}To{jobs}"
    allowed = [
        statement(f"Take{queue}", _TAKE, [GetAtt(queue, "Arn")]),
        _submit(template, wire.target),
    ]
    acts = role(template, f"{name}Role", "pipes.amazonaws.com", allowed)
    return template.add(
        name,
        "AWS::Pipes::Pipe",
        {
            "RoleArn": GetAtt(acts, "Arn"),
            "Source": GetAtt(queue, "Arn"),
            "SourceParameters": {"SqsQueueParameters": {"BatchSize": 1}},
            "Target": Ref(batch.queue(template, wire.target)),
            "TargetParameters": {
                "BatchJobParameters": {
                    "JobDefinition": Ref(batch.job(template, wire.target)),
                    "JobName": template.slug(wire.target),
                }
            },
        },
    )
