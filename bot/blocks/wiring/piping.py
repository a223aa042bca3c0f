"""What a pipe takes from, and where it takes that: exact actions on exact ARNs, one end each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.blocks.drawing import Wire
from bot.blocks.intrinsics import GetAtt, Ref
from bot.blocks.permissions import Statement, grant, statement
from bot.blocks.services import batch
from bot.blocks.services.eventbridge import DEFAULT_BUS
from bot.blocks.template import Template
from bot.blocks.wiring.triggers import READ_CHANGES, READ_STREAM
from bot.domain.architecture import Component

_TAKE = ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")


@dataclass(frozen=True)
class End:
    """`parameters` are those of the pipe for an end of this kind."""

    arn: Any
    allowed: list[Statement]
    parameters: dict[str, Any] = field(default_factory=dict)


def takes(template: Template, wire: Wire) -> None:
    """A pipe has one source: the first that is drawn."""
    end = _SOURCES[wire.source.service](template, wire.source)
    _set(template, wire.target, "Source", end)


def delivers(template: Template, wire: Wire) -> None:
    end = _TARGETS[wire.target.service](template, wire.target)
    if wire.target.service == "eventbridge":
        end.parameters["EventBridgeEventBusParameters"] = _as_event(template, wire.source)
    _set(template, wire.source, "Target", end)


def _set(template: Template, pipe: Component, which: str, end: End) -> None:
    properties = template.properties(template.id(pipe))
    if properties[which]:
        template.assume(
            f"{template.title(pipe)} has one {which.lower()}, as every pipe: the first of these."
        )
        return
    properties[which] = end.arn
    properties[f"{which}Parameters"] |= end.parameters
    for one in end.allowed:
        policy = grant(template, pipe, one)
        template.depends(template.id(pipe), policy)


def _queue(template: Template, one: Component) -> End:
    name = template.id(one)
    arn = GetAtt(name, "Arn")
    return End(
        arn, [statement(f"Take{name}", _TAKE, [arn])], {"SqsQueueParameters": {"BatchSize": 1}}
    )


def _stream(template: Template, one: Component) -> End:
    name = template.id(one)
    arn = GetAtt(name, "Arn")
    start = {"StartingPosition": "LATEST", "MaximumRetryAttempts": 5}
    allowed = [statement(f"Read{name}", READ_STREAM, [arn])]
    return End(arn, allowed, {"KinesisStreamParameters": start})


def _changes(template: Template, one: Component) -> End:
    name = template.id(one)
    template.properties(name)["StreamSpecification"] = {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    stream = GetAtt(name, "StreamArn")
    allowed = [
        statement(f"Read{name}", READ_CHANGES, [stream]),
        statement("ListStreams", ["dynamodb:ListStreams"], ["*"]),
    ]
    start = {"StartingPosition": "LATEST", "MaximumRetryAttempts": 5}
    return End(stream, allowed, {"DynamoDBStreamParameters": start})


_SOURCES: dict[str, Callable[[Template, Component], End]] = {
    "sqs": _queue,
    "kinesis": _stream,
    "dynamodb": _changes,
}


def _simple(action: str, *, by_reference: bool = False) -> Callable[[Template, Component], End]:
    def end(template: Template, one: Component) -> End:
        name = template.id(one)
        arn = Ref(name) if by_reference else GetAtt(name, "Arn")
        return End(arn, [statement(f"{action.partition(':')[2]}{name}", [action], [arn])])

    return end


def _workflow(template: Template, one: Component) -> End:
    machine = Ref(template.id(one))
    start = {"StepFunctionStateMachineParameters": {"InvocationType": "FIRE_AND_FORGET"}}
    allowed = [statement(f"Start{template.id(one)}", ["states:StartExecution"], [machine])]
    return End(machine, allowed, start)


def _into_stream(template: Template, one: Component) -> End:
    name = template.id(one)
    arn = GetAtt(name, "Arn")
    allowed = [statement(f"Put{name}", ["kinesis:PutRecord", "kinesis:PutRecords"], [arn])]
    return End(arn, allowed, {"KinesisStreamParameters": {"PartitionKey": "$.eventID"}})


def _bus(template: Template, one: Component) -> End:
    bus = template.known("bus", one.id)
    arn: Any = GetAtt(bus, "Arn") if bus else DEFAULT_BUS
    return End(arn, [statement(f"Put{template.id(one)}", ["events:PutEvents"], [arn])])


def _as_event(template: Template, pipe: Component) -> dict[str, str]:
    said, source = pipe.setting("detail-type") or "", pipe.setting("event-source") or ""
    safe = source if source and not source.startswith("aws.") and source.isascii() else ""
    return {
        "DetailType": said if said.isascii() and said else "Change",
        "Source": safe.replace(" ", "-") or template.slug(pipe),
    }


def _job(template: Template, one: Component) -> End:
    queue, job = batch.queue(template, one), batch.job(template, one)
    allowed = [statement(f"Submit{queue}", ["batch:SubmitJob"], [Ref(queue), Ref(job)])]
    parameters = {"JobDefinition": Ref(job), "JobName": template.slug(one)}
    return End(Ref(queue), allowed, {"BatchJobParameters": parameters})


_TARGETS: dict[str, Callable[[Template, Component], End]] = {
    "lambda": _simple("lambda:InvokeFunction"),
    "sqs": _simple("sqs:SendMessage"),
    "sns": _simple("sns:Publish", by_reference=True),
    "eventbridge": _bus,
    "stepfunctions": _workflow,
    "kinesis": _into_stream,
    "firehose": _simple("firehose:PutRecordBatch"),
    "batch": _job,
}
