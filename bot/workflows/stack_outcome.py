"""What came of a stack, as AWS shows it: what was made, what stayed, and why not all went well."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.domain.diagnosis import diagnose, explained, in_a_sentence
from bot.domain.plan import PlanRecord, Resource
from bot.ports import StackResource, StackStatus

# A stack that could not be created, and is of no use to anybody but who looks for the reason.
FAILED_CREATIONS = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"})
AFTERWARDS: Mapping[str, str] = MappingProxyType(
    {
        "ROLLBACK_COMPLETE": " AWS has undone what it had made.",
        "UPDATE_ROLLBACK_COMPLETE": " The stack is as it was before.",
        "UPDATE_ROLLBACK_FAILED": (
            " AWS could not take the change back either, so the stack is stuck between the two: mend what "
            "stands in the way and choose “Continue update rollback” in the CloudFormation console, or end it."
        ),
    }
)
GRACE = timedelta(hours=24)
GOES_BY_ITSELF = "What is left of it is deleted by itself in 24 hours, unless somebody presses Keep for diagnosis on the card."
# What AWS left alone because the template says so (DeletionPolicy).
SKIPPED = "DELETE_SKIPPED"


def made(status: StackStatus, region: str) -> tuple[Resource, ...]:
    """What is there now of what the template asks for, and the stack's outputs."""
    things = (_resource(one, "stack-resource", region) for one in status.resources if _stands(one))
    outputs = (
        Resource(id=value, kind="output", region=region, name=key)
        for key, value in status.outputs.items()
    )
    return (*things, *outputs)


def left(status: StackStatus, record: PlanRecord) -> tuple[Resource, ...]:
    """What stayed although AWS deleted the rest, each once. An event names it without its id."""
    region = record.plan.region
    known = {one.name: one.id for one in record.resources if one.kind == "stack-resource"}
    found = {one.name: one for one in record.left}
    found |= {
        one.logical_id: _resource(one, "left", region)
        for one in status.resources
        if one.status == SKIPPED
    }
    for name in _skipped(status):
        found.setdefault(
            name, Resource(id=known.get(name, name), kind="left", region=region, name=name)
        )
    return tuple(found.values())


def failed(record: PlanRecord, status: StackStatus) -> PlanRecord:
    """The record with the reason why AWS did not do what it was asked to."""
    diagnosis = diagnose(status.events, status.state, status.reason)
    why = in_a_sentence(diagnosis, status.state) if diagnosis else f"AWS ended with {status.state}."
    why = f"{why}{AFTERWARDS.get(status.state, '')}"
    return record.model_copy(update={"failure": why, "diagnosis": diagnosis})


def told(record: PlanRecord) -> str:
    """Why it failed, what that most likely means, and what becomes of what is left, a line each."""
    causes = explained(record.diagnosis) if record.diagnosis else ()
    goes = (GOES_BY_ITSELF,) if record.cleared_at else ()
    return "\n".join([record.failure or "", *causes, *goes])


def _skipped(status: StackStatus) -> Iterator[str]:
    gone = {one.logical_id for one in status.resources if one.status != SKIPPED}
    return (
        one.logical_id
        for one in status.events
        if one.status == SKIPPED and one.logical_id not in gone
    )


def _stands(resource: StackResource) -> bool:
    return resource.status.endswith("_COMPLETE") and not resource.status.startswith("DELETE")


def _resource(one: StackResource, kind: str, region: str) -> Resource:
    return Resource(id=one.id or one.logical_id, kind=kind, region=region, name=one.logical_id)
