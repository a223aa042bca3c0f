"""The process dies at the worst moments; after a restart each story ends as if it had not."""

from collections.abc import Callable, Sequence

from typing_extensions import override

from bot.domain.errors import UpstreamRejected
from bot.domain.follow_up import update_of
from bot.domain.instance import InstancePlan
from bot.domain.plan import PlanRecord, PlanState
from bot.domain.reading import Drafted
from bot.domain.request import Words
from bot.domain.stack import Update
from bot.ports import Job
from bot.workflows.decide_plan import Decided
from bot.workflows.end_resource import Ending, EndResource
from bot.workflows.propose_plan import DECIDED_MEANWHILE
from bot.workflows.stored import stored_plan
from tests.fakes.aws import InMemoryInstances
from tests.fakes.death import Death
from tests.fakes.planner import MODEL, drafted
from tests.fakes.records import ASKER, CHANNEL, instances
from tests.fakes.slack import Operation
from tests.fakes.stacks import TEMPLATE, stack_draft
from tests.workflows.stage import DurableStage, World, new_ts

PATIENCE_SECONDS = 10
SUPERSEDED = PlanState.SUPERSEDED
MORE = TEMPLATE.replace('"JobsQueue"', '"MoreQueue": {"Type": "AWS::SQS::Queue"}, "JobsQueue"')


