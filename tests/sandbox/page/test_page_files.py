"""Files at the page: on their way to Slack, in messages, and above the page."""

from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from slack_sdk import WebClient

from bot.sandbox.workspace import INFRASTRUCTURE, JONAS, MAYA, Workspace
from tests.sandbox.page.conftest import PICTURE
from tests.sandbox.page.screen import Screen

pytestmark = pytest.mark.browser

TEMPLATE = """# A table
Resources:
  Customers:
    Type: AWS::DynamoDB::Table
    Properties: {TableName: !Sub "${AWS::StackName}-customers", ReadCapacity: 5}
"""
FILES = """
const [type, target] = arguments;
const files = new DataTransfer();
for (const name of ["one.png", "two.png"]) files.items.add(new File(["x"], name, { type: "image/png" }));
const event = type === "paste" ? { clipboardData: files } : { dataTransfer: files };
const Kind = type === "paste" ? ClipboardEvent : DragEvent;
target.dispatchEvent(new Kind(type, { ...event, bubbles: true, cancelable: true }));
"""


def shared(slack: Workspace, name: str, content: bytes, title: str = "") -> str:
    """The id of a file that a colleague has put into the open channel."""
    file = slack.uploads(name, content, user=JONAS.id)
    slack.says(title, user=JONAS.id, channel=INFRASTRUCTURE.id, files=[file])
    return file


def attached(screen: Screen, number: int) -> list[WebElement]:
    """The previews in the composer, once there are as many and all are ready."""

    def ready() -> list[WebElement]:
        shown = screen.all("attachment")
        states = {one.get_attribute("data-state") for one in shown}
        return shown if len(shown) == number and states == {"ready"} else []

    return screen.wait_for(ready)


def sent_files(slack: Workspace) -> list[str]:
    said = slack.wait_until(lambda: slack.messages(INFRASTRUCTURE.id))
    return [file.name for file in said[-1].files]


# --- on the way to Slack ---------------------------------------------------------------------


def test_an_example_with_a_picture_is_one_click_from_being_asked(
    screen: Screen, slack: Workspace
) -> None:
    """The words and the picture are in the composer; Enter sends both."""
    screen.wait_for(lambda: screen.all("try-card")[1:])[0].click()
    attached(screen, 1)
    field = screen.one("composer")
    assert field.get_attribute("value") == "@gpt-to-aws build this"
    field.send_keys(Keys.ENTER)
    (message,) = slack.wait_until(lambda: slack.messages(INFRASTRUCTURE.id))
    assert message.text == f"{slack.bot} build this"
    assert [file.data for file in message.files] == [PICTURE.read_bytes()]
    assert message.files[0].mimetype == "image/png"


def test_another_example_takes_the_place_of_the_first(screen: Screen) -> None:
    """Its picture goes with it, however often it was chosen."""
    game, picture = screen.wait_for(lambda: screen.all("try-card"))
    picture.click()
    attached(screen, 1)
    picture.click()
    attached(screen, 1)
    game.click()
    screen.wait_for(lambda: not screen.all("attachment"))
    assert "Minecraft" in str(screen.one("composer").get_attribute("value"))


def test_the_menu_of_examples_has_the_picture_too(screen: Screen) -> None:
    """It stays within reach when the channel is no longer empty."""
    screen.click("examples")
    screen.wait_for(lambda: screen.all("example")[1:])[0].click()
    attached(screen, 1)


@pytest.mark.parametrize(("how", "where"), [("drop", "messages"), ("paste", "composer")])
def test_several_files_go_in_one_message(
    screen: Screen, slack: Workspace, how: str, where: str
) -> None:
    """Each is previewed, and words are not needed."""
    screen.driver.execute_script(FILES, how, screen.one(where))
    previews = attached(screen, 2)
    assert all(one.find_elements(By.TAG_NAME, "img") for one in previews)
    screen.one("composer").send_keys(Keys.ENTER)
    assert sent_files(slack) == ["one.png", "two.png"]


def test_a_file_can_be_taken_back_before_it_is_sent(screen: Screen, slack: Workspace) -> None:
    """The other goes alone."""
    screen.driver.execute_script(FILES, "drop", screen.one("messages"))
    attached(screen, 2)
    screen.all("attachment-remove")[0].click()
    attached(screen, 1)
    screen.send("just this one")
    assert sent_files(slack) == ["two.png"]


def test_a_file_dropped_on_the_thread_goes_into_the_thread(
    screen: Screen, slack: Workspace
) -> None:
    """Not into the channel behind it."""
    ts = slack.says("a question", user=JONAS.id, channel=INFRASTRUCTURE.id)
    screen.driver.execute_script(f"location.hash = '#{INFRASTRUCTURE.id}/{ts}'")
    screen.driver.execute_script(FILES, "drop", screen.one("thread"))
    attached(screen, 2)
    screen.one("thread-composer").send_keys(Keys.ENTER)
    reply = slack.wait_until(lambda: slack.thread(INFRASTRUCTURE.id, ts)[1:])[0]
    assert [file.name for file in reply.files] == ["one.png", "two.png"]


