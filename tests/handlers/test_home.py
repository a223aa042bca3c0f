"""The App Home is published for who opened it."""

from tests.fakes.records import ASKER
from tests.handlers.conftest import SlackSide


def opened(tab: str) -> dict[str, str]:
    return {"type": "app_home_opened", "user": ASKER, "channel": "D1", "tab": tab}


def test_opening_the_home_publishes_it_once_per_event(slack: SlackSide) -> None:
    for _ in range(2):
        assert slack.hears(opened("home"), event_id="Ev7").status == 200
    slack.hears(opened("home"), event_id="Ev8")

    assert [(job.workflow, job.arguments) for job in slack.jobs.all] == [
        ("show_home", (ASKER,))
    ] * 2


def test_the_messages_tab_needs_nothing(slack: SlackSide) -> None:
    assert slack.hears(opened("messages")).status == 200
    assert slack.jobs.all == []
