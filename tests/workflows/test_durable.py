"""The engine's upkeep: it gives up late, lets the process end at once, and forgets."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from queue import Queue

from dbos import DBOS
from typing_extensions import override

from bot.domain.errors import UpstreamUnavailable
from bot.domain.plan import PlanRecord
from bot.ports import Surface
from bot.workflows.durable import PATIENT, QUICK, TIRELESS, Retries, Steps, forget_jobs
from tests.fakes.planner import drafted
from tests.fakes.records import NOON
from tests.fakes.slack import RecordingThreads
from tests.workflows.stage import DurableStage, World, new_ts

PATIENCE_SECONDS = 10


def remembered(*job_ids: str) -> set[str]:
    return {one.workflow_id for one in DBOS.list_workflows(workflow_ids=list(job_ids))}


def test_waits_grow_up_to_the_longest_and_last_as_long_as_is_said() -> None:
    def lasts(waits: list[float]) -> timedelta:
        return timedelta(seconds=sum(waits))

    assert list(QUICK.waits()) == [0.5, 1]
    assert timedelta(minutes=16) < lasts(list(PATIENT.waits())) < timedelta(minutes=18)
    waits = list(TIRELESS.waits())
    assert all(before <= after for before, after in pairwise(waits))
    assert max(waits) == 300
    assert timedelta(hours=23.5) < lasts(waits) < timedelta(hours=24.5)


class AwayForNow(RecordingThreads):
    """Takes no message until told to."""

    def __init__(self) -> None:
        super().__init__()
        self.back = False
        self.asked_by: Queue[threading.Thread] = Queue()

    @override
    def post_once(self, channel: str, thread_ts: str, surface: Surface, *, key: str) -> str:
        if not self.back:
            self.asked_by.put(threading.current_thread())
            raise UpstreamUnavailable("Slack", "away", "Wait.")
        return super().post_once(channel, thread_ts, surface, key=key)


def test_a_step_that_waits_to_be_tried_again_does_not_keep_the_process_alive(
    stage: DurableStage,
) -> None:
    slack = AwayForNow()
    world = stage.enter(threads=slack, steps=Steps(tireless=Retries(2, 3600)))
    world.planner.will_say(drafted())
    request_id = world.hears("a server")
    at_work = slack.asked_by.get(timeout=PATIENCE_SECONDS)
    stage.stop()
    at_work.join(PATIENCE_SECONDS)
    slack.back = True
    stage.start()

    assert not at_work.is_alive()
    assert isinstance(world.answer_to(request_id).shown, PlanRecord)


def test_what_is_remembered_of_jobs_that_ended_long_ago_is_deleted(
    world: World, stage: DurableStage
) -> None:
    record = world.offers()
    ended, waiting = f"draft-{record.plan.request_id}", f"expire-{record.id}"
    forget_jobs(ended_before=NOON - timedelta(days=10_000))
    assert remembered(ended, waiting) == {ended, waiting}

    forget_jobs(ended_before=datetime.now(UTC) + timedelta(seconds=1))  # noqa: TID251 - the engine's own clock
    assert remembered(ended, waiting) == {waiting}


def test_a_request_whose_job_is_forgotten_is_still_answered_once(world: World) -> None:
    world.planner.will_say(drafted())
    ts = new_ts()
    first = world.answers("a server", ts=ts)
    forget_jobs(ended_before=datetime.now(UTC) + timedelta(seconds=1))  # noqa: TID251 - the engine's own clock
    world.hears("a server", ts=ts)

    assert remembered(f"draft-{first.key}") == set()
    assert isinstance(first.shown, PlanRecord)
    assert world.plan(first.shown.id).version == 1


def test_forgetting_is_done_by_itself(stage: DurableStage) -> None:
    stage.enter()
    assert DBOS.trigger_schedule("forget").get_result() is None
