"""Clicks, modals and response URLs work as in Slack: three seconds, once, and with the right payloads."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.sandbox.workspace import GAMES, JONAS, MAYA, PRIYA, Outcome, Settings, Workspace
from tests.sandbox.workspace.app_side import (
    Received,
    Reply,
    RequestUrl,
    actions,
    button,
    modal,
    plain,
    section,
    text_input,
)
from tests.sandbox.workspace.conftest import SettableClock

Json = dict[str, Any]


def answering(body: Json) -> Callable[[Received], Reply]:
    reply = Reply(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    return lambda _: reply


def card(client: WebClient, **more: Any) -> str:
    posted = client.chat_postMessage(
        channel=GAMES.id, text="plan", blocks=[section(), actions(button(value="plan-1"))], **more
    )
    return str(posted["ts"])


def clicked(slack: Workspace, request_url: RequestUrl, user: str = PRIYA.id) -> Json:
    assert slack.presses("plan_approve", user=user, channel=GAMES.id) == Outcome(ok=True)
    return request_url.interactions()[-1]


def error_of(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(refused.value.response["error"])


def test_a_click_tells_the_app_who_pressed_what_and_where(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    root = slack.says("a server", user=MAYA.id, channel=GAMES.id)
    ts = card(client, thread_ts=root)

    payload = clicked(slack, request_url)

    (action,) = payload["actions"]
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == PRIYA.id
    assert payload["team"] == {"id": slack.team.id, "domain": slack.team.domain}
    assert payload["channel"] == {"id": GAMES.id, "name": "games"}
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": GAMES.id,
        "is_ephemeral": False,
        "thread_ts": root,
    }
    assert payload["message"]["blocks"][1]["block_id"] == "decision"
    assert (action["action_id"], action["block_id"]) == ("plan_approve", "decision")
    assert (action["value"], action["type"]) == ("plan-1", "button")
    assert float(action["action_ts"]) > float(ts)
    forms = [r for r in request_url.received if r.body.startswith("payload=")]
    assert [r.headers["Content-Type"] for r in forms] == ["application/x-www-form-urlencoded"]


def test_a_click_that_fails_is_shown_and_not_repeated(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    card(client)
    request_url.answer = lambda _: Reply(404)

    outcome = slack.presses("plan_approve", user=PRIYA.id, channel=GAMES.id)

    assert outcome == Outcome(ok=False, error="the app answered with an error")
    assert len(request_url.interactions()) == 1


def test_a_click_waits_only_so_long(request_url: RequestUrl) -> None:
    with Workspace(Settings(request_url=request_url.url, ack_seconds=0.05)) as slack:
        card(WebClient(token=slack.settings.bot_token, base_url=slack.api_url))
        slack.wait_until(lambda: slack.deliveries)
        request_url.answer = lambda _: _late(slack)
        outcome = slack.presses("plan_approve", user=PRIYA.id, channel=GAMES.id)

    assert outcome.error == "the app did not answer within 0.05 seconds"


def _late(slack: Workspace) -> Reply:
    slack.wait_until(lambda: any(d.kind == "block_actions" for d in slack.deliveries))
    return Reply()


def test_a_button_that_is_not_there_cannot_be_pressed(slack: Workspace, client: WebClient) -> None:
    ts = card(client)

    with pytest.raises(LookupError, match="no message in"):
        slack.presses("plan_cancel", user=PRIYA.id, channel=GAMES.id)
    with pytest.raises(LookupError, match="there are: plan_approve"):
        slack.presses("plan_cancel", user=PRIYA.id, channel=GAMES.id, ts=ts)
    with pytest.raises(LookupError, match="nothing open"):
        slack.presses("plan_cancel", user=PRIYA.id)


def test_an_ephemeral_button_is_for_its_reader(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    blocks = [actions()]
    client.chat_postEphemeral(channel=GAMES.id, user=JONAS.id, text="psst", blocks=blocks)

    with pytest.raises(LookupError, match="no message in"):
        slack.presses("plan_approve", user=PRIYA.id, channel=GAMES.id)
    payload = clicked(slack, request_url, JONAS.id)

    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload


def test_a_trigger_opens_one_modal_within_three_seconds(
    slack: Workspace, client: WebClient, request_url: RequestUrl, clock: SettableClock
) -> None:
    card(client)
    trigger = clicked(slack, request_url)["trigger_id"]

    opened = client.views_open(trigger_id=trigger, view=modal())["view"]
    shown = slack.modal(PRIYA.id)
    assert shown is not None
    assert (shown.id, shown.callback_id) == (opened["id"], "plan_edit")
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger, view=modal())
    assert error_of(refused) == "exchanged_trigger_id"

    late = clicked(slack, request_url)["trigger_id"]
    clock.now += 3.1
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=late, view=modal())
    assert error_of(refused) == "expired_trigger_id"
    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id="1.2.x", view=modal())
    assert error_of(refused) == "invalid_trigger_id"


def test_a_bad_modal_costs_no_trigger(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    card(client)
    trigger = clicked(slack, request_url)["trigger_id"]

    with pytest.raises(SlackApiError) as refused:
        client.views_open(trigger_id=trigger, view=modal(title=plain("x" * 25)))
    assert error_of(refused) == "invalid_arguments"
    assert slack.rejections[-1].method == "views.open"

    client.views_open(trigger_id=trigger, view=modal())


def open_modal(
    slack: Workspace, client: WebClient, request_url: RequestUrl, view: Json | None = None
) -> Json:
    card(client)
    trigger = clicked(slack, request_url)["trigger_id"]
    opened: Json = client.views_open(trigger_id=trigger, view=view or modal())["view"]
    return opened


def test_a_submission_carries_what_was_entered(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    types = {
        "type": "static_select",
        "action_id": "type",
        "options": [{"text": plain(t), "value": t} for t in ("t3.micro", "t3.large")],
        "initial_option": {"text": plain("t3.micro"), "value": "t3.micro"},
    }
    typed = {"type": "input", "block_id": "type", "label": plain("Type"), "element": types}
    view = modal(text_input(initial_value="8"), typed, private_metadata="plan-1")
    open_modal(slack, client, request_url, view)

    assert slack.submits(PRIYA.id, {"type": "t3.large"}) == Outcome(ok=True)

    payload = request_url.interactions()[-1]
    values = payload["view"]["state"]["values"]
    assert payload["type"] == "view_submission"
    assert payload["view"]["private_metadata"] == "plan-1"
    assert values["size"]["size_gib"] == {"type": "plain_text_input", "value": "8"}
    assert values["type"]["type"]["selected_option"]["value"] == "t3.large"
    assert slack.modal(PRIYA.id) is None


def test_choices_out_of_groups_come_back_whole(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    names = ("lambda", "ec2", "sqs")
    one, two, three = ({"text": plain(name), "value": name} for name in names)
    groups = [
        {"label": plain("Compute"), "options": [one, two]},
        {"label": plain("Messaging"), "options": [three]},
    ]
    kinds: dict[str, Json] = {
        "service": {"type": "static_select", "option_groups": groups, "initial_option": one},
        "also": {"type": "multi_static_select", "option_groups": groups},
        "gone": {"type": "checkboxes", "options": [one]},
        "arrows": {"type": "plain_text_input", "multiline": True, "initial_value": "a → b"},
    }
    blocks = [
        {
            "type": "input",
            "block_id": name,
            "optional": True,
            "label": plain(name),
            "element": {"action_id": name, **element},
        }
        for name, element in kinds.items()
    ]
    open_modal(slack, client, request_url, modal(*blocks))
    slack.submits(PRIYA.id, {"service": "sqs", "also": ["ec2", "sqs"], "arrows": "a → b\nb → c"})

    values = request_url.interactions()[-1]["view"]["state"]["values"]
    assert values["service"]["service"]["selected_option"] == three
    assert values["also"]["also"]["selected_options"] == [two, three]
    assert values["gone"]["gone"]["selected_options"] == []
    assert values["arrows"]["arrows"]["value"] == "a → b\nb → c"


def test_slack_itself_asks_for_what_is_required(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    number = {
        "type": "number_input",
        "action_id": "count",
        "is_decimal_allowed": False,
        "max_value": "4",
    }
    counted = {"type": "input", "block_id": "count", "label": plain("Count"), "element": number}
    note = text_input("note", "note") | {"optional": True}
    open_modal(slack, client, request_url, modal(text_input(min_length=2), counted, note))

    empty = slack.submits(PRIYA.id)
    wrong = slack.submits(PRIYA.id, {"size_gib": "8", "count": "5"})

    assert empty.errors == dict.fromkeys(("size", "count"), "Please complete this required field.")
    assert wrong.errors == {
        "size": "Must be at least 2 characters.",
        "count": "Must be at most 4.",
    }
    assert len(request_url.interactions()) == 1


def test_the_app_can_point_at_an_input(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    open_modal(slack, client, request_url)
    request_url.answer = answering(
        {"response_action": "errors", "errors": {"size": "8 to 100, please."}}
    )

    outcome = slack.submits(PRIYA.id, {"size_gib": "5"})

    assert outcome == Outcome(ok=True, errors={"size": "8 to 100, please."})
    shown = slack.modal(PRIYA.id)
    assert shown is not None
    assert shown.errors == {"size": "8 to 100, please."}


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "explode"},
    ],
    ids=["error for no input", "bad view", "unknown action"],
)
def test_an_answer_that_cannot_be_shown_is_a_failure(
    answer: Json, slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    open_modal(slack, client, request_url)
    request_url.answer = answering(answer)

    outcome = slack.submits(PRIYA.id, {"size_gib": "8"})

    assert outcome == Outcome(ok=False, error="the app's answer cannot be shown")
    assert slack.rejections[-1].method == "view_submission"
    assert slack.modal(PRIYA.id) is not None


def test_an_answer_can_update_push_and_clear(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    opened = open_modal(slack, client, request_url)
    stack = []
    for how, title in (("update", "Step 2"), ("push", "Step 3"), ("clear", "")):
        view = modal(title=plain(title)) if title else None
        request_url.answer = answering({"response_action": how, "view": view})
        slack.submits(PRIYA.id, {"size_gib": "8"})
        shown = slack.modal(PRIYA.id)
        stack.append((shown.body["title"]["text"], shown.previous_id) if shown else None)

    assert stack == [("Step 2", None), ("Step 3", opened["id"]), None]


def test_views_can_be_updated_and_pushed_by_the_app(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    more = actions(button("more"))
    opened = open_modal(slack, client, request_url, modal(more, text_input(), external_id="edit"))

    slack.presses("more", user=PRIYA.id)
    payload = request_url.interactions()[-1]
    assert payload["container"] == {"type": "view", "view_id": opened["id"]}
    assert payload["view"]["id"] == opened["id"]
    assert "response_url" not in payload
    pushed = client.views_push(trigger_id=payload["trigger_id"], view=modal(more))["view"]
    assert (pushed["previous_view_id"], pushed["root_view_id"]) == (opened["id"], opened["id"])

    with pytest.raises(SlackApiError) as refused:
        client.views_update(view_id=opened["id"], hash="old", view=modal())
    assert error_of(refused) == "hash_conflict"
    client.views_update(external_id="edit", hash=opened["hash"], view=modal(title=plain("New")))
    with pytest.raises(SlackApiError) as refused:
        client.views_update(view_id="V0", view=modal())
    assert error_of(refused) == "not_found"

    slack.closes(PRIYA.id)
    below = slack.modal(PRIYA.id)
    assert below is not None
    assert below.body["title"]["text"] == "New"


def test_no_more_than_three_modals_are_stacked(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    view = modal(actions(button("more")))
    open_modal(slack, client, request_url, view)
    errors = []
    for _ in range(3):
        slack.presses("more", user=PRIYA.id)
        trigger = request_url.interactions()[-1]["trigger_id"]
        try:
            client.views_push(trigger_id=trigger, view=view)
        except SlackApiError as refused:
            errors.append(refused.response["error"])

    assert errors == ["push_limit_reached"]


def test_closing_is_told_only_if_asked_for(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    open_modal(slack, client, request_url)
    slack.closes(PRIYA.id)
    open_modal(slack, client, request_url, modal(notify_on_close=True))
    slack.closes(PRIYA.id)

    kinds = [payload["type"] for payload in request_url.interactions()]
    assert kinds == ["block_actions", "block_actions", "view_closed"]


def test_buttons_on_the_home_tab_work(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    home = {"type": "home", "blocks": [actions(button("resource_end", value="i-1"))]}
    published = client.views_publish(user_id=MAYA.id, view=home)["view"]

    slack.presses("resource_end", user=MAYA.id)

    payload = request_url.interactions()[-1]
    assert payload["container"]["view_id"] == published["id"]
    assert payload["actions"][0]["value"] == "i-1"
    with pytest.raises(SlackApiError) as refused:
        client.views_publish(user_id=MAYA.id, view=home, hash="old")
    assert error_of(refused) == "hash_conflict"


def test_a_menu_reports_what_was_chosen(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    option = {"text": plain("4 hours"), "value": "4h"}
    menu = {"type": "static_select", "action_id": "extend", "options": [option]}
    client.chat_postMessage(channel=GAMES.id, text="lease", blocks=[actions(menu)])

    chosen = {"selected_option": option}
    slack.presses("extend", user=MAYA.id, channel=GAMES.id, chosen=chosen)

    assert request_url.interactions()[-1]["actions"][0]["selected_option"] == option


def test_a_response_url_answers_privately_publicly_or_in_place(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    ts = card(client)
    respond = WebhookClient(clicked(slack, request_url)["response_url"])

    respond.send(text="only you")
    respond.send(text="all of you", response_type="in_channel")
    respond.send(text="changed", replace_original=True)

    assert [m.text for m in slack.ephemerals(PRIYA.id)] == ["only you"]
    assert [m.text for m in slack.messages(GAMES.id)] == ["changed", "only you", "all of you"]
    respond.send(delete_original=True)
    assert slack.wait_until(lambda: ts not in {m.ts for m in slack.messages(GAMES.id)})


def test_a_response_url_wears_off(
    slack: Workspace, client: WebClient, request_url: RequestUrl, clock: SettableClock
) -> None:
    card(client)
    often = WebhookClient(clicked(slack, request_url)["response_url"])
    later = WebhookClient(clicked(slack, request_url)["response_url"])

    answers = [often.send(text="again").status_code for _ in range(6)]
    clock.now += 30 * 60 + 1
    expired = later.send(text="late")

    assert answers == [200] * 5 + [404]
    assert json.loads(expired.body)["error"] == "expired_url"


def test_a_response_url_refuses_bad_blocks(
    slack: Workspace, client: WebClient, request_url: RequestUrl
) -> None:
    card(client)
    respond = WebhookClient(clicked(slack, request_url)["response_url"])

    answer = respond.send(text="x", blocks=[section("")])

    assert (answer.status_code, json.loads(answer.body)["error"]) == (400, "invalid_blocks")
    assert slack.rejections[-1].method == "response_url"
