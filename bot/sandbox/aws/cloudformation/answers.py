"""What is answered, in the names of CloudFormation's API."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.sandbox.aws.cloudformation.changes import Change, Detail
from bot.sandbox.aws.cloudformation.records import ChangeSet, Event, Output, Resource, Stack
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.validating import Validation

_One = TypeVar("_One")
Answer = dict[str, Any]

PAGE = 100


def page(items: Sequence[_One], token: str | None) -> tuple[Sequence[_One], str | None]:
    """One page, and where the next begins."""
    if token is not None and not token.isdecimal():
        raise ValidationError("The specified NextToken is invalid.")
    start = int(token or 0)
    end = start + PAGE
    return items[start:end], str(end) if end < len(items) else None


def stack(one: Stack) -> Answer:
    return _filled(
        StackId=one.id,
        StackName=one.name,
        ChangeSetId=one.change_set.id if one.change_set else None,
        Description=one.asked.template.description,
        Parameters=parameters(one.asked.given, one.asked.parameters, one.asked.template.parameters),
        CreationTime=one.created_at,
        LastUpdatedTime=one.updated_at,
        DeletionTime=one.deleted_at,
        RollbackConfiguration={},
        StackStatus=one.status,
        StackStatusReason=one.reason,
        DisableRollback=one.asked.on_failure == "DO_NOTHING",
        NotificationARNs=list(one.asked.notify),
        Capabilities=list(one.asked.capabilities),
        Outputs=[_output(output) for output in one.outputs],
        RoleARN=one.asked.role,
        Tags=_tags(one.asked.tags),
        EnableTerminationProtection=one.protected,
        DriftInformation={"StackDriftStatus": "NOT_CHECKED"},
    )


def summary(one: Stack) -> Answer:
    return _filled(
        StackId=one.id,
        StackName=one.name,
        TemplateDescription=one.asked.template.description,
        CreationTime=one.created_at,
        LastUpdatedTime=one.updated_at,
        DeletionTime=one.deleted_at,
        StackStatus=one.status,
        StackStatusReason=one.reason,
        DriftInformation={"StackDriftStatus": "NOT_CHECKED"},
    )


def event(one: Event, of: Stack) -> Answer:
    return _filled(
        StackId=of.id,
        EventId=one.id,
        StackName=of.name,
        LogicalResourceId=one.logical_id,
        PhysicalResourceId=one.physical_id,
        ResourceType=one.type,
        Timestamp=one.at,
        ResourceStatus=one.status,
        ResourceStatusReason=one.reason,
        ClientRequestToken=one.token,
    )


def operation_event(one: Event, of: Stack) -> Answer:
    kind = "PROVISIONING_ERROR" if one.status.endswith("_FAILED") else "STACK_EVENT"
    told = event(one, of)
    del told["StackName"]
    return told | {"EventType": kind}


def validation_event(one: Validation, of: ChangeSet) -> Answer:
    return {
        "EventId": f"{one.logical_id}-{of.id}",
        "StackId": of.stack.id,
        "OperationType": "CREATE_CHANGESET",
        "EventType": "VALIDATION_ERROR",
        "LogicalResourceId": one.logical_id,
        "ResourceType": one.type,
        "Timestamp": of.created_at,
        "ValidationFailureMode": "FAIL",
        "ValidationName": one.name,
        "ValidationStatus": "FAILED",
        "ValidationStatusReason": one.reason,
        "ValidationPath": one.path,
    }


def resource(one: Resource, of: Stack, *, timestamp: str = "Timestamp") -> Answer:
    return _filled(
        StackId=of.id,
        StackName=of.name,
        LogicalResourceId=one.logical_id,
        PhysicalResourceId=one.physical_id or None,
        ResourceType=one.type,
        ResourceStatus=one.status,
        ResourceStatusReason=one.reason,
        DriftInformation={"StackResourceDriftStatus": "NOT_CHECKED"},
        **{timestamp: one.at},
    )


def change_set(one: ChangeSet) -> Answer:
    return _filled(
        ChangeSetName=one.name,
        ChangeSetId=one.id,
        StackId=one.stack.id,
        StackName=one.stack.name,
        Description=one.description,
        Parameters=parameters(one.asked.given, one.asked.parameters, one.asked.template.parameters),
        CreationTime=one.created_at,
        ExecutionStatus=one.execution,
        Status=one.status,
        StatusReason=one.reason,
        NotificationARNs=list(one.asked.notify),
        RollbackConfiguration={},
        Capabilities=list(one.asked.capabilities),
        Tags=_tags(one.asked.tags),
        OnStackFailure=one.asked.on_failure,
        IncludeNestedStacks=False,
    )


def changes(one: ChangeSet) -> list[Answer]:
    """Those that are known."""
    return [{"Type": "Resource", "ResourceChange": _change(each)} for each in one.changes]


def _change(one: Change) -> Answer:
    return _filled(
        Action=one.action,
        LogicalResourceId=one.logical_id,
        PhysicalResourceId=one.physical_id or None,
        ResourceType=one.type,
        Replacement=one.replacement if one.action == "Modify" else None,
        Scope=list(one.scopes),
        Details=[_detail(each) for each in one.details],
    )


def _detail(one: Detail) -> Answer:
    properties = one.scope == "Properties"
    return _filled(
        Target=_filled(
            Attribute=one.scope,
            Name=one.name,
            RequiresRecreation=one.recreation if properties else "Never",
        ),
        Evaluation="Dynamic" if one.dynamic else "Static",
        ChangeSource=one.source,
        CausingEntity=one.cause,
    )


def parameters(
    given: Sequence[Mapping[str, Any]],
    resolved: Mapping[str, Any],
    declared: Mapping[str, Mapping[str, Any]],
) -> list[Answer]:
    """What they were given; beside it what a Systems Manager parameter held; no secrets."""
    said = {one["ParameterKey"]: one.get("ParameterValue", "") for one in given}
    shown = []
    for name, value in resolved.items():
        text = ",".join(value) if isinstance(value, list) else str(value)
        asked = str(said.get(name, declared[name].get("Default", "")))
        if str(declared[name].get("NoEcho", "")).lower() == "true":
            shown.append({"ParameterKey": name, "ParameterValue": "****"})
        elif str(declared[name].get("Type", "")).startswith("AWS::SSM::"):
            shown.append({"ParameterKey": name, "ParameterValue": asked, "ResolvedValue": text})
        else:
            shown.append({"ParameterKey": name, "ParameterValue": text})
    return shown


def snapshot(one: Stack) -> Answer:
    """A stack for the sandbox's page."""
    failure = one.first_failure()
    return {
        "id": one.id,
        "name": one.name,
        "status": one.status,
        "reason": f"{failure.logical_id}: {failure.reason}" if failure else one.reason,
        "region": one.region,
        "created_at": _iso(one.created_at),
        "updated_at": _iso(one.updated_at) if one.updated_at else None,
        "resources": [_shown(each) for each in one.resources.values()],
        "left": [_shown(each) for each in one.left],
        "outputs": {output.key: output.value for output in one.outputs},
    }


def _shown(one: Resource) -> Answer:
    return {
        "logical_id": one.logical_id,
        "type": one.type,
        "physical_id": one.physical_id,
        "status": one.status,
        "modelled": one.modelled,
    }


def _iso(naive: datetime) -> str:
    return naive.replace(tzinfo=UTC).isoformat()


def _output(one: Output) -> Answer:
    return _filled(
        OutputKey=one.key,
        OutputValue=one.value,
        Description=one.description,
        ExportName=one.export,
    )


def _tags(tags: Mapping[str, str]) -> list[Answer]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _filled(**members: Any) -> Answer:
    return {name: value for name, value in members.items() if value is not None}
