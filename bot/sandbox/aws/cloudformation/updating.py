"""How a stack changes while it stands, one step at a time; every step gives the seconds until the next.

UPDATE_IN_PROGRESS ─┬─> UPDATE_COMPLETE_CLEANUP_IN_PROGRESS ──> UPDATE_COMPLETE
                    └─> UPDATE_ROLLBACK_IN_PROGRESS ─┬─> ..._COMPLETE_CLEANUP_IN_PROGRESS ──> UPDATE_ROLLBACK_COMPLETE
                                                     └─> UPDATE_ROLLBACK_FAILED
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from moto.core.utils import utcnow

from bot.sandbox.aws.cloudformation import catalogue
from bot.sandbox.aws.cloudformation.changes import Change
from bot.sandbox.aws.cloudformation.clearing import (
    clear,
    on_deletion,
    on_replacement,
    on_rollback,
)
from bot.sandbox.aws.cloudformation.comparing import is_replaced
from bot.sandbox.aws.cloudformation.making import NameTaken, Refused, is_modelled
from bot.sandbox.aws.cloudformation.records import Resource, Stack
from bot.sandbox.aws.cloudformation.refusals import ValidationError
from bot.sandbox.aws.cloudformation.site import Site

_REPLACED = "Requested update requires the creation of a new physical resource; hence creating one."


@dataclass
class _Step:
    """What is being done about one resource: `old` was there before, `new` is there now."""

    new: Resource
    old: Resource | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    """Those that the old one had."""

    @property
    def verb(self) -> str:
        return "CREATE" if self.old is None else "UPDATE"

    @property
    def replaces(self) -> bool:
        return self.old is not None and self.old is not self.new


@dataclass
class Update:
    """From what stands to what is wanted, or back."""

    before: Site
    after: Site
    changes: Mapping[str, Change]
    taken: list[_Step] = field(default_factory=list)

    @property
    def stack(self) -> Stack:
        return self.after.stack

    def run(self) -> Iterator[float]:
        stack = self.stack
        stack.stand("UPDATE_IN_PROGRESS", "User Initiated")
        yield self.after.seconds
        needs = dict(self.after.wanted)
        begun: list[_Step] = []
        done: set[str] = set()
        while needs or begun:
            self._begin(needs, begun, done)
            if not begun:
                continue
            yield self.after.pace / 2
            step = begun.pop(0)
            try:
                self._take(step)
            except Refused as error:
                yield from self._fail(step, begun, error.reason(step.new.type))
                return
            yield self.after.pace / 2
            stack.mark(step.new, f"{step.verb}_COMPLETE")
            done.add(step.new.logical_id)
        yield from self._finish()

    def _begin(self, needs: dict[str, frozenset[str]], begun: list[_Step], done: set[str]) -> None:
        """Start on every resource that has what it waits for; what stays as it is, is done at once."""
        ready = [name for name, waits_for in needs.items() if waits_for <= done]
        for name in ready:
            del needs[name]
            step = self._step(name)
            if step is None:
                done.add(name)
                continue
            reason = _REPLACED if step.replaces else None
            self.stack.mark(step.new, f"{step.verb}_IN_PROGRESS", reason)
            begun.append(step)

    def _step(self, name: str) -> _Step | None:
        """What there is to do about a resource, if anything."""
        change, old = self.changes.get(name), self.stack.resources.get(name)
        if change is None:
            return None
        if old is None:
            return _Step(self._placed(name, change.type))
        try:
            properties = self.after.properties(name)
        except Refused:
            return _Step(old, old, old.properties)  # it is refused again when its turn comes
        if is_replaced(old.type, old.properties, properties):
            return _Step(self._placed(name, change.type, old), old, old.properties)
        if old.properties == properties and "Tags" not in change.scopes:
            return None
        return _Step(old, old, old.properties)

    def _placed(self, name: str, type_: str, old: Resource | None = None) -> Resource:
        made = Resource(name, type_, is_modelled(type_), "", utcnow())
        if old is not None:
            made.generation, made.physical_id = old.generation + 1, old.physical_id
        self.stack.resources[name] = made
        return made

    def _take(self, step: _Step) -> None:
        """Raises Refused."""
        if step.old is None or step.replaces:
            if step.old is not None:
                self._check_name(step.old)
            self.after.make(step.new)
            in_progress = f"{step.verb}_IN_PROGRESS"
            self.stack.mark(step.new, in_progress, "Resource creation Initiated")
        else:
            self.after.change(step.new)
        self.taken.append(step)

    def _check_name(self, old: Resource) -> None:
        """Raises Refused: two of one name cannot be there at the same time."""
        properties = self.after.properties(old.logical_id)
        given = catalogue.given_identifiers(old.type)
        if given and all(properties.get(name) == old.properties.get(name) for name in given):
            raise NameTaken(old.physical_id)

    def _finish(self) -> Iterator[float]:
        stack = self.stack
        try:
            stack.outputs = self.after.outputs()
        except ValidationError as error:
            yield from self._undo(error.message, self.taken)
            return
        stack.stand("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        yield self.after.seconds
        yield from self._clear_old()
        stack.stand("UPDATE_COMPLETE")

    def _clear_old(self) -> Iterator[float]:
        stack = self.stack
        replaced = [step.old for step in self.taken if step.old is not None and step.replaces]
        removed = [one for name, one in stack.resources.items() if name not in self.after.wanted]

        def kept(one: Resource) -> bool:
            return (
                on_replacement(self.after, one)
                if one in replaced
                else on_deletion(self.before, one)
            )

        yield from clear(self.before, [*replaced, *removed], kept)
        self._let_go([*replaced, *removed])

    def _let_go(self, resources: Iterable[Resource]) -> None:
        """They are the stack's no longer, whether they are gone or not."""
        for one in resources:
            if self.stack.resources.get(one.logical_id) is one:
                del self.stack.resources[one.logical_id]
            if one.status != "DELETE_COMPLETE":
                self.stack.left.append(one)

    def _fail(self, step: _Step, begun: list[_Step], reason: str) -> Iterator[float]:
        self.stack.mark(step.new, f"{step.verb}_FAILED", reason)
        for other in begun:
            cancelled = "creation" if other.old is None else "update"
            self.stack.mark(other.new, f"{other.verb}_FAILED", f"Resource {cancelled} cancelled")
        for other in (step, *begun):
            if other.replaces:
                other.new.physical_id = ""  # what it had was the old one's
        yield from self._undo(_failed((step, *begun)), [*self.taken, step, *begun])

    def _undo(self, why: str, steps: list[_Step]) -> Iterator[float]:
        stack = self.stack
        if self.after.asked.on_failure == "DO_NOTHING":
            stack.stand("UPDATE_FAILED", why)
            return
        yield self.after.seconds
        stack.stand("UPDATE_ROLLBACK_IN_PROGRESS", why)
        yield self.after.seconds
        for step in reversed(steps):
            if step.old is not None and (yield from self._restore(step, step.old)):
                names = f"[{step.old.logical_id}]"
                stack.stand(
                    "UPDATE_ROLLBACK_FAILED",
                    f"The following resource(s) failed to update: {names}. ",
                )
                return
        stack.asked = self.before.asked
        stack.stand("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        yield self.after.seconds
        made = [step.new for step in steps if step.new is not step.old]
        yield from clear(self.after, made, lambda one: on_rollback(self.after, one))
        self._let_go(made)
        stack.stand("UPDATE_ROLLBACK_COMPLETE")

    def _restore(self, step: _Step, old: Resource) -> Generator[float, None, bool]:
        """Returns whether it failed."""
        self.stack.resources[old.logical_id] = old
        self.stack.mark(old, "UPDATE_IN_PROGRESS")
        yield self.after.pace / 2
        try:
            if not step.replaces:
                self.before.restore(old, step.properties)
        except Refused as error:
            self.stack.mark(old, "UPDATE_FAILED", error.reason(old.type))
            return True
        self.stack.mark(old, "UPDATE_COMPLETE")
        return False


def _failed(steps: Iterable[_Step]) -> str:
    """In CloudFormation's words."""
    said = ""
    for verb in ("CREATE", "UPDATE"):
        if names := [step.new.logical_id for step in steps if step.verb == verb]:
            said += f"The following resource(s) failed to {verb.lower()}: [{', '.join(names)}]. "
    return said
