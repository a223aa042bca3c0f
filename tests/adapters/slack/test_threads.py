"""The bot's side of a thread, against a workspace that refuses what Slack refuses."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient

from bot.adapters.slack.client import web_client
from bot.adapters.slack.threads import SlackForms, SlackThreads
from bot.domain.errors import (
    OutcomeUnknown,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from bot.domain.plan import PlanState
from bot.domain.policy import Policy
from bot.domain.request import Words
from bot.sandbox.workspace import GAMES, JONAS, MAYA, Message, Outage, Workspace
from handlers.cards import edit_form
from tests.fakes.aws import instance_plan
from tests.fakes.records import plan_record

READING = Words("status", "Reading your request …")
ANSWER = Words("answer", "Here is <!channel> your & answer.")


def replies(slack: Workspace, thread: str) -> list[Message]:
    return slack.thread(GAMES.id, thread)[1:]


# --- acknowledging ---------------------------------------------------------------------------


def test_a_reaction_is_there_once_however_often_it_is_put(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    for _ in range(2):
        threads.acknowledge(GAMES.id, thread)

    assert slack.message(GAMES.id, thread).reactions == {"eyes": (slack.team.bot.user_id,)}


def test_a_reaction_on_nothing_is_refused(threads: SlackThreads) -> None:
    with pytest.raises(UpstreamRejected) as caught:
        threads.acknowledge(GAMES.id, "1.000001")
    assert caught.value.code == "message_not_found"


# --- posting ---------------------------------------------------------------------------------


def test_a_message_is_posted_into_its_thread(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    ts = threads.post_once(GAMES.id, thread, READING, key="one")

    (posted,) = replies(slack, thread)
    assert (posted.ts, posted.text) == (ts, ":hourglass_flowing_sand: Reading your request …")
    assert posted.blocks


def test_posting_again_finds_the_message_by_its_key(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    first = threads.post_once(GAMES.id, thread, READING, key="one")

    assert threads.post_once(GAMES.id, thread, READING, key="one") == first
    assert len(replies(slack, thread)) == 1


def test_another_key_is_another_message(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    ids = {threads.post_once(GAMES.id, thread, READING, key=key) for key in ("one", "two")}

    assert {posted.ts for posted in replies(slack, thread)} == ids


def test_a_key_still_counts_after_the_message_became_something_else(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    ts = threads.post_once(GAMES.id, thread, READING, key="one")
    threads.show(GAMES.id, ts, ANSWER)

    assert threads.post_once(GAMES.id, thread, READING, key="one") == ts


def test_a_message_whose_answer_got_lost_is_not_posted_a_second_time(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    slack.fail_next("chat.postMessage", Outage(drop="after"))
    with pytest.raises(OutcomeUnknown):
        threads.post_once(GAMES.id, thread, READING, key="one")
    ts = threads.post_once(GAMES.id, thread, READING, key="one")

    assert [posted.ts for posted in replies(slack, thread)] == [ts]


def test_a_message_that_never_arrived_is_posted_by_the_next_attempt(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    slack.fail_next("chat.postMessage", Outage(drop="before"))
    with pytest.raises(OutcomeUnknown):
        threads.post_once(GAMES.id, thread, READING, key="one")
    threads.post_once(GAMES.id, thread, READING, key="one")

    assert len(replies(slack, thread)) == 1


def test_the_key_is_found_in_a_long_thread(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    ts = threads.post_once(GAMES.id, thread, READING, key="one")
    for number in range(210):
        slack.says(f"and {number}", user=JONAS.id, channel=GAMES.id, thread_ts=thread)
    last = threads.post_once(GAMES.id, thread, READING, key="two")

    assert threads.post_once(GAMES.id, thread, READING, key="one") == ts
    assert threads.post_once(GAMES.id, thread, READING, key="two") == last


# --- showing ---------------------------------------------------------------------------------


def test_a_message_becomes_the_card_and_the_card_changes_in_place(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    ts = threads.post_once(GAMES.id, thread, READING, key="one")
    offer = plan_record(instance_plan(name="bedrock"))
    threads.show(GAMES.id, ts, offer)
    offered = {element["action_id"] for element in slack.message(GAMES.id, ts).elements}
    threads.show(GAMES.id, ts, offer.model_copy(update={"state": PlanState.EXPIRED, "version": 2}))

    assert offered == {"plan_approve", "plan_edit", "plan_cancel"}
    assert slack.message(GAMES.id, ts).elements == []
    assert len(replies(slack, thread)) == 1
    assert slack.rejections == []


def test_text_from_outside_stays_text(slack: Workspace, threads: SlackThreads, thread: str) -> None:
    threads.post_once(GAMES.id, thread, ANSWER, key="one")

    (posted,) = replies(slack, thread)
    assert posted.text == "Here is &lt;!channel&gt; your &amp; answer."


# --- to one person ---------------------------------------------------------------------------


def test_a_whisper_is_seen_by_one_person(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    threads.whisper(GAMES.id, thread, MAYA.id, "You can’t decide on this plan.")

    said = [one for one in slack.ephemerals(MAYA.id) if one.thread_ts == thread]
    assert [one.text for one in said] == ["You can’t decide on this plan."]
    assert not [one for one in slack.ephemerals(JONAS.id) if one.thread_ts == thread]


def test_a_home_shows_somebodys_plans(slack: Workspace, threads: SlackThreads) -> None:
    threads.publish_home(MAYA.id, [plan_record(instance_plan(name="bedrock"))])

    home = slack.home(MAYA.id)
    assert home is not None
    assert "bedrock" in str(home.body["blocks"])


def test_a_permalink_leads_to_the_message(threads: SlackThreads, thread: str) -> None:
    assert threads.permalink(GAMES.id, thread).endswith(
        f"/archives/{GAMES.id}/p{thread.replace('.', '')}"
    )


def test_a_form_opens_for_who_clicked(slack: Workspace, client: WebClient) -> None:
    trigger = slack._slack.tickets.trigger(JONAS.id)
    SlackForms(client, edit_form.build).open_editor(trigger, plan_record(), Policy())

    form = slack.modal(JONAS.id)
    assert form is not None
    assert form.callback_id == edit_form.SUBMIT


def test_a_form_that_comes_too_late_is_refused(client: WebClient) -> None:
    with pytest.raises(UpstreamRejected):
        SlackForms(client, edit_form.build).open_editor("1.2.3", plan_record(), Policy())


# --- what goes wrong -------------------------------------------------------------------------

CALLS: dict[str, Callable[[SlackThreads, str], object]] = {
    "reactions.add": lambda threads, ts: threads.acknowledge(GAMES.id, ts),
    "conversations.replies": lambda threads, ts: threads.post_once(GAMES.id, ts, READING, key="k"),
    "chat.update": lambda threads, ts: threads.show(GAMES.id, ts, READING),
    "chat.postEphemeral": lambda threads, ts: threads.whisper(GAMES.id, ts, MAYA.id, "Hi."),
    "chat.getPermalink": lambda threads, ts: threads.permalink(GAMES.id, ts),
    "views.publish": lambda threads, _: threads.publish_home(MAYA.id, []),
}
OUTAGES: list[tuple[Outage, type[UpstreamError]]] = [
    (Outage(error="channel_not_found"), UpstreamRejected),
    (Outage(error="service_unavailable"), UpstreamUnavailable),
    (Outage(error="internal_error"), OutcomeUnknown),
    (Outage(status=500), OutcomeUnknown),
    (Outage(status=503), UpstreamUnavailable),
    (Outage(drop="before"), OutcomeUnknown),
]


@pytest.mark.parametrize(
    ("outage", "kind"), OUTAGES, ids=[str(outage.error or outage) for outage, _ in OUTAGES]
)
@pytest.mark.parametrize("method", CALLS)
def test_every_call_says_how_it_failed(
    slack: Workspace,
    threads: SlackThreads,
    thread: str,
    method: str,
    outage: Outage,
    kind: type[UpstreamError],
) -> None:
    slack.fail_next(method, outage)

    with pytest.raises(UpstreamError) as caught:
        CALLS[method](threads, thread)
    assert type(caught.value) is kind
    assert caught.value.where == "Slack"


def test_slacks_wish_to_wait_is_granted(
    slack: Workspace, threads: SlackThreads, thread: str
) -> None:
    slack.fail_next("chat.getPermalink", Outage(error="ratelimited", retry_after=0))

    assert threads.permalink(GAMES.id, thread)


def test_a_missing_scope_is_named_with_what_to_do(thread: str, threads: SlackThreads) -> None:
    with pytest.raises(UpstreamRejected) as caught:
        threads.whisper("C0UNKNOWN", thread, MAYA.id, "Hi.")

    assert caught.value.user_message == (
        "Slack: channel_not_found. Invite the bot to the channel: /invite @gpt-to-aws."
    )


def test_a_wrong_token_says_which_setting_to_look_at(slack: Workspace, thread: str) -> None:
    stranger = SlackThreads(
        web_client("xoxb-guessed", slack.api_url), lambda _: ("", []), lambda _: {}
    )

    with pytest.raises(UpstreamRejected, match="invalid_auth") as caught:
        stranger.acknowledge(GAMES.id, thread)
    assert caught.value.next_step == "Check SLACK_BOT_TOKEN."
    assert "xoxb" not in caught.value.user_message
