"""What people do at the page, against the workspace that serves it."""

import json

import pytest
from selenium.webdriver.common.keys import Keys
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.workspace import GAMES, INFRASTRUCTURE, JONAS, MAYA, Workspace
from tests.sandbox.page.screen import Screen
from tests.sandbox.workspace.app_side import Received, Reply, RequestUrl

pytestmark = pytest.mark.browser

APPROVE = {
    "type": "actions",
    "block_id": "decision",
    "elements": [
        {
            "type": "button",
            "action_id": "plan_approve",
            "style": "primary",
            "text": {"type": "plain_text", "text": "Approve"},
            "value": "plan-1",
            "confirm": {
                "title": {"type": "plain_text", "text": "Launch?"},
                "text": {"type": "plain_text", "text": "One t3.medium"},
                "confirm": {"type": "plain_text", "text": "Launch"},
                "deny": {"type": "plain_text", "text": "Not yet"},
            },
        },
        {
            "type": "button",
            "action_id": "plan_edit",
            "text": {"type": "plain_text", "text": "Edit"},
            "value": "plan-1",
        },
    ],
}
DIALOG = {
    "type": "modal",
    "callback_id": "edit",
    "title": {"type": "plain_text", "text": "Edit the plan"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "disk",
            "label": {"type": "plain_text", "text": "Disk"},
            "element": {
                "type": "number_input",
                "action_id": "gib",
                "is_decimal_allowed": False,
                "initial_value": "8",
            },
        }
    ],
}


def clicks(app: RequestUrl) -> list[str]:
    """The action ids the app has been told of."""
    payloads = [one.payload for one in app.received if one.body.startswith("payload=")]
    return [p["actions"][0]["action_id"] for p in payloads if p["type"] == "block_actions"]


def test_an_example_is_one_click_from_being_asked(screen: Screen, slack: Workspace) -> None:
    """The card fills the composer with the mention and the words; Enter sends them."""
    screen.click("try-card")
    field = screen.one("composer")
    assert field.get_attribute("value") == "@gpt-to-aws a Minecraft server for 25 players"
    field.send_keys(Keys.ENTER)
    asked = f"{slack.bot} a Minecraft server for 25 players"
    slack.wait_until(lambda: [m.text for m in slack.messages(INFRASTRUCTURE.id)] == [asked])
    screen.waits_for_text("message", "@gpt-to-aws a Minecraft server")


def test_a_name_is_offered_while_it_is_typed(screen: Screen, slack: Workspace) -> None:
    """Typing @ and the first letters offers people and the bot; Enter picks, Enter again sends."""
    screen.write("composer", "@jon")
    screen.one("mention-option")
    screen.write("composer", Keys.ENTER + "look" + Keys.ENTER)
    sent = f"<@{JONAS.id}> look"
    slack.wait_until(lambda: [m.text for m in slack.messages(INFRASTRUCTURE.id)] == [sent])


def test_the_bots_first_answer_opens_the_thread(
    screen: Screen, slack: Workspace, bot: WebClient
) -> None:
    """Whoever asked sees the card without looking for it, and the channel counts the replies."""
    ts = asks(screen, slack)
    bot.chat_postMessage(channel=INFRASTRUCTURE.id, thread_ts=ts, text="Here is the *plan*")
    screen.waits_for_text("message", "Here is the plan", within="#thread")
    assert "1 reply" in screen.one("reply-count").text
    screen.send("thank you", "thread-composer")
    slack.wait_until(lambda: [m.text for m in slack.thread(INFRASTRUCTURE.id, ts)][2:])
    screen.waits_for_text("reply-count", "2 replies")


def test_a_click_is_confirmed_and_then_reaches_the_app(
    screen: Screen, bot: WebClient, app: RequestUrl
) -> None:
    """Not yet means nothing happened; Launch sends the click."""
    bot.chat_postMessage(channel=INFRASTRUCTURE.id, text="Plan", blocks=[APPROVE])
    screen.press("plan_approve")
    screen.click("confirm-deny")
    screen.press("plan_approve")
    screen.click("confirm-ok")
    screen.wait_for(lambda: clicks(app) == ["plan_approve"])


