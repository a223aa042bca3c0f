"""What Slack refuses, the workspace refuses; what Slack takes, it takes."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import GAMES, Workspace
from bot.sandbox.workspace.limits import Surface, faults, view_faults
from tests.sandbox.workspace.app_side import (
    actions,
    button,
    modal,
    mrkdwn,
    plain,
    section,
    text_input,
)

Json = dict[str, Any]

CONFIRM = {
    "title": plain("Sure?"),
    "text": mrkdwn("It costs money."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}


def option(text: str = "t3.micro", value: str = "t3.micro") -> Json:
    return {"text": plain(text), "value": value}


def menu(*options: Json) -> Json:
    return {"type": "static_select", "action_id": "type", "options": list(options)}


def table(rows: int, columns: int, text: str = "x") -> Json:
    cell = {"type": "raw_text", "text": text}
    return {"type": "table", "rows": [[cell] * columns] * rows}


RICH_TEXT = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}
PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}
CHECKS = {"type": "checkboxes", "action_id": "checks", "options": [option()]}


BAD: dict[str, list[Json]] = {
    "51 blocks": [{"type": "divider"}] * 51,
    "section of 3001 characters": [section("x" * 3001)],
    "section without text or fields": [{"type": "section"}],
    "section with empty text": [section("")],
    "11 fields": [{"type": "section", "fields": [mrkdwn("x")] * 11}],
    "field of 2001 characters": [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
    "header of 151 characters": [{"type": "header", "text": plain("x" * 151)}],
    "header in mrkdwn": [{"type": "header", "text": mrkdwn("*bold*")}],
    "context of 11 elements": [{"type": "context", "elements": [mrkdwn("x")] * 11}],
    "context without elements": [{"type": "context", "elements": []}],
    "26 buttons": [actions(*(button(f"b{n}") for n in range(26)))],
    "actions without elements": [{"type": "actions", "elements": []}],
    "button text of 76 characters": [actions(button(text=plain("x" * 76)))],
    "button text in mrkdwn": [actions(button(text=mrkdwn("x")))],
    "button value of 2001 characters": [actions(button(value="x" * 2001))],
    "button url of 3001 characters": [actions(button(url="https://" + "x" * 2993))],
    "button in an unknown style": [actions(button(style="loud"))],
    "action_id of 256 characters": [actions(button("x" * 256))],
    "action_id twice in a block": [actions(button("same"), button("same"))],
    "block_id of 256 characters": [section() | {"block_id": "x" * 256}],
    "block_id twice": [section() | {"block_id": "same"}, section() | {"block_id": "same"}],
    "confirm without deny": [actions(button(confirm={**CONFIRM, "deny": None}))],
    "confirm title of 101 characters": [
        actions(button(confirm={**CONFIRM, "title": plain("x" * 101)}))
    ],
    "confirm text of 301 characters": [
        actions(button(confirm={**CONFIRM, "text": mrkdwn("x" * 301)}))
    ],
    "confirm button of 31 characters": [
        actions(button(confirm={**CONFIRM, "confirm": plain("x" * 31)}))
    ],
    "101 options": [actions(menu(*(option(value=str(n)) for n in range(101))))],
    "no options": [actions({"type": "static_select", "action_id": "type"})],
    "option text of 76 characters": [actions(menu(option("x" * 76)))],
    "option value of 151 characters": [actions(menu(option(value="x" * 151)))],
    "overflow of 6": [actions({"type": "overflow", "action_id": "o", "options": [option()] * 6})],
    "101 table rows": [table(101, 1)],
    "21 table columns": [table(1, 21)],
    "empty table cell": [table(1, 1, "")],
    "table of 10,001 characters": [table(3, 1, "x" * 3_334)],
    "two tables": [table(1, 1), table(1, 1)],
    "markdown of 12,001 characters": [{"type": "markdown", "text": "x" * 12_001}],
    "markdown of 12,001 characters in all": [{"type": "markdown", "text": "x" * 6_001}] * 2,
    "a table cell of an unknown type": [{"type": "table", "rows": [[{"type": "cell"}]]}],
    "rich text of an unknown part": [{"type": "rich_text", "elements": [{"type": "text"}]}],
    "a section that is no object": ["section"],  # type: ignore[list-item]  # as a broken app sends it
    "a button that is no object": [actions("button")],  # type: ignore[arg-type]  # likewise
    "a text that is no object": [{"type": "section", "text": "words"}],
    "fields that are no list": [{"type": "section", "fields": "words"}],
    "an unknown block": [{"type": "carousell"}],
    "an unknown key in a block": [section() | {"colour": "red"}],
    "an unknown key in a text": [{"type": "section", "text": {**plain("x"), "size": 3}}],
    "image without alt_text": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "image with two sources": [PICTURE | {"slack_file": {"id": "F1"}}],
    "image of a file by id and url": [
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "https://x"}}
    ],
    "options and groups of options": [
        actions(menu(option()) | {"option_groups": [{"label": plain("x"), "options": [option()]}]})
    ],
    "an initial option that is not on offer": [
        actions(menu(option()) | {"initial_option": option("other", "other")})
    ],
    "initial checks that are not on offer": [actions(CHECKS | {"initial_options": [option("o")]})],
    "at most none of several": [
        actions(menu(option()) | {"type": "multi_static_select", "max_selected_items": 0})
    ],
    "alert in a message": [{"type": "alert", "text": mrkdwn("x")}],
    "a text input among buttons": [actions({"type": "plain_text_input", "action_id": "x"})],
    "a file block": [{"type": "file", "external_id": "x", "source": "remote"}],
    "a card that does not say its state": [{"type": "task_card", "task_id": "1", "title": "x"}],
}

GOOD: dict[str, list[Json]] = {
    "50 blocks": [{"type": "divider"}] * 50,
    "all that a card has": [
        {"type": "header", "text": plain("x" * 150)},
        section("x" * 3000) | {"accessory": button(value="x" * 2000)},
        {"type": "section", "fields": [mrkdwn("x" * 500)] * 10},
        {"type": "context", "elements": [mrkdwn("x"), plain("y")]},
        actions(button("plan_approve", style="primary", confirm=CONFIRM), button("plan_cancel")),
    ],
    "menus and pickers": [
        actions(
            {"type": "radio_buttons", "action_id": "which", "options": [option()]},
            {"type": "checkboxes", "action_id": "checks", "options": [option()]},
            {"type": "users_select", "action_id": "who", "placeholder": plain("Somebody")},
            menu(option()),
            {"type": "overflow", "action_id": "more", "options": [option()]},
            {"type": "datepicker", "action_id": "until", "initial_date": "2026-12-01"},
        )
    ],
    "a table": [table(20, 20)],
    "a table of numbers and rich text": [
        {
            "type": "table",
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
            "rows": [[{"type": "raw_number", "value": 3, "text": "3"}, RICH_TEXT]],
        }
    ],
    "markdown": [{"type": "markdown", "text": "# Title"}],
    "rich text": [RICH_TEXT],
    "a plan of tasks": [
        {
            "type": "plan",
            "title": "Launch",
            "tasks": [
                {"type": "task_card", "task_id": "1", "title": "Create", "status": "pending"},
                {
                    "type": "task_card",
                    "task_id": "2",
                    "title": "Wait",
                    "status": "complete",
                    "details": RICH_TEXT,
                },
            ],
        }
    ],
    "a picture out of Slack": [{"type": "image", "alt_text": "a", "slack_file": {"id": "F1"}}],
    "a menu with groups": [
        actions(
            {
                "type": "multi_static_select",
                "action_id": "types",
                "option_groups": [{"label": plain("Compute"), "options": [option()]}],
                "initial_options": [option()],
            }
        )
    ],
    "pictures": [
        section() | {"accessory": PICTURE},
        {"type": "context", "elements": [PICTURE, mrkdwn("x")]},
    ],
    "feedback": [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "useful",
                    "positive_button": {"text": plain("Yes"), "value": "1"},
                    "negative_button": {"text": plain("No"), "value": "0"},
                }
            ],
        }
    ],
    "an image": [
        {
            "type": "image",
            "image_url": "https://example.com/a.png",
            "alt_text": "",
            "title": plain("A"),
        }
    ],
}


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD.keys())
def test_a_message_with_bad_blocks_is_refused(
    blocks: list[Json], client: WebClient, slack: Workspace
) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=GAMES.id, text="words", blocks=blocks)

    response = refused.value.response
    assert response["error"] == "invalid_blocks"
    assert all(
        "[json-pointer:/blocks" in line for line in response["response_metadata"]["messages"]
    )
    assert [(r.method, r.error) for r in slack.rejections] == [
        ("chat.postMessage", "invalid_blocks")
    ]
    assert slack.messages(GAMES.id) == []


@pytest.mark.parametrize("blocks", GOOD.values(), ids=GOOD.keys())
def test_good_blocks_have_no_faults(blocks: list[Json]) -> None:
    assert faults(blocks, "message") == []


def test_a_message_with_good_blocks_is_posted(client: WebClient, slack: Workspace) -> None:
    client.chat_postMessage(channel=GAMES.id, text="words", blocks=GOOD["all that a card has"])

    assert [m.text for m in slack.messages(GAMES.id)] == ["words"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"text": "x", "blocks": [section("x" * 2900)] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": "not json"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
    ],
    ids=["nothing", "blank", "no blocks", "long text", "large blocks", "no json", "no list"],
)
def test_a_bad_body_is_refused_with_slacks_word_for_it(
    body: Json, error: str, client: WebClient, slack: Workspace
) -> None:
    with pytest.raises(SlackApiError) as refused:
        client.api_call("chat.postMessage", json={"channel": GAMES.id, **body})

    assert refused.value.response["error"] == error
    assert [r.error for r in slack.rejections] == [error]


@pytest.mark.parametrize("kind", ["markdown", "table", "plan", "task_card"])
@pytest.mark.parametrize("surface", ["modal", "home"])
def test_blocks_for_messages_have_no_place_in_views(kind: str, surface: Surface) -> None:
    assert faults([{"type": kind}], surface) == [
        f"[ERROR] unsupported type: {kind} [json-pointer:/blocks/0/type]"
    ]


BAD_VIEWS: dict[str, Json] = {
    "title of 25 characters": modal(title=plain("x" * 25)),
    "title in mrkdwn": modal(title=mrkdwn("x")),
    "no title": modal(title=None),
    "submit of 25 characters": modal(submit=plain("x" * 25)),
    "close of 25 characters": modal(close=plain("x" * 25)),
    "inputs but no submit": modal(submit=None),
    "private_metadata of 3001 characters": modal(private_metadata="x" * 3001),
    "callback_id of 256 characters": modal(callback_id="x" * 256),
    "101 blocks": modal(*[section()] * 101),
    "an unknown key": modal(colour="red"),
    "an unknown type": modal(type="dialog"),
    "no blocks": modal(blocks=None),
    "a home with a title": {"type": "home", "title": plain("x"), "blocks": [section()]},
    "a button as an input": modal(text_input() | {"element": button()}),
    "an input of more than 3000 characters": modal(text_input(max_length=3001)),
    "an initial text longer than allowed": modal(text_input(max_length=2, initial_value="abc")),
    "the focus in two places": modal(
        text_input(focus_on_load=True), text_input("more", "more", focus_on_load=True)
    ),
    "a placeholder of 151 characters": modal(text_input(placeholder=plain("x" * 151))),
}


@pytest.mark.parametrize("view", BAD_VIEWS.values(), ids=BAD_VIEWS.keys())
def test_a_bad_view_has_faults(view: Json) -> None:
    assert view_faults(view)


@pytest.mark.parametrize(
    "view",
    [
        modal(),
        {"type": "home", "blocks": [section()] * 100},
        modal({"type": "alert", "text": mrkdwn("x")}),
    ],
    ids=["modal", "home", "alert"],
)
def test_a_good_view_has_no_faults(view: Json) -> None:
    assert view_faults(view) == []


def test_blocks_validate_says_what_is_wrong_and_where(client: WebClient) -> None:
    assert client.blocks_validate(blocks=[section()])["ok"]

    with pytest.raises(SlackApiError) as refused:
        client.blocks_validate(blocks=[section("")])

    assert refused.value.response["errors"] == [
        {
            "pointer": "/blocks/0/text/text",
            "code": "failed_constraint",
            "message": "must be more than 0 characters",
        }
    ]
