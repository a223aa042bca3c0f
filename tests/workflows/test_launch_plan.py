"""An approved plan is launched exactly so, exactly once, and the thread hears how it went."""

from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from bot.domain.errors import OutcomeUnknown, UpstreamRejected, UpstreamUnavailable
from bot.domain.instance import Image, Ingress, OperatingSystem
from bot.domain.plan import PlanRecord, PlanState, Resource
from bot.domain.request import Words
from bot.workflows.launch_plan import MADE_FOR_REHEARSAL
from bot.workflows.redraw_card import redraw_job
from tests.fakes.aws import InMemoryImages, InMemoryInstances
from tests.fakes.records import APPROVER, ASKER
from tests.workflows.stage import DurableStage, World

WEB = (
    Ingress.model_validate({"protocol": "tcp", "from_port": 443, "to_port": 443, "source": "::/0"}),
)


@dataclass
class FixedImage(InMemoryImages):
    """Finds this image, whatever is looked for."""

    image: Image = field(kw_only=True)

    @override
    def newest(self, operating_system: OperatingSystem, region: str) -> Image:
        return self.image


NO = UpstreamRejected(
    "Amazon EC2", "You have reached your limit", "Ask AWS for more.", "VcpuLimitExceeded", "req-1"
)
AWAY = UpstreamUnavailable("Amazon EC2", "throttled", "Try again.")
GONE = UpstreamRejected("Slack", "message_not_found", "Look.", "message_not_found")


def test_what_was_approved_is_what_runs(world: World) -> None:
    record = world.launches(world.offers(count=2))

    (launch,) = world.instances.launches.values()
    assert list(world.instances.launches) == [record.digest]
    assert launch.plan == record.plan
    assert (launch.approved_by, launch.security_group) == (APPROVER, None)
    assert record.state is PlanState.RUNNING
    assert [(one.id, one.kind, one.address) for one in record.resources] == [
        (one, "instance", "203.0.113.7") for one in launch.ids
    ]


def test_several_instances_are_told_line_by_line(world: World) -> None:
    record = world.launches(world.offers(count=2))
    first, second = (one.id for one in record.resources)

    (told,) = world.told(record)

    assert told.text.splitlines() == [
        "2 × t3.medium are running in us-east-1:",
        f"• `{first}` at 203.0.113.7",
        f"• `{second}` at 203.0.113.7",
    ]


def test_the_thread_is_told_once_and_only_when_it_is_true(world: World) -> None:
    record = world.offers()
    seen: list[tuple[PlanState, bool]] = []

    def look(surface: object) -> None:
        if isinstance(surface, PlanRecord):
            seen.append((surface.state, bool(world.told(record))))

    world.threads.on_show = look
    record = world.launches(record)
    (instance,) = [one.id for one in record.resources]

    assert world.told(record) == [
        Words(
            "result",
            f"1 × t3.medium is running in us-east-1: `{instance}` at 203.0.113.7",
            mention=ASKER,
        )
    ]
    assert [state for state, _ in seen] == [PlanState.LAUNCHING] * 2 + [PlanState.RUNNING]
    assert not any(told for _, told in seen)


def test_the_card_says_running_only_after_aws_does(stage: DurableStage) -> None:
    world = stage.enter(instances=InMemoryInstances(pending_looks=3))
    record = world.launches(world.offers())

    assert world.instances.calls.count("look") == 4
    assert world.card(record).state is PlanState.RUNNING


def test_ports_get_a_security_group_that_the_instances_use(world: World) -> None:
    record = world.launches(world.offers(ingress=WEB))

    (launch,) = world.instances.launches.values()
    assert launch.security_group in world.instances.groups
    assert [one.kind for one in record.resources] == ["security-group", "instance"]
    assert record.state is PlanState.RUNNING


def test_an_answer_lost_after_the_launch_leaves_one_instance(world: World) -> None:
    world.instances.lose_answer("run", times=2)
    record = world.launches(world.offers())

    assert record.state is PlanState.RUNNING
    assert world.instances.calls.count("run") == 3
    assert len(world.instances.launches) == 1
    assert len(record.resources) == 1


def test_an_answer_lost_after_opening_ports_leaves_one_group(world: World) -> None:
    world.instances.lose_answer("open_ports")
    record = world.launches(world.offers(ingress=WEB))

    assert record.state is PlanState.RUNNING
    assert len(world.instances.groups) == 1


def test_aws_being_away_for_a_while_only_takes_longer(world: World) -> None:
    world.instances.fail_next("run", *[AWAY] * 5)
    world.instances.fail_next("look", AWAY)

    assert world.launches(world.offers()).state is PlanState.RUNNING


def test_a_refusal_ends_in_a_failed_plan_with_awss_reason(world: World) -> None:
    world.instances.fail_next("run", NO)
    record = world.launches(world.offers(ingress=WEB))

    assert record.state is PlanState.FAILED
    assert record.failure == (
        "Amazon EC2: You have reached your limit (request id req-1). Ask AWS for more."
    )
    assert world.told(record) == [
        Words("failure", f"The launch of 1 × t3.medium failed.\n{record.failure}", mention=ASKER)
    ]


def test_a_security_group_nobody_came_to_use_is_taken_away(world: World) -> None:
    world.instances.fail_next("run", NO)
    record = world.launches(world.offers(ingress=WEB))

    assert world.instances.groups == {}
    assert record.resources == ()
    assert world.card(record) == record


