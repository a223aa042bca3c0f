"""CloudFormation stacks: prepared as a change set, created or changed by executing exactly that one."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from bot.adapters.aws import stack_events
from bot.adapters.aws.change_sets import (
    change_set_name,
    change_set_parameters,
    changes,
    details,
    fits_inline,
    is_without_changes,
    named_at_aws,
)
from bot.adapters.aws.clients import Clients
from bot.adapters.aws.errors import LONGEST_SAID, code_of, translated
from bot.adapters.aws.large_templates import put
from bot.adapters.aws.stack_events import Operation
from bot.domain.difference import NOTHING_CHANGES
from bot.domain.errors import Conflict, UpstreamRejected, UpstreamUnavailable
from bot.domain.stack import ChangeSet, StackPlan
from bot.domain.stack_states import is_gone, is_over, is_waiting
from bot.ports import StackResource, StackStatus

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import DeleteStackInputTypeDef, StackTypeDef

CLOUDFORMATION = "AWS CloudFormation"
MOST_VALIDATIONS = 50

_WORKING = frozenset({"CREATE_PENDING", "CREATE_IN_PROGRESS"})
_NO_CHANGE_SET = frozenset({"ChangeSetNotFound", "ChangeSetNotFoundException"})
_WRONG_STATE = frozenset({"InvalidChangeSetStatus", "InvalidChangeSetStatusException"})
# Said also of what was executed before, by a call whose answer was lost.
_MAYBE_BEGUN = _NO_CHANGE_SET | _WRONG_STATE | {"TokenAlreadyExistsException", "ValidationError"}
_EXECUTED = ("EXECUTE_IN_PROGRESS", "EXECUTE_COMPLETE", "EXECUTE_FAILED")
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
_STUCK = frozenset(
    {"UPDATE_ROLLBACK_FAILED", "ROLLBACK_FAILED", "ROLLBACK_COMPLETE", "DELETE_FAILED"}
)
_DELETED = frozenset({"DELETE_IN_PROGRESS", "DELETE_COMPLETE"})
GONE = (
    "The stack {stack} is no longer there, so there is nothing to change. Press End on its card; what is "
    "asked for then is a stack of its own."
)
STUCK = (
    "AWS changes nothing of the stack {stack} while it is in the state {state}. Mend it in the CloudFormation "
    "console (“Continue update rollback”), or end it and ask again."
)
BUSY = "AWS is at work on the stack {stack} just now. Ask again when that is done."


@dataclass(frozen=True)
class CloudFormationStacks:
    """`Stacks` over CloudFormation.

    `service_role` is the role CloudFormation acts with, `bucket` takes templates too large to send.
    Change sets are named together with their stack: by its name IAM decides (deploy/iam-policy.json).
    """

    clients: Clients
    service_role: str | None = None
    bucket: str | None = None

    def prepare(self, plan: StackPlan, *, token: str) -> ChangeSet:
        region = plan.region
        template_url = self._template_url(plan)
        with translated(CLOUDFORMATION, region, changes=True):
            stack = self._changeable(plan)
            parameters = change_set_parameters(
                plan,
                token=token,
                service_role=plan.service_role or self.service_role,
                template_url=template_url,
                tags=stack.get("Tags") if stack else None,
            )
            try:
                made = self.clients.changing_cloudformation(region).create_change_set(**parameters)
            except ClientError as error:
                if code_of(error) != "AlreadyExistsException":
                    raise
                return self._prepared_before(plan, token)
        return ChangeSet(id=made["Id"], stack_id=made["StackId"])

    def prepared(self, change_set: ChangeSet, region: str) -> ChangeSet | None:
        with translated(CLOUDFORMATION, region):
            found = (
                self.clients.cloudformation(region)
                .get_paginator("describe_change_set")
                .paginate(ChangeSetName=change_set.id, StackName=change_set.stack_id)
                .build_full_result()
            )
        status = found["Status"]
        if status in _WORKING:
            return None
        if status != "CREATE_COMPLETE":
            reason = found.get("StatusReason", "")
            if is_without_changes(reason):
                raise Conflict(NOTHING_CHANGES)
            raise UpstreamRejected(
                f"{CLOUDFORMATION} in {region}",
                self._why_not(change_set, region, reason),
                "Say in the thread what to make differently.",
                status,
            )
        return change_set.model_copy(update={"changes": changes(found.get("Changes", []))})

    def withdraw(self, change_set: ChangeSet, region: str, *, service_role: str | None) -> None:
        with translated(CLOUDFORMATION, region, changes=True):
            stack = self._stack(change_set.stack_id, region)
            if stack is None or stack["StackStatus"] in _DELETED:
                return  # and its change sets with it
            was_executed = self._was_executed_before_deleting(change_set, region)
            if was_executed or not is_waiting(stack["StackStatus"]):
                return
            # Read anew: until the change set was deleted, somebody may have executed it or another.
            stack = self._stack(change_set.stack_id, region)
            if stack is None or not is_waiting(stack["StackStatus"]):
                return
            if self._others_wait(change_set, region):
                return
        token = f"withdraw-{hashlib.sha256(change_set.id.encode()).hexdigest()[:40]}"
        self.delete(change_set.stack_id, region, service_role=service_role, token=token)

    def create(self, plan: StackPlan, *, token: str) -> str:
        change_set, region = plan.change_set, plan.region
        if change_set is None:
            message = f"nothing was prepared for {plan.stack_name}"
            raise ValueError(message)
        with translated(CLOUDFORMATION, region, changes=True):
            try:
                self.clients.changing_cloudformation(region).execute_change_set(
                    ChangeSetName=change_set.id,
                    StackName=change_set.stack_id,
                    ClientRequestToken=token,
                )
            except ClientError as error:
                if code_of(error) not in _MAYBE_BEGUN or not self._was_executed(
                    plan, change_set, said=str(error), token=token
                ):
                    self._changeable(plan)
                    raise
        return change_set.stack_id

    def look(self, stack_id: str, region: str, *, operation: str | None = None) -> StackStatus:
        with translated(CLOUDFORMATION, region):
            client = self.clients.cloudformation(region)
            stack = client.describe_stacks(StackName=stack_id)["Stacks"][0]
            now = Operation(stack["StackStatus"], stack.get("StackStatusReason"))
            if operation is None:
                shown: Operation | None = stack_events.with_events(client, stack_id, now)
            else:  # the stack's own state may still be the one before: its events say whose they are
                shown = stack_events.operation(client, stack_id, operation)
            seen = shown or now
            return StackStatus(
                id=stack_id,
                state=seen.state,
                has_begun=shown is not None,
                reason=seen.reason,
                events=tuple(reversed(seen.events)),
                resources=tuple(self._resources(stack_id, region)),
                outputs={
                    one["OutputKey"]: one.get("OutputValue", "")
                    for one in stack.get("Outputs", [])
                    if "OutputKey" in one
                },
            )

    def delete(self, stack_id: str, region: str, *, service_role: str | None, token: str) -> None:
        role = service_role or self.service_role
        parameters: DeleteStackInputTypeDef = {"StackName": stack_id, "ClientRequestToken": token}
        if role is not None:
            parameters["RoleARN"] = role
        with translated(CLOUDFORMATION, region, changes=True):
            try:
                self.clients.changing_cloudformation(region).delete_stack(**parameters)
            except ClientError as error:
                if not _is_unknown(error):
                    raise

    # --- within ---

    def _changeable(self, plan: StackPlan) -> "StackTypeDef | None":
        """The stack that a plan changes, None for a plan of a new one. Raises Conflict when it cannot be changed now."""
        if plan.update is None:
            return None
        stack = self._stack(plan.update.stack_id, plan.region)
        if stack is None or stack["StackStatus"] in _DELETED:
            raise Conflict(GONE.format(stack=plan.stack_name))
        if not is_over(stack["StackStatus"]):
            raise Conflict(BUSY.format(stack=plan.stack_name))
        if stack["StackStatus"] in _STUCK:
            raise Conflict(STUCK.format(stack=plan.stack_name, state=stack["StackStatus"]))
        return stack

    def _template_url(self, plan: StackPlan) -> str | None:
        """Where a template that is too large to send was put; None when it can be sent."""
        template = plan.draft.template
        if fits_inline(template, self.bucket) or self.bucket is None:
            return None
        return put(template, self.clients, self.bucket, plan.region)

    def _prepared_before(self, plan: StackPlan, token: str) -> ChangeSet:
        found = self.clients.cloudformation(plan.region).describe_change_set(
            StackName=named_at_aws(plan), ChangeSetName=change_set_name(token)
        )
        return ChangeSet(id=found["ChangeSetId"], stack_id=found["StackId"])

    def _why_not(self, change_set: ChangeSet, region: str, reason: str) -> str:
        """AWS's reason; what its early validation found stands in events of its own."""
        said = ""
        # Details are a kindness: the bot may lack the permission, and the reason is known without.
        with suppress(ClientError, BotoCoreError):
            events = (
                self.clients.cloudformation(region)
                .get_paginator("describe_events")
                .paginate(
                    ChangeSetName=change_set.id,
                    StackName=change_set.stack_id,
                    Filters={"FailedEvents": True},
                    PaginationConfig={"MaxItems": MOST_VALIDATIONS},
                )
                .build_full_result()
            )
            said = details(events.get("OperationEvents", []))
        return (said or reason or "no reason given")[:LONGEST_SAID]

    def _was_executed_before_deleting(self, change_set: ChangeSet, region: str) -> bool:
        """Delete the change set; True when it had been executed, so that the stack is more than a place for it."""
        try:
            self.clients.changing_cloudformation(region).delete_change_set(
                ChangeSetName=change_set.id, StackName=change_set.stack_id
            )
        except ClientError as error:
            if code_of(error) in _NO_CHANGE_SET:
                return False
            if code_of(error) in _WRONG_STATE:
                if self._execution(change_set, region) in _EXECUTED:
                    return True
                raise UpstreamUnavailable(
                    f"{CLOUDFORMATION} in {region}",
                    "the change set is still being made",
                    "Try again in a minute.",
                    code_of(error),
                ) from error
            raise
        return False

    def _others_wait(self, change_set: ChangeSet, region: str) -> bool:
        pages = self.clients.cloudformation(region).get_paginator("list_change_sets")
        return any(
            change_set.id not in (one.get("ChangeSetId"), one.get("ChangeSetName"))
            and not one.get("Status", "").startswith("DELETE")
            for page in pages.paginate(StackName=change_set.stack_id)
            for one in page["Summaries"]
        )

    def _was_executed(
        self, plan: StackPlan, change_set: ChangeSet, *, said: str, token: str
    ) -> bool:
        """The change set knows first: its stack may still be shown as it was before for a while."""
        region = plan.region
        if any(word in said for word in _EXECUTED):
            return True
        if self._execution(change_set, region) in _EXECUTED:
            return True
        stack = self._stack(change_set.stack_id, region)
        if (
            stack is not None and plan.update is not None
        ):  # AWS forgets the change sets of an update
            client = self.clients.cloudformation(region)
            return stack_events.operation(client, change_set.stack_id, token) is not None
        if stack is None or stack.get("ChangeSetId") != change_set.id:
            return False
        return not is_waiting(stack["StackStatus"]) and not is_gone(stack["StackStatus"])

    def _execution(self, change_set: ChangeSet, region: str) -> str:
        try:
            found = self.clients.cloudformation(region).describe_change_set(
                ChangeSetName=change_set.id, StackName=change_set.stack_id
            )
        except ClientError as error:
            if code_of(error) in _NO_CHANGE_SET or _is_unknown(error):
                return ""
            raise
        return found.get("ExecutionStatus", "")

    def _stack(self, stack_id: str, region: str) -> "StackTypeDef | None":
        try:
            found = self.clients.cloudformation(region).describe_stacks(StackName=stack_id)
        except ClientError as error:
            if _is_unknown(error):
                return None
            raise
        return found["Stacks"][0]

    def _resources(self, stack_id: str, region: str) -> Iterator[StackResource]:
        pages = self.clients.cloudformation(region).get_paginator("list_stack_resources")
        for page in pages.paginate(StackName=stack_id):
            for one in page["StackResourceSummaries"]:
                yield StackResource(
                    logical_id=one["LogicalResourceId"],
                    type=one["ResourceType"],
                    status=one["ResourceStatus"],
                    id=one.get("PhysicalResourceId"),
                )


def _is_unknown(error: ClientError) -> bool:
    """CloudFormation has no code of its own for a stack it does not know."""
    return code_of(error) == "ValidationError" and "does not exist" in str(error)
