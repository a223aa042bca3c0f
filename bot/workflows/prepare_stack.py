"""Have AWS work out what a plan of a stack would do, before anybody sees it; nothing is created."""

import hashlib
import logging
from dataclasses import dataclass

from bot.domain.diagnosis import diagnose, explained
from bot.domain.errors import BotError, Conflict, UpstreamRejected, UserMistake
from bot.domain.finding import Finding, Severity
from bot.domain.plan import PLAN
from bot.domain.stack import ChangeSet, StackPlan
from bot.ports import Stacks
from bot.workflows.durable import STEPS, Steps
from bot.workflows.waits import Waits

log = logging.getLogger(__name__)

AWS_REFUSES = "aws-refuses"
TOO_SLOW = "AWS did not say in time what this template would do"
ONCE_MORE = "Press Retry to have the template made anew."


@dataclass(frozen=True)
class PrepareStack:
    """Plans go in and out as the JSON that steps remember; `at` tells the steps of one attempt from another's."""

    stacks: Stacks
    waits: Waits = Waits(first=0.5, longest=5, altogether=300)  # noqa: RUF009 - frozen
    steps: Steps = STEPS

    def __call__(self, plan: str, *, at: str) -> str:
        """Return the plan with its change set, or with AWS's reason why there can be none.

        Raises Conflict when that is not for the template: nothing would change, or AWS is at work on the stack.
        """
        try:
            waiting = self.steps.run(f"prepare{at}", self._prepare, plan)
        except Conflict:  # no template could mend that
            raise
        except BotError as error:
            if not isinstance(error, (UpstreamRejected, UserMistake)):  # AWS may have begun
                self._withdraw(plan, _by_name(stack_of(plan)), at)
            return _refused(plan, error)
        try:
            return self._followed(plan, waiting, at)
        except BotError as error:
            self._withdraw(plan, waiting, at)
            if isinstance(error, Conflict):
                raise
            return _refused(plan, error)

    def take_back(self, plan: str, *, at: str) -> None:
        """A plan that is not offered after all leaves nothing at AWS."""
        change_set = stack_of(plan).change_set
        if change_set is not None:
            self._withdraw(plan, change_set.model_dump_json(), at)

    def _followed(self, plan: str, waiting: str, at: str) -> str:
        for seconds in self.waits():
            if ready := self.steps.run(f"look at change set{at}", self._look, plan, waiting):
                change_set = ChangeSet.model_validate_json(ready)
                return _json(stack_of(plan).model_copy(update={"change_set": change_set}))
            self.steps.pause(seconds)
        raise UpstreamRejected("AWS CloudFormation", TOO_SLOW, ONCE_MORE)

    def _prepare(self, plan: str) -> str:
        stack = stack_of(plan)
        return self.stacks.prepare(stack, token=_token(stack)).model_dump_json()

    def _look(self, plan: str, waiting: str) -> str:
        change_set = ChangeSet.model_validate_json(waiting)
        ready = self.stacks.prepared(change_set, stack_of(plan).region)
        return "" if ready is None else ready.model_dump_json()

    def _withdraw(self, plan: str, waiting: str, at: str) -> None:
        try:
            self.steps.run(f"withdraw{at}", self._take_away, plan, waiting)
        except BotError as error:
            name = stack_of(plan).stack_name
            log.error("the stack %s may still wait for review at AWS: %s", name, error)  # noqa: TRY400 - no bug

    def _take_away(self, plan: str, waiting: str) -> None:
        stack = stack_of(plan)
        self.stacks.withdraw(
            ChangeSet.model_validate_json(waiting), stack.region, service_role=stack.service_role
        )


def carried_over(new: str, old: str) -> str:
    """What AWS has said of the same template already."""
    said, plan = stack_of(old), stack_of(new)
    refusals = tuple(one for one in said.checks if one.rule == AWS_REFUSES)
    checks = (*plan.checks, *refusals)
    return _json(
        plan.model_copy(
            update={
                "change_set": said.change_set,
                "stack_name": said.stack_name,
                "checks": checks,
            }
        )
    )


def stack_of(plan: str) -> StackPlan:
    parsed = PLAN.validate_json(plan)
    if not isinstance(parsed, StackPlan):
        message = "this plan is not one of a stack"
        raise TypeError(message)
    return parsed


def _token(stack: StackPlan) -> str:
    return f"{stack.stack_name}-{hashlib.sha256(_json(stack).encode()).hexdigest()[:16]}"


def _by_name(stack: StackPlan) -> str:
    """A change set whose ids nobody heard, by the names it was asked for under."""
    stack_id = stack.update.stack_id if stack.update else stack.stack_name
    return ChangeSet(id=_token(stack), stack_id=stack_id).model_dump_json()


def _refused(plan: str, error: BotError) -> str:
    text = " ".join((error.user_message, *_explained(error)))
    finding = Finding(rule=AWS_REFUSES, severity=Severity.BLOCKING, text=text)
    stack = stack_of(plan)
    return _json(stack.model_copy(update={"checks": (*stack.checks, finding)}))


def _explained(error: BotError) -> tuple[str, ...]:
    """What AWS most likely means, where it has said why."""
    if not isinstance(error, UpstreamRejected):
        return ()
    found = diagnose((), error.code, error.said)
    return explained(found) if found else ()


def _json(stack: StackPlan) -> str:
    return PLAN.dump_json(stack).decode()
