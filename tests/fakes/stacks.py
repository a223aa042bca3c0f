"""CloudFormation, its linter, and files in memory: the ports `Stacks`, `Templates`, `Files` and `Diagrams`."""

import hashlib
import json
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

import yaml

from bot.domain.architecture import Architecture, Component, Connection
from bot.domain.difference import NOTHING_CHANGES, difference
from bot.domain.errors import Conflict, OutcomeUnknown, UpstreamRejected, UserMistake
from bot.domain.finding import Finding, Severity
from bot.domain.request import Picture
from bot.domain.stack import (
    Change,
    ChangeSet,
    PlannedResource,
    StackDraft,
    StackPlan,
)
from bot.domain.stack_states import is_made, is_over
from bot.ports import Attachment, CheckedTemplate, Diagram, StackEvent, StackResource, StackStatus
from tests.fakes.death import struck

Operation = Literal["prepare", "prepared", "withdraw", "create", "look", "delete"]
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACCOUNT = "arn:aws:cloudformation:us-east-1:000000000000"
PNG = b"\x89PNG a picture"

QUEUE_AND_FUNCTION = Architecture(
    components=(
        Component(id="jobs", service="sqs", label="jobs"),
        Component(id="table", service="dynamodb", label="orders"),
    ),
    connections=(),
)
TEMPLATE = json.dumps(
    {
        "Resources": {
            "JobsQueue": {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True}},
            "OrdersTable": {
                "Type": "AWS::DynamoDB::Table",
                "DeletionPolicy": "Retain",
                "UpdateReplacePolicy": "Retain",
            },
        }
    }
)


def stack_draft(**more: Any) -> StackDraft:
    """A queue and a table that know nothing of each other, changed by the keyword arguments."""
    drawn: dict[str, Any] = {
        "title": "Jobs and orders",
        "architecture": QUEUE_AND_FUNCTION,
        "template": TEMPLATE,
    }
    return StackDraft(**(drawn | more))


def stack_plan(**more: Any) -> StackPlan:
    """A plan of a queue and a table; keyword arguments change the plan, `template` its draft."""
    asked: dict[str, Any] = {
        "request_id": "C0INFRA-1700000000.000100",
        "requested_by": "U0ASKER",
        "permalink": "https://example.slack.com/archives/C0INFRA/p1700000000000100",
        "draft": stack_draft(template=more.pop("template", TEMPLATE)),
        "region": "us-east-1",
        "stack_name": "slackbot-jobs",
        "resources": (
            PlannedResource(logical_id="JobsQueue", type="AWS::SQS::Queue"),
            PlannedResource(logical_id="OrdersTable", type="AWS::DynamoDB::Table"),
        ),
        "coverage": (),
        "checks": (),
    }
    return StackPlan(**(asked | more))


def connected(*pairs: tuple[str, str]) -> Architecture:
    """An architecture of services by name, each once, connected as the pairs say."""
    names = dict.fromkeys(name for pair in pairs for name in pair)
    return Architecture(
        components=tuple(Component(id=name, service=name) for name in names),
        connections=tuple(Connection(source=a, target=b) for a, b in pairs),
    )


class JsonTemplates:
    """`Templates` for templates in JSON; `faults` are the findings of those that contain a word."""

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self.checked: list[str] = []

    def check(self, template: str, region: str) -> CheckedTemplate:
        self.checked.append(template)
        try:
            body = json.loads(template)
        except json.JSONDecodeError as error:
            return _unreadable(str(error))
        if not isinstance(body, dict):
            return _unreadable("This is no template.")
        found = tuple(
            Finding(rule="E3002", severity=Severity.BLOCKING, text=text, path=("Resources",))
            for word, text in self.faults.items()
            if word in template
        )
        return CheckedTemplate(body, found)


def _unreadable(why: str) -> CheckedTemplate:
    return CheckedTemplate({}, (Finding(rule="E0000", severity=Severity.BLOCKING, text=why),))


