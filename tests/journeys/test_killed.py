"""The bot is killed without warning, and the thread ends as if nothing had happened."""

from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import MAYA
from tests.journeys.world import HLA, World

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def world(sandbox: Sandbox) -> World:
    sandbox.aws.reset()
    sandbox.slack.wait_until(lambda: sandbox.slack.online, 60)
    return World(sandbox.slack, sandbox.aws, patience=60)


@pytest.mark.parametrize("method", ["reactions.add", "chat.postMessage", "chat.getPermalink"])
def test_a_draft_survives(sandbox: Sandbox, world: World, method: str) -> None:
    before = calls(world, method)
    thread = world.asks("a t3.small with 60 GB")
    world.slack.wait_until(lambda: calls(world, method) > before)
    sandbox.crash_bot()
    world.card(thread, "t3.small", "60 GiB")
    assert len(world.answers(thread)) == 1, "the card is there once"


def test_a_launch_survives_the_moment_aws_has_launched(sandbox: Sandbox, world: World) -> None:
    thread = world.asks("a t3.small with 60 GB")
    card = world.card(thread)
    with once(sandbox, sandbox.crash_bot):
        world.presses("plan_approve", card, user=MAYA.id)
        world.sees(thread, "is running in")
    assert len(world.instances()) == 1
    assert len(world.answers(thread)) == 2, "one card and one result"


def test_a_mention_made_while_the_bot_is_away_is_answered_when_it_is_back(
    sandbox: Sandbox, world: World
) -> None:
    sandbox.crash_bot()
    thread = world.asks("a t3.micro with 20 GB")
    world.card(thread, "t3.micro")
    assert len(world.answers(thread)) == 1


def test_many_kills_at_random_moments_lose_and_double_nothing(
    sandbox: Sandbox, world: World
) -> None:
    chance = Random(20261122)  # noqa: S311 - the same moments every time
    threads = [world.asks(f"a t3.small with {60 + n} GB called box-{n}") for n in range(4)]
    decided: set[str] = set()
    for _ in range(4):
        kill_after(world, sandbox, calls=chance.randint(1, 8))
        for thread in threads:
            if thread not in decided and world.has_card(thread):
                card = world.card(thread)
                if world.presses("plan_approve", card, user=MAYA.id):
                    decided.add(thread)
    for thread in threads:
        if thread not in decided:
            assert world.presses("plan_approve", world.card(thread), user=MAYA.id)
    for thread in threads:
        world.sees(thread, "is running in")
        assert len(world.answers(thread)) == 2
    names = sorted(one["name"] for one in world.instances())
    assert names == ["box-0", "box-1", "box-2", "box-3"]


@pytest.mark.parametrize("method", ["chat.update", "files.completeUploadExternal"])
def test_the_design_of_a_stack_survives(sandbox: Sandbox, world: World, method: str) -> None:
    before = calls(world, method)
    thread = world.drops(HLA)
    world.slack.wait_until(lambda: calls(world, method) > before, 60)
    sandbox.crash_bot()
    world.card(thread, "GetCustomer")
    world.slack.wait_until(lambda: len(world.files(thread)) == 2, 60)
    assert [one["status"] for one in world.stacks()] == ["REVIEW_IN_PROGRESS"]
    assert sum(one.text != "" or bool(one.blocks) for one in world.answers(thread)) == 1, "one card"


def test_a_stack_is_created_once_though_the_bot_dies_while_aws_is_at_it(
    sandbox: Sandbox, world: World
) -> None:
    thread = world.drops(HLA)
    card = world.card(thread)
    with once(sandbox, sandbox.crash_bot):
        world.presses("plan_approve", card, user=MAYA.id)
        world.sees(thread, "is created in")
    (stack,) = world.stacks()
    assert stack["status"] == "CREATE_COMPLETE"
    assert len([one for one in world.answers(thread) if "is created in" in one.text]) == 1


def kill_after(world: World, sandbox: Sandbox, *, calls: int) -> None:
    """Kill the bot when it has called Slack so many times more, or is done with all it had to do."""
    moment = len(world.slack.calls) + calls
    with suppress(TimeoutError):
        world.slack.wait_until(lambda: len(world.slack.calls) >= moment, 3)
    sandbox.crash_bot()
    world.slack.wait_until(lambda: world.slack.online, 60)


def calls(world: World, method: str) -> int:
    return sum(call.method == method for call in world.slack.calls)


class once:  # noqa: N801 - reads as a word in `with once(...)`
    """Do something the next time AWS changes, in the middle of that change."""

    def __init__(self, sandbox: Sandbox, act: Callable[[], None]) -> None:
        self._sandbox = sandbox
        self._act = act
        self._usual = sandbox.aws.on_change

    def __enter__(self) -> None:
        self._sandbox.aws.on_change = self._changed

    def __exit__(self, *_: object) -> None:
        self._sandbox.aws.on_change = self._usual

    def _changed(self) -> None:
        self._sandbox.aws.on_change = self._usual
        self._act()
        if self._usual is not None:
            self._usual()
