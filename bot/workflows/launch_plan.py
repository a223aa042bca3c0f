"""Launch an approved plan: exactly that, exactly once, and say in the thread how it went."""

import logging
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.domain.follow_up import update_of
from bot.domain.instance import InstancePlan
from bot.domain.plan import Plan, PlanRecord, PlanState, Resource, digest
from bot.domain.request import Words
from bot.domain.stack import StackPlan
from bot.ports import Store, Threads
from bot.workflows.durable import STEPS, Steps
from bot.workflows.launch_instances import LaunchInstances
from bot.workflows.launch_stack import LaunchStack
from bot.workflows.redraw_card import CardDrawing, draw_quietly
from bot.workflows.stack_outcome import told, with_left
from bot.workflows.stored import stored_plan
from bot.workflows.withdraw_plan import withdraw

log = logging.getLogger(__name__)

MADE_FOR_REHEARSAL = "This plan was made while SKIP_AWS was on, so AWS was not asked about it. Ask again for a new plan."
# A new version of this program may read a stored plan in another way than the one that showed its card.
NOT_AS_APPROVED = "What is stored is no longer exactly what was approved, so nothing was launched. Ask again for a new plan."


@dataclass(frozen=True)
class LaunchPlan:
    """`rehearse` stops before AWS and says what would have been launched (SKIP_AWS)."""

    store: Store
    threads: Threads
    launch_instances: LaunchInstances
    launch_stack: LaunchStack
    draw: CardDrawing
    rehearse: bool
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        state = self.steps.run("begin", self._begin, plan_id)
        if state == PlanState.LAUNCHING:
            draw_quietly(self.steps.run_quickly, "show", self.draw, plan_id)
            self._launch(plan_id)
        draw_quietly(self.steps.run_tirelessly, "show the end", self.draw, plan_id)
        self._tell_the_end(plan_id)

    def _launch(self, plan_id: str) -> None:
        match stored_plan(self.store, plan_id).plan:
            case InstancePlan():
                self.launch_instances(plan_id)
            case StackPlan():
                self.launch_stack(plan_id)

    def _tell_the_end(self, plan_id: str) -> None:
        try:
            self.steps.run_tirelessly("tell", self._tell, plan_id)
        except BotError:
            log.exception("nobody could be told how the launch of %s ended", plan_id)

    def _begin(self, plan_id: str) -> str:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is None or record.state is not PlanState.APPROVED:
                return record.state.value if record else ""
            to, failure = self._first_state(record)
            tx.move(record.model_copy(update={"failure": failure}), to)
            if to is not PlanState.LAUNCHING:  # nobody will execute its change set any more
                withdraw(tx, record)
            return to.value

    def _first_state(self, record: PlanRecord) -> tuple[PlanState, str | None]:
        """Where the launch begins, and why if that is already its end."""
        if digest(record.plan) != record.digest:
            return PlanState.FAILED, NOT_AS_APPROVED
        if self.rehearse:
            return PlanState.REHEARSED, None
        if not _is_known_to_aws(record.plan):
            return PlanState.FAILED, MADE_FOR_REHEARSAL
        return PlanState.LAUNCHING, None

    def _tell(self, plan_id: str) -> None:
        """The card is updated silently, so the end gets a message of its own that notifies."""
        record = stored_plan(self.store, plan_id)
        if words := _outcome(record):
            self.threads.post_once(
                record.channel, record.thread_ts, words, key=f"{plan_id}-{record.state}"
            )


def _is_known_to_aws(plan: Plan) -> bool:
    """Whether what would run was fixed with AWS before anybody approved it."""
    if isinstance(plan, StackPlan):
        return plan.change_set is not None
    return plan.image.is_pinned


def _outcome(record: PlanRecord) -> Words | None:
    asker = record.plan.requested_by
    title = record.plan.title
    match record.state:
        case PlanState.RUNNING:
            text = _created(record) if record.stack else _running(record)
            return Words("result", text, mention=asker)
        case PlanState.REHEARSED:
            text = f"{title} would have been launched now. Nothing was: SKIP_AWS is on."
            return Words("result", text, mention=asker)
        case PlanState.FAILED:
            why = f"{_failed(record)}\n{told(record)}"
            return Words("failure", with_left(why, record), mention=asker)
        case _:
            return None


def _failed(record: PlanRecord) -> str:
    if update_of(record.plan):
        return f"The change of {record.plan.title} failed."
    return f"The launch of {record.plan.title} failed."


def _running(record: PlanRecord) -> str:
    found = [_where(one) for one in record.instances]
    title, region = record.plan.title, record.plan.region
    if len(found) == 1:
        return f"{title} is running in {region}: {found[0]}"
    return "\n• ".join([f"{title} are running in {region}:", *found])


def _where(resource: Resource) -> str:
    return f"`{resource.id}` at {resource.address}" if resource.address else f"`{resource.id}`"


def _created(record: PlanRecord) -> str:
    made = sum(one.kind == "stack-resource" for one in record.resources)
    done = "changed" if update_of(record.plan) else "created"
    first = f"{record.plan.title} is {done} in {record.plan.region}: {made} resources."
    outputs = [f"{one.name}: {one.id}" for one in record.resources if one.kind == "output"]
    return with_left("\n• ".join([first, *outputs]), record)