@dataclass
class _Stack:
    plan: StackPlan
    state: str = "REVIEW_IN_PROGRESS"
    looks: int = 0
    reason: str | None = None
    events: list[StackEvent] = field(default_factory=list)
    token: str | None = None
    """Of the operation that it was created or changed by last."""
    before: StackPlan | None = None
    """What it goes back to when a change fails."""
    made_anew: dict[str, str] = field(default_factory=dict)
    """The ids of what has been made anew, by logical id."""

    def id_of(self, logical_id: str) -> str:
        return self.made_anew.get(logical_id, f"physical-{logical_id}")


class InMemoryStacks:
    """`Stacks` over dictionaries: a stack is in progress for `busy_looks` looks, then complete.

    `fail_next` makes the next call of an operation raise and do nothing; `lose_answer` lets it do its
    work and then raises OutcomeUnknown. `broken` names a resource that cannot be made, `retained` those that
    stay when AWS would delete them, `made_anew` those that a change replaces; with `stuck` a failed change cannot be taken back.
    """

    def __init__(self, *, busy_looks: int = 1) -> None:
        self.calls: list[Operation] = []
        self.prepared_plans: dict[str, StackPlan] = {}
        self.change_sets: dict[str, ChangeSet] = {}
        self.stacks: dict[str, _Stack] = {}
        self.executed: list[str] = []
        self.withdrawn_with: list[str | None] = []
        self.refusal: str | None = None
        self.broken: str | None = None
        self.why_broken = "No room."
        self.undeletable = False
        self.retained: set[str] = set()
        self.made_anew: set[str] = set()
        self.stuck = False
        self.busy_looks = busy_looks
        self._failures: defaultdict[Operation, deque[BaseException]] = defaultdict(deque)
        self._lost: defaultdict[Operation, deque[BaseException]] = defaultdict(deque)

    def fail_next(self, operation: Operation, *errors: BaseException) -> None:
        self._failures[operation].extend(errors)

    def lose_answer(self, operation: Operation, error: BaseException | None = None) -> None:
        lost = error or OutcomeUnknown("AWS CloudFormation", "no answer", "Look.")
        self._lost[operation].append(lost)

    def waiting(self) -> list[str]:
        """The stacks that hold a change set and nothing else."""
        return [name for name, one in self.stacks.items() if one.state == "REVIEW_IN_PROGRESS"]

    # --- the port ---

    def prepare(self, plan: StackPlan, *, token: str) -> ChangeSet:
        self._begin("prepare")
        self._require_changeable(plan)
        change_set = ChangeSet(
            id=f"{ACCOUNT}:changeSet/{token}/1",
            stack_id=plan.update.stack_id
            if plan.update
            else f"{ACCOUNT}:stack/{plan.stack_name}/1",
        )
        if change_set.id not in self.change_sets:
            self.change_sets[change_set.id] = change_set
            self.prepared_plans[change_set.id] = plan
            self.stacks.setdefault(change_set.stack_id, _Stack(plan))
        self._end("prepare")
        return change_set

    def prepared(self, change_set: ChangeSet, region: str) -> ChangeSet | None:
        self._begin("prepared")
        if self.refusal is not None:
            raise UpstreamRejected("AWS CloudFormation", self.refusal, "Change the template.")
        plan = self.prepared_plans[change_set.id]
        changes = tuple(self._changes(plan, self.stacks[change_set.stack_id].plan))
        if not changes:
            raise Conflict(NOTHING_CHANGES)
        return change_set.model_copy(update={"changes": changes})

    def withdraw(self, change_set: ChangeSet, region: str, *, service_role: str | None) -> None:
        """Both may be named by id or by name, as at AWS."""
        self._begin("withdraw")
        for stack in [one for one in self.stacks if _is(one, change_set.stack_id)]:
            for one in [one for one in self.change_sets if _is(one, change_set.id)]:
                del self.change_sets[one]
            others = any(one.stack_id == stack for one in self.change_sets.values())
            if stack in self.waiting() and not others:
                del self.stacks[stack]
                self.withdrawn_with.append(service_role)
        self._end("withdraw")

    def create(self, plan: StackPlan, *, token: str) -> str:
        self._begin("create")
        assert plan.change_set is not None
        stack = self.stacks.get(plan.change_set.stack_id)
        if stack is None or stack.token != token:
            self._require_changeable(plan)
            if stack is None or plan.change_set.id not in self.change_sets:
                raise UpstreamRejected("AWS CloudFormation", "no such change set", "Ask again.")
            self._execute(stack, plan, plan.change_set)
            stack.token = token
        self._end("create")
        return plan.change_set.stack_id

    def look(self, stack_id: str, region: str, *, operation: str | None = None) -> StackStatus:
        self._begin("look")
        stack = self.stacks[stack_id]
        if operation is not None and stack.token != operation:
            return StackStatus(id=stack_id, state=stack.state, has_begun=False)
        if stack.state.endswith("_IN_PROGRESS") and stack.state != "REVIEW_IN_PROGRESS":
            stack.looks += 1
            if stack.looks > self.busy_looks:
                self._come_to_an_end(stack)
        return StackStatus(
            id=stack_id,
            state=stack.state,
            reason=stack.reason,
            events=() if operation is None and is_made(stack.state) else tuple(stack.events),
            resources=self._resources(stack),
            outputs={"QueueUrl": "https://example.com/q"} if is_made(stack.state) else {},
        )

    def delete(self, stack_id: str, region: str, *, service_role: str | None, token: str) -> None:
        self._begin("delete")
        stack = self.stacks[stack_id]
        if stack.state != "DELETE_COMPLETE":
            stack.state, stack.looks = "DELETE_IN_PROGRESS", 0
        self._end("delete")

    # --- inside ---

    def _require_changeable(self, plan: StackPlan) -> None:
        if plan.update is None:
            return
        stack = self.stacks.get(plan.update.stack_id)
        if stack is None or stack.state.startswith("DELETE"):
            raise Conflict(f"{plan.stack_name} is no longer there.")
        if not is_over(stack.state):
            raise Conflict(f"AWS is at work on {plan.stack_name}.")

    def _changes(self, plan: StackPlan, before: StackPlan) -> Iterator[Change]:
        made = difference(
            yaml.safe_load(before.draft.template) if plan.update else {},
            yaml.safe_load(plan.draft.template),
            before_text="",
            after_text="",
        )
        for action, found in (
            ("Add", made.added),
            ("Modify", made.changed),
            ("Remove", made.removed),
        ):
            for one in found:
                anew = action == "Modify" and one.logical_id in self.made_anew
                yield Change(
                    action=action,
                    logical_id=one.logical_id,
                    type=one.type,
                    replacement="yes" if anew else "no",
                )

    def _execute(self, stack: _Stack, plan: StackPlan, change_set: ChangeSet) -> None:
        self.executed.append(change_set.id)
        self._forget_others(change_set)
        stack.before, stack.plan, stack.looks, stack.events = stack.plan, plan, 0, []
        stack.state = "UPDATE_IN_PROGRESS" if plan.update else "CREATE_IN_PROGRESS"

    def _forget_others(self, executed: ChangeSet) -> None:
        """An executed change set leaves no other of its stack, as at AWS."""
        for one in [*self.change_sets.values()]:
            if one.stack_id == executed.stack_id and one.id != executed.id:
                del self.change_sets[one.id]

    def _come_to_an_end(self, stack: _Stack) -> None:
        if stack.state == "DELETE_IN_PROGRESS":
            stack.state = "DELETE_FAILED" if self.undeletable else "DELETE_COMPLETE"
            stack.reason = "The bucket is not empty" if self.undeletable else None
        elif self.broken is not None:
            taken_back: list[StackEvent] = []
            if stack.state == "UPDATE_IN_PROGRESS":
                stack.state = "UPDATE_ROLLBACK_FAILED" if self.stuck else "UPDATE_ROLLBACK_COMPLETE"
                taken_back = [*self._gone(stack, "Add")]
                stack.plan = stack.before or stack.plan
            else:
                stack.state = "ROLLBACK_COMPLETE"
            stack.events = [
                StackEvent(
                    "1", AT, self.broken, "AWS::SQS::Queue", "CREATE_FAILED", self.why_broken
                ),
                StackEvent(
                    "2",
                    AT,
                    "Other",
                    "AWS::SQS::Queue",
                    "CREATE_FAILED",
                    "Resource creation cancelled",
                ),
                *taken_back,
            ]
        else:
            if stack.state == "UPDATE_IN_PROGRESS":
                stack.events = [*self._gone(stack, "Remove")]
            stack.state = stack.state.replace("IN_PROGRESS", "COMPLETE")

    def _gone(self, stack: _Stack, action: str) -> Iterator[StackEvent]:
        """What AWS clears away at the end of a change: what is not needed any more, and what was made anew."""
        for one in self._changes(stack.plan, stack.before or stack.plan):
            old = stack.id_of(one.logical_id)
            if one.replacement == "yes" and action == "Remove":
                stack.made_anew[one.logical_id] = f"{old}-anew"
            elif one.action != action or one.logical_id == self.broken:
                continue
            status = "DELETE_SKIPPED" if one.logical_id in self.retained else "DELETE_COMPLETE"
            yield StackEvent(old, AT, one.logical_id, one.type, status, physical_id=old)

    def _resources(self, stack: _Stack) -> tuple[StackResource, ...]:
        if stack.state == "REVIEW_IN_PROGRESS":
            return ()
        planned = [
            StackResource(
                one.logical_id, one.type, self._status(stack, one), stack.id_of(one.logical_id)
            )
            for one in stack.plan.resources
        ]
        if stack.state == "CREATE_IN_PROGRESS" and planned:
            planned[0] = replace(planned[0], status="CREATE_COMPLETE")
        return tuple(planned)

    def _status(self, stack: _Stack, resource: PlannedResource) -> str:
        if stack.state == "UPDATE_IN_PROGRESS" and stack.before is not None:
            there = resource in stack.before.resources
            return "CREATE_COMPLETE" if there else "CREATE_IN_PROGRESS"
        is_gone = stack.state in {"ROLLBACK_COMPLETE", "DELETE_COMPLETE"}
        if not is_gone:
            return stack.state
        return "DELETE_SKIPPED" if resource.logical_id in self.retained else "DELETE_COMPLETE"

    def _begin(self, operation: Operation) -> None:
        self.calls.append(operation)
        if self._failures[operation]:
            raise struck(self._failures[operation].popleft())

    def _end(self, operation: Operation) -> None:
        if self._lost[operation]:
            raise struck(self._lost[operation].popleft())


