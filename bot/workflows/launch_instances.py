"""Launch EC2 instances: the security group, the instances, and the wait until they run."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.domain.instance import InstancePlan
from bot.domain.plan import PlanRecord, PlanState, Resource
from bot.ports import Instances, InstanceStatus, Store
from bot.workflows.durable import STEPS, Steps
from bot.workflows.redraw_card import CardDrawing, draw_quietly
from bot.workflows.stored import stored_plan

LOOK_EVERY_SECONDS = 2.0
LOOKS_AT_MOST = 300
GONE = frozenset({"shutting-down", "terminated", "stopping", "stopped"})


@dataclass(frozen=True)
class LaunchInstances:
    """From `launching` to `running` or `failed`."""

    store: Store
    instances: Instances
    draw: CardDrawing
    look_every: float = LOOK_EVERY_SECONDS
    looks_at_most: int = LOOKS_AT_MOST
    steps: Steps = STEPS

    def __call__(self, plan_id: str) -> None:
        group: str | None = None
        try:
            group = self.steps.run("open ports", self._open_ports, plan_id)
            ids = self.steps.run("run instances", self._run, plan_id, group)
            draw_quietly(self.steps.run_quickly, "show progress", self.draw, plan_id)
            self._wait_until_running(plan_id, ids)
        except BotError as error:
            self.steps.run("fail", self._fail, plan_id, error.user_message)
            self._tidy(plan_id, group)

    def _open_ports(self, plan_id: str) -> str | None:
        record = stored_plan(self.store, plan_id)
        plan = _planned(record)
        if not plan.draft.ingress:
            return None
        group = self.instances.open_ports(plan, token=record.digest, approved_by=_approver(record))
        self._note(plan_id, [Resource(id=group, kind="security-group", region=record.plan.region)])
        return group

    def _run(self, plan_id: str, group: str | None) -> tuple[str, ...]:
        record = stored_plan(self.store, plan_id)
        ids = self.instances.run(
            _planned(record),
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


def _approver(record: PlanRecord) -> str:
    return record.decided_by or ""


def _planned(record: PlanRecord) -> InstancePlan:
    if not isinstance(record.plan, InstancePlan):
        message = f"plan {record.id} is not one of instances"
        raise TypeError(message)
    return record.plan


def _ended_by_aws(gone: list[InstanceStatus]) -> str:
    told = "; ".join(f"{one.id} is {one.state}: {one.reason or 'no reason given'}" for one in gone)
    return f"AWS ended the launch: {told}."


def _still_pending(ids: tuple[str, ...]) -> str:
    return f"AWS accepted the launch, but {', '.join(ids)} did not come up in time."


def _left_running(record: PlanRecord) -> Iterator[str]:
    if made := ", ".join(f"`{one.id}`" for one in record.instances):
        yield f"AWS had already made {made}, which may cost money: look at it in the EC2 console."
