"""Messages, plans and plan records for tests; what a test cares about, it names."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.instance import InstancePlan
from bot.domain.plan import Plan, PlanRecord, PlanState, digest, plan_id
from bot.domain.request import Message
from tests.fakes.aws import instance_plan

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKER = "U0ASKER"
APPROVER = "U0APPROVER"
CHANNEL = "C0INFRA"
TS = "1700000000.000100"


def message(text: str = "a small server", *, ts: str = TS, **more: Any) -> Message:
    """What the asker says to the bot, in a thread of its own unless `thread_ts` says otherwise."""
    said: dict[str, Any] = {
        "request_id": f"{CHANNEL}-{ts}",
        "channel": CHANNEL,
        "ts": ts,
        "thread_ts": ts,
        "user": ASKER,
        "text": text,
        "addressed": True,
    }
    return Message(**(said | more))


def plan_record(plan: Plan | None = None, **more: Any) -> PlanRecord:
    """An offer that was made at noon and stands for a day."""
    plan = plan or instance_plan()
    stands: dict[str, Any] = {
        "id": plan_id(plan.request_id),
        "plan": plan,
        "digest": digest(plan),
        "state": PlanState.PROPOSED,
        "channel": CHANNEL,
        "thread_ts": TS,
        "card_ts": "1700000001.000100",
        "proposed_at": NOON,
        "expires_at": NOON + timedelta(hours=24),
    }
    return PlanRecord(**(stands | more))


def instances(record: PlanRecord) -> InstancePlan:
    """The plan of a record that is one of instances."""
    assert isinstance(record.plan, InstancePlan)
    return record.plan


def another_plan_record(number: int, **more: Any) -> PlanRecord:
    """One of several plans, each from a request of its own."""
    plan = instance_plan().model_copy(update={"request_id": f"{CHANNEL}-{number}"})
    return plan_record(plan, **more)