def _is(arn: str, id_or_name: str) -> bool:
    return id_or_name in (arn, arn.split("/")[1])


class InMemoryFiles:
    """`Files` by id."""

    def __init__(self) -> None:
        self.held: dict[str, Attachment] = {}
        self.failures: deque[BaseException] = deque()

    def put(self, file_id: str, name: str = "drawing.png", content: bytes = PNG) -> None:
        self.held[file_id] = Attachment(name, content)

    def fetch(self, file_id: str) -> Attachment:
        if self.failures:
            raise self.failures.popleft()
        if file_id not in self.held:
            raise UserMistake("This file has been deleted. Please send it again.")
        return self.held[file_id]


class InMemoryDiagrams:
    """`Diagrams` that takes PNG for pictures; `exact` holds the structure of files by their name."""

    def __init__(self) -> None:
        self.exact: dict[str, Architecture] = {}
        self.texts: dict[str, Architecture] = {}

    def open(self, attachment: Attachment) -> Diagram:
        if not attachment.content.startswith(b"\x89PNG"):
            raise UserMistake("This is no picture. Please send a PNG or a JPEG.")
        picture = Picture(attachment.content, "image/png")
        return Diagram(picture, self.exact.get(attachment.name))

    def in_text(self, text: str) -> Architecture | None:
        return self.texts.get(text)

    def draw(self, architecture: Architecture) -> bytes:
        content = hashlib.sha256(architecture.model_dump_json().encode()).hexdigest()
        return b"\x89PNG " + content.encode()