def test_a_click_the_app_refuses_shows_a_warning(
    screen: Screen, bot: WebClient, app: RequestUrl
) -> None:
    """As in Slack, the person sees beside the button that it did not work."""
    app.answer = lambda _: Reply(status=500)
    bot.chat_postMessage(channel=INFRASTRUCTURE.id, text="Plan", blocks=[APPROVE])
    screen.press("plan_edit")
    assert screen.one("action-error").text


def test_a_dialog_shows_what_is_wrong_and_closes_when_it_is_right(
    screen: Screen, bot: WebClient, app: RequestUrl
) -> None:
    """The refused field is named; a corrected one is accepted and the dialog goes."""

    def answer(received: Received) -> Reply:
        if not received.body.startswith("payload="):
            return Reply()
        payload = received.payload
        if payload["type"] == "block_actions":
            bot.views_open(trigger_id=payload["trigger_id"], view=DIALOG)
            return Reply()
        if payload["view"]["state"]["values"]["disk"]["gib"]["value"] == "100":
            return Reply()
        errors = {"response_action": "errors", "errors": {"disk": "At least 10 GiB."}}
        return Reply(body=json.dumps(errors).encode(), headers={"Content-Type": "application/json"})

    app.answer = answer
    bot.chat_postMessage(channel=INFRASTRUCTURE.id, text="Plan", blocks=[APPROVE])
    screen.press("plan_edit")
    screen.click("modal-submit")
    screen.waits_for_text("field-error", "At least 10 GiB.")
    screen.write("input-gib", Keys.CONTROL + "a" + Keys.NULL + "100")
    screen.click("modal-submit")
    screen.wait_for(lambda: not screen.all("modal"))


def test_escape_closes_a_dialog(screen: Screen, bot: WebClient, app: RequestUrl) -> None:
    """The keyboard alone is enough."""

    def answer(received: Received) -> Reply:
        if "block_actions" in received.body:
            bot.views_open(trigger_id=received.payload["trigger_id"], view=DIALOG)
        return Reply()

    app.answer = answer
    bot.chat_postMessage(channel=INFRASTRUCTURE.id, text="Plan", blocks=[APPROVE])
    screen.press("plan_edit")
    screen.write("input-gib", Keys.ESCAPE)
    screen.wait_for(lambda: not screen.all("modal"))


def test_a_private_answer_is_shown_only_to_its_person(screen: Screen, bot: WebClient) -> None:
    """Who acts as somebody else does not see it."""
    bot.chat_postEphemeral(channel=INFRASTRUCTURE.id, user=MAYA.id, text="Only Priya may")
    screen.waits_for_text("message", "Only Priya may")
    assert screen.one("only-you").text == "Only visible to you"
    screen.acts_as(JONAS.id)
    screen.wait_for(lambda: not screen.all("message"))


def test_news_elsewhere_is_counted_in_the_sidebar(screen: Screen, bot: WebClient) -> None:
    """The count goes when the channel is opened."""
    bot.chat_postMessage(channel=GAMES.id, text="ready")
    screen.wait_for(lambda: screen.texts("unread") == ["1"])
    screen.click(f"channel-{GAMES.name}")
    screen.waits_for_text("message", "ready")
    screen.wait_for(lambda: not screen.all("unread"))


def test_the_bots_home_is_a_tab_of_its_conversation(
    screen: Screen, slack: Workspace, bot: WebClient
) -> None:
    """Opening it tells the app; what the app publishes is shown."""
    header = {"type": "header", "text": {"type": "plain_text", "text": "Your servers"}}
    bot.views_publish(user_id=MAYA.id, view={"type": "home", "blocks": [header]})
    screen.click("dm-bot")
    screen.waits_for_text("home", "Your servers")
    screen.click("tab-messages")
    screen.send("hello")
    slack.wait_until(lambda: [m.text for m in slack.messages(slack.direct(MAYA.id))] == ["hello"])


