"""What a message in a thread follows up: the plan it is about, and the running stack that its answer changes."""

from collections.abc import Iterable, Sequence

from bot.domain.plan import Plan, PlanRecord, PlanState
from bot.domain.stack import PlannedResource, StackPlan, Update

# Words do not build on these while a stack runs in the thread.
_CAME_TO_NOTHING = frozenset(
    {
        PlanState.SUPERSEDED,
        PlanState.CANCELLED,
        PlanState.EXPIRED,
        PlanState.FAILED,
        PlanState.ENDED,
    }
)
_BEING_LAUNCHED = frozenset({PlanState.APPROVED, PlanState.LAUNCHING})


def at_hand(plans: Sequence[PlanRecord], replaces: str | None) -> PlanRecord | None:
    """The plan of a thread that a message without a picture is about; `plans` are its plans, oldest first.

    A form or a button names its plan (`replaces`). Words are about the newest one, unless that is a stack which
    came to nothing while another one runs.
    """
    named = next((one for one in plans if one.id == replaces), None)
    newest = named or next(reversed(plans), None)
    if newest is None or newest is named:
        return newest
    if newest.state in _CAME_TO_NOTHING and isinstance(newest.plan, StackPlan):
        return next((one for one in reversed(plans) if _runs(one)), newest)
    return newest


def changed_by(
    plans: Sequence[PlanRecord], about: PlanRecord, resources: Iterable[PlannedResource]
) -> PlanRecord | None:
    """The running plan whose stack a proposal with these resources changes, None for a stack of its own.

    That is what it has most in common with: the stack of the plan at hand, or another one that somebody named.
    """
    asked = frozenset(resources)
    running = [one for one in reversed(plans) if _runs(one)]
    stack_id = _stack_at_hand(about)
    first = [one for one in running if one.stack and one.stack.id == stack_id] or [about]
    closest = max((*first, *running), key=lambda one: len(asked & _planned(one)))
    return closest if _runs(closest) and asked & _planned(closest) else None


def is_being_made(about: PlanRecord, resources: Iterable[PlannedResource]) -> bool:
    """AWS makes the stack just now that a revision with these resources is meant to change."""
    return about.state in _BEING_LAUNCHED and bool(frozenset(resources) & _planned(about))


def update_of(plan: Plan) -> Update | None:
    return plan.update if isinstance(plan, StackPlan) else None


def is_changeable(update: Update, plans: Iterable[PlanRecord]) -> bool:
    """The stack stands as it did when the update was made, and no other plan is changing it."""
    thread = tuple(plans)
    stands = any(one.id == update.plan_id and _runs(one) for one in thread)
    return stands and not any(is_at_work(one, update.stack_id) for one in thread)


def is_taken_over(record: PlanRecord, update: Update) -> bool:
    """Its stack is another plan's, now that this update is carried out."""
    return record.id == update.plan_id and record.state is PlanState.RUNNING


def is_open_update(record: PlanRecord, stack_id: str) -> bool:
    """It offers to change this stack, and nobody has decided yet."""
    return record.state is PlanState.PROPOSED and _changes(record, stack_id)


def is_at_work(record: PlanRecord, stack_id: str) -> bool:
    """It is changing this stack just now, or is about to."""
    return record.state in _BEING_LAUNCHED and _changes(record, stack_id)


def _changes(record: PlanRecord, stack_id: str) -> bool:
    update = update_of(record.plan)
    return update is not None and update.stack_id == stack_id


def _runs(record: PlanRecord) -> bool:
    return record.state is PlanState.RUNNING and record.stack is not None


def _planned(record: PlanRecord) -> frozenset[PlannedResource]:
    return frozenset(record.plan.resources if isinstance(record.plan, StackPlan) else ())


def _stack_at_hand(about: PlanRecord) -> str | None:
    if _runs(about) and about.stack is not None:
        return about.stack.id
    update = update_of(about.plan)
    return update.stack_id if update else None
