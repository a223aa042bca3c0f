"""Long dialogs that change while a person is in the middle of them."""

from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select
from slack_sdk import WebClient

from bot.sandbox.workspace import INFRASTRUCTURE, Workspace
from tests.sandbox.page.screen import Screen
from tests.sandbox.workspace.app_side import (
    Received,
    Reply,
    RequestUrl,
    actions,
    button,
    modal,
    plain,
    text_input,
)

pytestmark = pytest.mark.browser

Json = dict[str, Any]


def option(name: str) -> Json:
    return {"text": plain(name), "value": name.lower()}


LAMBDA, EC2, QUEUE = option("Lambda"), option("EC2"), option("SQS")
GROUPS = [
    {"label": plain("Compute"), "options": [LAMBDA, EC2]},
    {"label": plain("Messaging"), "options": [QUEUE]},
]


def service(number: int) -> Json:
    """A menu that tells the app at once what was chosen."""
    element = {
        "type": "static_select",
        "action_id": "service",
        "option_groups": GROUPS,
        "initial_option": LAMBDA,
    }
    return {
        "type": "input",
        "block_id": f"service-{number}",
        "dispatch_action": True,
        "label": plain(f"Service {number}"),
        "element": element,
    }


def form(note: str) -> Json:
    arrows = text_input("arrows", "arrows", multiline=True, initial_value="a → b")
    header = {"type": "header", "block_id": "note", "text": plain(note)}
    return modal(header, *[service(number) for number in range(12)], arrows)


@pytest.fixture
def submitted(app: RequestUrl, bot: WebClient) -> list[Json]:
    """The state of each submission; a choice in the form makes the app replace the form."""
    seen: list[Json] = []

    def answer(received: Received) -> Reply:
        if not received.body.startswith("payload="):
            return Reply()
        payload = received.payload
        if payload["type"] == "view_submission":
            seen.append(payload["view"]["state"]["values"])
        elif payload["actions"][0]["action_id"] == "plan_edit":
            bot.views_open(trigger_id=payload["trigger_id"], view=form("Correct it"))
        else:
            chosen = payload["actions"][0]["selected_option"]["text"]["text"]
            bot.views_update(view_id=payload["view"]["id"], view=form(f"Now {chosen}"))
        return Reply()

    app.answer = answer
    block = actions(button("plan_edit"))
    bot.chat_postMessage(channel=INFRASTRUCTURE.id, text="Plan", blocks=[block])
    return seen


def test_an_update_leaves_the_person_where_they_are(
    screen: Screen, submitted: list[Json], slack: Workspace
) -> None:
    """The focus, the place in the form and what was typed stay as they were."""
    screen.press("plan_edit")
    arrows = screen.one("input-arrows")
    arrows.send_keys(Keys.CONTROL + Keys.END + Keys.NULL + "\nb → c")
    menu = screen.wait_for(lambda: screen.all("input-service"))[9]
    screen.driver.execute_script("arguments[0].scrollIntoView()", menu)
    menu.send_keys("")
    Select(menu).select_by_visible_text("SQS")
    screen.waits_for_text("modal", "Now SQS")
    place = "return [document.activeElement.dataset.block, document.querySelector('.dialog-body').scrollTop]"
    block, top = screen.driver.execute_script(place)
    assert block == "service-9"
    assert top > 0
    screen.click("modal-submit")
    screen.wait_for(lambda: submitted)
    (values,) = submitted
    assert values["arrows"]["arrows"]["value"] == "a → b\nb → c"
    assert values["service-9"]["service"]["selected_option"] == QUEUE
    assert values["service-8"]["service"]["selected_option"] == LAMBDA
    assert slack.rejections == []


def test_a_menu_with_groups_shows_their_names(screen: Screen, submitted: list[Json]) -> None:
    """Sixty services in one list would be no help."""
    screen.press("plan_edit")
    menu = screen.one("input-service")
    labels = [one.get_attribute("label") for one in menu.find_elements(By.TAG_NAME, "optgroup")]
    assert labels == ["Compute", "Messaging"]
    assert submitted == []