def test_what_looks_like_markup_in_a_message_is_text(screen: Screen, slack: Workspace) -> None:
    """Nobody can put elements on somebody else's page."""
    words = "<img src=x onerror=alert(1)> & <script>alert(2)</script>"
    slack.says(words, user=JONAS.id, channel=INFRASTRUCTURE.id)
    screen.waits_for_text("message", words)
    assert not screen.matching("[data-testid=messages] [src=x]")


def test_simulated_aws_opens_as_a_drawer(screen: Screen) -> None:
    """An instance shows its state, and its tags when it is unfolded."""
    screen.click("aws-toggle")
    row = screen.one("aws-instance")
    assert row.get_attribute("data-state") == "running"
    row.click()
    screen.waits_for_text("aws-instance", "owner")


def test_what_is_simulated_is_said_in_one_click(screen: Screen) -> None:
    """The page is honest about itself."""
    screen.click("show-simulated")
    screen.waits_for_text("simulated-panel", "moto, in memory")


def test_a_payload_slack_would_refuse_is_reported(screen: Screen, bot: WebClient) -> None:
    """The developer learns of it where they look."""
    with pytest.raises(SlackApiError):
        bot.chat_postMessage(channel=INFRASTRUCTURE.id, text="x", blocks=[{"type": "section"}])
    screen.waits_for_text("toast", "Slack would refuse this: chat.postMessage")


def test_the_chosen_theme_is_remembered(screen: Screen) -> None:
    """A reload keeps it."""
    theme = "return document.documentElement.dataset.theme"
    before = screen.driver.execute_script(theme)
    screen.click("toggle-theme")
    chosen = screen.driver.execute_script(theme)
    screen.driver.refresh()
    screen.one("composer")
    assert chosen != before
    assert screen.driver.execute_script(theme) == chosen


def test_on_a_phone_the_sidebar_is_one_tap_away(screen: Screen) -> None:
    """Nothing is wider than the screen, and the channels come on demand."""
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    screen.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        wide = "return document.documentElement.scrollWidth"
        screen.wait_for(lambda: screen.driver.execute_script(wide) == 390)
        screen.click("open-sidebar")
        screen.click(f"channel-{GAMES.name}")
        screen.wait_for(lambda: screen.one("channel-name").text == GAMES.name)
    finally:
        screen.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


DROP = """
const files = new DataTransfer();
files.items.add(new File(["<svg/>"], "sketch.svg", { type: "image/svg+xml" }));
arguments[0].dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
"""


def test_a_dropped_file_is_previewed_and_goes_with_the_message(
    screen: Screen, slack: Workspace
) -> None:
    """It is uploaded at once and shared when the person sends."""
    screen.driver.execute_script(DROP, screen.one("messages"))
    screen.wait_for(lambda: screen.one("attachment").get_attribute("data-state") == "ready")
    screen.send("this please")
    screen.waits_for_text("file", "sketch.svg")
    assert [file.name for file in slack.messages(INFRASTRUCTURE.id)[0].files] == ["sketch.svg"]


def test_a_restarted_sandbox_is_found_again(screen: Screen, slack: Workspace) -> None:
    """The page says it lost the connection, then shows the state of whatever answers there."""
    screen.write("composer", "half a sentence")
    slack.stop()
    screen.one("connection")
    with Workspace(port=int(slack.url.rstrip("/").rpartition(":")[2])) as again:
        again.says("back again", user=JONAS.id, channel=INFRASTRUCTURE.id)
        screen.waits_for_text("message", "back again")
        screen.wait_for(lambda: not screen.all("connection"))
        assert screen.one("composer").get_attribute("value") == "half a sentence"
        screen.driver.get("about:blank")


def asks(screen: Screen, slack: Workspace) -> str:
    screen.send("@gpt-to-aws a server")
    return slack.wait_until(lambda: slack.messages(INFRASTRUCTURE.id))[0].ts
