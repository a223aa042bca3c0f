"""What came of a stack, as AWS shows it: what was made, what stayed, and why not all went well."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.domain.diagnosis import diagnose, explained, in_a_sentence
from bot.domain.plan import PlanRecord, Resource
from bot.domain.stack import StackPlan
from bot.domain.type_titles import type_title
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
# What AWS left alone because the template says so (DeletionPolicy, UpdateReplacePolicy).
SKIPPED, DELETED = "DELETE_SKIPPED", "DELETE_COMPLETE"
STILL_THERE = " Still there, and may cost money:"


def made(status: StackStatus, region: str) -> tuple[Resource, ...]:
    """What is there now of what the template asks for, and the stack's outputs."""
    things = (_resource(one, "stack-resource", region) for one in status.resources if _stands(one))
    outputs = (
        Resource(id=value, kind="output", region=region, name=key)
        for key, value in status.outputs.items()
    )
    return (*things, *outputs)


def left(status: StackStatus, record: PlanRecord) -> tuple[Resource, ...]:
    """What stayed although AWS deleted the rest or made it anew, each once.

    Of what was made anew, the old one has the logical id of the new one, and a bucket's policy the id of its
    bucket: only both together tell one thing from another.
    """
    region = record.plan.region
    made_as = {one.name: one.id for one in record.resources if one.kind == "stack-resource"}
    found = {(one.name, one.id): one for one in record.left}
    for event in status.events:
        name = event.logical_id
        key = (name, event.physical_id or made_as.get(name, name))
        if event.status == SKIPPED:
            found[key] = Resource(id=key[1], kind="left", region=region, name=name)
        elif event.status == DELETED:
            found.pop(key, None)
    for one in status.resources:
        key = (one.logical_id, one.id or one.logical_id)
        if one.status == SKIPPED:
            found[key] = _resource(one, "left", region)
        else:  # it is the stack's own still, or was deleted with it
            found.pop(key, None)
    return tuple(found.values())


def with_left(text: str, record: PlanRecord) -> str:
    """What stayed is named with its id, since nobody finds it by the stack any more."""
    stays = [f"{_named(one, record)}: {one.id}" for one in record.left]
    return "\n• ".join([f"{text}{STILL_THERE}", *stays]) if stays else text


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


def _named(one: Resource, record: PlanRecord) -> str:
    kind = record.plan.types.get(one.name or "") if isinstance(record.plan, StackPlan) else None
    return f"{one.name} ({type_title(kind)})" if kind else one.name or "A resource"


def _stands(resource: StackResource) -> bool:
    return resource.status.endswith("_COMPLETE") and not resource.status.startswith("DELETE")


def _resource(one: StackResource, kind: str, region: str) -> Resource:
    return Resource(id=one.id or one.logical_id, kind=kind, region=region, name=one.logical_id)
