"""Find out what a proposed stack is to those of its thread: a change of one that runs, a revision, or a new one."""

from dataclasses import dataclass

from bot.domain.difference import NOTHING_CHANGES, difference
from bot.domain.errors import Conflict
from bot.domain.follow_up import at_hand, changed_by, is_at_work, is_being_made
from bot.domain.intrinsics import Body
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.request import Request
from bot.domain.stack import Difference, StackPlan, Update
from bot.ports import Store, Templates
from bot.workflows.propose_plan import Part

BUSY = "“{title}” is being {work} just now. Say it again when that is done, and I work it in."
OF_ITS_OWN = "This is a stack of its own: “{title}” runs in {region}, and a stack cannot move to another region."
_TAKEN_PLACE_OF = frozenset({PlanState.PROPOSED, PlanState.FAILED})


@dataclass(frozen=True)
class RelatePlan:
    """Words and forms are about the plan at hand; a new picture is about nothing that was there."""

    store: Store
    templates: Templates

    def region(self, request: Request, part: Part) -> str | None:
        """Where the plan at hand is, for a draft that names no region."""
        about, _ = self._thread(request, part)
        return about.plan.region if about and isinstance(about.plan, StackPlan) else None

    def __call__(self, plan: StackPlan, body: Body, request: Request, part: Part) -> StackPlan:
        """Return the plan with what it changes, or is different in; `body` is its template as data.

        Raises Conflict when AWS is at work on the stack that it would change, or nothing would change.
        """
        about, plans = self._thread(request, part)
        if about is None or not isinstance(about.plan, StackPlan):
            return plan
        if is_being_made(about, plan.resources):
            work = "changed" if about.plan.update else "created"
            raise Conflict(BUSY.format(title=about.plan.title, work=work))
        target = changed_by(plans, about, plan.resources)
        if target is not None and target.plan.region == plan.region:
            return self._update(plan, body, target, plans)
        if target is not None:
            return _of_its_own(plan, target)
        if about.state in _TAKEN_PLACE_OF:
            made = self._difference(about, plan, body)
            return plan.model_copy(update={"difference": made, "replaces": about.id})
        return plan

    def _thread(
        self, request: Request, part: Part
    ) -> tuple[PlanRecord | None, tuple[PlanRecord, ...]]:
        if part.file is not None:
            return None, ()
        with self.store.transaction() as tx:
            plans = tx.plans_in_thread(request.channel, request.thread_ts)
        earlier = tuple(
            one
            for one in plans
            if isinstance(one.plan, StackPlan) and one.plan.request_id != request.id
        )
        return at_hand(earlier, request.replaces), earlier

    def _update(
        self, plan: StackPlan, body: Body, target: PlanRecord, plans: tuple[PlanRecord, ...]
    ) -> StackPlan:
        stack = target.stack
        if stack is None or not isinstance(target.plan, StackPlan):
            return plan
        if any(is_at_work(one, stack.id) for one in plans):
            raise Conflict(BUSY.format(title=target.plan.title, work="changed"))
        made = self._difference(target, plan, body)
        if made is not None and made.is_nothing:
            raise Conflict(NOTHING_CHANGES)
        return plan.model_copy(
            update={
                "update": Update(plan_id=target.id, stack_id=stack.id),
                "stack_name": target.plan.stack_name,
                "difference": made,
            }
        )

    def _difference(self, before: PlanRecord, plan: StackPlan, body: Body) -> Difference | None:
        """None where one of the two cannot be read, for then nothing can be said of its resources."""
        if not isinstance(before.plan, StackPlan):
            return None
        old = before.plan.draft.template
        was = self.templates.check(old, before.plan.region).body
        if not was or not body:
            return None
        return difference(was, body, before_text=old, after_text=plan.draft.template)


def _of_its_own(plan: StackPlan, running: PlanRecord) -> StackPlan:
    said = OF_ITS_OWN.format(title=running.plan.title, region=running.plan.region)
    draft = plan.draft.model_copy(update={"assumptions": (*plan.draft.assumptions, said)})
    return plan.model_copy(update={"draft": draft})
