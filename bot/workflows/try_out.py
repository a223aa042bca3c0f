"""Create a proposed stack where nothing costs anything, see whether it comes up, and take it away again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.domain.stack import ChangeSet, StackDraft, StackPlan
from bot.domain.stack_states import is_made, is_over
from bot.ports import Stacks
from bot.workflows.examine_template import Examined
from bot.workflows.waits import Waits

WHO = "eval"


@dataclass(frozen=True)
class TryOut:
    """`pause` waits that many seconds."""

    stacks: Stacks
    region: str
    pause: Callable[[float], object]
    waits: Waits = Waits(first=0.05, growth=1.2, longest=1, altogether=60)  # noqa: RUF009 - frozen

    def __call__(self, draft: StackDraft, examined: Examined) -> bool:
        """Return whether every resource was created."""
        plan = _plan(draft, examined, draft.region or self.region)
        try:
            change_set = self._prepared(plan)
            if change_set is None:
                return False
            ready = plan.model_copy(update={"change_set": change_set})
            stack_id = self.stacks.create(ready, token=f"create-{plan.stack_name}")
            made = self._comes_up(stack_id, plan.region)
            self.stacks.delete(
                stack_id, plan.region, service_role=None, token=f"end-{plan.stack_name}"
            )
        except BotError:
            return False
        return made

    def _prepared(self, plan: StackPlan) -> ChangeSet | None:
        waiting = self.stacks.prepare(plan, token=plan.stack_name)
        for seconds in self.waits():
            if ready := self.stacks.prepared(waiting, plan.region):
                return ready
            self.pause(seconds)
        return None

    def _comes_up(self, stack_id: str, region: str) -> bool:
        for seconds in self.waits():
            state = self.stacks.look(stack_id, region).state
            if is_over(state):
                return is_made(state)
            self.pause(seconds)
        return False


def _plan(draft: StackDraft, examined: Examined, region: str) -> StackPlan:
    content = hashlib.sha256(f"{draft.title}/{draft.template}".encode()).hexdigest()[:16]
    return StackPlan(
        request_id=WHO,
        requested_by=WHO,
        permalink=WHO,
        draft=draft,
        region=region,
        stack_name=f"slackbot-eval-{content}",
        resources=examined.resources,
        coverage=examined.coverage,
        checks=(),
        capabilities=examined.capabilities,
    )
