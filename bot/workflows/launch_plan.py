"""Launch an approved plan: exactly that, exactly once, and say in the thread how it went."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.domain.plan import PlanRecord, PlanState, Resource, digest
from bot.domain.request import Words
from bot.ports import Instances, InstanceStatus, Store, Threads
from bot.workflows.durable import STEPS, Steps
from bot.workflows.redraw_card import CardDrawing
from bot.workflows.stored import stored_plan

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
LOOKS_AT_MOST = 300
MADE_FOR_REHEARSAL = "This plan was made while SKIP_AWS was on, so its image was not looked up. Ask again for a new plan."
# A new version of this program may read a stored plan in another way than the one that showed its card.
NOT_AS_APPROVED = "What is stored is no longer exactly what was approved, so nothing was launched. Ask again for a new plan."
GONE = frozenset({"shutting-down", "terminated", "stopping", "stopped"})


@dataclass(frozen=True)
class LaunchPlan:
    """`rehearse` stops before AWS and says what would have been launched (SKIP_AWS)."""

    store: Store
    threads: Threads
    instances: Instances
    draw: CardDrawing
    rehearse: bool
    look_every: float = LOOK_EVERY_SECONDS
    looks_at_most: int = LOOKS_AT_MOST
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        state = self.steps.run("begin", self._begin, plan_id)
        if state == PlanState.LAUNCHING:
            self._show("show", plan_id)
            self._launch(plan_id)
        self._show("show the end", plan_id, at_end=True)
        self._tell_the_end(plan_id)

    def _show(self, name: str, plan_id: str, *, at_end: bool = False) -> None:
        """A card that cannot be drawn (somebody deleted it) neither stops a launch nor fails it."""
        run = self.steps.run_tirelessly if at_end else self.steps.run_quickly
        try:
            run(name, self.draw, plan_id)
        except BotError as error:
            log.warning("the card of %s is not up to date: %s", plan_id, error)

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
            return to.value

    def _first_state(self, record: PlanRecord) -> tuple[PlanState, str | None]:
        """Where the launch begins, and why if that is already its end."""
        if digest(record.plan) != record.digest:
            return PlanState.FAILED, NOT_AS_APPROVED
        if self.rehearse:
            return PlanState.REHEARSED, None
        if not record.plan.image.is_pinned:
            return PlanState.FAILED, MADE_FOR_REHEARSAL
        return PlanState.LAUNCHING, None

    def _launch(self, plan_id: str) -> None:
        group: str | None = None
        try:
            group = self.steps.run("open ports", self._open_ports, plan_id)
            ids = self.steps.run("run instances", self._run, plan_id, group)
            self._show("show progress", plan_id)
            self._wait_until_running(plan_id, ids)
        except BotError as error:
            self.steps.run("fail", self._fail, plan_id, error.user_message)
            self._tidy(plan_id, group)

    def _open_ports(self, plan_id: str) -> str | None:
        record = stored_plan(self.store, plan_id)
        if not record.plan.draft.ingress:
            return None
        group = self.instances.open_ports(
            record.plan, token=record.digest, approved_by=_approver(record)
        )
        self._note(plan_id, [Resource(id=group, kind="security-group", region=record.plan.region)])
        return group

    def _run(self, plan_id: str, group: str | None) -> tuple[str, ...]:
        record = stored_plan(self.store, plan_id)
        ids = self.instances.run(
            record.plan,
            token=record.digest,
            approved_by=_approver(record),
            security_group=group,
        )
        region = record.plan.region
        self._note(plan_id, [Resource(id=one, kind="instance", region=region) for one in ids])
        return ids

    def _wait_until_running(self, plan_id: str, ids: tuple[str, ...]) -> None:
        for _ in range(self.looks_at_most):
            if self.steps.run("look", self._look, plan_id, ids):
                return
            self.steps.pause(self.look_every)
        self.steps.run("give up waiting", self._fail, plan_id, _still_pending(ids))

    def _look(self, plan_id: str, ids: tuple[str, ...]) -> bool:
        """Return whether the launch has come to an end, good or bad."""
        record = stored_plan(self.store, plan_id)
        statuses = {one.id: one for one in self.instances.look(ids, record.plan.region)}
        if gone := [one for one in statuses.values() if one.state in GONE]:
            self._fail(plan_id, _ended_by_aws(gone))
            return True
        if len(statuses) < len(ids) or any(one.state != "running" for one in statuses.values()):
            return False
        self._finish(plan_id, statuses)
        return True

    def _finish(self, plan_id: str, statuses: dict[str, InstanceStatus]) -> None:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is None or record.state is not PlanState.LAUNCHING:
                return
            resources = tuple(
                one.model_copy(update={"address": statuses[one.id].public_ip})
                if one.id in statuses
                else one
                for one in record.resources
            )
            tx.move(record.model_copy(update={"resources": resources}), PlanState.RUNNING)

    def _fail(self, plan_id: str, why: str) -> None:
        with self.store.transaction() as tx:
            record = tx.plan(plan_id)
            if record is not None and record.state is PlanState.LAUNCHING:
                failure = " ".join([why, *_left_running(record)])
                tx.move(record.model_copy(update={"failure": failure}), PlanState.FAILED)

    def _tidy(self, plan_id: str, group: str | None) -> None:
        """A security group nobody uses is taken away again; failing at that changes no outcome."""
        record = stored_plan(self.store, plan_id)
        if group is None or record.instances:
            return
        try:
            self.steps.run("close ports", self._close_ports, plan_id, group)
        except BotError as error:
            self.steps.run("note leftover", self._note_leftover, plan_id, group, error.user_message)

    def _close_ports(self, plan_id: str, group: str) -> None:
        record = stored_plan(self.store, plan_id)
        self.instances.close_ports(group, record.plan.region)
        kept = tuple(one for one in record.resources if one.id != group)
        self._write(record.model_copy(update={"resources": kept}))

    def _note_leftover(self, plan_id: str, group: str, why: str) -> None:
        record = stored_plan(self.store, plan_id)
        failure = f"{record.failure}\nThe security group {group} is left over: {why}"
        self._write(record.model_copy(update={"failure": failure}))

    def _note(self, plan_id: str, made: list[Resource]) -> None:
        record = stored_plan(self.store, plan_id)
        known = {one.id for one in record.resources}
        added = tuple(one for one in made if one.id not in known)
        if added:
            self._write(record.model_copy(update={"resources": (*record.resources, *added)}))

    def _write(self, record: PlanRecord) -> None:
        with self.store.transaction() as tx:
            if not tx.move(record, record.state):
                message = f"plan {record.id} changed under its own launch"
                raise RuntimeError(message)

    def _tell(self, plan_id: str) -> None:
        """The card is updated silently, so the end gets a message of its own that notifies."""
        record = stored_plan(self.store, plan_id)
        if words := _outcome(record):
            self.threads.post_once(
                record.channel, record.thread_ts, words, key=f"{plan_id}-{record.state}"
            )


def _approver(record: PlanRecord) -> str:
    return record.decided_by or ""


def _outcome(record: PlanRecord) -> Words | None:
    asker = record.plan.requested_by
    title = record.plan.title
    match record.state:
        case PlanState.RUNNING:
            return Words("result", _running(record), mention=asker)
        case PlanState.REHEARSED:
            text = f"{title} would have been launched now. Nothing was: SKIP_AWS is on."
            return Words("result", text, mention=asker)
        case PlanState.FAILED:
            return Words(
                "failure", f"The launch of {title} failed.\n{record.failure}", mention=asker
            )
        case _:
            return None


def _running(record: PlanRecord) -> str:
    found = [_where(one) for one in record.instances]
    title, region = record.plan.title, record.plan.region
    if len(found) == 1:
        return f"{title} is running in {region}: {found[0]}"
    return "\n• ".join([f"{title} are running in {region}:", *found])


def _where(resource: Resource) -> str:
    return f"`{resource.id}` at {resource.address}" if resource.address else f"`{resource.id}`"


def _ended_by_aws(gone: list[InstanceStatus]) -> str:
    told = "; ".join(f"{one.id} is {one.state}: {one.reason or 'no reason given'}" for one in gone)
    return f"AWS ended the launch: {told}."


def _still_pending(ids: tuple[str, ...]) -> str:
    return f"AWS accepted the launch, but {', '.join(ids)} did not come up in time."


def _left_running(record: PlanRecord) -> Iterator[str]:
    if made := ", ".join(f"`{one.id}`" for one in record.instances):
        yield f"AWS had already made {made}, which may cost money: look at it in the EC2 console."