# --- in messages -----------------------------------------------------------------------------


def test_a_picture_of_the_bot_opens_in_full_and_escape_closes_it(
    screen: Screen, bot: WebClient
) -> None:
    """The focus is back where it was, so the keyboard alone is enough."""
    content = PICTURE.read_bytes()
    bot.files_upload_v2(
        channel=INFRASTRUCTURE.id, filename="read.png", content=content, title="What I read"
    )
    screen.waits_for_text("file", "What I read")
    opener = screen.one("file-open")
    opener.click()
    screen.waits_for_text("viewer", "1137 × 712")
    picture = screen.one("viewer").find_element(By.TAG_NAME, "img")
    screen.wait_for(lambda: picture.get_property("naturalWidth") == 1137)
    screen.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    screen.wait_for(lambda: not screen.all("viewer"))
    assert screen.driver.switch_to.active_element == opener


def test_a_picture_keeps_its_place_before_it_has_come(screen: Screen, slack: Workspace) -> None:
    """What is below it does not jump."""
    shared(slack, "sketch.png", PICTURE.read_bytes())
    picture = screen.one("file-open").find_element(By.TAG_NAME, "img")
    size = [picture.get_dom_attribute(name) for name in ("width", "height")]
    assert size == ["380", "238"]


def test_a_click_beside_the_picture_closes_it(screen: Screen, slack: Workspace) -> None:
    """As one expects of pictures on the web."""
    shared(slack, "sketch.png", PICTURE.read_bytes())
    screen.click("file-open")
    viewer = screen.one("viewer")
    screen.driver.execute_script("arguments[0].click()", viewer)
    screen.wait_for(lambda: not screen.all("viewer"))


def test_a_template_opens_as_text_and_can_be_downloaded(screen: Screen, slack: Workspace) -> None:
    """Every character is there, coloured or not."""
    file = shared(slack, "stack.yaml", TEMPLATE.encode(), "the template")
    assert "stack.yaml" in screen.one("file").text
    link = screen.one("file-download")
    assert link.get_attribute("download") == "stack.yaml"
    assert str(link.get_attribute("href")).endswith(f"/sandbox/files/{file}")
    screen.click("file-open")
    assert screen.one("viewer-code").get_property("textContent") == TEMPLATE
    assert screen.matching(".syntax-tag")
    screen.click("dialog-close")
    screen.wait_for(lambda: not screen.all("viewer"))


def test_what_looks_like_markup_in_a_file_is_text(screen: Screen, slack: Workspace) -> None:
    """Its name as well as its content."""
    hostile = "<img src=x onerror=alert(1)>"
    shared(slack, f"{hostile}.yaml", f"{hostile}: '{hostile}'".encode())
    screen.waits_for_text("file", hostile)
    screen.click("file-open")
    screen.waits_for_text("viewer-code", hostile)
    assert not screen.matching("[src=x]")


def test_a_file_of_another_kind_is_only_offered_for_download(
    screen: Screen, slack: Workspace
) -> None:
    """There is nothing to show of it."""
    shared(slack, "plan.vsdx", b"\x50\x4b")
    assert screen.one("file-open").get_attribute("download") == "plan.vsdx"


def test_a_deleted_file_leaves_a_note(screen: Screen, slack: Workspace) -> None:
    """So does a link to another service, which is not fetched."""
    file = shared(slack, "sketch.png", PICTURE.read_bytes())
    link = slack.links("Plan.gdoc", "https://drive.example.com/1", user=MAYA.id)
    slack.says("", user=MAYA.id, channel=INFRASTRUCTURE.id, files=[link])
    screen.one("file-download")
    slack.deletes_file(file, user=JONAS.id)
    screen.waits_for_text("file", "This file was deleted.")
    screen.waits_for_text("file", "Plan.gdoc")


# --- pictures in cards -----------------------------------------------------------------------


@pytest.mark.parametrize("by", ["id", "url"])
def test_a_picture_in_a_card_opens_too(screen: Screen, bot: WebClient, by: str) -> None:
    """Whether the card names its file by id or by address."""
    sent: Any = bot.files_upload_v2(filename="read.png", content=PICTURE.read_bytes())
    described = bot.files_info(file=sent["file"]["id"])["file"]
    named = {"id": described["id"]} if by == "id" else {"url": described["url_private"]}
    block = {"type": "image", "alt_text": "What I read", "slack_file": named}
    bot.chat_postMessage(channel=INFRASTRUCTURE.id, text="Plan", blocks=[block])
    picture = screen.one("picture-open").find_element(By.TAG_NAME, "img")
    screen.wait_for(lambda: picture.get_property("naturalWidth") == 1137)
    screen.click("picture-open")
    screen.waits_for_text("viewer", "What I read")