def test_a_security_group_that_cannot_be_taken_away_is_named(world: World) -> None:
    world.instances.fail_next("run", NO)
    world.instances.fail_next("close_ports", NO)
    record = world.launches(world.offers(ingress=WEB))

    (group,) = world.instances.groups
    assert f"The security group {group} is left over" in (record.failure or "")
    assert [one.id for one in record.resources] == [group]


def test_a_launch_that_never_got_an_answer_fails_without_claiming_what_happened(
    world: World,
) -> None:
    lost = OutcomeUnknown("Amazon EC2", "no answer", "Look in the EC2 console.")
    world.instances.fail_next("run", *[lost] * 12)
    record = world.launches(world.offers())

    assert record.failure == "Amazon EC2: no answer. Look in the EC2 console."


@pytest.mark.parametrize("state", ["terminated", "shutting-down", "stopped"])
def test_an_instance_that_aws_ends_fails_with_awss_reason(world: World, state: str) -> None:
    first = "i-" + "0" * 17

    def end_it(surface: object) -> None:
        if isinstance(surface, PlanRecord) and surface.resources:
            world.instances.tell(first, state, "Server.InternalError")

    world.threads.on_show = end_it
    record = world.launches(world.offers())

    assert record.state is PlanState.FAILED
    assert record.failure is not None
    assert f"AWS ended the launch: {first} is {state}: Server.InternalError" in record.failure
    assert record.resources == (Resource(id=first, kind="instance", region="us-east-1"),)


def test_an_instance_that_never_comes_up_is_said_to_exist(stage: DurableStage) -> None:
    world = stage.enter(instances=InMemoryInstances(pending_looks=1000))
    record = world.launches(world.offers())
    (instance,) = record.resources

    assert record.state is PlanState.FAILED
    assert f"{instance.id} did not come up in time" in (record.failure or "")
    assert "may cost money" in world.told(record)[0].text


def test_a_rehearsal_says_what_it_would_have_done_and_touches_nothing(
    stage: DurableStage,
) -> None:
    world = stage.enter(rehearse=True)
    record = world.launches(world.offers(ingress=WEB))

    assert record.state is PlanState.REHEARSED
    assert world.card(record).state is PlanState.REHEARSED
    assert world.instances.calls == []
    assert [words.text for words in world.told(record)] == [
        "1 × t3.medium would have been launched now. Nothing was: SKIP_AWS is on."
    ]


def test_a_plan_offered_as_a_rehearsal_is_not_launched_for_real(stage: DurableStage) -> None:
    """Its image was never looked up, so nobody has seen what would run."""
    world = stage.enter()
    offered_in_rehearsal = Image(id="resolve:ssm:/aws/x", root_device="/dev/xvda", min_volume_gib=8)
    world.images = FixedImage(image=offered_in_rehearsal)
    record = world.launches(world.offers())

    assert record.state is PlanState.FAILED
    assert record.failure == MADE_FOR_REHEARSAL
    assert world.instances.calls == []


def test_a_deleted_card_neither_stops_a_launch_nor_fails_it(world: World) -> None:
    record = world.offers()
    world.threads.fail_next("show", GONE, GONE, GONE)

    assert world.launches(record).state is PlanState.RUNNING
    assert len(world.told(record)) == 1


def test_slack_being_away_does_not_hold_up_a_launch(world: World) -> None:
    record = world.offers()
    world.threads.fail_next("show", *[UpstreamUnavailable("Slack", "busy", "Wait.")] * 14)
    record = world.launches(record)

    assert record.state is PlanState.RUNNING
    assert world.card(record).state is PlanState.RUNNING


def test_a_thread_that_takes_no_message_leaves_the_launch_as_it_ended(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    record = world.offers()
    world.threads.fail_next("post_once", GONE)

    assert world.launches(record).state is PlanState.RUNNING
    assert f"nobody could be told how the launch of {record.id} ended" in caplog.text


def test_the_end_is_told_although_slack_was_away_for_hours(world: World) -> None:
    record = world.offers()
    world.threads.fail_next("post_once", *[UpstreamUnavailable("Slack", "busy", "Wait.")] * 200)

    assert len(world.told(world.launches(record))) == 1


def test_the_end_is_told_once_although_its_answer_got_lost(world: World) -> None:
    record = world.offers()
    world.threads.lose_answer("post_once")

    assert len(world.told(world.launches(record))) == 1


def test_the_last_word_on_the_card_is_the_truth_whoever_draws_it(world: World) -> None:
    record = world.offers()

    def overtake(_: object) -> None:
        world.threads.on_show = lambda _: None
        world.decides(record, "cancel")

    world.threads.on_show = overtake
    world.runs(redraw_job(record.id, "for a test"))

    assert world.card(record).state is PlanState.CANCELLED


def test_a_plan_that_is_no_longer_what_was_approved_is_not_launched(world: World) -> None:
    record = world.offers()
    other = record.plan.model_copy(update={"region": "eu-west-1"})
    with world.store.transaction() as tx:
        tx.move(record.model_copy(update={"plan": other}), record.state)
    after = world.launches(world.plan(record.id))

    assert after.state is PlanState.FAILED
    assert "no longer exactly what was approved" in (after.failure or "")
    assert world.instances.calls == []
