"""Replies that came before the bot knew that their thread was its own."""

from bot.domain.reading import Worded
from tests.fakes.records import message
from tests.workflows.stage import World, new_ts


def test_a_reply_that_was_passed_over_is_answered_after_all(world: World) -> None:
    ts = new_ts()
    reply = message("call it build-cache", ts=new_ts(), thread_ts=ts, addressed=False)
    world.receive(reply)
    assert world.plan_for(reply.request_id) is None
    world.replies.said.append(reply)

    world.planner.will_say(Worded("answer", "Hello.", "m"), Worded("answer", "Noted.", "m"))
    world.answers("hi", ts=ts)
    world.stage.finish(f"catch-up-{message(ts=ts).request_id}")

    assert world.answer_to(reply.request_id).shown.text == "Noted."  # type: ignore[union-attr]


def test_a_reply_that_was_heard_is_not_answered_twice(world: World) -> None:
    ts, later = new_ts(), new_ts()
    world.planner.will_say(Worded("answer", "Hello.", "m"), Worded("answer", "Noted.", "m"))
    world.answers("hi", ts=ts)
    reply = message("call it build-cache", ts=later, thread_ts=ts, addressed=False)
    world.replies.said.append(reply)
    world.receive(reply)
    world.answer_to(reply.request_id)
    world.stage.finish(f"catch-up-{message(ts=ts).request_id}")

    assert len(world.threads.in_thread(reply.channel, ts)) == 2
