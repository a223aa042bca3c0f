"""A CloudFormation stack as a model proposes it (`StackDraft`) and as it would be created (`StackPlan`)."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from bot.domain.architecture import Architecture
from bot.domain.finding import Finding
from bot.domain.stack_cost import StackCost
from bot.domain.value import Value

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
INLINE_TEMPLATE_BYTES = 51_200
LARGEST_TEMPLATE_BYTES = 1_000_000

Capability = Literal["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]


class StackDraft(Value):
    """What a model read and made of it. `template` is CloudFormation in YAML or JSON, as it was written."""

    title: str = Field(min_length=1, max_length=120)
    architecture: Architecture
    template: str
    region: str | None = None
    assumptions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


class PlannedResource(Value):
    """One resource of a template."""

    logical_id: str
    type: str


class Covered(Value):
    """One component or connection of the architecture, and the resources that stand for it.

    Nothing in `resources` means that the template leaves it out.
    """

    subject: str
    resources: tuple[str, ...]
    connection: bool = False
    lacks: str = ""
    """What it needs beside its resources to be as it was drawn, in words."""


class Change(Value):
    """One line of what CloudFormation says it would do; `replacement` is whether it makes the resource anew for it."""

    action: str
    logical_id: str
    type: str
    replacement: Literal["no", "maybe", "yes"] = "no"


class ChangeSet(Value):
    """A change set that waits at AWS, by its ARN, with the stack it would make."""

    id: str
    stack_id: str
    changes: tuple[Change, ...] = ()


# `empty` is what holds nothing of its own, such as the machine of a database that a cluster keeps.
Fate = Literal["empty", "deleted", "snapshot", "kept"]


class Fates(Value):
    """What becomes of a resource when it leaves its stack, and of the old one when AWS makes it anew."""

    logical_id: str
    removed: Fate = "deleted"
    replaced: Fate = "deleted"


class Difference(Value):
    """What a plan makes different from an earlier one, by logical id; `text` is the templates' unified diff."""

    added: tuple[PlannedResource, ...] = ()
    changed: tuple[PlannedResource, ...] = ()
    removed: tuple[PlannedResource, ...] = ()
    fates: tuple[Fates, ...] = ()
    """Of what was there and would not simply be deleted."""
    anew: tuple[str, ...] = ()
    """What AWS makes anew for certain, although it may say that this depends."""
    impossible: tuple[Finding, ...] = ()
    """What AWS would refuse of it, were it a change of a stack that runs."""
    text: str = ""

    @property
    def is_nothing(self) -> bool:
        """No resource and no line of the template is different."""
        return not self.text

    def fates_of(self, logical_id: str) -> Fates:
        known = (one for one in self.fates if one.logical_id == logical_id)
        return next(known, Fates(logical_id=logical_id))


class Update(Value):
    """The running stack that a plan changes, and the plan that it was made by."""

    plan_id: str
    stack_id: str


class StackPlan(Value):
    """Exactly what would be created, or, with `update`, changed."""

    kind: Literal["stack"] = "stack"
    request_id: str
    requested_by: str
    permalink: str
    draft: StackDraft
    region: str
    stack_name: str
    resources: tuple[PlannedResource, ...]
    coverage: tuple[Covered, ...]
    checks: tuple[Finding, ...]
    capabilities: tuple[Capability, ...] = ()
    statements: tuple[str, ...] = ()
    """Every permission the template's roles would get, in words, since a capability consents to them."""
    kept: tuple[str, ...] = ()
    """The resources that stay when the stack is deleted, or leave a snapshot."""
    cost: StackCost | None = None
    """What it costs to run all the time, at list prices."""
    service_role: str | None = None
    change_set: ChangeSet | None = None
    """None in a rehearsal, or when a check blocks the plan: nothing was shown to AWS."""
    picture: str | None = None
    """The name of the file it was read from."""
    alongside: tuple[str, ...] = ()
    read_by: str | None = None
    update: Update | None = None
    """None for a stack of its own."""
    difference: Difference | None = None
    """From the stack it changes, or from the plan it takes the place of; None for a first plan."""
    replaces: str | None = None
    """The plan it takes the place of, by its id: of the two, one at most is launched."""

    @property
    def title(self) -> str:
        return self.draft.title

    @property
    def replaced(self) -> tuple[Change, ...]:
        """What AWS would make anew, and delete the old one with what is in it."""
        changes = self.change_set.changes if self.change_set else ()
        return tuple(one for one in changes if one.replacement != "no")

    @property
    def types(self) -> Mapping[str, str]:
        """The type of each resource, by its logical id; also of those that it takes out of a stack."""
        removed = self.difference.removed if self.difference else ()
        return {one.logical_id: one.type for one in (*removed, *self.resources)}

    @property
    def by_type(self) -> Mapping[str, int]:
        """How many resources there are of each type, the most frequent first."""
        return dict(Counter(one.type for one in self.resources).most_common())
