"""What one person sees: whispers and the App Home."""

from contextlib import suppress

import pytest

from bot.domain.errors import UpstreamRejected, UpstreamUnavailable
from bot.ports import Job
from bot.workflows.show_home import PLANS_SHOWN, QueueHome
from bot.workflows.whisper import QueueWhisper
from tests.fakes.records import ASKER, CHANNEL
from tests.workflows.stage import DurableStage, World, new_ts


def test_a_whisper_is_said_once_per_click(world: World, stage: DurableStage) -> None:
    key = new_ts()
    for _ in range(2):
        QueueWhisper(world.store)(
            channel=CHANNEL, thread_ts="1.1", user="U0TOM", text="You can’t.", key=key
        )
    stage.finish(f"whisper-{key}")

    assert world.threads.whispers == [(CHANNEL, "1.1", "U0TOM", "You can’t.")]


@pytest.mark.parametrize("fails", [True, False])
def test_a_job_starts_exactly_when_its_transaction_comes_true(
    world: World,
    stage: DurableStage,
    fails: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    key = new_ts()
    job = Job("whisper", f"whisper-{key}", (CHANNEL, "1.1", "U0TOM", "Hi."), order=key)
    with suppress(InterruptedError), world.store.transaction() as tx:
        tx.start(job)
        if fails:
            raise InterruptedError

    assert stage.knows(job.id) is not fails


def test_a_whisper_is_tried_three_times(world: World, stage: DurableStage) -> None:
    away = UpstreamUnavailable("Slack", "busy", "Wait.")
    world.threads.fail_next("whisper", away, away)
    key = new_ts()
    QueueWhisper(world.store)(channel=CHANNEL, thread_ts="1.1", user="U0TOM", text="Hi.", key=key)
    stage.finish(f"whisper-{key}")

    assert len(world.threads.whispers) == 1


def test_the_home_shows_the_latest_plans_of_that_person(world: World, stage: DurableStage) -> None:
    records = [world.offers() for _ in range(2)]
    key = new_ts()
    QueueHome(world.store)(user=ASKER, key=key)
    stage.finish(f"home-{key}")

    shown = {one.id for one in world.threads.homes[ASKER]}
    assert {one.id for one in records} <= shown
    assert len(shown) <= PLANS_SHOWN


def test_a_home_opened_twice_by_one_event_is_published_once(
    world: World, stage: DurableStage
) -> None:
    key = new_ts()
    for _ in range(2):
        QueueHome(world.store)(user="U0NEW", key=key)
    stage.finish(f"home-{key}")

    assert world.threads.homes == {"U0NEW": ()}
    assert world.threads.calls == ["publish_home"]


def test_what_slack_refuses_fails_the_job_and_nothing_else(
    world: World, stage: DurableStage
) -> None:
    world.threads.fail_next("publish_home", UpstreamRejected("Slack", "no", "Look."))
    key = new_ts()
    QueueHome(world.store)(user=ASKER, key=key)

    with pytest.raises(UpstreamRejected):
        stage.finish(f"home-{key}")
    assert world.offers().plan.requested_by == ASKER
