"""The journey in the browser: open the page, ask, approve, see the instance."""

import pytest
from selenium import webdriver

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import MAYA, PRIYA
from tests.sandbox.page.screen import Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
def screen(chromium: webdriver.Chrome, sandbox: Sandbox) -> Screen:
    sandbox.aws.reset()
    sandbox.slack.wait_until(lambda: sandbox.slack.online, 60)
    chromium.get(sandbox.slack.url)
    return Screen(chromium, patience=40)


def test_a_newcomer_asks_approves_and_sees_an_instance_running(screen: Screen) -> None:
    screen.acts_as(PRIYA.id)
    screen.click("channel-random")
    screen.one("try-card").click()
    screen.click("send")
    screen.wait_for(lambda: screen.matching("[data-action-id='plan_approve']"))
    screen.waits_for_text("thread", "t3.medium")

    screen.acts_as(MAYA.id)
    screen.press("plan_approve")

    screen.waits_for_text("thread", "is running in us-east-1")
    assert screen.matching("[data-action-id='plan_approve']") == []
    screen.click("aws-toggle")
    instance = screen.one("aws-instance")
    assert instance.get_attribute("data-state") == "running"
    assert "t3.medium" in instance.text
    assert "250 GiB" in instance.text


def test_the_form_changes_the_plan(screen: Screen) -> None:
    screen.acts_as(PRIYA.id)
    screen.click("dm-bot")
    screen.click("tab-messages")
    screen.send("a t3.small with 60 GB")
    screen.press("plan_edit")
    field = screen.one("input-volume_gib")
    field.clear()
    field.send_keys("80")
    screen.click("modal-submit")
    screen.waits_for_text("thread", "80 GiB")
    screen.waits_for_text("thread", "Edited by hand by @priya")


def test_the_example_picture_becomes_a_created_stack_and_ends_again(screen: Screen) -> None:
    screen.acts_as(PRIYA.id)
    screen.click("channel-infrastructure")
    screen.click("examples")
    screen.wait_for(lambda: [one for one in screen.all("example") if "A picture" in one.text])[
        0
    ].click()
    screen.wait_for(lambda: screen.all("attachment"))
    screen.click("send")
    screen.wait_for(lambda: screen.matching("[data-action-id='plan_approve']"))
    screen.waits_for_text("thread", "GetCustomer")

    screen.acts_as(MAYA.id)
    screen.press("plan_approve")

    screen.waits_for_text("thread", "is created in us-east-1")
    screen.click("aws-toggle")
    screen.wait_for(
        lambda: screen.one("aws-stack").get_attribute("data-status") == "CREATE_COMPLETE"
    )
    screen.click("aws-toggle")
    screen.press("resource_end")
    screen.click("confirm-ok")
    screen.waits_for_text("thread", "has been deleted")