class MortalInstances(InMemoryInstances):
    """Does the next launch, then the process dies before the answer is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.deaths: list[Death] = []

    @override
    def run(
        self, plan: InstancePlan, *, token: str, approved_by: str, security_group: str | None
    ) -> tuple[str, ...]:
        made = super().run(
            plan, token=token, approved_by=approved_by, security_group=security_group
        )
        if self.deaths:
            raise self.deaths.pop().strike()
        return made


def stack_id(record: PlanRecord) -> str:
    assert record.stack is not None
    return record.stack.id


def dies(world: World, operation: Operation, *, after: bool) -> Death:
    """Let the process die at the next call of this Slack operation, before or after it took effect."""
    death = Death()
    if after:
        world.threads.lose_answer(operation, death)
    else:
        world.threads.fail_next(operation, death)
    return death


def test_a_request_is_answered_once_wherever_the_process_died(
    world: World, stage: DurableStage
) -> None:
    points: list[tuple[Operation, bool]] = [
        ("acknowledge", True),
        ("post_once", False),
        ("post_once", True),
        ("permalink", True),
        ("show", False),
        ("show", True),
    ]
    ids = []
    for operation, after in points:
        death = dies(world, operation, after=after)
        world.planner.will_say(drafted(), drafted(name="read again"))
        ids.append(world.hears("a server"))
        assert death.struck.wait(PATIENCE_SECONDS), operation
        world.planner = type(world.planner)()  # what was left of the script is not for the next
    world.planner.will_say(*[drafted()] * len(points))
    stage.restart()

    for request_id in ids:
        post = world.answer_to(request_id)
        assert isinstance(post.shown, PlanRecord)
        assert post.shown == world.plan_for(request_id)
        thread = world.threads.in_thread(CHANNEL, world.request(request_id).thread_ts)
        assert thread == [post]
    assert len(world.threads.reactions) == len(points)


def test_a_plan_is_launched_once_wherever_the_process_died(stage: DurableStage) -> None:
    instances = MortalInstances()
    world = stage.enter(instances=instances)

    def during_the_launch() -> Death:
        instances.deaths.append(Death())
        return instances.deaths[0]

    points: Sequence[Callable[[], Death]] = [
        lambda: dies(world, "show", after=False),
        lambda: dies(world, "show", after=True),
        during_the_launch,
        lambda: dies(world, "post_once", after=False),
        lambda: dies(world, "post_once", after=True),
    ]
    records = []
    for point in points:
        record = world.offers()
        death = point()
        assert isinstance(world.decides(record, "approve"), Decided)
        assert death.struck.wait(PATIENCE_SECONDS)
        records.append(record)
    stage.restart()

    for record in records:
        stage.finish(f"launch-{record.id}")
        now = world.plan(record.id)
        assert now.state is PlanState.RUNNING
        assert now.digest == record.digest
        assert [one.id for one in now.resources] == list(instances.launches[now.digest].ids)
        assert world.card(record) == now
        assert len(world.told(record)) == 1
    assert len(instances.launches) == len(points)


def test_a_click_that_was_answered_is_launched_after_a_restart(
    world: World, stage: DurableStage
) -> None:
    record = world.offers()
    stage.stop()
    assert isinstance(world.decides(record, "approve"), Decided)
    assert world.instances.calls == []
    stage.start()
    stage.finish(f"launch-{record.id}")

    assert world.plan(record.id).state is PlanState.RUNNING


def test_a_message_taken_on_just_before_the_end_is_answered_after_a_restart(
    world: World, stage: DurableStage
) -> None:
    stage.stop()
    world.planner.will_say(drafted())
    request_id = world.hears("a server", ts=new_ts())
    stage.start()

    assert isinstance(world.answer_to(request_id).shown, PlanRecord)


def test_what_was_read_and_kept_is_not_read_again(world: World, stage: DurableStage) -> None:
    death = Death()

    def die_once_it_is_kept() -> None:
        if world.planner.read_so_far and not death.struck.is_set():
            raise death.strike()

    world.after_commit = die_once_it_is_kept
    world.planner.will_say(drafted(name="first"), drafted(name="second"))
    request_id = world.hears("a server")
    assert death.struck.wait(PATIENCE_SECONDS)
    stage.restart()
    shown = world.answer_to(request_id).shown

    assert isinstance(shown, PlanRecord)
    assert instances(shown).draft.name == "first"
    assert len(world.planner.read_so_far) == 1


def test_a_picture_is_designed_once_wherever_the_process_died(
    world: World, stage: DurableStage
) -> None:
    points: Sequence[Callable[[Death], None]] = [
        lambda death: world.stacks.lose_answer("prepare", death),
        lambda death: world.stacks.fail_next("prepared", death),
        lambda death: world.threads.lose_answer("show", death),
        lambda death: world.threads.fail_next("attach_once", death),
        lambda death: world.threads.lose_answer("attach_once", death),
    ]
    ids = []
    for point in points:
        death = Death()
        point(death)
        world.planner.will_say(Drafted(stack_draft(), MODEL))
        ids.append(world.drops("F1"))
        assert death.struck.wait(PATIENCE_SECONDS)
    stage.restart()

    for request_id in ids:
        post = world.answer_to(request_id)
        assert isinstance(post.shown, PlanRecord)
        assert post.shown == world.plan_for(request_id)
    assert len(world.planner.read_so_far) == len(points), "what was read is not read again"
    assert len(world.stacks.waiting()) == len(points), "nothing is left of the plans nobody saw"
    assert len(world.threads.attached) == 2 * len(points)


def test_a_stack_is_created_once_wherever_the_process_died(
    world: World, stage: DurableStage
) -> None:
    points: Sequence[Callable[[Death], None]] = [
        lambda death: world.stacks.fail_next("create", death),
        lambda death: world.stacks.lose_answer("create", death),
        lambda death: world.stacks.fail_next("look", death),
        lambda death: world.threads.lose_answer("show", death),
        lambda death: world.threads.lose_answer("post_once", death),
    ]
    records = []
    for point in points:
        record = world.offers_stack()
        death = Death()
        point(death)
        assert isinstance(world.decides(record, "approve"), Decided)
        assert death.struck.wait(PATIENCE_SECONDS)
        records.append(record)
    stage.restart()

    for record in records:
        stage.finish(f"launch-{record.id}")
        now = world.plan(record.id)
        assert now.state is PlanState.RUNNING
        assert world.card(record) == now
        assert len(world.told(record)) == 1
    assert len(world.stacks.executed) == len(points)


def test_a_stack_is_deleted_wherever_the_process_died(world: World, stage: DurableStage) -> None:
    running = world.launches(world.offers_stack())
    death = Death()
    world.stacks.lose_answer("delete", death)
    end = EndResource(world.store, world.policy, world.clock)
    assert isinstance(end(plan_id=running.id, user=ASKER), Ending)
    assert death.struck.wait(PATIENCE_SECONDS)
    stage.restart()
    stage.finish(f"end-{running.id}-{running.version}")

    assert world.plan(running.id).state is PlanState.ENDED
    assert world.told(running)[-1].text.endswith("has been deleted.")


def test_a_stack_that_aws_refuses_to_delete_runs_on_wherever_the_process_died(
    world: World, stage: DurableStage
) -> None:
    points: Sequence[Callable[[Death], None]] = [
        lambda death: world.stacks.fail_next("look", death),
        lambda death: world.threads.fail_next("show", death),
        lambda death: world.threads.lose_answer("post_once", death),
    ]
    stories = [(world.launches(world.offers_stack()), point) for point in points]
    end = EndResource(world.store, world.policy, world.clock)
    for running, point in stories:
        world.stacks.fail_next("delete", UpstreamRejected("AWS", "it is protected", "Look."))
        death = Death()
        point(death)
        assert isinstance(end(plan_id=running.id, user=ASKER), Ending)
        assert death.struck.wait(PATIENCE_SECONDS)
        stage.restart()
        stage.finish(f"end-{running.id}-{running.version}")

    for running, _ in stories:
        now = world.plan(running.id)
        assert now.state is PlanState.RUNNING
        assert world.card(now) == now
        said = [one.text for one in world.told(now)]
        assert [one for one in said if "runs on" in one] == said[1:], "and told of it once"
    assert world.stacks.calls.count("delete") == len(points)


def test_what_is_not_offered_after_all_is_taken_back_although_the_process_died(
    world: World, stage: DurableStage
) -> None:
    old = world.offers_stack()
    deaths = [Death(), Death()]
    world.stacks.fail_next("withdraw", deaths[0])
    world.stacks.lose_answer("withdraw", deaths[1])

    def approve_it(surface: object) -> None:
        if isinstance(surface, Words) and "AWS is working out" in surface.text:
            world.decides(old, "approve")

    world.threads.on_show = approve_it
    world.planner.will_say(Drafted(stack_draft(template=MORE), MODEL))
    request_id = world.hears("add a queue", thread_ts=old.thread_ts)
    for death in deaths:
        assert death.struck.wait(PATIENCE_SECONDS)
        stage.restart()
    shown = world.answer_to(request_id).shown
    stage.finish(f"launch-{old.id}")

    assert shown == Words("answer", DECIDED_MEANWHILE.format(title=old.plan.title))
    assert world.plan(old.id).state is PlanState.RUNNING
    assert len(world.stacks.stacks) == 1
    assert len(world.stacks.executed) == 1


def test_a_change_is_designed_once_wherever_the_process_died(
    world: World, stage: DurableStage
) -> None:
    points: Sequence[Callable[[Death], None]] = [
        lambda death: world.stacks.fail_next("prepare", death),
        lambda death: world.stacks.lose_answer("prepare", death),
        lambda death: world.stacks.fail_next("prepared", death),
        lambda death: world.threads.fail_next("attach_once", death),
        lambda death: world.threads.lose_answer("attach_once", death),
    ]
    stories = [(world.launches(world.offers_stack()), point) for point in points]
    changes = []
    for old, point in stories:
        death = Death()
        point(death)
        world.planner.will_say(Drafted(stack_draft(template=MORE), MODEL))
        changes.append(world.hears("add a queue", thread_ts=old.thread_ts))
        assert death.struck.wait(PATIENCE_SECONDS)
    stage.restart()

    for request_id, (old, _) in zip(changes, stories, strict=True):
        shown = world.answer_to(request_id).shown
        assert isinstance(shown, PlanRecord)
        assert shown == world.plan_for(request_id)
        assert update_of(shown.plan) == Update(plan_id=old.id, stack_id=stack_id(old))
    assert len(world.stacks.change_sets) == 2 * len(points), "the executed ones, and one for each"


def test_a_stack_is_changed_once_wherever_the_process_died(
    world: World, stage: DurableStage
) -> None:
    points: Sequence[Callable[[Death], None]] = [
        lambda death: world.stacks.fail_next("create", death),
        lambda death: world.stacks.lose_answer("create", death),
        lambda death: world.stacks.fail_next("look", death),
        lambda death: world.threads.lose_answer("show", death),
        lambda death: world.threads.lose_answer("post_once", death),
    ]
    stories: list[tuple[PlanRecord, PlanRecord]] = []
    for _ in points:
        old = world.launches(world.offers_stack())
        world.planner.will_say(Drafted(stack_draft(template=MORE), MODEL))
        change = world.answers("add a queue", thread_ts=old.thread_ts).shown
        assert isinstance(change, PlanRecord)
        stories.append((old, change))
    for (_, change), point in zip(stories, points, strict=True):
        death = Death()
        point(death)
        assert isinstance(world.decides(change, "approve"), Decided)
        assert death.struck.wait(PATIENCE_SECONDS)
    stage.restart()

    for old, change in stories:
        stage.finish(f"launch-{change.id}")
        stage.finish(f"redraw-{old.id}-superseded")
        now = world.plan(change.id)
        assert now.state is PlanState.RUNNING
        assert world.card(change) == now
        assert world.plan(old.id).state is PlanState.SUPERSEDED
        assert world.card(old).state is PlanState.SUPERSEDED
        said = [one.text for one in world.told(change)]
        assert [one for one in said if "is changed" in one] == said[1:], "and told of it once"
    assert len(world.stacks.executed) == 2 * len(points)


def test_a_stack_that_was_taken_over_just_before_the_end_is_told_of_after_a_restart(
    world: World, stage: DurableStage
) -> None:
    old = world.launches(world.offers_stack())
    world.planner.will_say(Drafted(stack_draft(template=MORE), MODEL))
    change = world.answers("add a queue", thread_ts=old.thread_ts).shown
    assert isinstance(change, PlanRecord)
    death = Death()

    def die_once_it_is_taken_over() -> None:
        if not death.struck.is_set() and stored_plan(stage.store, old.id).state is SUPERSEDED:
            raise death.strike()

    world.after_commit = die_once_it_is_taken_over
    assert isinstance(world.decides(change, "approve"), Decided)
    assert death.struck.wait(PATIENCE_SECONDS)
    stage.restart()
    stage.finish(f"launch-{change.id}")
    stage.finish(f"redraw-{old.id}-superseded")

    assert world.card(change).state is PlanState.RUNNING
    assert world.card(old).state is PlanState.SUPERSEDED
    assert len(world.stacks.executed) == 2


def test_what_a_failed_launch_left_is_looked_at_again_although_the_process_died(
    world: World, stage: DurableStage
) -> None:
    record = world.offers_stack()
    world.stacks.broken = "JobsQueue"
    failed = world.launches(record)
    death = Death()
    world.stacks.fail_next("look", death)
    job = Job("clear_away", f"grace-{record.id}", (record.id,), order=record.id)
    with stage.store.transaction() as tx:
        tx.start(job)
    assert death.struck.wait(PATIENCE_SECONDS)
    (stack,) = world.stacks.stacks.values()
    stack.state = "IMPORT_COMPLETE"
    stage.restart()
    stage.finish(job.id)

    assert world.plan(record.id).state is PlanState.FAILED
    assert not stage.knows(f"end-{record.id}-{failed.version}")


def test_what_a_change_leaves_is_told_wherever_the_process_died(
    world: World, stage: DurableStage
) -> None:
    old = world.launches(world.offers_stack())
    world.stacks.made_anew = world.stacks.retained = {"OrdersTable"}
    template = TEMPLATE.replace('"Retain"', '"Delete"')
    world.planner.will_say(Drafted(stack_draft(template=template), MODEL))
    change = world.answers("other keys", thread_ts=old.thread_ts).shown
    assert isinstance(change, PlanRecord)
    deaths = [Death(), Death()]
    world.threads.lose_answer("post_once", deaths[1])

    def die_once_it_is_taken_over() -> None:
        taken_over = stored_plan(stage.store, old.id).state is SUPERSEDED
        if taken_over and not deaths[0].struck.is_set():
            raise deaths[0].strike()

    world.after_commit = die_once_it_is_taken_over
    assert isinstance(world.decides(change, "approve"), Decided)
    for death in deaths:
        assert death.struck.wait(PATIENCE_SECONDS)
        stage.restart()
    stage.finish(f"launch-{change.id}")

    now = world.plan(change.id)
    assert [(one.name, one.id) for one in now.left] == [("OrdersTable", "physical-OrdersTable")]
    said = [one.text for one in world.told(now)]
    assert [one for one in said if "Still there" in one] == said[1:], "and told of it once"


def test_what_a_failed_launch_left_is_deleted_although_the_process_died(
    world: World, stage: DurableStage
) -> None:
    record = world.offers_stack()
    world.stacks.broken = "JobsQueue"
    failed = world.launches(record)
    death = Death()

    def die_once_it_is_taken_on() -> None:
        with stage.store.transaction() as tx:
            now = tx.plan(record.id)
        if now and now.state is PlanState.ENDING and not death.struck.is_set():
            raise death.strike()

    world.after_commit = die_once_it_is_taken_on
    with stage.store.transaction() as tx:
        tx.start(Job("clear_away", f"grace-{record.id}", (record.id,), order=record.id))
    assert death.struck.wait(PATIENCE_SECONDS)
    stage.restart()
    stage.finish(f"end-{record.id}-{failed.version}")

    assert world.plan(record.id).state is PlanState.ENDED
    assert len(world.told(record)) == 2
